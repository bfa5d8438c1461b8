"""Write stored values as typed cells: numbers, dates and percentages with their formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from engine.facts.cells.dates import EPOCH
from engine.facts.cells.display import value_text
from engine.facts.table import Column, State
from engine.merging.cell_words import CellWords, words_of
from engine.merging.looks import Looks
from engine.ruleset.model import Field, FieldType

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CellWriter = Callable[["Worksheet", int, int, int], None]

# A cell keeps 15 digits of a number; what has more is written as a text, which is exact.
_LARGEST_COUNT = 10**15
# Excel has a 29th of February 1900: before that its days are not the calendar's.
_FIRST_DAY = (datetime(1900, 3, 1).date() - EPOCH).days


def cell_writer(column: Column, looks: Looks) -> CellWriter:
    """Return what writes the cell of one row of a column: (sheet, row, column, index)."""
    field, words = column.field, words_of(column.field)
    values, states = column.values.tolist(), column.states.tolist()
    look, write_value = looks.value(field), _WRITERS.get(field.type, _write_text)

    def write(sheet: Worksheet, row: int, at: int, index: int) -> None:
        if states[index] == State.PRESENT:
            write_value(sheet, row, at, column, values[index], looks)
        else:
            _write_state(sheet, row, at, State(states[index]), words, look, looks)

    return write


def _write_state(
    sheet: Worksheet,
    row: int,
    at: int,
    state: State,
    words: CellWords,
    look: object,
    looks: Looks,
) -> None:
    word = words.of(state)
    if word is None:
        sheet.write_blank(row, at, None, look)
    else:
        sheet.write_string(row, at, word, looks.state(state))


def write_text(sheet: Worksheet, row: int, at: int, text: str, looks: Looks) -> None:
    """Write a text as a text, also one that a spreadsheet might take for a formula."""
    sheet.write_string(row, at, text, looks.text(text))


def _write_text(
    sheet: Worksheet, row: int, at: int, column: Column, value: int, looks: Looks
) -> None:
    write_text(sheet, row, at, value_text(column.field, value, column.levels), looks)


def _write_number(
    sheet: Worksheet, row: int, at: int, column: Column, value: int, looks: Looks
) -> None:
    field = column.field
    if abs(value) >= _LARGEST_COUNT:
        _write_text(sheet, row, at, column, value, looks)
    else:
        sheet.write_number(row, at, value / 10**field.decimals, looks.value(field))


def _write_date(
    sheet: Worksheet, row: int, at: int, column: Column, value: int, looks: Looks
) -> None:
    if value < _FIRST_DAY:
        _write_text(sheet, row, at, column, value, looks)
        return
    day = EPOCH + timedelta(days=value)
    sheet.write_datetime(row, at, datetime(day.year, day.month, day.day), looks.value(column.field))


_WRITERS = {
    FieldType.INTEGER: _write_number,
    FieldType.NUMBER: _write_number,
    FieldType.PERCENT: _write_number,
    FieldType.DATE: _write_date,
}


def width_of(field: Field) -> float:
    """Return the width of a field's column."""
    wide = sum(2 if ord(sign) > 0x2E7F else 1 for sign in field.id)
    least = 22 if field.type in (FieldType.TEXT, FieldType.SET) else 11
    return float(min(max(least, wide + 3), 34))
