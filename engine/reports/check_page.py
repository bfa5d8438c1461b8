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
from engine.ruleset.profile import SWITCHED_OFF
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import few

_FIRST_CHANGES = 12


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
    page.extend(edition_lines(ruleset))
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


def profiles_page(profiles: Mapping[str, Sequence[Diagnostic]]) -> list[Line]:
    """Return what is to be told of the profiles (剪裁) of a ruleset."""
    page: list[Line] = []
    for name, problems in profiles.items():
        page.append(line())
        is_unusable = any(each.severity is Severity.ERROR for each in problems)
        said = "用这份剪裁，方案不能使用" if is_unusable else "这份剪裁请再看一看"
        page.append(line(f"剪裁“{name}”：{said}：", "bad" if is_unusable else "warn"))
        page.extend(diagnostic_lines(problems))
    return page


def edition_lines(ruleset: RuleSet) -> list[Line]:
    """Say by which date and by which profile the rules are meant, and what the profile changes."""
    said = [line(text) for text in (as_of_text(ruleset),) if text]
    return said + profile_lines(ruleset)


def profile_lines(ruleset: RuleSet, *, is_short: bool = False) -> list[Line]:
    """Say by which profile the rules are tailored, who approved it, why, and what it changes.

    Args:
        is_short: Leave out the single changes.
    """
    profile = ruleset.profile
    if profile is None:
        return []
    said = [line(profile.said, "warn")]
    if profile.applies is not None:
        whom = condition_text(profile.applies, ruleset)
        said.append(line(f"只用于{whom}的{ruleset.subject}", "warn", indent=2))
    if is_short:
        return said
    said.append(line(f"剪裁改动 {len(profile.changes)} 处：", "warn", indent=2))
    switched_off = [each for each in profile.changes if each.what == SWITCHED_OFF]
    for each in switched_off:
        said.append(line(f"停用否决条款：{each.part}（理由：{each.reason}）", "bad", indent=4))
    others = [each for each in profile.changes if each.what != SWITCHED_OFF and not each.follows]
    for each in others[:_FIRST_CHANGES]:
        said.append(line(f"{each}（{each.reason}）", indent=4, hang=6))
    if len(others) > _FIRST_CHANGES:
        left = len(others) - _FIRST_CHANGES
        said.append(line(f"…… 其余 {left} 处见 run.json 或 rules diff", "dim", indent=4))
    following = [each.item for each in profile.changes if each.follows]
    if following:
        text = f"另有 {len(following)} 项的分值由同级补足：{few(following)}"
        said.append(line(text, indent=4, hang=6))
    return said


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
