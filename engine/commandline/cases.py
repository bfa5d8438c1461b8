"""The commands of `pingheng cases`: hand-worked cases against what the engine finds."""

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
    short_help="运行方案中的手算案例，逐项核对，看规则的哪些分支没有案例。",
)
@click.argument("rules", metavar="方案文件夹")
@click.option("--require", metavar="百分比", help="覆盖至少要多少，如 90；不到的退出码为 1。")
@click.option("--uncovered", is_flag=True, help="逐条列出没有案例核对到的规则分支。")
@click.option("-o", "--out", metavar="文件", help="全部分支和走到它的案例另存为 .csv。")
@edition_options
@help_option
def cases(
    rules: str, require: str | None, uncovered: bool, out: str | None, edition: EditionGiven
) -> int:
    """运行方案 cases/ 中的手算案例：算出的与手算的逐项核对；有出入时退出码为 1。

    \b
    最后是覆盖：规则的各种结果（各指标、各档、各条否决和后果……）有多少是案例核对过的。
    例：pingheng cases rules/datong-2025 --require 90
    """
    from engine.commandline.given import share_given
    from engine.reports.cases_page import cases_page, run_all_cases
    from engine.reports.coverage_page import (
        check_coverage_place,
        coverage_page,
        required_line,
        write_coverage,
    )

    required = share_given("--require", require)
    listed = Path(out).expanduser() if out else None
    if listed is not None:
        check_coverage_place(listed, rules)
    run = run_all_cases(edition.ruleset(rules), Path(rules).expanduser())
    print_page(cases_page(run))
    if not run.results:
        return DONE if run.passed and not required else DONE_WITH_PROBLEMS
    print_page(coverage_page(run.coverage, is_full=uncovered))
    if listed is not None:
        write_coverage(run.coverage, listed)
        click.echo(f"写出 {listed}")
    lacking = required_line(run.coverage, required) if required is not None else None
    if lacking is not None:
        print_page([lacking])
    return DONE if run.passed and lacking is None else DONE_WITH_PROBLEMS
