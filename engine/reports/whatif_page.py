"""Lay out what would be (假设): before and after, line by line, for one school and for others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from engine.explain import LedgerLine
from engine.points import decimal_text
from engine.reports.check_page import profile_lines
from engine.reports.page import Line, columns, line
from engine.reports.terminal import diagnostic_lines, rule_line
from engine.reports.unread_page import unread_page
from engine.ruleset.model import RuleSet
from engine.ruleset.subject import Subject
from engine.whatif import WhatIf
from engine.whatif.comparing import LineChange, OtherChange, Outcome

_MOST_OTHERS = 12


def whatif_page(ruleset: RuleSet, found: WhatIf) -> list[Line]:
    """Return the whole comparison."""
    sections = (
        unread_page(found.unread)[:-1],
        _assumed(found),
        diagnostic_lines(found.problems),
        _outcome(found.before, found.after),
        _indicators(found),
        _ledger(found),
        _vetoes(found),
        _checks(ruleset, found),
        _others(ruleset.subject, found.others),
    )
    page = [
        line(f"{found.name}（{found.school_id}）", "title"),
        *profile_lines(ruleset, is_short=True),
    ]
    for section in sections:
        if section:
            page.extend([*section, line()])
    if found.changes_nothing:
        page.append(line("结果没有变化。", "warn"))
        return page
    return page[:-1]


def _assumed(found: WhatIf) -> list[Line]:
    lines = [rule_line("假设")]
    for each in found.facts:
        arrow = f"{each.before} → {each.after}" if each.before else each.after
        at = f"  原在 {each.place}" if each.place else ""
        lines.append(Line((("  ", ""), (f"{each.name} ", "strong"), (arrow, ""), (at, "dim")), 4))
        if each.note:
            lines.append(line(each.note, "warn", indent=4))
    return lines


def _outcome(before: Outcome, after: Outcome) -> list[Line]:
    rows = [("", "原来", "假设", "差")]
    for label, old, new in (
        ("总分", before.total, after.total),
        ("基础分", before.base, after.base),
        ("加分", before.bonus, after.bonus),
        ("扣分", before.deduction, after.deduction),
    ):
        if label == "总分" or old != new:
            rows.append((label, _shown(old), _shown(new), _moved(old, new)))
    for label, was, now in (
        ("等次", before.grade or before.status, after.grade or after.status),
        ("同组名次", _rank(before), _rank(after)),
        ("同组", before.cohort, after.cohort),
    ):
        if label != "同组" or was != now:
            rows.append((label, was, now, "" if was == now else "变了"))
    lines = [rule_line("结果"), *columns(rows, indent=2)]
    if before.moves != after.moves:
        lines.extend(line(f"等次：{reason}", indent=2, hang=8) for reason in after.moves[-1:])
    if before.reasons != after.reasons:
        lines.extend(line(f"· {reason}", "warn", indent=2, hang=4) for reason in after.reasons)
    return lines


def _shown(points: str | None) -> str:
    return "无" if points is None else points


def _rank(outcome: Outcome) -> str:
    return f"第{outcome.rank}名" if outcome.rank else "不排名"


def _moved(before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return ""
    moved = Fraction(after) - Fraction(before)
    return f"{'+' if moved > 0 else ''}{decimal_text(moved)}".replace("-", "−") if moved else ""


def _indicators(found: WhatIf) -> list[Line]:
    if not found.indicators:
        return []
    rows = [("指标", "", "原来", "假设", "差")]
    for each in found.indicators:
        old = each.before.replace("-", "−") + _status(each.status_before)
        new = each.after.replace("-", "−") + _status(each.status_after)
        rows.append((each.id, each.name, old, new, _moved(each.before, each.after)))
    title = rule_line(f"变了的指标（{len(found.indicators)}项）")
    return [title, *columns(rows, indent=2, right=(2, 3, 4))]


def _status(label: str) -> str:
    return "" if label == "已计分" else f"〔{label}〕"


def _ledger(found: WhatIf) -> list[Line]:
    if not found.lines:
        return []
    lines = [rule_line(f"台账的变化（{len(found.lines)}行）")]
    for each in found.lines:
        lines.extend(_line_change(found, each))
    return lines


def _line_change(found: WhatIf, change: LineChange) -> Iterable[Line]:
    known = change.after or change.before
    assert known is not None  # a change has a side
    about = f"{known.about} " if known.about else ""
    place = f"规则：{known.rule_place}" if known.rule_place else ""
    head = ((f"  {known.kind.label} {about}{known.rule}  ", "strong"), (place, "dim"))
    yield Line(head, 4)
    for mark, style, side in (("原来", "dim", change.before), ("假设", "", change.after)):
        yield from _side(found, mark, style, side)


def _side(found: WhatIf, mark: str, style: str, side: LedgerLine | None) -> Iterable[Line]:
    if side is None:
        yield line(f"{mark}：没有这一行", "dim", indent=4)
        return
    points = found.said(side.points).replace("-", "−")
    yield Line(((f"    {mark} ", "dim"), (points, "strong"), (f"：{side.sentence}", style)), 8)
    for fact in side.facts:
        at = f"  {fact.place}" if fact.place else ""
        yield line(f"事实：{fact.name} {fact.text}{at}", "dim", indent=8)


def _vetoes(found: WhatIf) -> list[Line]:
    if not found.vetoes:
        return []
    lines = [rule_line("否决的变化")]
    for each in found.vetoes:
        gained = each.after > each.before
        said = "多了" if gained else "少了"
        times = abs(each.after - each.before)
        count = f" {times} 件" if times > 1 else ""
        text = f"{said}{count}：{each.clause} {each.name}（{each.status}）"
        lines.append(line(text, "bad" if gained else "good", indent=2))
    return lines


def _checks(ruleset: RuleSet, found: WhatIf) -> list[Line]:
    failing, mended = found.checks
    names = {check.id: check.said for check in ruleset.checks}
    said = [("核对多出不符", failing, "warn"), ("核对不再不符", mended, "good")]
    return [
        line(f"{label}：{'、'.join(names.get(each, each) for each in ids)}", style)
        for label, ids, style in said
        if ids
    ]


def _others(subject: Subject, others: Sequence[OtherChange]) -> list[Line]:
    if not others:
        return []
    graded = [each for each in others if each.has_other_grade]
    measure = subject.measure
    lines = [rule_line(f"别的{subject}（{len(others)}{measure}有变化）")]
    for each in graded[:_MOST_OTHERS]:
        why = "（名额）" if each.by_quota else ""
        text = f"{each.name}（{each.school_id}）：{each.grade_before} → {each.grade_after}{why}"
        lines.append(line(text, indent=2))
    if len(graded) > _MOST_OTHERS:
        text = f"……等次变了的共 {len(graded)} {measure}"
        lines.append(line(text, indent=2))
    totals = [each for each in others if each.total_before != each.total_after]
    if totals:
        text = (
            f"总分变了的 {len(totals)} {measure}（有与别的{subject}比较的指标）：{_named(totals)}"
        )
        lines.append(line(text, indent=2))
    ranks = [each for each in others if each.rank_before != each.rank_after]
    if ranks:
        lines.append(line(f"名次变了的 {len(ranks)} {measure}：{_named(ranks)}", indent=2))
    return lines


def _named(others: Sequence[OtherChange]) -> str:
    names = "、".join(each.name for each in others[:_MOST_OTHERS])
    return names if len(others) <= _MOST_OTHERS else f"{names}等"


def whatif_data(found: WhatIf) -> dict[str, Any]:
    """Return the comparison as one JSON value."""
    return {
        "school_id": found.school_id,
        "name": found.name,
        "assumed": [asdict(each) for each in found.facts],
        "before": asdict(found.before),
        "after": asdict(found.after),
        "indicators": [asdict(each) for each in found.indicators],
        "ledger": [
            {"before": _line_data(found, each.before), "after": _line_data(found, each.after)}
            for each in found.lines
        ],
        "vetoes": [asdict(each) for each in found.vetoes],
        "checks": {"failing": list(found.checks[0]), "mended": list(found.checks[1])},
        "others": [asdict(each) for each in found.others],
        "problems": [str(each) for each in found.problems],
        "unread": [str(each) for each in found.unread],
    }


def _line_data(found: WhatIf, side: LedgerLine | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "kind": side.kind.value,
        "rule": side.rule,
        "about": side.about,
        "place": str(side.rule_place or ""),
        "points": found.said(side.points),
        "status": side.status,
        "sentence": side.sentence,
        "facts": [[fact.name, fact.text, str(fact.place or "")] for fact in side.facts],
    }
