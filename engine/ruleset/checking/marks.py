"""Check what a blank cell and special texts stand for (空白视为, 特殊值)."""

from __future__ import annotations

import re

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.dictionary import NO_WORDS, NOT_APPLICABLE_WORD, YES_WORDS, Field, FieldType
from engine.ruleset.lookalikes import narrow
from engine.ruleset.scalars import parse_number

_DATE_LIKE = re.compile(r"[12]\d{3}\D?\d{1,2}\D?(?:\d{1,2}\D?)?")


def check_marks(field: Field, inspection: Inspection, table: str = "") -> None:
    """Check that a field's blanks and marks contradict neither 必填 nor its values.

    Args:
        table: The record table whose column it is; empty for a field of the school.
    """
    if field.id in inspection.ruleset.id_fields and not table:
        _check_id(field, inspection)
    required = field.required and field.applies is None
    if required and field.blank_is_not_applicable:
        _report_required("空白视为", field, inspection.at(field.place, "blank_as"), inspection)
    meaning: dict[str, str] = {}
    marks = inspection.at(field.place, "marks")
    for mark, word in field.marks.items():
        place = inspection.key_at(marks, mark)
        if required and word == NOT_APPLICABLE_WORD:
            _report_required(f"特殊值“{mark}”", field, place, inspection)
        if meaning.setdefault(_plain(mark), word) != word:
            inspection.diagnostics.error(
                "R121",
                f"“{field.id}”的特殊值“{mark}”与前面写的只差大小写或全半角，意思却不同",
                place,
                mark,
                "请只留一个",
            )
        if said := _also_a_value(field, _plain(mark)):
            inspection.diagnostics.error(
                "R121",
                f"“{field.id}”的特殊值“{mark}”{said}，看不出是哪一种",
                place,
                mark,
                "请删去这个特殊值，或改选项、范围",
            )


def _check_id(field: Field, inspection: Inspection) -> None:
    """Refuse to let a unit be known by what stands for no value."""
    key = "marks" if field.marks else "blank_as"
    if field.marks or field.blank_is_not_applicable:
        inspection.diagnostics.error(
            "R121",
            f"“{field.id}”用来认人，不能写“{'特殊值' if field.marks else '空白视为'}”",
            inspection.at(field.place, key),
            field.id,
            "标识码必须填；请删去这个键",
        )


def _plain(mark: str) -> str:
    return narrow(mark).strip().casefold()


def _report_required(what: str, field: Field, place: Place | None, inspection: Inspection) -> None:
    required = inspection.at(field.place, "required")
    inspection.diagnostics.error(
        "R120",
        f"“{field.id}”是必填（{required}），{what}却写了“不适用”，两处矛盾",
        place,
        field.id,
        "必填的没有“不适用”：请删去其中一处，或写“适用”的条件",
    )


def _also_a_value(field: Field, mark: str) -> str:
    """Say how a mark could also be read as a value of its field; empty where it cannot."""
    if not mark:
        return "是空白，空白请写“空白视为”"
    match field.type:
        case FieldType.CHOICE | FieldType.SET:
            return "也是选项" if mark in map(_plain, field.choices) else ""
        case FieldType.BOOLEAN:
            return "也是“是”或“否”的写法" if mark in YES_WORDS | NO_WORDS else ""
        case FieldType.DATE:
            return "也像日期" if _DATE_LIKE.fullmatch(mark) else ""
        case FieldType.TEXT:
            return ""
    number = parse_number(mark)
    if number is None:
        return ""
    readings = [number, number / 100] if field.type is FieldType.PERCENT else [number]
    fits = any(
        (field.low is None or field.low <= each) and (field.high is None or each <= field.high)
        for each in readings
    )
    return "也是范围内的数" if fits else ""
