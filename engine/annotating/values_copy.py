"""Copy the values of a file that cannot be annotated itself (.xls, .ods, .csv) to an .xlsx."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite
from typing import Any

from engine.diagnostics import Diagnostic, Diagnostics
from engine.facts.books.csv_sheet import read_csv_sheet
from engine.facts.books.files import TEXTS, FactFile
from engine.facts.books.sheet import Raw, Sheet, is_blank, shown
from engine.facts.books.workbook import read_workbook
from engine.reports.page import display_width

_WHEN = datetime(2000, 1, 1)  # the same input gives the same bytes
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767
_NARROWEST, _WIDEST, _LOOKED_AT = 8, 42, 200
# A text like this becomes another value as soon as somebody edits its cell.
_LIKE_A_NUMBER = re.compile(r"\s*[\d.,:/%+-]+\s*")


@dataclass(frozen=True, slots=True)
class ValuesCopy:
    """A workbook of values, and the problems as they stand in it."""

    data: bytes
    problems: tuple[Diagnostic, ...]


def copy_values(data: bytes, file: FactFile, problems: Iterable[Diagnostic]) -> ValuesCopy | None:
    """Return the values of a file as an .xlsx; None where it cannot be read.

    Sheets whose names Excel does not allow get others, in the problems too.
    """
    sheets: list[Sheet] = []
    if file.kind in TEXTS:
        sheet = read_csv_sheet(data, file, Diagnostics())
        sheets = [sheet] if sheet else []
    else:
        sheets = read_workbook(data, file, Diagnostics())
    if not sheets:
        return None
    names = sheet_names([sheet.name for sheet in sheets])
    known = {sheet.origin.sheet: name for sheet, name in zip(sheets, names, strict=True)}
    return ValuesCopy(workbook_of(sheets, names), tuple(_moved(each, known) for each in problems))


def _moved(problem: Diagnostic, known: dict[str, str]) -> Diagnostic:
    place = problem.place
    if place is None or place.sheet not in known or not (place.sheet or place.cell):
        return problem
    return replace(problem, place=replace(place, sheet=known[place.sheet]))


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Return names that Excel allows, each once, as near to the wanted ones as may be."""
    names: list[str] = []
    taken: set[str] = set()
    for each in wanted:
        base = _NOT_IN_NAMES.sub("_", each).strip("'")[:_LONGEST_NAME] or "表"
        name, number = base, 2
        while name.casefold() in taken:
            tail = f"-{number}"
            name, number = base[: _LONGEST_NAME - len(tail)] + tail, number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def workbook_of(sheets: Sequence[Sheet], names: Sequence[str]) -> bytes:
    """Return a workbook with the values of sheets, under these names."""
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"created": _WHEN})
    writer = _Writer(book)
    for sheet, name in zip(sheets, names, strict=True):
        target = book.add_worksheet(name)
        if sheet.hidden and not all(each.hidden for each in sheets):
            target.hide()
        writer.write(sheet, target)
    if sheets[0].hidden and not all(each.hidden for each in sheets):
        at = next(number for number, each in enumerate(sheets) if not each.hidden)
        book.worksheets()[at].activate()
        book.worksheets()[at].set_first_sheet()
    book.close()
    return held.getvalue()


class _Writer:
    """Writes sheets of one workbook; number formats are made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}

    def _format(self, code: str) -> Any:
        if code not in self._formats:
            self._formats[code] = self._book.add_format({"num_format": code})
        return self._formats[code]

    def write(self, sheet: Sheet, target: Any) -> None:
        """Write the values of a sheet, with merged cells and bearable widths."""
        for number, row in enumerate(sheet.rows):
            for column, raw in enumerate(row):
                if not is_blank(raw):
                    self._cell(sheet, target, number, column, raw)
        for merge in sheet.merges:
            if merge.top < len(sheet.rows) and merge.left < len(sheet.rows[merge.top]):
                target.merge_range(merge.top, merge.left, merge.bottom, merge.right, "")
                raw = sheet.rows[merge.top][merge.left]
                self._cell(sheet, target, merge.top, merge.left, raw)
        for column, width in enumerate(_widths(sheet)):
            target.set_column(column, column, width)
        for number in sheet.hidden_rows:
            target.set_row(number, None, None, {"hidden": True})

    def _cell(self, sheet: Sheet, target: Any, row: int, column: int, raw: Raw) -> None:
        match raw:
            case bool():
                target.write_boolean(row, column, raw)
            case int() | float() if isfinite(raw):
                target.write_number(row, column, raw, self._number_format(sheet, row, column))
            case datetime() | date() | time() | timedelta() if _is_writable(raw):
                code = _date_format(raw)
                target.write_datetime(row, column, raw, self._format(code))
            case None:
                pass
            case _:
                text = raw if isinstance(raw, str) else shown(raw)
                style = self._format("@") if _LIKE_A_NUMBER.fullmatch(text) else None
                target.write_string(row, column, text[:_LONGEST_TEXT], style)

    def _number_format(self, sheet: Sheet, row: int, column: int) -> Any:
        if sheet.is_percent(row, column):
            return self._format("0.00%")
        width = sheet.zero_width(row, column)
        return self._format("0" * width) if width else None


def _is_writable(raw: date | datetime | time | timedelta) -> bool:
    return not isinstance(raw, date) or raw.year >= 1900


def _date_format(raw: date | datetime | time | timedelta) -> str:
    if isinstance(raw, timedelta):
        return "[h]:mm:ss"
    if isinstance(raw, time):
        return "hh:mm:ss"
    has_time = isinstance(raw, datetime) and raw.time() != time()
    return "yyyy-mm-dd hh:mm:ss" if has_time else "yyyy-mm-dd"


def _widths(sheet: Sheet) -> list[int]:
    """Return a width for each column in which its values can be read."""
    columns = zip(*sheet.rows[:_LOOKED_AT], strict=False)
    return [
        min(max([_NARROWEST, *(display_width(shown(raw)) + 2 for raw in column)]), _WIDEST)
        for column in columns
    ]
