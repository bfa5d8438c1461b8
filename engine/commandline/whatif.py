"""The command `pingheng whatif`: one school's result if some of its facts were others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, DONE_WITH_PROBLEMS, print_page
from engine.commandline.options import edition_options, help_option, inputs_options, year_option

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven


@click.command(
    "whatif",
    cls=Command,
    options_metavar="[选项]",
    short_help="假设一所学校的几个事实是别的值，看得分、等次、台账怎样变。",
)
@click.argument("rules", metavar="方案文件夹")
@inputs_options
@click.argument("school", metavar="学校")
@click.option("--set", "sets", multiple=True, metavar="字段=值", help="改一个值，可写多个。")
@click.option("--add", "adds", multiple=True, metavar="台账:列=值,列=值", help="添一条记录。")
@click.option("--drop", "drops", multiple=True, metavar="台账[第几条]", help="去掉一条记录。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
@year_option
@edition_options
@help_option
def whatif(
    rules: str,
    school: str,
    sets: tuple[str, ...],
    adds: tuple[str, ...],
    drops: tuple[str, ...],
    as_json: bool,
    edition: EditionGiven,
    year: int | None,
    **given: Any,
) -> int:
    """假设一所学校的几个事实是别的值：前后各考核一遍全部学校，列出变化。事实表不改动。

    \b
    值照事实表的一格那样写：2次、95%、是、不适用；没有填写 缺失。
    台账的一格写 台账[第几条].列=值，按这所学校的记录从 1 数起。
    例：pingheng whatif rules/datong-2025 事实表 云川区第一小学 --set 设在教学单元支部数=9
        pingheng whatif rules/datong-2025 事实表 云川区第一小学 --drop 师德案件[1]
    """
    from engine.commandline.given import inputs_given
    from engine.reports.whatif_page import whatif_data, whatif_page
    from engine.ruleset.other_year import moved
    from engine.whatif import Wishes, ask_what_if

    ruleset = edition.ruleset(rules)
    if year is not None:
        ruleset = moved(ruleset, year - ruleset.year)
    found = ask_what_if(ruleset, inputs_given(**given), school, Wishes(sets, adds, drops))
    if as_json:
        import json

        click.echo(json.dumps(whatif_data(found), ensure_ascii=False, indent=2))
    else:
        print_page(whatif_page(ruleset, found))
    return DONE_WITH_PROBLEMS if found.unread else DONE
