"""Run a ruleset's hand-worked cases and lay out what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.cases import CaseResult, read_cases, run_cases
from engine.diagnostics import Diagnostic, Diagnostics, Severity
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines
from engine.ruleset import load_ruleset


@dataclass(frozen=True, slots=True)
class CasesRun:
    """All cases of a ruleset, run, and what was met while reading them."""

    results: tuple[CaseResult, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Say whether every case was read and came out as worked out by hand."""
        unread = any(each.severity is Severity.ERROR for each in self.problems)
        return not unread and all(each.passed for each in self.results)


def run_all_cases(rules: Path | str, as_of: date | None = None) -> CasesRun:
    """Load a ruleset and run its cases; a case that names its own date is run by that.

    Raises:
        RulesUnusable: The rules have errors.
    """
    ruleset, diagnostics = load_ruleset(rules, as_of=as_of), Diagnostics()
    cases = read_cases(ruleset, rules, diagnostics)
    return CasesRun(run_cases(ruleset, cases), diagnostics.sorted())


def cases_page(run: CasesRun) -> list[Line]:
    """Return a line a case, each difference below its case, and the sum at the end."""
    page = diagnostic_lines(run.problems)
    for result in run.results:
        page.extend(_case_lines(result))
    failed = sum(not result.passed for result in run.results)
    compared = sum(result.compared for result in run.results)
    said = f"{len(run.results)} 个案例，核对 {compared} 处"
    if not run.results and not run.problems:
        page.append(line("这个方案没有手算案例（cases 文件夹里没有 yaml 文件）。", "warn"))
    elif run.passed:
        page.append(line(f"{said}，全部一致。", "good"))
    else:
        page.append(line(f"{said}，{failed} 个案例有出入{_unread(run.problems)}。", "bad"))
    return page


def _unread(problems: Sequence[Diagnostic]) -> str:
    return "，另有案例文件未能读入（见上）" if problems else ""


def _case_lines(result: CaseResult) -> list[Line]:
    mark, style = ("一致", "good") if result.passed else ("有出入", "bad")
    schools = len(result.case.schools)
    count = f"{schools}所，" if schools > 1 else ""
    runs = ((f"{mark} ", style), (result.case.name, ""), (f"（{count}{result.compared}处）", "dim"))
    lines = [Line(runs, 5)]
    lines.extend(line(f"{each.place}: {each}", indent=5) for each in result.differences)
    return lines
