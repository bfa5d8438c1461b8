"""Say in Chinese what belongs into a cell of a field."""

from __future__ import annotations

from fractions import Fraction

from engine.points import decimal_text
from engine.ruleset.model import Field, FieldType

NOT_APPLICABLE = "不适用"
NONE = "无"
_CHOICES_LISTED = 12
_SHORT_CHOICES = 30  # characters


def limits_text(field: Field) -> str:
    """Say what may stand in a cell of a field.

    Few choices are listed, for who reads it on paper; many are not: the cell has a drop-down.
    """
    match field.type:
        case FieldType.BOOLEAN:
            return "选“是”或“否”"
        case FieldType.CHOICE:
            return _choice_text(field)
        case FieldType.SET:
            listed = "、".join(field.choices[:_CHOICES_LISTED])
            more = "等" if len(field.choices) > _CHOICES_LISTED else ""
            none = "" if NONE in field.choices else f"；一个也没有的填“{NONE}”"
            options = f"：{listed}{more}" if listed else ""
            return f"可填几个，中间用顿号“、”隔开{options}{none}"
        case FieldType.DATE:
            return "日期，如 2025-09-01"
        case FieldType.TEXT:
            return ""
    return _number_text(field)


def _choice_text(field: Field) -> str:
    listed = "、".join(field.choices)
    if not listed:
        return ""
    return f"从下拉框里选：{listed}" if _is_short(field) else "从下拉框里选"


def _is_short(field: Field) -> bool:
    return len("、".join(field.choices)) <= _SHORT_CHOICES


def _number_text(field: Field) -> str:
    """Say what numbers a field takes: 0 至 12 的整数; 百分数，如 95.5%，0% 至 100%."""
    low, high = (_bound(field, each) for each in (field.low, field.high))
    if field.low is not None and field.high is not None:
        span = f"{low} 至 {high}"
    elif field.low is not None:
        span = f"不小于 {low}"
    else:
        span = f"不大于 {high}" if field.high is not None else ""
    match field.type:
        case FieldType.INTEGER:
            return f"{span} 的整数" if span else "整数"
        case FieldType.PERCENT:
            return f"百分数，如 95.5%{'；' if span else ''}{span}"
    places = f"，最多 {field.decimals} 位小数" if field.decimals else ""
    return f"{span} 的数{places}" if span else f"数字{places}"


def _bound(field: Field, number: Fraction | None) -> str:
    if number is None:
        return ""
    if field.type is FieldType.PERCENT:
        return decimal_text(number * 100) + "%"
    return decimal_text(number)


def _taken_text(field: Field) -> str:
    """Say that a value is taken from last year where that is given."""
    if field.from_last_year or field.held_last_year:
        return "读得到上年的，由程序填，可以空着"
    return ""


def marks_text(field: Field) -> str:
    """Say which special texts a field knows, and what a blank cell of it means."""
    said = [f"“{mark}”表示{_STANDS[word]}" for mark, word in field.marks.items()]
    if field.blank_is_not_applicable:
        said.append("空着即不适用")
    return "；".join(said)


_STANDS = {"missing": "没有填", "not_applicable": "不适用"}


def help_text(field: Field, condition: str = "") -> str:
    """Say how a field is filled in: its note, its limits, and when it is to be filled in.

    Args:
        condition: The phrase under which a school has this field, where that is still open.
    """
    when = f"{condition}的才填，其余空着" if condition else ""
    said = (when, field.note, limits_text(field), marks_text(field), _taken_text(field))
    return "；".join(each.rstrip("。；") for each in said if each)


def evidence_text(field: Field) -> str:
    """Say what evidence a field asks for, and whether the value stands without it."""
    if not field.evidence_required:
        return field.evidence
    none = "填 0、否、无也要" if field.evidence_of_none else "填 0、否、无不用"
    return f"须交{field.evidence or '佐证'}（列入佐证目录；{none}）"


def full_text(field: Field, condition: str = "") -> str:
    """Say all about a field, for the comment at the head of a column."""
    lines = [
        f"{field.id}{'（必填）' if field.required else ''}",
        help_text(field, condition),
        f"单位：{field.unit}" if field.unit else "",
        f"佐证：{evidence}" if (evidence := evidence_text(field)) else "",
        f"填报：{field.filled_by}" if field.filled_by else "",
    ]
    if field.choices and field.type is FieldType.CHOICE and not _is_short(field):
        listed = "、".join(field.choices[:_CHOICES_LISTED])
        lines.insert(2, f"选项：{listed}{'等' if len(field.choices) > _CHOICES_LISTED else ''}")
    return "\n".join(filter(None, lines))


def cut(text: str, most: int) -> str:
    """Cut a text to so many characters, which Excel counts.

    >>> cut("一二三四", 3)
    '一二…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
