"""Write a rulebook: its sheets, their drop-downs, and the texts that ride along."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from engine.facts.table import column_letters
from engine.rulebook.guide import GUIDE, write_guide
from engine.rulebook.layout import Column, Kind, Page, Row, Section, Shown
from engine.rulebook.looks import Looks
from engine.rulebook.offers import Lists, Offers
from engine.rulebook.originals import Originals, write_originals
from engine.rulebook.sums import SUM, write_sums
from engine.rulebook.validations import exceeds, validation_of
from engine.templates.page_setup import set_page
from engine.templates.styles import WORKBOOK_OPTIONS
from engine.templates.writing_cells import row_height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD_MARK = "§"  # before the id of a section, beside its heads
END_MARK = "§end"
PROPERTY = "评衡规则手册"
_TALLEST_ROW, _LOWEST_HEAD = 400.0, 30.0
_FIRST_COLUMN = 1  # the key of a row stands before it


def write_rulebook(
    path: Path, pages: list[Page], offers: Offers, originals: Originals, *, name: str,
    is_english: bool,
) -> None:  # fmt: skip
    """Write the workbook.

    Args:
        name: Of the ruleset. is_english: Its keys and words are English.
    """
    book = xlsxwriter.Workbook(str(path), {**WORKBOOK_OPTIONS, "in_memory": True})
    with book:
        book.set_properties({"title": f"{name} 规则手册", "author": "评衡"})
        book.set_custom_property(PROPERTY, originals.ruleset_id, "text")
        looks, lists = Looks(book), Lists()
        guide = book.add_worksheet(GUIDE)
        write_guide(guide, looks, name, originals, pages)
        for page in pages:
            sheet = book.add_worksheet(page.name)
            _Writer(sheet, looks, lists, offers, is_english).write(page, name)
        lists.write_sheet(book)
        write_originals(book, originals)
        guide.activate()


class _Writer:
    """Writes one sheet, section below section."""

    def __init__(
        self, sheet: Worksheet, looks: Looks, lists: Lists, offers: Offers, is_english: bool
    ) -> None:
        self._sheet, self._looks, self._lists, self._offers = sheet, looks, lists, offers
        self._is_english = is_english
        self._at = 0

    def write(self, page: Page, name: str) -> None:
        sheet = self._sheet
        sheet.set_column(0, 0, 4, self._looks.key, {"hidden": True})
        sheet.set_row(0, 28)
        sheet.write_string(0, 1, f"{name} · {page.name}", self._looks.title)
        sheet.write_string(1, 1, page.note, self._looks.note)
        self._at = 2
        widths = self._set_widths(page)
        aside = _aside(page)
        for at in aside:
            self._set_aside(at, widths[at])
        for number, section in enumerate(page.sections):
            self._write_section(section, is_only=len(page.sections) == 1, number=number)
        sheet.write_string(self._at, 0, END_MARK, self._looks.key)
        is_only = len(page.sections) == 1
        shown = [width for at, width in enumerate(widths) if at not in aside]
        set_page(sheet, f"{name} · {page.name}", 2 if is_only else None, width=sum(shown))
        if is_only:
            sheet.repeat_columns(_FIRST_COLUMN, max(_frozen(page.sections[0]) - 1, _FIRST_COLUMN))

    def _set_widths(self, page: Page) -> list[float]:
        n_columns = max(len(section.columns) for section in page.sections)
        widths = [
            max(section.columns[at].width for section in page.sections if at < len(section.columns))
            for at in range(n_columns)
        ]
        for at, width in enumerate(widths):
            self._sheet.set_column(at + _FIRST_COLUMN, at + _FIRST_COLUMN, width)
        return widths

    def _set_aside(self, at: int, width: float) -> None:
        """Fold a column away in which nothing is written; the + above it brings it back."""
        place = at + _FIRST_COLUMN
        self._sheet.set_column(place, place, width, None, {"level": 1, "hidden": True})

    def _write_section(self, section: Section, *, is_only: bool, number: int) -> None:
        sheet, columns = self._sheet, section.columns
        if not is_only:
            self._at += 1 if number else 0
            text = section.title + (f"　　{section.note}" if section.note else "")
            sheet.write_string(self._at, 0, END_MARK, self._looks.key)
            sheet.write_string(self._at, 1, text, self._looks.section)
            self._at += 1
        head = self._at
        sheet.write_string(head, 0, HEAD_MARK + section.id, self._looks.key)
        for at, column in enumerate(columns, _FIRST_COLUMN):
            sheet.write_string(head, at, column.title, self._looks.head)
            if column.about:
                sheet.write_comment(head, at, column.about, {"x_scale": 1.6, "y_scale": 0.8})
        heights = [(column.title, column.width) for column in columns]
        sheet.set_row(head, max(row_height(heights), _LOWEST_HEAD))
        n_spare = section.n_spare if section.takes_rows else 0
        first, last = head + 1, head + len(section.rows) + n_spare
        for row in section.rows:
            self._at += 1
            self._write_row(section, row)
        for _ in range(n_spare):
            self._at += 1
            self._write_spare(section)
        self._add_validations(section, first, last)
        self._add_sums(section, first, last)
        self._at += 1
        if is_only:
            sheet.freeze_panes(head + 1, _frozen(section))
            if last > head:
                sheet.autofilter(head, _FIRST_COLUMN, last, len(columns))

    def _write_row(self, section: Section, row: Row) -> None:
        sheet, at = self._sheet, self._at
        sheet.write_string(at, 0, row.key, self._looks.key)
        texts = []
        for place, each in enumerate(section.columns, _FIRST_COLUMN):
            column = section.column_of(row, each.title) or each
            shown = row.cells.get(each.title)
            look = self._looks.cell(column, row, shown)
            self._write_cell(at, place, shown, look)
            if shown is not None and isinstance(shown.value, str):
                texts.append((shown.value, each.width))
        sheet.set_row(at, min(row_height(texts), _TALLEST_ROW))

    def _write_cell(self, at: int, place: int, shown: Shown | None, look: Format) -> None:
        match shown.value if shown is not None else None:
            case float() as number:
                self._sheet.write_number(at, place, number, look)
            case date() as day:
                self._sheet.write_datetime(at, place, datetime(day.year, day.month, day.day), look)
            case str() as text:
                self._sheet.write_string(at, place, text, look)
            case _:
                self._sheet.write_blank(at, place, None, look)

    def _write_spare(self, section: Section) -> None:
        for place, column in enumerate(section.columns, _FIRST_COLUMN):
            blank = Shown() if column.kind is not Kind.CONTEXT or column.title == "文件" else None
            self._sheet.write_blank(self._at, place, None, self._looks.cell(column, None, blank))

    def _add_validations(self, section: Section, first: int, last: int) -> None:
        if any(row.columns for row in section.rows):
            for at, row in enumerate(section.rows, first):
                for title, column in row.columns.items():
                    place = _place(section, title)
                    self._validate(column, at, at, place, [row.cells.get(title)])
            return
        if last < first:
            return
        for place, column in enumerate(section.columns, _FIRST_COLUMN):
            cells = [row.cells.get(column.title) for row in section.rows]
            self._validate(column, first, last, place, cells)

    def _validate(
        self, column: Column, first: int, last: int, place: int, cells: list[Shown | None]
    ) -> None:
        cell = f"{column_letters(place + 1)}{first + 1}"
        rule = validation_of(column, cell, self._lists, self._offers, is_english=self._is_english)
        if rule and not any(shown is not None and exceeds(shown) for shown in cells):
            self._sheet.data_validation(first, place, last, place, rule)

    def _add_sums(self, section: Section, first: int, last: int) -> None:
        column = section.column(SUM)
        if column is not None:
            looks = self._looks
            write_sums(
                self._sheet, section, first, last,
                lambda row: looks.cell(column, row, None), (looks.key, looks.wrong),
            )  # fmt: skip


def _aside(page: Page) -> set[int]:
    """Return the columns of a sheet of one section in which nothing is written."""
    section = page.sections[0]
    if len(page.sections) > 1 or not section.rows or not section.takes_rows:
        return set()
    return {
        at
        for at, column in enumerate(section.columns)
        if column.keys
        and not column.is_required
        and not any(shown and not shown.is_blank for shown in _column(section, column.title))
    }


def _column(section: Section, title: str) -> list[Shown | None]:
    return [row.cells.get(title) for row in section.rows]


def _place(section: Section, title: str) -> int:
    titles = [column.title for column in section.columns]
    return titles.index(title) + _FIRST_COLUMN


def _frozen(section: Section) -> int:
    """Return how many columns stay when one moves to the right: up to the name."""
    for at, column in enumerate(section.columns, _FIRST_COLUMN + 1):
        if column.title in ("指标", "项目", "名称", "列", "清单行"):
            return at
    return _FIRST_COLUMN
