"""The command `pingheng cases`: hand-worked cases against what the engine finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE, DONE_WITH_PROBLEMS, print_page
from engine.commandline.options import edition_options, help_option

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven


@click.command(
    "cases",
    cls=Command,
    options_metavar="[选项]",
    short_help="运行方案中的手算案例，逐项核对。",
)
@click.argument("rules", metavar="方案文件夹")
@edition_options
@help_option
def cases(rules: str, edition: EditionGiven) -> int:
    """运行方案 cases/ 中的手算案例：算出的与手算的逐项核对；有出入时退出码为 1。"""
    from engine.reports.cases_page import cases_page, run_all_cases

    results = run_all_cases(Path(rules).expanduser(), edition.as_of)
    print_page(cases_page(results))
    return DONE if results.passed else DONE_WITH_PROBLEMS
