"""Write a table as the elements of a Word file: merged cells, repeated heads, whole rows.

The elements are made one by one: python-docx finds a cell by walking the whole table, which
takes minutes for tables of hundreds of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from engine.rendering.document import Column, Lines, Table

_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_FIRST_FONT, _NEXT_FONT, _HEAD_FONT, _LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
_SIZE = "18"  # half points: 小五
_SHADE = "E7E6E6"
# In twentieths of a point.
_SIDE_MARGIN, _TOP_MARGIN = "70", "30"


def table_element(table: Table, width: int) -> BaseOxmlElement:
    """Return a table.

    Args:
        width: Of the whole table, in twentieths of a point.
    """
    widths = _shared_out(table.columns, width)
    element = _element("tbl", _properties(width), _grid(widths))
    element.append(_head(table.columns, widths))
    merged = [_merges(table, at) for at in range(len(table.columns))]
    for number, row in enumerate(table.rows):
        cells = [
            _cell(lines, column, each, merges.get(number))
            for lines, column, each, merges in zip(row, table.columns, widths, merged, strict=True)
        ]
        element.append(_element("tr", _element("trPr", _element("cantSplit")), *cells))
    return element


def _element(name: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    for child in children:
        element.append(child)
    return element


def _shared_out(columns: Sequence[Column], width: int) -> list[int]:
    whole = sum(column.width for column in columns)
    widths = [width * column.width // whole for column in columns]
    widths[-1] += width - sum(widths)
    return widths


def _properties(width: int) -> BaseOxmlElement:
    borders = [_element(each, val="single", sz="4", space="0", color="000000") for each in _BORDERS]
    margins = [
        _element(side, w=_TOP_MARGIN if side in ("top", "bottom") else _SIDE_MARGIN, type="dxa")
        for side in ("top", "left", "bottom", "right")
    ]
    return _element(
        "tblPr",
        _element("tblW", w=str(width), type="dxa"),
        _element("jc", val="center"),
        _element("tblBorders", *borders),
        _element("tblLayout", type="fixed"),
        _element("tblCellMar", *margins),
    )


def _grid(widths: Iterable[int]) -> BaseOxmlElement:
    return _element("tblGrid", *(_element("gridCol", w=str(each)) for each in widths))


def _head(columns: Sequence[Column], widths: Sequence[int]) -> BaseOxmlElement:
    """Return the row of titles, which stands at the top of every page."""
    properties = _element("trPr", _element("cantSplit"), _element("tblHeader"))
    cells = [
        _element(
            "tc",
            _element(
                "tcPr",
                _element("tcW", w=str(width), type="dxa"),
                _element("shd", val="clear", color="auto", fill=_SHADE),
                _element("vAlign", val="center"),
            ),
            _paragraph(column.title, _HEAD_FONT, centred=True),
        )
        for column, width in zip(columns, widths, strict=True)
    ]
    return _element("tr", properties, *cells)


def _merges(table: Table, at: int) -> dict[int, str]:
    """Return row -> restart or continue, for the rows whose cell is one with others."""
    merges: dict[int, str] = {}
    for first, past in table.spans(at):
        if past - first > 1:
            merges[first] = "restart"
            merges.update(dict.fromkeys(range(first + 1, past), "continue"))
    return merges


def _cell(lines: Lines, column: Column, width: int, merge: str | None) -> BaseOxmlElement:
    properties = _element("tcPr", _element("tcW", w=str(width), type="dxa"))
    if merge is not None:
        properties.append(_element("vMerge", val=merge))
    if column.is_centred:
        properties.append(_element("vAlign", val="center"))
    shown = lines if merge != "continue" else ()
    paragraphs = [
        _paragraph(line, _NEXT_FONT if number else _FIRST_FONT, centred=column.is_centred)
        for number, line in enumerate(shown or ("",))
    ]
    return _element("tc", properties, *paragraphs)


def _paragraph(text: str, font: str, *, centred: bool) -> BaseOxmlElement:
    properties = _element(
        "pPr", _element("spacing", before="0", after="0", line="240", lineRule="auto")
    )
    if centred:
        properties.append(_element("jc", val="center"))
    fonts = _element(
        "rFonts", hint="eastAsia", ascii=_LATIN, hAnsi=_LATIN, eastAsia=font, cs=_LATIN
    )
    run = _element(
        "r", _element("rPr", fonts, _element("sz", val=_SIZE), _element("szCs", val=_SIZE))
    )
    shown = _element("t")
    shown.text = text
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(shown)
    return _element("p", properties, run)
