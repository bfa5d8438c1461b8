"""The look of the merged table: typed cells, grey for 不适用, red for what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.facts.table import State
from engine.reports.sheet_colours import (
    FONT,
    INK,
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


class Looks:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.head = self._make(
            bold=True, font_color=WHITE, bg_color=SLATE, border=1, border_color=WHITE,
            text_wrap=True, align="center",
        )  # fmt: skip
        self.title = self._make(bold=True, font_size=15, font_color=SLATE)
        self.note = self._make(text_wrap=True)

    def value(self, field: Field) -> Format:
        """Return the format of a field's values."""
        is_text = field.type in (FieldType.TEXT, FieldType.SET)
        return self._cell(num_format=number_format(field), align="left" if is_text else "center")

    def state(self, state: State) -> Format:
        """Return the format of a word that stands for no value."""
        return self._cell(num_format="@", align="center", **_COLOURS[state])

    def text(self, text: str) -> Format:
        """Return the format of a text; one that looks like a formula stays a text when edited."""
        quoted = {"quote_prefix": 1} if text.startswith(_FORMULA_STARTS) else {}
        return self._cell(num_format="@", align="left", indent=1, **quoted)

    def _cell(self, **properties: Any) -> Format:
        return self._make(border=1, border_color=LINE, **properties)

    def _make(self, **properties: Any) -> Format:
        look = {
            "font_name": FONT,
            "font_size": 10,
            "font_color": INK,
            "valign": "vcenter",
            **properties,
        }
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]
