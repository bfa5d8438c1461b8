"""Say what is odd about a form: one value merged over several fields, a second value beside."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from decimal import Decimal

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Raw, Sheet, is_blank, shown
from engine.facts.gathering import cell_place
from engine.facts.layout.names import normal_name

# Numbers of these columns are no values of this year, wherever the form is from.
_OTHER_TITLES = (
    "上年",
    "去年",
    "往年",
    "序号",
    "编号",
    "分值",
    "满分",
    "权重",
    "得分",
    "评分",
    "自评",
)


def part_merged(sheet: Sheet, cells: Iterable[tuple[int, int]], diagnostics: Diagnostics) -> None:
    """Leave the value of a cell merged over several fields to the first of them, and say so.

    Args:
        cells: Where the values of the fields stand, row and column from 0.
    """
    standing = sorted(cells)
    for merge in sorted(sheet.merges):
        inside = [
            row
            for row, column in standing
            if column == merge.left and merge.top <= row <= merge.bottom
        ]
        if len(inside) < 2 or is_blank(value := sheet.rows[inside[0]][merge.left]):
            continue
        for row in inside[1:]:
            if sheet.rows[row][merge.left] == value:
                sheet.rows[row][merge.left] = None
        diagnostics.warning(
            "F015",
            f"“{shown(value)}”由 {len(inside)} 个字段的格子合并，只算在第一个，其余按没有填读",
            cell_place(sheet.origin, inside[0] + 1, merge.left + 1),
            shown(value),
            "请取消合并，逐格填写",
        )


def report_other_values(
    sheet: Sheet,
    header: list[Raw],
    cells: Iterable[tuple[int, int]],
    known: Container[int | None],
    diagnostics: Diagnostics,
) -> None:
    """Say which further columns of a form hold numbers or dates that are not read.

    Args:
        header: The row of 字段 | 填报值. cells: Where the values of the fields stand.
        known: Columns that are read, or are known to hold no value.
    """
    standing = sorted(cells)
    if not standing or not header:
        return
    first = min(column for _, column in standing)
    for column in range(first + 1, max(len(line) for line in sheet.rows)):
        title = shown(header[column]) if column < len(header) else ""
        if column in known or normal_name(title).startswith(_OTHER_TITLES):
            continue
        row = next(
            (
                row
                for row, _ in standing
                if column < len(sheet.rows[row])
                and isinstance(sheet.rows[row][column], int | float | Decimal | date)
            ),
            None,
        )
        if row is None:
            continue
        text = shown(sheet.rows[row][column])
        diagnostics.warning(
            "F012",
            f"{f'“{title}”一列' if title else '这一列没有表头，'}不是填报值，没有读，如“{text}”",
            cell_place(sheet.origin, row + 1, column + 1),
            text,
            "一张竖表只写一所学校，填报值只有一列；若不需要，可不理会",
        )
