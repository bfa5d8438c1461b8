"""The look of the merged table: typed cells, grey for 不适用, red for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.facts.table import State
from engine.reports.cell_formats import CellFormats
from engine.reports.sheet_colours import (
    INPUT,
    LINE,
    LOCKED,
    SLATE,
    STONE,
    WHITE,
    WRONG,
    WRONG_INK,
)
from engine.ruleset.model import Field, FieldType
from engine.templates.styles import number_format

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COLOURS = {
    State.NOT_APPLICABLE: {"font_color": STONE, "bg_color": LOCKED},
    State.MISSING: {"font_color": STONE, "bg_color": INPUT},
    State.UNREADABLE: {"font_color": WRONG_INK, "bg_color": WRONG},
}


class Looks(CellFormats):
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        self.head = self._make(
            bold=True, font_color=WHITE, bg_color=SLATE, border=1, border_color=WHITE,
            text_wrap=True, align="center", valign="vcenter",
        )  # fmt: skip
        self.title = self._make(bold=True, font_size=15, font_color=SLATE, valign="vcenter")
        self.note = self._make(text_wrap=True, valign="vcenter")

    def value(self, field: Field) -> Format:
        """Return the format of a field's values."""
        is_text = field.type in (FieldType.TEXT, FieldType.SET)
        return self._framed(num_format=number_format(field), align="left" if is_text else "center")

    def state(self, state: State) -> Format:
        """Return the format of a word that stands for no value."""
        return self._framed(num_format="@", align="center", **_COLOURS[state])

    def text(self, text: str) -> Format:
        """Return the format of a text; one that looks like a formula stays a text when edited."""
        quoted = {"quote_prefix": 1} if text.startswith(_FORMULA_STARTS) else {}
        return self._framed(num_format="@", align="left", indent=1, **quoted)

    def _framed(self, **properties: Any) -> Format:
        return self._make(border=1, border_color=LINE, valign="vcenter", **properties)
