"""Lay out what checking a ruleset and running its cases found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from engine.diagnostics import Diagnostic, Severity
from engine.points import decimal_text
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines
from engine.ruleset.model import RuleSet


def check_page(ruleset: RuleSet | None, problems: Sequence[Diagnostic]) -> list[Line]:
    """Return every diagnostic, then whether the ruleset can be used and what it holds."""
    page = diagnostic_lines(problems)
    if page:
        page.append(line())
    counted = Counter(each.severity for each in problems)
    said = "，".join(f"{each.label} {counted[each]}" for each in Severity if counted[each])
    if ruleset is None:
        page.append(line(f"方案不能使用：{said}。请按上面的提示逐条改正。", "bad"))
        return page
    page.append(line(f"方案可以使用{f'（{said}）' if said else ''}。", "good"))
    page.append(line(_contents(ruleset)))
    if said := as_of_text(ruleset):
        page.append(line(said))
    return page


def other_editions_page(others: Mapping[date, Sequence[Diagnostic]]) -> list[Line]:
    """Return what is wrong on other dates of a ruleset with values by editions."""
    page: list[Line] = []
    for day, problems in others.items():
        page.append(line())
        page.append(line(f"基准日 {day} 的方案不能使用：", "bad"))
        page.extend(diagnostic_lines(problems))
    return page


def as_of_text(ruleset: RuleSet) -> str:
    """Say by which date editions were chosen; nothing where the ruleset has none."""
    if not ruleset.editions:
        return ""
    return f"基准日 {ruleset.as_of}，分期的值 {len(ruleset.editions)} 处"


def _contents(ruleset: RuleSet) -> str:
    return (
        f"{ruleset.name} · {ruleset.year}年度：满分 {decimal_text(ruleset.full_points)}，"
        f"维度 {len(ruleset.dimensions)}，指标 {len(ruleset.leaves())}，"
        f"加分 {len(ruleset.bonuses.items)}，扣分 {len(ruleset.deductions.items)}，"
        f"否决条款 {len(ruleset.clauses)}，字段 {len(ruleset.fields)}，台账 {len(ruleset.tables)}"
    )
