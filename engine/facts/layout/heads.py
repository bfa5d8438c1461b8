"""Name the fields of a sheet: what a header or label stands for, and in which unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import (
    Measured,
    Raw,
    Sheet,
    Unreadable,
    float_fraction,
    is_blank,
    shown,
)
from engine.facts.cells.units import unit_factor, unit_in
from engine.facts.gathering import cell_place
from engine.facts.layout.names import Dictionary, NameIndex
from engine.points import decimal_text
from engine.ruleset.model import Field, FieldType, RecordTable


@dataclass(frozen=True, slots=True)
class Head:
    """A column whose header was recognised; columns count from 0."""

    column: int
    field: Field
    unit: str = ""  # a unit in the header that differs from the field's and converts
    broken: bool = False  # the header's unit cannot be converted: no cell can be read


def report_unknown(
    text: str,
    index: NameIndex,
    names: Dictionary,
    table: RecordTable | None,
    sheet: Sheet,
    row: int,
    column: int,
    diagnostics: Diagnostics,
) -> None:
    """Say that a name is not in the field dictionary, once a column, with a guess."""
    guess = index.suggestion(text)
    if guess:
        hint = f"是不是想写“{guess}”？"
    elif table and text in names.school:
        subject = names.ruleset.subject
        hint = f"这是{subject}的字段，请填在{subject}表里；台账“{table.id}”里不读"
    else:
        hint = "字段清单里没有这个名称；若不需要，可不理会"
    diagnostics.warning(
        "F012",
        f"“{text.strip()}”不是{f'台账“{table.id}”的' if table else ''}字段，没有读",
        cell_place(sheet.origin, row + 1, column + 1),
        text.strip(),
        hint,
    )


def read_head(
    column: int,
    known: Field,
    bracket: str,
    sheet: Sheet,
    row: int,
    diagnostics: Diagnostics,
    where: str = "表头",
) -> Head:
    """Compare the unit in a header's brackets with the unit of the field.

    Args:
        where: Where the unit stands, in Chinese.
    """
    if not bracket or not known.type.is_numeric or bracket == known.unit:
        return Head(column, known)
    bracket = unit_in(bracket)
    if not bracket:
        return Head(column, known)
    if known.type is FieldType.PERCENT:
        if bracket == "%":
            return Head(column, known, "%")
        factor = None
    else:
        factor = unit_factor(bracket, known.unit)
    if factor == 1 or (factor is None and not known.unit and known.type is not FieldType.PERCENT):
        return Head(column, known)
    place = cell_place(sheet.origin, row + 1, column + 1)
    wanted = "百分比" if known.type is FieldType.PERCENT else known.unit
    if factor is None:
        diagnostics.error(
            "F016",
            f"{where}的单位“{bracket}”与字段“{known.id}”的单位“{wanted}”不能换算，都没有读",
            place,
            bracket,
            f"请按“{wanted}”填写，并改正表头",
        )
        return Head(column, known, broken=True)
    diagnostics.warning(
        "F016",
        f"{where}的单位是“{bracket}”，字段“{known.id}”的单位是“{wanted}”，按 {factor} 倍换算",
        place,
        bracket,
        f"请核对；最好直接按“{wanted}”填写",
    )
    return Head(column, known, bracket)


def report_mixed_percents(
    sheet: Sheet, rows: Sequence[int], head: Head, diagnostics: Diagnostics
) -> None:
    """Say that some cells of a column write 95 for 95 %, and others 0.95.

    Cells that are shown with a percent sign are plain either way.
    """
    if head.field.type is not FieldType.PERCENT or head.unit or head.broken:
        return
    column = [(row, sheet.rows[row][head.column]) for row in rows]
    numbers = [(row, abs(raw)) for row, raw in column if type(raw) is float or type(raw) is int]
    if not any(size > 1 for _, size in numbers) or not any(0 < size < 1 for _, size in numbers):
        return
    first: dict[bool, int] = {}
    for row, size in numbers:
        is_new = size not in (0, 1) and (size < 1) not in first
        if is_new and not sheet.is_percent(row, head.column):
            first[size < 1] = row
    if len(first) < 2:
        return
    large, small = (shown(sheet.rows[first[each]][head.column]) for each in (False, True))
    place = cell_place(sheet.origin, first[True] + 1, head.column + 1)
    other = cell_place(sheet.origin, first[False] + 1, head.column + 1).cell
    diagnostics.warning(
        "F116",
        f"{head.field.id}一列有的写百分数（{other} 是 {large}），有的写小数（这里是 {small}），"
        f"“{small}”按 {decimal_text(float_fraction(float(small)) * 100)}% 读",
        place,
        small,
        "请核对；请都连百分号写",
    )


def under_head(sheet: Sheet, row: int, head: Head) -> Raw:
    """Return a cell with what its header and its number format add to it."""
    raw = sheet.rows[row][head.column]
    if head.broken:
        return raw if is_blank(raw) else Unreadable("F016", shown(raw))
    if head.field.type is FieldType.PERCENT and isinstance(raw, float | int):
        # 1 shown as 100% is 100 %: the number format settles what the number alone cannot.
        doubtful = not isinstance(raw, bool) and (abs(raw) >= 1 or bool(head.unit))
        if doubtful and sheet.is_percent(row, head.column):
            return decimal_text(float_fraction(float(raw)) * 100) + "%"
    if head.unit and not is_blank(raw) and not isinstance(raw, Unreadable):
        return Measured(raw, head.unit)
    return raw
