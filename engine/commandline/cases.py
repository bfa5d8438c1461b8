"""The commands of `pingheng cases`: hand-worked cases against what the engine finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.commandline.chinese import Group
from engine.commandline.ending import DONE, DONE_WITH_PROBLEMS, print_page
from engine.commandline.options import edition_options, help_option, inputs_options

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven

# The command that runs cases has no name of its own: `pingheng cases RULES` is it.
_RUN = ""


class _Cases(Group):
    """Runs the cases of a folder, unless the first argument is the name of a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let what is no command of this group, and no call for help, be run."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_RUN, *args]
        return super().parse_args(ctx, args)

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of running, and the commands that have a name."""
        runs = self.commands[_RUN]
        self.params, own = runs.params, self.params
        self.commands.pop(_RUN)
        super().format_options(context, formatter)
        self.params, self.commands[_RUN] = own, runs


@click.group(
    "cases",
    cls=_Cases,
    options_metavar="",
    subcommand_metavar="方案文件夹 [选项] | new ...",
    short_help="运行方案中的手算案例，看规则的哪些分支没有案例；由事实表写案例初稿。",
)
@help_option
def cases() -> None:
    """运行方案 cases/ 中的手算案例：算出的与手算的逐项核对；有出入时退出码为 1。

    \b
    最后是覆盖：规则的各种结果（各指标、各档、各条否决和后果……）有多少是案例核对过的。
    例：pingheng cases rules/datong-2025 --require 90
        pingheng cases new rules/datong-2025 事实表 云泉小学 -o rules/datong-2025/cases/yq.yaml
    方案文件夹就叫 new 的，写 ./new。
    """


@cases.command(_RUN, options_metavar="[选项]", hidden=True)
@click.argument("rules", metavar="方案文件夹")
@click.option("--require", metavar="百分比", help="覆盖至少要多少，如 90；不到的退出码为 1。")
@click.option("--uncovered", is_flag=True, help="逐条列出没有案例核对到的规则分支。")
@click.option("-o", "--out", metavar="文件", help="全部分支和走到它的案例另存为 .csv。")
@edition_options
@help_option
def run_cases(
    rules: str, require: str | None, uncovered: bool, out: str | None, edition: EditionGiven
) -> int:
    """运行方案 cases/ 中的手算案例：算出的与手算的逐项核对；有出入时退出码为 1。

    \b
    最后是覆盖：规则的各种结果（各指标、各档、各条否决和后果……）有多少是案例核对过的。
    由事实表写案例初稿：pingheng cases new --help
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
    if run.results:
        print_page(coverage_page(run.coverage, is_full=uncovered))
    if listed is not None:
        write_coverage(run.coverage, listed)
        click.echo(f"写出 {listed.as_posix()}")
    lacking = required_line(run.coverage, required) if required is not None else None
    if lacking is not None:
        print_page([lacking])
    return DONE if run.passed and lacking is None else DONE_WITH_PROBLEMS


@cases.command("new", options_metavar="[选项]", short_help="由一所学校的事实表写一个案例初稿。")
@click.argument("rules", metavar="方案文件夹")
@inputs_options
@click.argument("school", metavar="学校")
@click.option(
    "-o", "--out", required=True, metavar="文件", help="案例写到哪里，如 方案/cases/甲.yaml。"
)
@click.option("--group", "with_cohort", is_flag=True, help="连同组的学校一起写进案例。")
@click.option("--keep-names", is_flag=True, help="学校和人员用真名；不写即换成代称。")
@edition_options
@help_option
def new_case(
    rules: str,
    school: str,
    out: str,
    with_cohort: bool,
    keep_names: bool,
    edition: EditionGiven,
    **given: Any,
) -> int:
    """由事实表和今天的结果写一个案例初稿，请人核对；核对之前运行但不算数。

    \b
    每个值后面有“请核对”和算式。都用笔算过了，把 已核对 改为 是，写上 核对人。
    取决于别的学校的值（名次、名额、同类平均）不写，屏幕上列出来；--group 连同组一起写。
    例：pingheng cases new rules/datong-2025 事实表 云泉小学 -o rules/datong-2025/cases/yq.yaml
    """
    from engine.commandline.given import inputs_given
    from engine.reports.draft_page import draft_page, write_draft
    from engine.reports.unread_page import unread_page

    path = Path(out).expanduser()
    draft, unread = write_draft(
        edition.ruleset(rules),
        inputs_given(**given),
        school,
        path,
        Path(rules).expanduser(),
        with_cohort=with_cohort,
        keep_names=keep_names,
        as_of=edition.as_of,
    )
    print_page([*unread_page(unread), *draft_page(draft, path, rules)])
    return DONE_WITH_PROBLEMS if unread else DONE
