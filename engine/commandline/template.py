"""The command `pingheng template`: workbooks to be filled in, made from the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import code_of, print_page
from engine.commandline.options import edition_options, help_option

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven


@click.command(
    "template",
    cls=Command,
    options_metavar="[选项]",
    short_help="按方案做填报表（可按名册一校一本）。",
)
@click.argument("rules", metavar="方案文件夹")
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="文件",
    help="写到哪个 .xlsx 文件；按名册做很多本的，写文件夹。",
)
@click.option(
    "--school", default="", metavar="学校", help="只做这一所（标识码；有名册的也可写名称）。"
)
@click.option(
    "--roster", default="", metavar="名册", help="学校名册：一校一本，预先填好名册里有的。"
)
@click.option(
    "--last-facts", multiple=True, metavar="事实表", help="去年的事实表：去年的数印在旁边对照。"
)
@click.option("--last-rules", metavar="方案文件夹", help="去年的方案，去年的字段与今年不同时写。")
@click.option("--wide", is_flag=True, help="做成一本，一行一校，供科室统一填。")
@click.option("--office", default="", metavar="科室", help="只要这个科室填报的字段。")
@edition_options
@help_option
def template(
    rules: str,
    out: str,
    school: str,
    roster: str,
    last_facts: tuple[str, ...],
    last_rules: str | None,
    wide: bool,
    office: str,
    edition: EditionGiven,
) -> int:
    """按方案做填报表：说明、各张事实表、台账、佐证目录，带下拉框、提示和保护。

    \b
    空白一本：pingheng template rules/datong-2025 -o 填报表.xlsx
    一校一本：pingheng template rules/datong-2025 --roster 名册.xlsx -o 填报表
    科室统填：pingheng template rules/datong-2025 --roster 名册.xlsx --wide --office 安办 -o 安.xlsx
    """
    from engine.commandline.given import expand_wildcards
    from engine.reports.progress import progress_bar
    from engine.templates import Wish, make_templates
    from engine.templates.made_page import made_page

    ruleset = edition.ruleset(rules)
    wish = Wish(
        school.strip(),
        roster and str(Path(roster).expanduser()),
        tuple(expand_wildcards(last_facts)),
        last_rules,
        wide,
        office.strip(),
    )
    with progress_bar() as stage:
        made = make_templates(ruleset, wish, Path(out).expanduser(), stage("做填报表"))
    print_page(made_page(made, wish))
    return code_of(made.problems)
