"""Run a ruleset's hand-worked cases and lay out what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.cases import CaseResult, read_cases, run_cases
from engine.cases.case import UNREAD
from engine.cases.coverage import Coverage, measure_coverage
from engine.diagnostics import Diagnostic, Diagnostics, Severity
from engine.reports.page import Line, columns, line
from engine.reports.terminal import diagnostic_lines
from engine.ruleset.model import RuleSet

_INDENT = 5


@dataclass(frozen=True)
class CasesRun:
    """All cases of a ruleset, run, and what was met while reading them."""

    ruleset: RuleSet
    results: tuple[CaseResult, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def confirmed(self) -> tuple[CaseResult, ...]:
        """Return the cases that somebody has worked out; only these are held against."""
        return tuple(each for each in self.results if each.case.confirmed)

    @property
    def passed(self) -> bool:
        """Say whether every case was read and came out as worked out by hand."""
        unread = any(each.severity is Severity.ERROR for each in self.problems)
        return not unread and all(each.passed for each in self.confirmed)

    @cached_property
    def coverage(self) -> Coverage:
        """Return what the cases cover."""
        return measure_coverage(self.ruleset, self.results)


def run_all_cases(ruleset: RuleSet, rules: Path | str) -> CasesRun:
    """Run the cases of a ruleset; a case that names its own date is run by that.

    Args:
        ruleset: The rules. rules: Their folder.
    """
    diagnostics = Diagnostics()
    cases = read_cases(ruleset, rules, diagnostics)
    return CasesRun(ruleset, run_cases(ruleset, cases), diagnostics.sorted())


def cases_page(run: CasesRun) -> list[Line]:
    """Return a line a case, each difference below its case, and the sum at the end."""
    page = diagnostic_lines(run.problems)
    for result in run.results:
        page.extend(_case_lines(result))
    confirmed = run.confirmed
    failed = sum(not result.passed for result in confirmed)
    compared = sum(result.compared for result in confirmed)
    said = f"{len(confirmed)} 个案例，核对 {compared} 处"
    if not run.results and not run.problems:
        page.append(line("这个方案没有手算案例（cases 文件夹里没有 yaml 文件）。", "warn"))
    elif run.passed:
        page.append(line(f"{said}，全部一致。", "good"))
    else:
        page.append(line(f"{said}，{failed} 个案例有出入{_unread(run.problems)}。", "bad"))
    waiting = len(run.results) - len(confirmed)
    if waiting:
        text = f"另有 {waiting} 个案例待确认，不算在内：核对后写上 核对人，已核对 改为 是。"
        page.append(line(text, "warn"))
    return page


def _unread(problems: Sequence[Diagnostic]) -> str:
    return "，另有案例文件未能读入（见上）" if problems else ""


def _case_lines(result: CaseResult) -> list[Line]:
    mark, style = ("一致", "good") if result.passed else ("有出入", "bad")
    if not result.case.confirmed:
        mark, style = f"待确认·{mark}", "warn"
    schools = len(result.case.schools)
    count = f"{schools}所，" if schools > 1 else ""
    runs = ((f"{mark} ", style), (result.case.name, ""), (f"（{count}{result.compared}处）", "dim"))
    return [Line(runs, _INDENT), *_difference_lines(result)]


def _difference_lines(result: CaseResult) -> list[Line]:
    """Set the differences of a case as a table; below an indicator, how it was worked out.

    Facts that could not be read stand before it: what is wrong with one is a sentence.
    """
    unread = [each for each in result.differences if each.item == UNREAD]
    lines = [line(f"{each.place}: {each.found}", indent=_INDENT) for each in unread]
    others = [each for each in result.differences if each.item != UNREAD]
    if not others:
        return lines
    names = ("学校", "项目", "手算", "算出", "写在")
    rows = [
        (each.school_id, each.item, each.expected, each.found, str(each.place)) for each in others
    ]
    head, *table = columns([names, *rows], indent=_INDENT, right=(2, 3))
    lines.append(head)
    for each, row in zip(others, table, strict=True):
        lines.append(row)
        if each.working:
            lines.append(line(f"算出：{each.working}", "dim", indent=_INDENT + 2))
    return lines
