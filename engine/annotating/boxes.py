"""Draw the boxes of comments, large enough to read what they say.

Excel, WPS and LibreOffice all take them from the old drawing language VML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from engine.annotating.sheet_part import Cell, SheetPart
from engine.annotating.splicing import UnknownShape
from engine.reports.page import display_width

_EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:60pt;margin-top:2pt;width:{width}pt;height:{height}pt;z-index:1;"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SPACES = {b"v": b"urn:schemas-microsoft-com:vml", b"o": b"urn:schemas-microsoft-com:office:office",
           b"x": b"urn:schemas-microsoft-com:office:excel"}  # fmt: skip
_DECLARED = re.compile(rb"\sxmlns:(\w{1,20})\s*=\s*[\"']([^\"'<>]{1,99})[\"']")
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_BLOCKS = re.compile(rb"(<o:idmap\s[^>]*?data=[\"'])([\d,]*)")
_CLIENT = re.compile(rb"<x:ClientData\b.*?</x:ClientData>", re.DOTALL)
_BOX = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_ANCHOR = re.compile(rb"(<x:Anchor>)[^<]*(</x:Anchor>)")
_IN_BLOCK = 1024  # shapes that share the thousand of one block of numbers

# At nine points a Chinese character is twelve pixels wide, and a line fifteen high.
_HALF_WIDTH, _LINE, _EDGE = 6, 16, 14
_MOST_HALF_WIDTHS, _LEAST_HALF_WIDTHS = 48, 24
_MOST_LINES = 40
_LAST_COLUMN, _LAST_ROW = 16_383, 1_048_575


class Boxes:
    """Draws boxes on all sheets of a workbook; the numbers of shapes are given out once."""

    def __init__(self, drawings: Collection[bytes]) -> None:
        """Look at the drawings that are there already."""
        drawings = [_usual_prefixes(each) for each in drawings]
        blocks = [
            int(block)
            for xml in drawings
            for found in _BLOCKS.finditer(xml)
            for block in found.group(2).split(b",")
            if block
        ]
        numbers = [int(each) for xml in drawings for each in _NUMBER.findall(xml)]
        self._block = max([0, *blocks, *(number // _IN_BLOCK for number in numbers)])

    def empty(self) -> bytes:
        """Return a drawing without shapes."""
        self._block += 1
        return _EMPTY.format(block=self._block).encode()

    def draw(
        self, xml: bytes, sheet: SheetPart, texts: Mapping[Cell, str], drawn: Collection[Cell]
    ) -> bytes:
        """Return a drawing with a box for each text.

        Args:
            drawn: Cells whose comment has a box already: it is made larger.

        Raises:
            UnknownShape: The drawing is not built as we know it.
        """
        xml = _usual_prefixes(xml)
        end = xml.rfind(b"</xml>")
        if end < 0 or not all(
            re.search(rb"xmlns:" + prefix + rb"\s*=\s*[\"']" + re.escape(name), xml)
            for prefix, name in _SPACES.items()
        ):
            raise UnknownShape("drawing")
        xml, tail = xml[:end], xml[end:]
        old = {cell: text for cell, text in texts.items() if cell in drawn}
        if old:
            xml = _CLIENT.sub(lambda found: _enlarged(found.group(), sheet, old), xml)
        shapes = [
            self._shape(sheet, cell, text)
            for cell, text in sorted(texts.items())
            if cell not in drawn
        ]
        return self._numbered(xml, shapes) + tail

    def without(self, xml: bytes, cells: Collection[Cell]) -> bytes:
        """Return a drawing without the boxes of some cells."""
        return _BOX.sub(
            lambda found: b"" if _cell_of(found.group()) in cells else found.group(),
            _usual_prefixes(xml),
        )

    def _numbered(self, xml: bytes, shapes: list[str]) -> bytes:
        """Give the shapes numbers out of blocks that nobody else has."""
        if shapes and b'"_x0000_t202"' not in xml:
            xml += _SHAPE_TYPE.encode()
        pieces = [xml]
        for start in range(0, len(shapes), _IN_BLOCK - 1):
            self._block += 1
            pieces += [
                shape.replace("{number}", str(self._block * _IN_BLOCK + at)).encode()
                for at, shape in enumerate(shapes[start : start + _IN_BLOCK - 1], 1)
            ]
            block = str(self._block).encode()
            pieces[0] = _BLOCKS.sub(
                lambda found, block=block: found.group(1) + found.group(2) + b"," + block,  # type: ignore[misc]
                pieces[0],
                count=1,
            )
        return b"".join(pieces)

    def _shape(self, sheet: SheetPart, cell: Cell, text: str) -> str:
        width, height = box_size(text)
        return _SHAPE.format(
            number="{number}",
            width=width * 3 // 4,
            height=height * 3 // 4,
            anchor=_anchor(sheet, cell, width, height),
            row=cell[0] - 1,
            column=cell[1] - 1,
        )


def _usual_prefixes(xml: bytes) -> bytes:
    """Return a drawing with the prefixes that Excel writes; libraries of programs have others."""
    declared = {space: prefix for prefix, space in _DECLARED.findall(xml)}
    for usual, space in _SPACES.items():
        prefix = declared.get(space, usual)
        if prefix != usual and usual not in declared.values():
            xml = xml.replace(b"xmlns:" + prefix + b"=", b"xmlns:" + usual + b"=")
            xml = re.sub(rb"(<[/]?|\s)" + prefix + rb":(?=\w)", rb"\1" + usual + b":", xml)
    return xml


def _cell_of(client: bytes) -> Cell | None:
    """Return the cell whose comment a box shows."""
    row = re.search(rb"<x:Row>\s*(\d+)", client)
    column = re.search(rb"<x:Column>\s*(\d+)", client)
    if row is None or column is None or b'ObjectType="Note"' not in client:
        return None
    return int(row.group(1)) + 1, int(column.group(1)) + 1


def _enlarged(client: bytes, sheet: SheetPart, texts: Mapping[Cell, str]) -> bytes:
    cell = _cell_of(client)
    if cell is None or cell not in texts:
        return client
    anchor = _anchor(sheet, cell, *box_size(texts[cell])).encode()
    return _ANCHOR.sub(lambda found: found.group(1) + anchor + found.group(2), client)


def box_size(text: str) -> tuple[int, int]:
    """Return the width and height, in pixels, of a box in which a text can be read."""
    lines = [display_width(each) for each in text.split("\n")]
    widest = min(max([*lines, _LEAST_HALF_WIDTHS]), _MOST_HALF_WIDTHS)
    # One line in six more: lines break before a word or a sign that does not fit.
    needed = sum(max(1, -(-width * 7 // (widest * 6))) for width in lines)
    return widest * _HALF_WIDTH + _EDGE, min(needed, _MOST_LINES) * _LINE + _EDGE


def _anchor(sheet: SheetPart, cell: Cell, width: int, height: int) -> str:
    """Return between which columns and rows a box stands, right of its cell."""
    row, column = max(cell[0] - 2, 0), min(cell[1], _LAST_COLUMN)
    right, right_rest = _walk(
        column, 15 + width, lambda at: _pixels(sheet.width(at + 1)), _LAST_COLUMN
    )
    bottom, bottom_rest = _walk(
        row, 4 + height, lambda at: int(sheet.height(at + 1) * 4 / 3), _LAST_ROW
    )
    return f"{column}, 15, {row}, 4, {right}, {right_rest}, {bottom}, {bottom_rest}"


def _walk(at: int, distance: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    while at < last and distance >= size(at):
        distance -= size(at)
        at += 1
    return at, distance


def _pixels(width: float) -> int:
    return int(width * 7 + 5) if width else 0
