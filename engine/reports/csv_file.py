"""Write CSV that Excel opens as it is meant: UTF-8 with BOM, CRLF, no text run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

# Spreadsheets of East Asia take the full-width signs for the plain ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?%?")


@contextmanager
def open_csv(path: Path, header: Sequence[str]) -> Iterator[TextIO]:
    """Open a CSV file, write its header, and yield the file for the text of its rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")  # by which Excel knows that this is UTF-8
        file.write(csv_text([header]))
        yield file


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as the text of a CSV file.

    >>> csv_text([["甲校", "1.5"], ["乙,丙", ""]])
    '甲校,1.5\\r\\n"乙,丙",\\r\\n'
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def text_cell(text: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula; a negative number stays one.

    >>> text_cell("=1+1"), text_cell("-"), text_cell("甲校"), text_cell("-3.2%")
    ("'=1+1", "'-", '甲校', '-3.2%')
    """
    if not text.startswith(_FORMULA_STARTS) or _NEGATIVE.fullmatch(text):
        return text
    return "'" + text


def cell_text(cell: str) -> str:
    """Return the text that `text_cell` made a cell of.

    >>> cell_text("'=1+1"), cell_text("甲校"), cell_text("'甲'")
    ('=1+1', '甲校', "'甲'")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA_STARTS) else cell


def points_cell(text: str) -> str:
    """Return plain points as a number cell; those without an end as a mixed fraction.

    Excel reads `3 1/3` as a number, and `10/3` as the tenth of March.

    >>> points_cell("-2.5"), points_cell("10/3"), points_cell("-1/3")
    ('-2.5', '3 1/3', '-0 1/3')
    """
    if "/" not in text:
        return text
    above, below = text.lstrip("-").split("/")
    whole, rest = divmod(int(above), int(below))
    return f"{'-' if text.startswith('-') else ''}{whole} {rest}/{below}"
