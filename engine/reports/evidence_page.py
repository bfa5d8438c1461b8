"""Lay out what listing the evidence found."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Diagnostic
from engine.facts.evidence.comparing import Comparison
from engine.facts.table import FactTable
from engine.reports.evidence_lines import changes_said, evidence_lines
from engine.reports.facts_page import problem_lines
from engine.reports.page import Line, line
from engine.ruleset.model import RuleSet


def evidence_page(
    ruleset: RuleSet,
    facts: FactTable,
    problems: Sequence[Diagnostic],
    n_others: int,
    comparison: Comparison | None,
    listed: str,
) -> list[Line]:
    """Return the problems of the evidence, how it stands, and what changed.

    Args:
        problems: Those of the evidence. n_others: How many others the fact sheets have.
        comparison: With an earlier list, where one was given. listed: The list that was written.
    """
    page = [*problem_lines(problems), *([line()] if problems else [])]
    lines = evidence_lines(ruleset, facts)
    page += lines[:-1] if lines else [line("没有佐证目录，方案也没有写“佐证办法”。", "warn")]
    if comparison is not None:
        page.append(changes_said(comparison))
    if listed:
        page.append(line(f"清点表：{listed}", indent=2))
    if n_others:
        page.append(line(f"事实表另有 {n_others} 个别的问题，见 pingheng facts check。", "dim"))
    return page
