"""Formulas that add up the points below a dimension or a group, and turn red where they differ.

Two hidden columns serve them: the points of a row as a number, and the key of the row above it.
A row that is copied takes both along; one that is inserted is added by the names it says.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.facts.table import column_letters
from engine.rulebook.layout import Row, Section
from engine.ruleset.nodes import MappingNode, ScalarNode
from engine.ruleset.scalars import read_number

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    LookOf = Callable[[Row], Format]
    Looks = tuple[Format, Format]

SUM = "下级合计"
_POINTS, _FIRST, _SECOND, _NAME = "分值", "一级指标", "二级指标", "指标"
_WEIGHTED = "weighted_mean"
_FIRST_COLUMN = 1


def write_sums(
    sheet: Worksheet, section: Section, first: int, last: int, look: LookOf, looks: Looks
) -> None:
    """Write the sums of a section of indicators.

    Args:
        first, last: The rows of the sheet, from 0, blank ones at the end too.
        look: Returns the format of a row's sum.
        looks: Of the hidden columns, and of a sum that is wrong.
    """
    writer = _Sums(sheet, section, first, last, look)
    heads = {(row.file, row.inner): row for row in section.rows if row.inner}
    helper = len(section.columns) + _FIRST_COLUMN
    sheet.set_column(helper, helper + 1, 4, None, {"hidden": True})
    numbers = [float(_points(row)) for row in section.rows]
    for at in range(first, last + 1):
        # Programs that do not calculate when they open a workbook show what is given here.
        number = numbers[at - first] if at - first < len(numbers) else 0
        sheet.write_formula(at, helper, writer.number_of(at), looks[0], number)
    below: dict[str, list[Row]] = {}
    for at, row in enumerate(section.rows, first):
        head = heads.get((row.file, row.holder)) if row.holder else None
        if head is not None:
            sheet.write_string(at, helper + 1, head.key, looks[0])
            below.setdefault(head.key, []).append(row)
    for at, row in enumerate(section.rows, first):
        if adds_up(row):
            writer.write(at, row, below.get(row.key, []), looks[1])


def adds_up(row: Row) -> bool:
    """Tell whether the points below a row have to add up to its own."""
    if row.kind not in ("dimension", "group") or not isinstance(row.node, MappingNode):
        return False
    combined = row.node.get("combine")
    return not (isinstance(combined, ScalarNode) and combined.text == _WEIGHTED)


class _Sums:
    """Writes the formulas of one section."""

    def __init__(
        self, sheet: Worksheet, section: Section, first: int, last: int, look: LookOf
    ) -> None:
        self._sheet, self._span, self._look = sheet, (first + 1, last + 1), look
        self._columns = {each.title: at for at, each in enumerate(section.columns, _FIRST_COLUMN)}
        self._helper = len(section.columns) + _FIRST_COLUMN

    def number_of(self, at: int) -> str:
        """Return the formula of the points of a row as a number; fractions too."""
        cell, slash = self._cell(_POINTS, at), f'FIND("/",{self._cell(_POINTS, at)})'
        fraction = f"IFERROR(LEFT({cell},{slash}-1)/MID({cell},{slash}+1,9),0)"
        return f"=IF(ISNUMBER({cell}),{cell},{fraction})"

    def write(self, at: int, row: Row, below: list[Row], wrong: Format) -> None:
        """Write the sum of what stands directly below a row."""
        number, parent = self._whole(self._helper), self._whole(self._helper + 1)
        first, second = self._whole(self._columns[_FIRST]), self._whole(self._columns[_SECOND])
        name, points = self._whole(self._columns[_NAME]), self._whole(self._columns[_POINTS])
        known = f"SUMIFS({number},{parent},$A{at + 1})"
        if row.kind == "dimension":
            new = f'{first},{self._cell(_FIRST, at)},{second},""'
        else:
            new = f"{second},{self._cell(_SECOND, at)}"
        added = f'SUMIFS({points},{parent},"",{new},{name},"<>")'
        place = self._columns[SUM]
        value = float(sum(map(_points, below), Fraction()))
        self._sheet.write_formula(at, place, f"={known}+{added}", self._look(row), value)
        own = f"${column_letters(self._helper + 1)}{at + 1}"
        criteria = f"ABS({self._cell(SUM, at)}-{own})>0.0000001"
        rule = {"type": "formula", "criteria": criteria, "format": wrong}
        self._sheet.conditional_format(at, place, at, place, rule)

    def _whole(self, column: int) -> str:
        letters = column_letters(column + 1)
        return f"${letters}${self._span[0]}:${letters}${self._span[1]}"

    def _cell(self, title: str, at: int) -> str:
        return f"${column_letters(self._columns[title] + 1)}{at + 1}"


def _points(row: Row) -> Fraction:
    points = row.node.get("points") if isinstance(row.node, MappingNode) else None
    number = read_number(points) if points is not None else Fraction()
    return number if isinstance(number, Fraction) else Fraction()
