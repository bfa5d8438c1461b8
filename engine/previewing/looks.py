"""The look of the preview's workbook: the house's cells, and differences with a sign and arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.reports.cell_formats import CellFormats
from engine.reports.sheet_colours import WHITE, WRONG, WRONG_INK
from engine.templates.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

# Up and down are told by an arrow and a sign as well as by the colour.
_DELTA = '"▲ +"0.00##;"▼ -"0.00##;"—"'
_STEPS = '"▲ "0;"▼ "0;"—"'
_UP_INK, _UP = "#1E6B3A", "#E3F1E7"


class Looks(CellFormats):
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        house = Styles(book)
        self.title, self.note, self.head = house.title, house.note, house.head
        self.section, self.text, self.small = house.section, house.row, house.small_row
        self.plain = house.plain
        self.points = self._plain(num_format="0.00##")
        self.whole = self._plain(num_format="0")
        self.delta = self._plain(num_format=_DELTA)
        self.steps = self._plain(num_format=_STEPS)
        self.word = self._plain(num_format="@", align="center")
        self.same = self._plain(num_format="0", bold=True)
        self.up = self._plain(num_format="0", font_color=_UP_INK, colour=_UP)
        self.down = self._plain(num_format="0", font_color=WRONG_INK, colour=WRONG)

    def _plain(self, **properties: Any) -> Format:
        return self._cell(**{"colour": WHITE, "align": "center", **properties})
