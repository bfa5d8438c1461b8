"""Lay a template out as official documents are (after GB/T 9704): page, fonts, title, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row

from engine.reports.word_form import fixed_bytes, number_pages, set_style

TITLE, BODY, HEADING, SUBHEADING, SMALL = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
# What Word takes instead where the first is not installed.
_INSTEAD = {TITLE: SMALL, BODY: "仿宋_GB2312", SUBHEADING: "楷体_GB2312"}
_A4 = (Cm(21.0), Cm(29.7))
# Top, right, bottom, left: of a letter as the standard has them; of a wide table, tighter.
_LETTER = (Cm(3.7), Cm(2.6), Cm(3.5), Cm(2.8))
_WIDE = (Cm(2.2), Cm(1.8), Cm(2.0), Cm(1.8))
_LINE = Pt(28)
_INDENT = "200"  # two characters, in hundredths
_MADE = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, what stands in each row, and how wide it is."""

    title: str
    text: str
    width: float
    is_centred: bool = False


class OfficialForm:
    """A Word file in the making."""

    def __init__(self, *, is_wide: bool = False) -> None:
        self._word = docx.Document()
        self._width = self._set_page(is_wide)
        self._set_styles()
        _name_fonts_instead(self._word.part.package.iter_parts())

    def title(self, text: str) -> None:
        """Add a line of the title."""
        self._word.add_paragraph(text, "Title")

    def under_title(self, text: str) -> None:
        """Add a centred line, such as the number of the document."""
        self._word.add_paragraph(text, "Subtitle")

    def addressee(self, text: str) -> None:
        """Add to whom it goes."""
        self._word.add_paragraph(text, "Body Text 2")

    def heading(self, text: str) -> None:
        """Add a heading."""
        self._word.add_heading(text, 1)

    def text(self, *texts: str) -> None:
        """Add paragraphs of running text."""
        for each in texts:
            self._word.add_paragraph(each, "Body Text")

    def mark(self, *tags: str) -> None:
        """Add paragraphs that hold a tag alone, and are gone in the letter."""
        for each in tags:
            self._word.add_paragraph(each, "Body Text")

    def signature(self, *lines: str) -> None:
        """Add who issues it, and when, at the right; never alone on a page."""
        self._word.add_paragraph("", "Body Text")
        for last in self._word.paragraphs[-2:]:
            last.paragraph_format.keep_with_next = True
        for each in lines:
            paragraph = self._word.add_paragraph(each, "Body Text 3")
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = each is not lines[-1]

    def small(self, text: str) -> None:
        """Add a line in small print, such as a note below a table."""
        self._word.add_paragraph(text, "Caption")

    def gap(self) -> None:
        """Add a narrow gap, such as behind a table."""
        paragraph = self._word.add_paragraph("", "Caption")
        paragraph.paragraph_format.line_spacing = Pt(6)

    def rows(
        self,
        columns: Sequence[Column],
        loops: Sequence[str],
        heads: Sequence[str] = (),
        *,
        is_together: bool = False,
    ) -> None:
        """Add a table of which one row is repeated.

        Args:
            loops: Tags that begin the repetition, the outer first.
            heads: Behind each loop but the last, the text of a row over the whole width.
            is_together: Keep the whole table on one page.
        """
        table = self._table(columns)
        self._head(table, columns)
        for at, loop in enumerate(loops):
            self._wide_row(table, loop)
            if at < len(heads):
                self._wide_row(table, heads[at], font=HEADING)
                table.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        row = self._row(table, [each.text for each in columns], columns)
        kept = [*table.rows[0].cells, *(row.cells if is_together else ())]
        for cell in kept:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        for _ in loops:
            self._wide_row(table, "{%tr endfor %}")

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
        """Add a table of plain rows, its head on every page."""
        table = self._table(columns)
        self._head(table, columns)
        for texts in rows:
            self._row(table, texts, columns)

    def cells(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a small table of plain cells, such as for signatures."""
        columns = [Column("", "", width, is_centred=True) for width in widths]
        table = self._table(columns)
        for texts in rows:
            row = self._row(table, texts, columns)
            row.height = Cm(1.1)

    def file(self, title: str) -> bytes:
        """Return the file.

        Args:
            title: In its properties; may hold tags.
        """
        properties = self._word.core_properties
        properties.title, properties.author, properties.last_modified_by = title, "评衡", "评衡"
        properties.created = properties.modified = _MADE
        properties.comments = properties.keywords = properties.subject = ""
        properties.language, properties.revision = "zh-CN", 1
        return fixed_bytes(self._word)

    def _table(self, columns: Sequence[Column]) -> Table:
        table: Table = self._word.add_table(0, len(columns))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        table._tbl.tblPr.append(_cell_margins())
        for own, each in zip(table.columns, columns, strict=True):
            own.width = self._share(each, columns)
        return table

    def _head(self, table: Table, columns: Sequence[Column]) -> None:
        row = self._row(table, [each.title for each in columns], columns, font=HEADING)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _share(self, column: Column, columns: Sequence[Column]) -> Length:
        return Length(int(self._width * column.width / sum(each.width for each in columns)))

    def _row(
        self, table: Table, texts: Iterable[str], columns: Sequence[Column], font: str = ""
    ) -> _Row:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, column in zip(row.cells, texts, columns, strict=True):
            cell.width = self._share(column, columns)
            self._fill(cell, text, centred=column.is_centred or bool(font), font=font)
        return row

    def _wide_row(self, table: Table, text: str, font: str = "") -> None:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        cell = row.cells[0].merge(row.cells[-1])
        self._fill(cell, text, font=font)

    def _fill(self, cell: _Cell, text: str, *, centred: bool = False, font: str = "") -> None:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = self._word.styles["No Spacing"]
        run = paragraph.add_run(text)
        if font:
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _set_page(self, is_wide: bool) -> Length:
        section = self._word.sections[0]
        width, height = reversed(_A4) if is_wide else _A4
        section.page_width, section.page_height = width, height
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        top, right, bottom, left = _WIDE if is_wide else _LETTER
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        section.footer_distance = Cm(1.0) if is_wide else Cm(2.5)
        number_pages(section.footer.paragraphs[0], (("— ", "PAGE"), (" —", "")))
        return Length(width - left - right)

    def _set_styles(self) -> None:
        word = self._word
        set_style(word, "Normal", BODY, 16, after=0)
        for name, font, size in (
            ("Title", TITLE, 22),
            ("Subtitle", BODY, 16),
            ("Heading 1", HEADING, 16),
            ("Body Text", BODY, 16),
            ("Body Text 2", BODY, 16),
            ("Body Text 3", BODY, 16),
        ):
            style = set_style(word, name, font, size, after=0, centred=name.endswith("itle"))
            style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
            style.paragraph_format.line_spacing = Pt(36) if name == "Title" else _LINE
            if name in ("Heading 1", "Body Text"):
                _indent(style.element.get_or_add_pPr())
        word.styles["Title"].paragraph_format.keep_with_next = True
        word.styles["Subtitle"].paragraph_format.space_after = Pt(14)
        word.styles["Body Text 3"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        word.styles["Body Text 3"].paragraph_format.right_indent = Cm(1.5)
        set_style(word, "No Spacing", SMALL, 10.5, after=0)
        set_style(word, "Caption", SMALL, 10.5, before=3, after=3)
        set_style(word, "Footer", SMALL, 14, after=0)


def _cell_margins() -> BaseOxmlElement:
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    return parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>")


def _indent(properties: BaseOxmlElement) -> None:
    """Begin paragraphs two characters in, whatever the size of the font."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), _INDENT)
    indent.set(qn("w:firstLine"), "640")


def _name_fonts_instead(parts: Iterable[Part]) -> None:
    """Say in the font table which font stands in for one that a computer does not have."""
    for part in parts:
        if part.partname.endswith("/fontTable.xml"):
            fonts = parse_xml(part.blob)
            for name, instead in _INSTEAD.items():
                fonts.append(
                    parse_xml(
                        f'<w:font {nsdecls("w")} w:name="{name}">'
                        f'<w:altName w:val="{instead}"/></w:font>'
                    )
                )
            part._blob = serialize_part_xml(fonts)
