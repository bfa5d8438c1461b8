"""The look of a rulebook: what may be changed is pale yellow, what is said for orientation grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.reports.cell_formats import CellFormats
from engine.reports.sheet_colours import (
    INPUT,
    LOCKED,
    SLATE,
    STONE,
    WHITE,
    WRONG,
    WRONG_INK,
)
from engine.rulebook.layout import Column, Kind, Row, Shown
from engine.rulebook.sums import SUM

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

HEAD_ROW, GROUP_ROW, INNER_ROW = "#D5DFE7", "#E6ECF1", "#EFF3F6"
_SHADES = {0: HEAD_ROW, 1: GROUP_ROW, 2: INNER_ROW, 3: INNER_ROW}
_CENTRED = frozenset({Kind.NUMBER, Kind.DATE, Kind.FLAG, Kind.WORD, Kind.ORDER})
_WIDE = 20  # a column of texts this wide is set flush left


class Looks(CellFormats):
    """The cell formats of one rulebook, each made once."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        self.title = self._make(bold=True, font_size=15, font_color=SLATE, valign="vcenter")
        self.note = self._make(font_color=STONE, valign="vcenter")
        self.section = self._make(bold=True, font_size=12, font_color=SLATE, valign="vcenter")
        self.head = self._make(
            bold=True, font_color=WHITE, bg_color=SLATE, border=1, border_color=WHITE,
            text_wrap=True, align="center", valign="vcenter",
        )  # fmt: skip
        self.key = self._make(font_color=STONE, num_format="@")
        self.wrong = book.add_format({"bg_color": WRONG, "font_color": WRONG_INK, "bold": True})
        self.line = self._make(text_wrap=True, valign="vcenter")
        self.bold_line = self._make(bold=True, text_wrap=True, valign="vcenter")
        self.sample_input = self._cell(INPUT, align="center")
        self.sample_context = self._cell(LOCKED, font_color=STONE, align="center")
        self.sample_head = self._cell(HEAD_ROW, align="center", bold=True)
        self.sample_wrong = self._cell(WRONG, font_color=WRONG_INK, align="center", bold=True)

    def cell(self, column: Column, row: Row | None, shown: Shown | None) -> Format:
        """Return the format of a cell.

        Args:
            row: None: a blank row for a new one.
            shown: None: it cannot be filled in in this row.
        """
        shade = _SHADES.get(row.depth) if row is not None else None
        bold = {"bold": True} if shade and row is not None and row.depth < 2 else {}
        colour = shade or INPUT
        # Unlocked, so that who protects a sheet of theirs still can edit it.
        look: dict[str, Any] = {"locked": 0}
        if shown is None or column.kind is Kind.CONTEXT or _is_said(column, row):
            colour, look = shade or LOCKED, {"font_color": STONE}
        elif column.kind is Kind.ORDER:
            look["font_color"] = STONE
        if column.kind in (Kind.SOURCE, Kind.ENTRIES):
            look["font_size"] = 9
        return self._cell(
            colour, num_format=_number_format(column, shown), **_aligned(column), **bold, **look
        )


def _is_said(column: Column, row: Row | None) -> bool:
    """Tell whether a cell only repeats what stands in another row."""
    return row is not None and bool(column.of) and row.kind not in column.of


def _number_format(column: Column, shown: Shown | None) -> str:
    if column.title == SUM:
        return "General"
    if shown is not None and shown.number_format:
        return shown.number_format
    # A blank cell for a number takes whatever is typed; texts stay as they are typed.
    if column.kind in (Kind.NUMBER, Kind.ORDER) and (shown is None or shown.is_blank):
        return "General"
    return "yyyy-mm-dd" if column.kind is Kind.DATE else "@"


def _aligned(column: Column) -> dict[str, Any]:
    if (column.kind in _CENTRED or column.title == SUM) and column.width < _WIDE:
        return {"align": "center"}
    return {"align": "left", "indent": 1}
