"""Lay out what reading and checking the fact sheets found, before anything is scored."""

from __future__ import annotations

from collections import Counter

from engine.diagnostics import Severity
from engine.facts.table import FactTable
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines
from engine.ruleset.model import RuleSet


def facts_page(ruleset: RuleSet, facts: FactTable) -> list[Line]:
    """Return every problem of the fact sheets, then what was read."""
    page = diagnostic_lines(facts.problems)
    counted = Counter(each.severity for each in facts.problems)
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
    return page
