"""Lay out what checking a ruleset and running its cases found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from engine.diagnostics import Diagnostic, Place, Severity
from engine.points import decimal_text
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines, rule_line
from engine.ruleset.model import RuleSet


def check_page(
    ruleset: RuleSet | None,
    problems: Sequence[Diagnostic],
    why: Callable[[str], str] = lambda _: "",
) -> list[Line]:
    """Return every diagnostic, errors first, then whether the ruleset can be used.

    Args:
        why: Why a code matters; said once for each code that has such a sentence.
    """
    page: list[Line] = []
    for severity in Severity:
        some = [each for each in problems if each.severity is severity]
        if some:
            page.append(rule_line(f"{severity.label} {len(some)}"))
            page.extend(_with_reasons(some, why))
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


def _with_reasons(problems: Sequence[Diagnostic], why: Callable[[str], str]) -> list[Line]:
    lines, told = [], set[str]()
    for each in problems:
        lines.extend(diagnostic_lines([each]))
        reason = why(each.code)
        if reason and each.code not in told:
            lines.append(line(f"为什么要紧：{reason}。", "dim", indent=4))
        told.add(each.code)
    return lines


def silenced_page(silenced: Sequence[tuple[Diagnostic, str, Place]], *, listed: bool) -> list[Line]:
    """Return how many warnings and notes the ruleset says are not to be told again.

    Args:
        silenced: What was not told, the reason, and where the reason stands.
        listed: Whether each is to be shown.
    """
    if not silenced:
        return []
    if not listed:
        return [line(f"另有 {len(silenced)} 条按“不再提示”没有列出，加 --all 列出它们和理由。")]
    page = [line(), rule_line(f"不再提示 {len(silenced)}")]
    for diagnostic, reason, place in silenced:
        page.append(diagnostic_lines([diagnostic])[0])
        page.append(line(f"理由：{reason}（{place}）", "dim", indent=4))
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
