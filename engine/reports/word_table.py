"""Write a table as an element of a Word file: merged cells, repeated heads, whole rows.

The text of the whole table is written and read once: python-docx finds a cell by walking all
of a table, and making elements one by one takes seconds for tables of hundreds of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from engine.reports.table_block import Column, Lines, Table

_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_FIRST_FONT, _NEXT_FONT, _HEAD_FONT, _LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
_SIZE = "18"  # half points: 小五
_SHADE = "E7E6E6"
# In twentieths of a point.
_SIDE_MARGIN, _TOP_MARGIN = "70", "30"
# What no XML can hold, escaped or not.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def table_element(table: Table, width: int) -> BaseOxmlElement:
    """Return a table.

    Args:
        width: Of the whole table, in twentieths of a point.
    """
    text = table_text(table, width)
    element: BaseOxmlElement = parse_xml(text.replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1))
    return element


def table_text(table: Table, width: int) -> str:
    """Return a table as the text that stands in the file; see `table_element`."""
    widths = _shared_out(table.columns, width)
    merged = [_merges(table, at) for at in range(len(table.columns))]
    parts = ["<w:tbl>", _properties(width), _grid(widths), _head(table.columns, widths)]
    for number, row in enumerate(table.rows):
        parts.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        for lines, column, each, merges in zip(row, table.columns, widths, merged, strict=True):
            parts.append(_cell(lines, column, each, merges.get(number)))
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def plain_text(text: str) -> str:
    r"""Return a text without the signs that no XML can hold.

    >>> plain_text("甲\x00校")
    '甲校'
    """
    return _REFUSED.sub("", text)


def _shared_out(columns: Sequence[Column], width: int) -> list[int]:
    whole = sum(column.width for column in columns)
    widths = [width * column.width // whole for column in columns]
    widths[-1] += width - sum(widths)
    return widths


def _properties(width: int) -> str:
    borders = "".join(
        f'<w:{each} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for each in _BORDERS
    )
    margins = "".join(
        f'<w:{side} w:w="{_TOP_MARGIN if side in ("top", "bottom") else _SIDE_MARGIN}"'
        ' w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


def _grid(widths: Iterable[int]) -> str:
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def _head(columns: Sequence[Column], widths: Sequence[int]) -> str:
    """Return the row of titles, which stands at the top of every page."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/><w:vAlign w:val="center"/>'
        f"</w:tcPr>{_paragraph(column.title, _HEAD_FONT, centred=True)}</w:tc>"
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _merges(table: Table, at: int) -> dict[int, str]:
    """Return row -> restart or continue, for the rows whose cell is one with others."""
    merges: dict[int, str] = {}
    for first, past in table.spans(at):
        if past - first > 1:
            merges[first] = "restart"
            merges.update(dict.fromkeys(range(first + 1, past), "continue"))
    return merges


def _cell(lines: Lines, column: Column, width: int, merge: str | None) -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge is not None else ""
    middle = '<w:vAlign w:val="center"/>' if column.is_centred else ""
    shown = lines if merge != "continue" else ()
    paragraphs = "".join(
        _paragraph(line, _NEXT_FONT if number else _FIRST_FONT, centred=column.is_centred)
        for number, line in enumerate(shown or ("",))
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{middle}</w:tcPr>'
        f"{paragraphs}</w:tc>"
    )


def _paragraph(text: str, font: str, *, centred: bool) -> str:
    jc = '<w:jc w:val="center"/>' if centred else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>{jc}'
        f'</w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{_LATIN}" w:hAnsi="{_LATIN}"'
        f' w:eastAsia="{font}" w:cs="{_LATIN}"/><w:sz w:val="{_SIZE}"/>'
        f'<w:szCs w:val="{_SIZE}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(plain_text(text))}</w:t></w:r></w:p>'
    )
