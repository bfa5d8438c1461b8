"""Write values into cells by their type, and estimate how much room texts take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.facts.cells.dates import EPOCH
from engine.facts.cells.display import value_text
from engine.facts.table import Column, State
from engine.reports.page import display_width
from engine.ruleset.model import Field, FieldType
from engine.templates.styles import POINTS_A_LINE, Styles
from engine.templates.wording import NOT_APPLICABLE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_LOWEST_ROW = 21.0
# Widths are counted in digits of 11 points; what is written is smaller.
_SMALL_TYPE = 1.05


def write_value(
    sheet: Worksheet, row: int, column: int, values: Column, at: int, look: Format
) -> bool:
    """Write a known value; where there is none, leave the cell blank and return False."""
    state, field, value = State(int(values.states[at])), values.field, int(values.values[at])
    if state is State.NOT_APPLICABLE:
        sheet.write_string(row, column, NOT_APPLICABLE, look)
    elif state is not State.PRESENT:
        sheet.write_blank(row, column, None, look)
    elif field.type.is_numeric:
        sheet.write_number(row, column, value / 10**field.decimals, look)
    elif field.type is FieldType.DATE:
        day = EPOCH + timedelta(days=value)
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), look)
    else:
        sheet.write_string(row, column, value_text(field, value, values.levels), look)
    return state in (State.PRESENT, State.NOT_APPLICABLE)


def write_name(sheet: Worksheet, row: int, column: int, field: Field, styles: Styles) -> None:
    """Write the name of a field, with a red star where it is required."""
    if field.required:
        sheet.write_rich_string(row, column, styles.bold, field.id, styles.star, " *", styles.name)
    else:
        sheet.write_string(row, column, field.id, styles.name)


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height of a row whose cells wrap: (text, width of its column) each."""
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    return max(_LOWEST_ROW, lines * POINTS_A_LINE + 6)


@lru_cache(maxsize=4096)  # the workbooks of a roster say the same
def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, an indent left aside.

    >>> lines_of("一二三四五六", 11), lines_of("甲", 10)
    (2, 1)
    """
    room = max(int(width * _SMALL_TYPE) - 1, 2)
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))
