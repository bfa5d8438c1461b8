"""The cell formats of a workbook, each made once, in the font and colours of all of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.reports.sheet_colours import FONT, INK, LINE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook


class CellFormats:
    """Makes the formats of one workbook; its subclasses name them."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def _cell(self, colour: str, **properties: Any) -> Format:
        """Return the format of a cell of a table: framed, wrapped, on a ground of its own."""
        return self._make(
            bg_color=colour, border=1, border_color=LINE, valign="vcenter", text_wrap=True,
            **properties,
        )  # fmt: skip

    def _make(self, **properties: Any) -> Format:
        look = {"font_name": FONT, "font_size": 10, "font_color": INK, **properties}
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]
