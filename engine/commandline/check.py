"""The command `pingheng check`: what is wrong in a ruleset, each at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE_WITH_PROBLEMS, RULES, code_of, print_page
from engine.commandline.options import edition_options, help_option

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven


@click.command(
    "check",
    cls=Command,
    options_metavar="[选项]",
    short_help="检查方案：每个错误给出文件、行、列和改法。",
)
@click.argument("rules", metavar="方案文件夹")
@edition_options
@help_option
def check(rules: str, edition: EditionGiven) -> int:
    """检查方案，一次列出全部错误（文件:行:列）和改法；有错误时退出码为 3。

    规则里有分期的值而没有写基准日的，其他各期也一并检查。
    """
    from engine.reports.check_page import check_page, other_editions_page
    from engine.ruleset import check_other_editions, check_ruleset

    folder = Path(rules).expanduser()
    ruleset, problems = check_ruleset(folder, as_of=edition.as_of)
    print_page(check_page(ruleset, problems))
    if ruleset is None:
        return RULES
    others = check_other_editions(folder, ruleset, problems) if edition.as_of is None else {}
    print_page(other_editions_page(others))
    return DONE_WITH_PROBLEMS if others else code_of(problems)
