"""The hidden sheet: lists that are too long for a drop-down of their own, and the form itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.facts.books.edition import FORM_HEAD, LISTS
from engine.facts.table import column_letters
from engine.ruleset.form import form_lines
from engine.ruleset.model import RuleSet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

# A drop-down holds so many characters itself; its items are parted by commas.
_LONGEST_LIST = 250
_FIRST_COLUMN = 3  # from 0; before it stands the form


class Lists:
    """The lists that drop-downs of one workbook draw on."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, ...], int] = {}

    def source(self, items: Sequence[str]) -> list[str] | str:
        """Return what a drop-down is given: the items themselves, or where they stand."""
        listed = tuple(items)
        if len(",".join(listed)) <= _LONGEST_LIST and not any(
            "," in each or each != each.strip() for each in listed
        ):
            return list(listed)
        at = self._at.setdefault(listed, len(self._at))
        letters = column_letters(_FIRST_COLUMN + at + 1)
        return f"='{LISTS}'!${letters}$2:${letters}${len(listed) + 1}"

    def write(self, book: Workbook, ruleset: RuleSet) -> None:
        """Write the hidden sheet, after all others."""
        sheet = book.add_worksheet(LISTS)
        sheet.hide()
        sheet.protect()
        text = book.add_format({"num_format": "@"})
        sheet.write_row(0, 0, ("项目", FORM_HEAD))
        for row, line in enumerate(form_lines(ruleset).items(), 1):
            for column, cell in enumerate(line):
                sheet.write_string(row, column, cell, text)
        for items, at in self._at.items():
            sheet.write_string(0, _FIRST_COLUMN + at, f"选项 {at + 1}")
            for row, item in enumerate(items, 1):
                sheet.write_string(row, _FIRST_COLUMN + at, item, text)
