"""The commands of `pingheng facts`: fact sheets, before anything is scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.commandline.chinese import Group
from engine.commandline.ending import DONE, DONE_WITH_PROBLEMS, code_of, print_page
from engine.commandline.evidence import facts_evidence
from engine.commandline.options import edition_options, help_option, inputs_options

if TYPE_CHECKING:
    from engine.commandline.given import EditionGiven
    from engine.diagnostics import Diagnostic
    from engine.facts import FactTable, Inputs
    from engine.ruleset.model import RuleSet


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
@click.option(
    "--annotate",
    metavar="文件夹",
    help="把问题批注在工作簿的副本上，写到这个文件夹；原件不动。",
)
@click.option("-o", "--out", metavar="文件", help="问题清单另存为 .xlsx 或 .csv。")
@edition_options
@inputs_options
@help_option
def facts_check(
    rules: str, annotate: str | None, out: str | None, edition: EditionGiven, **given: Any
) -> int:
    """只读事实表、不计分，一次列出全部问题（文件「表」!格）和改法。

    \b
    例：pingheng facts check rules/datong-2025 各县区
        pingheng facts check rules/datong-2025 各县区 --annotate 退回修改
    """
    from engine.annotating import check_annotatable, check_list_file
    from engine.commandline.given import inputs_given

    inputs = inputs_given(**given)
    folder = Path(annotate).expanduser() if annotate else None
    listed = Path(out).expanduser() if out else None
    if folder is not None:
        check_annotatable(folder, inputs.paths())
    if listed is not None:
        check_list_file(listed, (*inputs.paths(), rules))
    ruleset = edition.ruleset(rules)
    return _check(ruleset, inputs, folder, listed)


def _check(ruleset: RuleSet, inputs: Inputs, folder: Path | None, listed: Path | None) -> int:
    """Read and check; write copies and list where they are asked for, even if no school is read."""
    from engine.annotating import annotate_files, apart, write_problem_list
    from engine.annotating.folder import list_links
    from engine.checks import check_facts
    from engine.diagnostics import Diagnostics, FactsUnusable
    from engine.facts import read_facts
    from engine.reports.facts_page import facts_page, next_lines
    from engine.reports.progress import progress_bar

    table, checks, annotated, code = None, None, None, None
    with progress_bar() as stage:
        try:
            table = read_facts(ruleset, inputs, progress=stage("读取事实表"))
            checks = check_facts(ruleset, table)
            problems = Diagnostics((*table.problems, *checks.problems)).sorted()
        except FactsUnusable as refusal:
            problems, code = refusal.diagnostics, refusal.exit_code
        each = apart(ruleset, table, problems)
        if folder is not None:
            digests = table.digests if table else None
            annotated = annotate_files(
                inputs.sheets(), each, folder, digests=digests, progress=stage("写批注副本")
            )
            problems = Diagnostics((*problems, *annotated.problems)).sorted()
            each = Diagnostics((*each, *annotated.problems)).sorted()
    copies = annotated.copies if annotated else None
    if listed is not None:
        write_problem_list(listed, each, list_links(inputs.sheets(), listed, folder, copies))
    print_page(
        [
            *facts_page(ruleset, table, checks, problems),
            *next_lines(
                each,
                copies=copies,
                folder=folder.as_posix() if folder else "",
                listed=listed.as_posix() if listed else "",
            ),
        ]
    )
    return code if code is not None else code_of(problems)


@facts.command("merge", options_metavar="[选项]", short_help="把各处交来的表合成一张。")
@click.argument("rules", metavar="方案文件夹")
@click.option("-o", "--out", required=True, metavar="文件夹", help="合并结果写到哪个文件夹。")
@edition_options
@inputs_options
@help_option
def facts_merge(rules: str, out: str, edition: EditionGiven, **given: Any) -> int:
    """把学校、科室、县区交来的表合成一张，列出填得不一致的地方和每一部分是谁给的。

    \b
    例：pingheng facts merge rules/datong-2025 各校 安全科.xlsx --roster 学校名册.xlsx -o 合并
        pingheng assess rules/datong-2025 合并/合并表.xlsx -o out
    """
    from engine.checks import check_facts
    from engine.commandline.given import inputs_given
    from engine.diagnostics import Diagnostics
    from engine.merging import check_mergeable, merge_files
    from engine.merging.merged_page import merged_page
    from engine.reports.facts_page import facts_page
    from engine.reports.progress import progress_bar

    inputs, folder = inputs_given(**given), Path(out).expanduser()
    check_mergeable(folder, [str(each) for each in inputs.paths()])
    ruleset = edition.ruleset(rules)

    def problems_of(table: FactTable) -> tuple[Diagnostic, ...]:
        return Diagnostics((*table.problems, *check_facts(ruleset, table).problems)).sorted()

    with progress_bar() as stage:
        merged = merge_files(
            ruleset,
            inputs,
            folder,
            progress=stage("读取事实表"),
            writing=stage("写合并表"),
            check=problems_of,
        )
    print_page(
        [
            *facts_page(ruleset, merged.facts, None, merged.problems),
            *merged_page(ruleset, merged, Path(out).as_posix()),
        ]
    )
    return DONE_WITH_PROBLEMS if merged.differing else code_of(merged.problems)


facts.add_command(facts_evidence)


@facts.command("verify", options_metavar="[选项]", short_help="做核查表：每个事实一行，带自评值。")
@click.argument("rules", metavar="方案文件夹")
@click.option("-o", "--out", required=True, metavar="文件", help="写到哪个 .xlsx 文件。")
@click.option(
    "--school", multiple=True, metavar="学校", help="只要这所学校（标识码或名称），可写多个。"
)
@click.option("--review", is_flag=True, help="做复核表：只列已经核查的事实。")
@edition_options
@inputs_options
@help_option
def facts_verify(
    rules: str, out: str, school: tuple[str, ...], review: bool, edition: EditionGiven, **given: Any
) -> int:
    """把学校交来的事实做成核查表，供核查组填核查值、核查人、日期和理由。

    \b
    填好后与学校的事实表放在一起再考核；空着的不作改动。
    例：pingheng facts verify rules/datong-2025 各县区 --school 0220047 -o 核查表.xlsx
        pingheng facts verify rules/datong-2025 各县区 核查表.xlsx --review -o 复核表.xlsx
    """
    from engine.commandline.given import inputs_given
    from engine.facts import read_facts
    from engine.facts.stages.revision import Stage
    from engine.reports.progress import progress_bar
    from engine.templates.made_page import verification_page
    from engine.templates.verification import check_place, make_verification_book

    path = Path(out).expanduser()
    check_place(path)
    ruleset = edition.ruleset(rules)
    # A team verifies what was filled in, whether or not its evidence bears it out.
    as_filled = replace(ruleset, evidence_policy=None)
    with progress_bar() as stage:
        table = read_facts(as_filled, inputs_given(**given), progress=stage("读取事实表"))
    which = Stage.REVIEWED if review else Stage.VERIFIED
    made = make_verification_book(ruleset, table, path, schools=school, stage=which)
    print_page(verification_page(made, ruleset, which))
    return DONE
