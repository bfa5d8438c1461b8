"""The look of the score book and the score sheets: the house's cells, printed on white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.reports.cell_formats import CellFormats
from engine.reports.sheet_colours import BAND, INK, LINK, LOCKED, STONE, WHITE
from engine.scorebook.cells import Number
from engine.templates.styles import Styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_POINTS = "0.00##"
# Points whose fraction is too fine to be shown as one.
_FINE = "0.0000##"


class Looks(CellFormats):
    """The cell formats of the score book."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        house = Styles(book)
        self.title, self.note, self.head = house.title, house.note, house.head
        self.section, self.link = house.section, house.link
        self.text = house.row
        self.small = self._cell(WHITE, align="left", indent=1, font_color=STONE, font_size=9)
        self.word = self._cell(WHITE, align="center", num_format="@")
        self.grade = self._cell(WHITE, align="center", num_format="@", bold=True)
        self.status = self._cell(LOCKED, align="center", num_format="@", font_color=STONE)
        self.whole = self._cell(WHITE, align="center", num_format="0")
        self.rows = self._cell(WHITE, align="center", num_format='0" 行"')
        self.share = self._cell(WHITE, align="center", num_format="0%")
        self.number = self._cell(WHITE, align="center", num_format="General")
        self.points = self._points(_POINTS)
        self.total = self._points(_POINTS, bold=True)
        self.linked_word = self._cell(
            WHITE, align="center", num_format="@", font_color=LINK, underline=1
        )
        self.label = self._cell(BAND, bold=True, align="center")
        self._fractions: dict[tuple[int, bool, str], Format] = {}

    def _points(self, shown: str, **properties: Any) -> Format:
        return self._cell(WHITE, align="center", num_format=shown, **properties)

    def fraction(self, denominator: int, *, bold: bool = False, word: str = "") -> Format:
        """Return the look of points that are shown as a fraction, or with a word behind.

        Args:
            denominator: 1: a decimal; 0: too fine to be shown as a fraction.
            word: Such as 缺失, where points were given all the same.
        """
        key = (denominator, bold, word)
        if key not in self._fractions:
            shown = {0: _FINE, 1: _POINTS}.get(denominator, _fraction_format(denominator))
            if word:
                shown = f'{shown}"（{word}）"'
            more: dict[str, Any] = {"bold": True} if bold else {}
            if word:
                more["font_color"] = STONE
            self._fractions[key] = self._points(shown, **more)
        return self._fractions[key]


def _fraction_format(denominator: int) -> str:
    return f"# {'?' * len(str(denominator))}/{denominator}"


class FormLooks(CellFormats):
    """The cell formats of a printed score sheet: black lines on white, as the forms have them."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book)
        self.title = self._make(bold=True, font_size=18, align="center", valign="vcenter")
        self.line = self._make(font_size=11, valign="vcenter")
        self.line_right = self._make(font_size=11, valign="vcenter", align="right")
        self.head = self._form(bold=True, align="center", bg_color=BAND)
        self.level = self._form(align="center", bold=True)
        self.group = self._form(align="center")
        self.text = self._form(align="left", indent=1)
        self.word = self._form(align="center", num_format="@")
        self.sum_label = self._form(align="center", bold=True, bg_color=LOCKED)
        self.sum_text = self._form(align="left", indent=1, bg_color=LOCKED)
        self.box = self._form(align="left", indent=1, valign="top")
        self._numbers: dict[tuple[int, int, bool], Format] = {}

    def _form(self, **properties: Any) -> Format:
        look = {"border": 1, "border_color": INK, "valign": "vcenter", "text_wrap": True}
        return self._make(**{**look, **properties})

    def number(self, number: Number, *, is_sum: bool = False) -> Format:
        """Return the look of points; those of a sum are bold on grey."""
        key = (number.denominator, number.places, is_sum)
        if key not in self._numbers:
            # 0.## would leave a bare point behind whole numbers.
            shown = "0." + "0" * number.places if number.places else "0"
            if number.denominator > 1:
                shown = _fraction_format(number.denominator)
            ground: dict[str, Any] = {"bold": True, "bg_color": LOCKED} if is_sum else {}
            self._numbers[key] = self._form(align="center", num_format=shown, **ground)
        return self._numbers[key]
