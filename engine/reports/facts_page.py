"""Lay out what reading and checking the fact sheets found, before anything is scored."""

from __future__ import annotations

from collections import Counter

from engine.checks import CheckBook
from engine.diagnostics import Diagnostics, Severity
from engine.facts.table import FactTable
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines
from engine.ruleset.model import RuleSet


def facts_page(ruleset: RuleSet, facts: FactTable, checks: CheckBook) -> list[Line]:
    """Return every problem of the fact sheets and between facts, then what was read."""
    problems = Diagnostics((*facts.problems, *checks.problems)).sorted()
    page = diagnostic_lines(problems)
    counted = Counter(each.severity for each in problems)
    said = "，".join(f"{each.label} {counted[each]}" for each in Severity if counted[each])
    if page:
        page.append(line())
    page.append(
        line(
            f"读了 {len(facts.digests or {})} 个文件，{facts.n_schools} {ruleset.subject.counted}："
            f"{said or '没有发现问题'}。",
            "warn" if said else "good",
        )
    )
    if checks.tallies:
        page.append(line(_checks_said(checks)))
    return page


def _checks_said(checks: CheckBook) -> str:
    failed = sum(each.n_failed > 0 for each in checks.tallies)
    opened = sum(each.n_open > 0 for each in checks.tallies)
    said = f"核对 {len(checks.tallies)} 项：" + (f"{failed} 项有不符" if failed else "都没有不符")
    return f"{said}，{opened} 项有的不能判定。" if opened else f"{said}。"
