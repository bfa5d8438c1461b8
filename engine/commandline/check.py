"""The command `pingheng check`: what is wrong in a ruleset, and what is worth a second look."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.commandline.chinese import Command
from engine.commandline.ending import DONE_WITH_PROBLEMS, RULES, code_of, print_page
from engine.commandline.options import (
    beside_facts_options,
    edition_options,
    help_option,
    year_option,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.assess import Assessment
    from engine.commandline.given import EditionGiven
    from engine.diagnostics import Diagnostic
    from engine.facts import Inputs
    from engine.linting import Sifted
    from engine.ruleset.model import RuleSet


@click.command(
    "check",
    cls=Command,
    options_metavar="[选项]",
    short_help="检查方案：每个错误给出文件、行、列和改法。",
)
@click.argument("rules", metavar="方案文件夹")
@click.option(
    "--facts",
    multiple=True,
    metavar="事实表",
    help="再看这些学校的得分：哪些指标人人一样、缺得多、全是满分。可写多个。",
)
@click.option("-o", "--out", metavar="清单", help="另存一份清单，.xlsx 或 .csv。")
@click.option("--all", "list_all", is_flag=True, help="连同“不再提示”的一起列出，附理由。")
@year_option
@edition_options
@beside_facts_options
@help_option
def check(
    rules: str,
    facts: tuple[str, ...],
    out: str | None,
    list_all: bool,
    year: int | None,
    edition: EditionGiven,
    **given: Any,
) -> int:
    """检查方案，一次列出全部错误（文件:行:列）和改法；有错误时退出码为 3。

    没有错误的，再看有没有值得改的地方：写的与算的不符、没人用到的、一件事罚两次、永远用不上的
    （代号 L）。看过、确定不改的，写进 ruleset.yaml 的“不再提示”。规则里有分期的值而没有写
    基准日的，其他各期也一并检查；没有写剪裁的，profiles/ 里的各份剪裁也一并检查。

    \b
    例：pingheng check rules/datong-2025
        pingheng check rules/datong-2025 --facts 各县区 -o 清单.xlsx
    """
    from engine.reports.check_page import (
        check_page,
        other_editions_page,
        profiles_page,
        silenced_page,
    )
    from engine.ruleset import check_other_editions, check_profiles, check_ruleset

    folder = Path(rules).expanduser()
    listed = Path(out).expanduser() if out else None
    inputs = _inputs(facts, given | {"year": year})
    if listed is not None:
        from engine.annotating import check_list_file

        check_list_file(listed, (folder, *(inputs.paths() if inputs else ())))
    ruleset, problems = check_ruleset(folder, as_of=edition.as_of, profile=edition.profile)
    if ruleset is None:
        print_page(check_page(None, problems))
        _write_list(listed, problems)
        return RULES
    from engine.facts.unread import unread_of
    from engine.linting.codes import why_of
    from engine.reports.unread_page import unread_page

    assessment = _assessed(ruleset, inputs, year) if inputs is not None else None
    unread = unread_of(assessment.facts.problems) if assessment is not None else ()
    sifted = _linted(ruleset, problems, assessment)
    print_page(unread_page(unread))
    print_page(check_page(ruleset, sifted.told, why_of))
    silenced = [(each.diagnostic, each.entry.reason, each.entry.place) for each in sifted.silenced]
    print_page(silenced_page(silenced, listed=list_all))
    _write_list(listed, sifted.told)
    is_whole = edition.profile is None
    days = edition.as_of is None and is_whole
    others = check_other_editions(folder, ruleset, problems) if days else {}
    print_page(other_editions_page(others))
    profiles = check_profiles(folder, ruleset, problems) if is_whole else {}
    print_page(profiles_page(profiles))
    return DONE_WITH_PROBLEMS if others or profiles or unread else code_of(sifted.told)


def _inputs(facts: Sequence[str], given: Mapping[str, Any]) -> Inputs | None:
    """Return the facts to look at, if any.

    Raises:
        UsageProblem: What belongs to facts was given without them.
    """
    from engine.commandline.given import inputs_given
    from engine.diagnostics import UsageProblem

    if facts:
        given = {name: value for name, value in given.items() if name != "year"}
        return inputs_given(facts, **given)
    beside = next((name for name, value in given.items() if value), None)
    if beside is not None:
        option = f"--{beside.replace('_', '-')}"
        raise UsageProblem(
            f"写了 {option}，没有写 --facts，不知道看哪些学校。请加上 --facts 事实表。"
        )
    return None


def _linted(
    ruleset: RuleSet, problems: Sequence[Diagnostic], assessment: Assessment | None
) -> Sifted:
    from engine.linting import lint_rules, sift

    # What a profile leaves out is no fault of the whole, and its standards are the whole's: what
    # is looked at is the marks that it gives.
    findings = lint_rules(ruleset) if ruleset.profile is None else ()
    if assessment is not None:
        from engine.linting.cohort_linting import lint_cohort

        findings = (*findings, *lint_cohort(assessment))
    return sift(ruleset, problems, findings, on_cohort=assessment is not None)


def _assessed(ruleset: RuleSet, inputs: Inputs, year: int | None) -> Assessment:
    from engine.assess import assess
    from engine.facts import read_facts
    from engine.reports.progress import progress_bar
    from engine.ruleset.other_year import moved

    if year is not None:
        ruleset = moved(ruleset, year - ruleset.year)
    with progress_bar() as stage:
        return assess(ruleset, read_facts(ruleset, inputs, progress=stage("读取事实表")))


def _write_list(listed: Path | None, problems: Sequence[Diagnostic]) -> None:
    """Write the list, each finding with why it matters, and each file a click away."""
    if listed is None:
        return
    from engine.annotating import write_problem_list
    from engine.linting.codes import why_of

    told = [
        replace(each, message=f"{each.message}。{why}") if (why := why_of(each.code)) else each
        for each in problems
    ]
    files = {each.place.file for each in problems if each.place is not None}
    links = {file: _way_to(Path(file), listed) for file in files if Path(file).is_file()}
    write_problem_list(listed, told, links)


def _way_to(file: Path, listed: Path) -> Path:
    """Return the way from the list to a file of the rules."""
    try:
        return Path(os.path.relpath(file.resolve(), listed.resolve().parent))
    except ValueError:  # another drive
        return file.resolve()
