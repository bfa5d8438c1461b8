"""The hidden sheet: lists that are too long for a drop-down of their own, and the form itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts.books.edition import FORM_HEAD, LISTS
from engine.reports.drop_lists import DropLists
from engine.ruleset.form import form_lines
from engine.ruleset.model import RuleSet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_FIRST_COLUMN = 3  # from 0; before it stands the form


class Lists(DropLists):
    """The lists that drop-downs of one workbook draw on, and the sheet beside them."""

    def __init__(self) -> None:
        super().__init__(LISTS, first_row=1, first_column=_FIRST_COLUMN)

    def write_sheet(self, book: Workbook, ruleset: RuleSet) -> None:
        """Write the hidden sheet, after all others."""
        sheet = book.add_worksheet(LISTS)
        sheet.hide()
        sheet.protect()
        text = book.add_format({"num_format": "@"})
        sheet.write_row(0, 0, ("项目", FORM_HEAD))
        for row, line in enumerate(form_lines(ruleset).items(), 1):
            for column, cell in enumerate(line):
                sheet.write_string(row, column, cell, text)
        self.write(sheet, text, "选项")
