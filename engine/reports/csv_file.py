"""Write CSV that Excel opens as it is meant: UTF-8 with BOM, CRLF, no text run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from engine.points import decimal_text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RowWriter(Protocol):
    """What rows are handed to."""

    def writerow(self, row: Sequence[object], /) -> object: ...

    def writerows(self, rows: Iterable[Sequence[object]], /) -> object: ...


@contextmanager
def csv_writer(path: Path, header: Sequence[str]) -> Iterator[RowWriter]:
    """Open a CSV file, write its header, and yield its writer."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")  # by which Excel knows that this is UTF-8
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        yield writer


def text_cell(text: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula.

    >>> text_cell("=1+1"), text_cell("-"), text_cell("甲校")
    ("'=1+1", "'-", '甲校')
    """
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def points_cell(points: Fraction) -> str:
    """Return points as a number cell: a decimal, or where it has no end a mixed fraction.

    Excel reads `3 1/3` as a number, and `10/3` as the tenth of March.

    >>> points_cell(Fraction(-5, 2)), points_cell(Fraction(10, 3)), points_cell(Fraction(-1, 3))
    ('-2.5', '3 1/3', '-0 1/3')
    """
    text = decimal_text(points)
    if "/" not in text:
        return text
    whole, rest = divmod(abs(points.numerator), points.denominator)
    return f"{'-' if points < 0 else ''}{whole} {rest}/{points.denominator}"
