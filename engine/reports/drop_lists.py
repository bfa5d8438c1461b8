"""The lists that the drop-downs of a workbook draw on; long ones stand on a hidden sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.facts.table import column_letters

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A drop-down holds so many characters itself; its items are parted by commas.
_LONGEST_LIST = 250


class DropLists:
    """The lists of one workbook.

    Args:
        sheet: The hidden sheet on which the long ones stand, a column each.
        first_row: Where they begin there, from 0. first_column: likewise.
    """

    def __init__(self, sheet: str, first_row: int = 0, first_column: int = 0) -> None:
        self._sheet, self._first_row, self._first_column = sheet, first_row, first_column
        self._at: dict[tuple[str, ...], int] = {}

    def source(self, items: Sequence[str]) -> list[str] | str:
        """Return what a drop-down is given: the items themselves, or where they stand."""
        listed = tuple(items)
        if len(",".join(listed)) <= _LONGEST_LIST and not any(
            "," in each or each != each.strip() for each in listed
        ):
            return list(listed)
        at = self._at.setdefault(listed, len(self._at))
        letters, first = column_letters(self._first_column + at + 1), self._first_row + 1
        return f"='{self._sheet}'!${letters}${first}:${letters}${first + len(listed) - 1}"

    def write(self, sheet: Worksheet, text: Format, head: str = "") -> None:
        """Write the long ones, each under its head and number where there is one."""
        for items, at in self._at.items():
            column = self._first_column + at
            if head:
                sheet.write_string(self._first_row - 1, column, f"{head} {at + 1}")
            for row, item in enumerate(items, self._first_row):
                sheet.write_string(row, column, item, text)
