"""The look of a fact sheet: quiet colours, inputs pale yellow, what is locked grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.reports.cell_formats import CellFormats
from engine.reports.sheet_colours import (
    BAND,
    INPUT,
    LINE,
    LINK,
    LOCKED,
    SLATE,
    STAR,
    STONE,
    WHITE,
)
from engine.ruleset.model import Field, FieldType

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_LEFT = (FieldType.TEXT, FieldType.SET)
POINTS_A_LINE = 15.0
# A text of the rules or of a school is never a formula, however it begins.
WORKBOOK_OPTIONS: dict[str, Any] = {
    "default_date_format": "yyyy-mm-dd",
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "in_memory": True,  # a folder of workbooks is many small files otherwise
}


class Styles(CellFormats):
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        self.title = self._make(bold=True, font_size=15, font_color=SLATE, valign="vcenter")
        self.note = self._make(font_color=STONE, text_wrap=True, valign="vcenter")
        self.head = self._make(
            bold=True, font_color=WHITE, bg_color=SLATE, border=1, border_color=WHITE,
            text_wrap=True, align="center", valign="vcenter",
        )  # fmt: skip
        self.star = self._make(bold=True, font_color=STAR)
        self.head_star = self._make(bold=True, font_color="#FFD9A0")
        self.bold = self._make(bold=True)
        self.bold_line = self._make(bold=True, font_size=11, valign="vcenter")
        self.name = self._cell(LOCKED, bold=True, align="left", indent=1)
        self.text = self._cell(LOCKED, align="left", indent=1)
        self.small = self._cell(LOCKED, align="center")
        self.plain = self._make(text_wrap=True, valign="vcenter", align="left")
        self.section = self._make(
            bold=True, font_size=12, font_color=SLATE, bottom=1, bottom_color=LINE, valign="vcenter"
        )
        self.band = self._cell(BAND, bold=True, align="center")
        self.link = self._cell(WHITE, font_color=LINK, underline=1, align="left", indent=1)
        self.row = self._cell(WHITE, align="left", indent=1)
        self.small_row = self._cell(WHITE, align="center", font_color=STONE)
        self.number = self._cell(WHITE, align="center", num_format='0" 项"')
        self.lines = self._cell(WHITE, align="center", num_format='"不限行数"')
        self.left_to_do = self._cell(WHITE, align="center", num_format='"还空 "0" 项";;"已填满"')
        self.written = self._cell(WHITE, align="center", num_format='"已填 "0" 行";;"还没有填"')
        self.sample_input = self._cell(INPUT, align="center")
        self.sample_locked = self._cell(LOCKED, align="center")

    def input(self, field: Field, *, is_open: bool = False, left: bool = False) -> Format:
        """Return the format of a cell that is to be filled in.

        Args:
            is_open: It is no ruled cell, but the rest of a column.
            left: It stands in a column of all types, which is set flush left.
        """
        edges: dict[str, Any] = {} if is_open else {"border": 1, "border_color": LINE}
        return self._make(
            bg_color=INPUT, locked=0, valign="vcenter", num_format=number_format(field),
            text_wrap=True, **_aligned(field, left), **edges,
        )  # fmt: skip

    def locked(self, field: Field, *, left: bool = False) -> Format:
        """Return the format of a value that is given and locked."""
        return self._cell(LOCKED, num_format=number_format(field), **_aligned(field, left))

    def last_year(self, field: Field) -> Format:
        """Return the format of last year's value."""
        return self._cell(
            LOCKED,
            num_format=number_format(field),
            italic=True,
            font_color=STONE,
            align="left",
            indent=1,
        )


def _aligned(field: Field, left: bool) -> dict[str, Any]:
    if left or field.type in _LEFT:
        return {"align": "left", "indent": 1}
    return {"align": "center"}


def number_format(field: Field) -> str:
    """Return the number format of a field's cells; texts keep the zeros in front."""
    match field.type:
        case FieldType.INTEGER:
            return "0"
        case FieldType.NUMBER:
            return "0" + ("." + "0" * field.decimals if field.decimals else "")
        case FieldType.PERCENT:
            places = max(0, field.decimals - 2)
            return "0" + ("." + "0" * places if places else "") + "%"
        case FieldType.DATE:
            return "yyyy-mm-dd"
    return "@"
