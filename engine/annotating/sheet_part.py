"""One sheet's XML: where its rows, columns and merged cells are, and where things may be added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.annotating.splicing import Element, Splices, UnknownShape, read_elements

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What stands behind the drawing of comments, in the order of the schema.
_AFTER_DRAWING = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent",
     "webPublishItems", "tableParts", "extLst"}
)  # fmt: skip
_SHEET_DATA = re.compile(rb"<(?:\w{1,9}:)?sheetData(?:\s[^<>]*)?/?>")
_ROW = re.compile(rb"<(?:\w{1,9}:)?row(?=[\s/>])[^<>]*>")
_ROW_NUMBER = re.compile(rb"\sr=[\"'](\d{1,7})[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d{1,6})[\"']")
_HEIGHT = re.compile(rb"\sht=[\"']([\d.]{1,12})[\"']")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
_YES = ("1", "true")

Cell = tuple[int, int]  # row and column, counted from 1


@dataclass(frozen=True, slots=True)
class Columns:
    """A run of columns with one width and style."""

    first: int
    last: int
    width: float
    style: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is written in the sheet: where its tag and its cells stand."""

    start: int
    opened: int
    closing: int
    tag: bytes

    @property
    def style(self) -> int | None:
        """Return the style of a row that is formatted as a whole."""
        found = _STYLE.search(self.tag)
        return int(found.group(1)) if found and b"customFormat=" in self.tag else None

    @property
    def height(self) -> float | None:
        """Return the height in points where it is written; 0 for a hidden row."""
        if _HIDDEN.search(self.tag):
            return 0
        found = _HEIGHT.search(self.tag)
        return float(found.group(1)) if found else None


@dataclass(slots=True)
class Body:
    """Where the rows stand: `opened` and `closing` of <sheetData>."""

    start: int
    opened: int
    closing: int


class SheetPart:
    """A sheet's XML, to be changed in a few places."""

    def __init__(self, xml: bytes) -> None:
        """Find what is where.

        Raises:
            UnknownShape: It is no worksheet as we know them.
        """
        self.xml = xml
        self.changes = Splices(xml)
        opened = _SHEET_DATA.search(xml)
        if opened is None:
            raise UnknownShape("sheetData")
        closing = opened.end()
        if not opened.group().endswith(b"/>"):
            closing = xml.rfind(b"</", 0, xml.rfind(b"sheetData>"))
        self.body = Body(opened.start(), opened.end(), closing)
        self._elements = self._outside()
        if self._elements[0].name != "worksheet":
            raise UnknownShape(self._elements[0].name)

    def _outside(self) -> list[Element]:
        """Return all elements but rows and cells, with their places in the whole part."""
        start, end = self.body.opened, self.body.closing
        elements = read_elements(self.xml[:start] + self.xml[end:])
        for each in elements:
            each.start += end - start if each.start >= start else 0
            each.opened += end - start if each.opened > start else 0
            each.closing += end - start if each.closing >= start else 0
            each.end += end - start if each.end > start else 0
        return elements

    @property
    def prefix(self) -> str:
        """Return the prefix of the sheet's elements, with its colon."""
        return f"{self._elements[0].prefix}:" if self._elements[0].prefix else ""

    def named(self, name: str) -> Iterator[Element]:
        """Yield the elements of a name, outside the rows."""
        return (each for each in self._elements if each.name == name)

    @property
    def data(self) -> Element:
        """Return <sheetData>."""
        return next(self.named("sheetData"))

    @cached_property
    def rows(self) -> dict[int, Row]:
        """Return the rows that are written, by their numbers."""
        tags = list(_ROW.finditer(self.xml, self.body.opened, self.body.closing))
        ends = [*(tag.start() for tag in tags[1:]), self.body.closing][: len(tags)]
        rows, number = {}, 0
        for tag, end in zip(tags, ends, strict=True):
            found = _ROW_NUMBER.search(tag.group())
            number = int(found.group(1)) if found else number + 1
            is_empty = tag.group().endswith(b"/>")
            closing = tag.end() if is_empty else self.xml.rfind(b"</", tag.end(), end)
            if closing < 0 or number in rows:
                raise UnknownShape("row")
            rows[number] = Row(tag.start(), tag.end(), closing, tag.group())
        if list(rows) != sorted(rows):
            raise UnknownShape("rows")
        return rows

    @cached_property
    def columns(self) -> list[Columns]:
        """Return the runs of columns whose width or style is written."""
        return [
            Columns(
                int(said.get("min", "1")),
                int(said.get("max", "1")),
                float(said.get("width", _USUAL_WIDTH)),
                int(said.get("style", "0")),
                said.get("hidden") in _YES,
            )
            for said in (each.attributes for each in self.named("col"))
        ]

    def column_style(self, column: int) -> int:
        """Return the style of a column, for cells that are not written."""
        return next((run.style for run in self.columns if run.first <= column <= run.last), 0)

    def width(self, column: int) -> float:
        """Return the width of a column in characters; 0 where it is hidden."""
        for run in self.columns:
            if run.first <= column <= run.last:
                return 0 if run.hidden else run.width
        return self._usual[0]

    def height(self, row: int) -> float:
        """Return the height of a row in points; 0 where it is hidden."""
        written = self.rows.get(row)
        if written is not None and written.height is not None:
            return written.height
        return self._usual[1]

    @cached_property
    def _usual(self) -> tuple[float, float]:
        said = next((each.attributes for each in self.named("sheetFormatPr")), {})
        width = said.get("defaultColWidth", _USUAL_WIDTH)
        return float(width), float(said.get("defaultRowHeight", _USUAL_HEIGHT))

    @cached_property
    def _merged(self) -> list[tuple[int, int, int, int]]:
        found = (
            _RANGE.fullmatch(each.attributes.get("ref", "")) for each in self.named("mergeCell")
        )
        return [
            (int(each[2]), column_number(each[1]), int(each[4]), column_number(each[3]))
            for each in found
            if each
        ]

    def anchor(self, cell: Cell) -> Cell:
        """Return the cell that shows: for one inside a merged range, its first cell."""
        row, column = cell
        for top, left, bottom, right in self._merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return cell

    def unselect(self) -> None:
        """Take the sheet out of the selected ones: else several sheets are edited at once."""
        for view in self.named("sheetView"):
            if view.attributes.get("tabSelected") in _YES:
                self.changes.set_attributes(view, tabSelected="0")

    @property
    def drawing_relation(self) -> str:
        """Return the id by which the sheet refers to the drawing of its comments, if any."""
        for each in self.named("legacyDrawing"):
            for name, value in each.attributes.items():
                if name.rpartition(":")[2] == "id":
                    return value
        return ""

    def refer_to_drawing(self, relation: str) -> None:
        """Let the sheet refer to the drawing of its comments."""
        root = self._elements[0]
        behind = (
            each.start
            for each in self._elements
            if each.parent == 0 and each.name in _AFTER_DRAWING and each.start > self.body.closing
        )
        tag = f'<{self.prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{relation}"/>'
        self.changes.insert(next(behind, root.closing), tag.encode())


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
