"""Give cells of a sheet another style; cells and rows that are not written yet are added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from engine.annotating.sheet_part import Cell, Row, SheetPart, column_number
from engine.annotating.splicing import with_attribute
from engine.facts.table import column_letters

_CELL = re.compile(rb"<(?:\w{1,9}:)?c(?=[\s/>])[^<>]*>")
_NAME = re.compile(rb"\sr=[\"']([A-Z]{1,3})\d{1,7}[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d{1,6})[\"']")

Restyle = Callable[[int, Cell], int]  # old style, cell -> new style


def restyle(sheet: SheetPart, cells: Iterable[Cell], new_style: Restyle) -> None:
    """Set the styles of some cells.

    Args:
        cells: Which ones. new_style: Called with a cell's style and place.
    """
    later = sorted(sheet.rows.items())
    at, last = 0, ""
    for number, group in groupby(sorted(cells), key=lambda cell: cell[0]):
        columns = [column for _, column in group]
        row = sheet.rows.get(number)
        if row is not None:
            _restyle_row(sheet, number, row, columns, new_style)
            continue
        while at < len(later) and later[at][0] < number:
            at += 1
        text = "".join(
            _new_cell(sheet, (number, column), sheet.column_style(column), new_style)
            for column in columns
        )
        text = f'<{sheet.prefix}row r="{number}">{text}</{sheet.prefix}row>'
        if at < len(later):
            sheet.changes.insert(later[at][1].start, text.encode())
        else:
            last += text
    if last:
        sheet.changes.append_child(sheet.data, last.encode())


def cells_of_styles(sheet: SheetPart, styles: frozenset[int]) -> set[Cell]:
    """Return the cells that have one of these styles."""
    found: set[Cell] = set()
    if not styles:
        return found
    listed = b"|".join(str(style).encode() for style in sorted(styles))
    any_of_them = re.compile(rb"\ss=[\"'](?:" + listed + rb")[\"']")
    for number, row in sheet.rows.items():
        if not any_of_them.search(sheet.xml, row.opened, row.closing):
            continue
        for column, tag in _written(sheet, row):
            style = _STYLE.search(tag.group())
            if style and int(style.group(1)) in styles:
                found.add((number, column))
    return found


def _written(sheet: SheetPart, row: Row) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield the cells of a row: column, and the start tag."""
    column = 0
    for tag in _CELL.finditer(sheet.xml, row.opened, row.closing):
        found = _NAME.search(tag.group())
        column = column_number(found.group(1).decode()) if found else column + 1
        yield column, tag


def _restyle_row(
    sheet: SheetPart, number: int, row: Row, columns: list[int], new_style: Restyle
) -> None:
    wanted = set(columns)
    written: list[tuple[int, int]] = []  # column, start
    for column, tag in _written(sheet, row):
        written.append((column, tag.start()))
        if column in wanted:
            wanted.remove(column)
            style = _STYLE.search(tag.group())
            new = new_style(int(style.group(1)) if style else 0, (number, column))
            sheet.changes.replace(
                tag.start(), tag.end(), with_attribute(tag.group(), "s", str(new))
            )
    if not wanted:
        return
    is_empty = row.tag.endswith(b"/>")
    opened = with_attribute(row.tag, "spans", None) if b"spans=" in row.tag else row.tag
    if is_empty:
        opened = opened.removesuffix(b"/>").rstrip() + b">"
    added = ""
    for column in sorted(wanted):
        base = row.style if row.style is not None else sheet.column_style(column)
        text = _new_cell(sheet, (number, column), base, new_style)
        before = next((start for known, start in written if known > column), row.closing)
        if is_empty:
            added += text
        else:
            sheet.changes.insert(before, text.encode())
    end = f"{added}</{sheet.prefix}row>".encode() if is_empty else b""
    sheet.changes.replace(row.start, row.opened, opened + end)


def _new_cell(sheet: SheetPart, cell: Cell, base: int, new_style: Restyle) -> str:
    name = f"{column_letters(cell[1])}{cell[0]}"
    return f'<{sheet.prefix}c r="{name}" s="{new_style(base, cell)}"/>'
