"""The look of the preview's workbook: the house's cells, and differences with a sign and arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.reports.sheet_colours import INK, LINE, WHITE, WRONG, WRONG_INK
from engine.templates.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

# Up and down are told by an arrow and a sign as well as by the colour.
_DELTA = '"▲ +"0.00##;"▼ -"0.00##;"—"'
_STEPS = '"▲ "0;"▼ "0;"—"'
_UP_INK, _UP = "#1E6B3A", "#E3F1E7"


class Looks:
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        house = Styles(book)
        self.title, self.note, self.head = house.title, house.note, house.head
        self.section, self.text, self.small = house.section, house.row, house.small_row
        self.plain = house.plain
        self.points = self._cell(num_format="0.00##")
        self.whole = self._cell(num_format="0")
        self.delta = self._cell(num_format=_DELTA)
        self.steps = self._cell(num_format=_STEPS)
        self.word = self._cell(num_format="@", align="center")
        self.same = self._cell(num_format="0", bold=True)
        self.up = self._cell(num_format="0", font_color=_UP_INK, bg_color=_UP)
        self.down = self._cell(num_format="0", font_color=WRONG_INK, bg_color=WRONG)

    def _cell(self, **properties: Any) -> Format:
        look = {
            "font_name": "等线",
            "font_size": 10,
            "font_color": INK,
            "bg_color": WHITE,
            "border": 1,
            "border_color": LINE,
            "valign": "vcenter",
            "align": "center",
            **properties,
        }
        return self._book.add_format(look)
