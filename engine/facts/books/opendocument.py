"""Look into an .ods file for what the reader of workbooks does not tell; see `package`."""

from __future__ import annotations

import re
from html import unescape

from engine.facts.books.package import LARGEST_TEXTS, too_large, too_many_texts
from engine.facts.books.sheet import MAX_ROWS, Merge, Unreadable
from engine.facts.books.sheet_xml import SheetXml, is_too_large

_TOKEN = re.compile(
    rb"<table:(?:(table)\s|(table-row)\b|(?:covered-)?(table-cell)\b)([^<>]*)>(<text:p)?"
)
_NAME = re.compile(rb'table:name="([^"]*)"')
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d{1,9})"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,9})"')
_ROWS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,7})"')
_COLUMNS_SPANNED = re.compile(rb'number-columns-spanned="(\d{1,7})"')
_COLLAPSED = re.compile(rb'table:visibility="(?:collapse|filter)"')
_VALUE_TYPE = re.compile(rb'(?:office|calcext):value-type="(\w+)"')


class OpenSheet(SheetXml):
    """One sheet of an .ods file: percent cells are marked by their value type."""

    def __init__(self) -> None:
        super().__init__(b"")
        self.percent_cells: set[tuple[int, int]] = set()

    def is_percent(self, row: int, column: int) -> bool:
        """Tell whether a cell is a percentage."""
        return (row, column) in self.percent_cells


def read_open_sheets(content: bytes) -> dict[str, OpenSheet]:
    """Return what content.xml tells about each sheet, by name.

    Raises:
        UnusablePackage: A sheet is larger than any sheet of facts.
    """
    sheets: dict[str, OpenSheet] = {}
    sheet = OpenSheet()
    row = column = rows = columns = 0
    row_repeat = 1
    text_size = 0
    for token in _TOKEN.finditer(content):
        table, line, _, attributes, body = token.groups()
        if table:
            found = _NAME.search(b" " + attributes)
            sheet = sheets.setdefault(
                unescape(found.group(1).decode("utf-8", "replace")) if found else "", OpenSheet()
            )
            row = rows = columns = row_repeat = 0
            continue
        if line:
            row, column = row + row_repeat, 0
            row_repeat = _number(_ROWS_REPEATED, attributes)
            if _COLLAPSED.search(attributes) and row_repeat <= MAX_ROWS:
                sheet.hidden_rows |= set(range(row, row + row_repeat))
            continue
        repeat = _number(_COLUMNS_REPEATED, attributes)
        kinds = set(_VALUE_TYPE.findall(attributes))
        if kinds or body:
            rows, columns = max(rows, row + row_repeat), max(columns, column + repeat)
            if is_too_large(rows, columns):
                raise too_large(rows, columns)
            if repeat * row_repeat > 1:
                end = content.find(b"</table:", token.end())
                text_size += (end - token.end()) * repeat * row_repeat
                if text_size > LARGEST_TEXTS:
                    raise too_many_texts(text_size)
            _mark(sheet, kinds, row, column, repeat, attributes)
        column += repeat
    return sheets


def _mark(
    sheet: OpenSheet, kinds: set[bytes], row: int, column: int, repeat: int, cell: bytes
) -> None:
    if b"error" in kinds:
        sheet.unreadable.update(
            ((row, column + step), Unreadable("F043", "#ERROR")) for step in range(repeat)
        )
    if b"percentage" in kinds:
        sheet.percent_cells.update((row, column + step) for step in range(repeat))
    down, across = _number(_ROWS_SPANNED, cell), _number(_COLUMNS_SPANNED, cell)
    if down > 1 or across > 1:
        sheet.merges.append(Merge(row, column, row + down - 1, column + across - 1))


def _number(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found.group(1)) if found else 1
