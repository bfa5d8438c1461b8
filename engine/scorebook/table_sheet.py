"""Write a sheet that is one table: a head that stays, filters, and rows high enough to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engine.scorebook.cells import Link, number_of, plain_text
from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules
from engine.templates.page_setup import set_page
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Link | None
_ROW, _HEAD = 20.0, 32.0
# What Excel lets a row grow to.
_HIGHEST_ROW = 409.0
# A text this much shorter than its column stands on one line whatever its letters.
_ON_ONE_LINE = 2.4


class Kind(Enum):
    """What the cells of a column hold, and so how they look."""

    TEXT = "text"  # wraps, flush left
    SMALL = "small"  # places and other fine print, likewise
    WORD = "word"  # short, centred: ids, names of cohorts
    GRADE = "grade"
    POINTS = "points"  # a number; a word where there is none
    TOTAL = "total"
    NUMBER = "number"  # any other one, with the places that it has
    WHOLE = "whole"
    SHARE = "share"  # a text such as 92%


_WRAPPING = frozenset({Kind.TEXT, Kind.SMALL})
_NUMBERS = frozenset({Kind.POINTS, Kind.TOTAL, Kind.NUMBER, Kind.WHOLE, Kind.SHARE})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its width in characters, what its cells hold."""

    title: str
    width: float
    kind: Kind = Kind.TEXT


class TableSheet:
    """A sheet that is one table, written row by row.

    Args:
        frozen: So many columns stay in sight.
    """

    def __init__(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        rules: Rules,
        looks: Looks,
        *,
        frozen: int = 0,
    ) -> None:
        self.n_rows = 0
        self._sheet, self._columns, self._looks = sheet, columns, looks
        self._formats = [_format_of(each.kind, looks) for each in columns]
        self._wrapping = [
            (at, each.width, int(each.width / _ON_ONE_LINE))
            for at, each in enumerate(columns)
            if each.kind in _WRAPPING
        ]
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        sheet.freeze_panes(1, frozen)
        if frozen:
            sheet.repeat_columns(0, frozen - 1)  # who it is about, on the pages to the right
        title = f"{rules.title} · {sheet.get_name()}"
        set_page(sheet, title, 0, width=sum(each.width for each in columns))
        self._write_head()

    def _write_head(self) -> None:
        height = row_height([(each.title, each.width) for each in self._columns])
        self._sheet.set_row(0, max(height, _HEAD))
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column.title, self._looks.head)

    def row(self, cells: Sequence[Cell]) -> int:
        """Write the next row; return its number, from 1 as spreadsheets count."""
        self.n_rows += 1
        row = self.n_rows
        self._sheet.set_row(row, self._height(cells))
        for at, cell in enumerate(cells):
            self._write(row, at, cell)
        return row + 1

    def _height(self, cells: Sequence[Cell]) -> float:
        texts = [
            (str(cell), width)
            for at, width, short in self._wrapping
            if (cell := cells[at]) is not None and len(str(cell)) > short
        ]
        return min(max(_ROW, row_height(texts)), _HIGHEST_ROW) if texts else _ROW

    def _write(self, row: int, at: int, cell: Cell) -> None:
        sheet, look = self._sheet, self._formats[at]
        if cell is None or cell == "":
            sheet.write_blank(row, at, None, look)
        elif isinstance(cell, Link):
            sheet.write_url(row, at, cell.target, self._looks.linked_word, plain_text(cell.text))
        elif isinstance(cell, int):
            sheet.write_number(row, at, cell, look)
        elif self._columns[at].kind in _NUMBERS:
            self._write_points(row, at, cell)
        else:
            sheet.write_string(row, at, plain_text(cell), look)

    def _write_points(self, row: int, at: int, cell: str) -> None:
        number = number_of(cell)
        if number is None:
            self._sheet.write_string(row, at, plain_text(cell), self._looks.status)
            return
        look = self._formats[at]
        if number.denominator != 1:
            is_total = self._columns[at].kind is Kind.TOTAL
            look = self._looks.fraction(number.denominator, bold=is_total)
        self._sheet.write_number(row, at, number.value, look)

    def close(self) -> None:
        """Let the rows be filtered; say so where there are none."""
        if not self.n_rows:
            self._sheet.write_string(1, 0, "没有", self._looks.word)
        self._sheet.autofilter(0, 0, max(self.n_rows, 1), len(self._columns) - 1)


def _format_of(kind: Kind, looks: Looks) -> Format:
    return {
        Kind.TEXT: looks.text,
        Kind.SMALL: looks.small,
        Kind.WORD: looks.word,
        Kind.GRADE: looks.grade,
        Kind.POINTS: looks.points,
        Kind.TOTAL: looks.total,
        Kind.NUMBER: looks.number,
        Kind.WHOLE: looks.whole,
        Kind.SHARE: looks.share,
    }[kind]
