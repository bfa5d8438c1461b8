"""The commands of `pingheng facts`: fact sheets, before anything is scored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from engine.commandline.chinese import Group
from engine.commandline.ending import code_of, print_page
from engine.commandline.options import as_of_option, help_option, inputs_options


@click.group(
    "facts",
    cls=Group,
    options_metavar="[选项]",
    subcommand_metavar="命令 ...",
    short_help="核对事实表（计分之前）。",
)
@help_option
def facts() -> None:
    """计分之前，先把事实表核对清楚。"""


@facts.command("check", options_metavar="[选项]", short_help="一次列出事实表的全部问题。")
@click.argument("rules", metavar="方案文件夹")
@as_of_option
@inputs_options
@help_option
def facts_check(rules: str, as_of: str | None, **given: Any) -> int:
    """只读事实表、不计分，一次列出全部问题（文件「表」!格）和改法。

    \b
    例：pingheng facts check rules/datong-2025 各县区
    """
    from engine.commandline.given import date_given, inputs_given
    from engine.facts import read_facts
    from engine.reports.facts_page import facts_page
    from engine.reports.progress import progress_bar
    from engine.ruleset import load_ruleset

    ruleset = load_ruleset(Path(rules).expanduser(), as_of=date_given(as_of))
    with progress_bar() as stage:
        table = read_facts(ruleset, inputs_given(**given), progress=stage("读取事实表"))
    print_page(facts_page(ruleset, table))
    return code_of(table.problems)
