"""One sheet as it was found: raw cells by absolute position, with what is odd about them.

Workbooks and CSV files both become sheets, so that nothing after this knows the format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from engine.facts.table import Origin
from engine.points import decimal_text

MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
# The reader of workbooks lays a sheet out as a full rectangle: two stray cells far apart
# would take all memory, so the rectangle is limited too.
MAX_CELLS = 10_000_000
# Signs that cannot be seen: they come along when text is pasted, and can turn a line around.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds something that is no value: a formula without a result, or #N/A."""

    code: str
    shown: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A cell below a header that names a unit, such as 「经费（万元）」."""

    raw: Raw
    unit: str


Raw = (
    str
    | float
    | int
    | bool
    | date
    | datetime
    | time
    | timedelta
    | tuple[str, ...]
    | Unreadable
    | Measured
    | None
)


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A merged range, counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


def never_percent(_row: int, _column: int) -> bool:
    """Tell that no cell is known to be shown as a percentage."""
    return False


def no_width(_row: int, _column: int) -> int:
    """Tell that no cell is known to be shown with zeros in front."""
    return 0


@dataclass(slots=True)
class Sheet:
    """Rows of equal length; rows[0][0] is A1.

    Args:
        is_percent: Whether the cell at (row, column), counted from 0, is shown with a percent
            sign by its number format.
        zero_width: To how many digits the cell at (row, column) is shown with zeros in front.
        hidden_rows, hidden_columns: Rows and columns that are not shown, counted from 0.
    """

    origin: Origin
    name: str
    rows: list[list[Raw]]
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    is_percent: Callable[[int, int], bool] = never_percent
    zero_width: Callable[[int, int], int] = no_width
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not any(not is_blank(cell) for row in self.rows for cell in row)

    def fill_down_merges(self) -> None:
        """Give the value of a vertically merged cell to every row that it spans.

        A cell below that has a value of its own, as copied formats leave it, keeps that.
        """
        for merge in self.merges:
            if merge.bottom > merge.top and merge.top < len(self.rows):
                row = self.rows[merge.top]
                if merge.left >= len(row) or is_blank(row[merge.left]):
                    continue
                for below in self.rows[merge.top + 1 : merge.bottom + 1]:
                    if is_blank(below[merge.left]):
                        below[merge.left] = row[merge.left]


def is_blank(raw: Raw) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    if raw == "" or raw is None:
        return True
    if not isinstance(raw, str):
        return False
    text = raw.strip()
    return not text or (not text.isprintable() and not visible(text))


def visible(text: str) -> str:
    """Return a text without the signs that cannot be seen, stripped.

    >>> visible(" 二\u200b中 ")
    '二中'
    """
    return _INVISIBLE.sub("", text).strip()


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Return a text with full-width letters, digits and signs made half-width, stripped.

    >>> plain(" ９５％　")
    '95%'
    """
    narrow = unicodedata.normalize("NFKC", text).strip()
    return narrow if narrow.isprintable() else visible(narrow)


def float_fraction(number: float) -> Fraction:
    """Return the decimal number that a cell shows: 15 significant digits, as Excel keeps.

    >>> float_fraction(0.1 + 0.2)
    Fraction(3, 10)
    """
    return Fraction(Decimal(f"{number:.15g}"))


def shown(raw: Raw) -> str:
    """Write a raw cell as a person sees it in the sheet, cut to a bearable length."""
    match raw:
        case None:
            return ""
        case str():
            text = raw.strip()
        case bool():
            text = "TRUE" if raw else "FALSE"
        case float() | int():
            text = number_text(raw)
        case datetime():
            text = raw.strftime("%Y-%m-%d %H:%M:%S")
        case date() | time():
            text = raw.isoformat()
        case timedelta():
            text = str(raw)
        case tuple():
            text = "、".join(raw)
        case Unreadable():
            text = raw.shown
        case Measured():
            text = shown(raw.raw) + raw.unit
    return text if len(text) <= 60 else text[:59] + "…"


def number_text(number: float | int) -> str:
    """Write a number of a cell plainly, without an exponent or a needless decimal point."""
    if isinstance(number, float):
        if number != number or number in (float("inf"), float("-inf")):
            return str(number)
        return decimal_text(float_fraction(number))
    return str(number)
