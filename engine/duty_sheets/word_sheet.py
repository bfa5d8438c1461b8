"""Write the duty sheets of a school as a Word file: A4, one leader after another, to be signed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu

from engine.reports.duty_sheet import INTERNAL, DutySheet
from engine.reports.story_file import Story
from engine.reports.table_block import Column, Lines, Table
from engine.reports.word_form import (
    fixed_bytes,
    fixed_entry,
    number_pages,
    paragraph_style,
    set_style,
)
from engine.reports.word_table import plain_text, table_text

TITLE = "班子成员述职安全履职清单"
BODY, TABLE, HEADING = "仿宋", "宋体", "黑体"
# A4 upright; what is left between the margins is for the tables.
_PAGE = (Cm(21.0), Cm(29.7))
_MARGIN = Cm(2.0)
_NONE = "没有"
_DOCUMENT = "word/document.xml"

# What a table shows, row by row: a text a cell.
Rows = Sequence[Sequence[str]]


class SheetPrinter:
    """Writes the files of one run: what they share is made once."""

    def __init__(self, catalogue: Story) -> None:
        self._catalogue = catalogue
        word = docx.Document()
        _set_page(word)
        _set_styles(word)
        _set_properties(word, catalogue)
        self._styles = {style.name: style.style_id for style in word.styles}
        with zipfile.ZipFile(BytesIO(fixed_bytes(word))) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        self._above, _, rest = self._parts[_DOCUMENT].partition(b"<w:body>")
        self._below = rest[rest.index(b"<w:sectPr") :]

    def word_bytes(self, story: Story, sheets: Sequence[DutySheet]) -> bytes:
        """Return the sheets of a school as the bytes of a .docx file.

        Args:
            sheets: Of one leader, or of all: these begin with the leaders at a glance.
        """
        body = _Body(self._catalogue, story, self._styles)
        if len(sheets) != 1:
            body.glance(sheets)
        for number, sheet in enumerate(sheets):
            body.sheet(sheet, breaks=number > 0 or len(sheets) != 1)
        text = "".join(body.parts).encode()
        document = b"".join((self._above, b"<w:body>", text, self._below))
        written = BytesIO()
        with zipfile.ZipFile(written, "w") as package:
            for name, held in self._parts.items():
                package.writestr(fixed_entry(name), document if name == _DOCUMENT else held)
        return written.getvalue()


class _Body:
    """The body of one file, part by part.

    It is written as text: python-docx looks a style up in all of them for every paragraph,
    which takes seconds for the leaders of a few schools.
    """

    def __init__(self, catalogue: Story, story: Story, styles: Mapping[str, str]) -> None:
        self._catalogue, self._story, self._styles = catalogue, story, styles
        self._width = Emu(_PAGE[0] - 2 * _MARGIN).twips
        self.parts: list[str] = []

    def glance(self, sheets: Sequence[DutySheet]) -> None:
        """Write the leaders of the school at a glance, and what falls on nobody."""
        self._title("班子责任一览")
        columns = (
            Column("姓名", 8),
            Column("岗位", 14),
            Column("分管领域", 18),
            Column("失分", 7, is_centred=True),
            Column("承担", 7, is_centred=True),
            Column("否决", 20),
            Column("失责追责", 12),
        )
        self._table(
            columns,
            [
                (
                    sheet.name,
                    "、".join(sheet.posts),
                    "、".join(sheet.owned),
                    sheet.lost,
                    sheet.carried,
                    "；".join(sheet.vetoes),
                    _repeated(sheet),
                )
                for sheet in sheets
            ],
        )
        self._texts((self._story.get("duties") or {}).get("notes", ()))
        self._texts((self._catalogue.get("duties") or {}).get("rules", ()), "Caption")

    def sheet(self, sheet: DutySheet, *, breaks: bool) -> None:
        """Write the sheet of one leader."""
        self._title(TITLE, breaks=breaks)
        columns = (
            Column("姓名", 10),
            Column("岗位", 16),
            Column("分管领域", 24),
            Column("失分", 8, is_centred=True),
            Column("按系数承担", 10, is_centred=True),
        )
        posts, owned = "、".join(sheet.posts), "、".join(sheet.owned)
        self._table(columns, [(sheet.name, posts, owned, sheet.lost, sheet.carried)])
        self._texts(sheet.sentences)
        self._areas(sheet)
        self._deeds(sheet)
        self._events(sheet)
        self._items(sheet)
        self._mending(sheet)
        self._signatures()

    def _title(self, title: str, *, breaks: bool = False) -> None:
        self._paragraph(title, "Title", "<w:pageBreakBefore/>" if breaks else "")
        story, year = self._story, self._catalogue["year"]
        text = f"{story['name']}（{story['school_id']}）　{year}年度　{self._catalogue['name']}"
        self._paragraph(text, "Subtitle")

    def _heading(self, text: str) -> None:
        self._paragraph(text, "Heading 1")

    def _texts(self, texts: Sequence[str], style: str = "Body Text") -> None:
        for text in texts:
            self._paragraph(text, style)

    def _paragraph(self, text: str, style: str, more: str = "") -> None:
        self.parts.append(
            f'<w:p><w:pPr><w:pStyle w:val="{self._styles[style]}"/>{more}</w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(plain_text(text))}</w:t></w:r></w:p>'
        )

    def _table(self, columns: tuple[Column, ...], rows: Rows) -> None:
        if not rows:
            self._texts((_NONE + "。",))
            return
        cells: tuple[tuple[Lines, ...], ...] = tuple(
            tuple(tuple(cell.split("\n")) for cell in row) for row in rows
        )
        self.parts.append(table_text(Table(columns, cells), self._width))
        # Two tables without a paragraph between them would become one.
        self._paragraph("", "No Spacing")

    def _areas(self, sheet: DutySheet) -> None:
        self._heading("一、责任领域")
        columns = (
            Column("责任领域", 10),
            Column("责任（系数）", 18),
            Column("失分", 7, is_centred=True),
            Column("承担", 7, is_centred=True),
            Column("依据", 16),
            Column("同领域的其他责任人", 26),
        )
        rows = [
            (
                area.area,
                f"{area.kind}（{area.coefficient}）",
                area.lost,
                area.carried,
                area.source,
                "、".join(area.beside) or "—",
            )
            for area in sheet.areas
        ]
        self._table(columns, rows)

    def _deeds(self, sheet: DutySheet) -> None:
        self._heading("二、履职情况")
        columns = (
            Column("责任领域", 10, is_centred=True, is_merged=True),
            Column("履职事项", 24),
            Column("情况", 24),
            Column("要求", 14),
            Column("对照", 8, is_centred=True),
        )
        self._table(
            columns,
            [
                (area.area, deed.name, deed.text, deed.asks, deed.met)
                for area in sheet.areas
                for deed in area.deeds
            ],
        )

    def _events(self, sheet: DutySheet) -> None:
        self._heading("三、事件、否决与追责")
        columns = (
            Column("责任领域", 10, is_centred=True, is_merged=True),
            Column("事件", 40),
            Column("否决", 18),
            Column("出处", 20),
        )
        rows = [
            (area.area, event.what, "\n".join(event.vetoes) or "—", event.place or "—")
            for area in sheet.areas
            for event in area.events
        ]
        self._table(columns, rows)
        if sheet.repeated:
            self._texts((f"失责追责：{_repeated(sheet)}。",))

    def _items(self, sheet: DutySheet) -> None:
        self._heading("四、失分逐项")
        columns = (
            Column("责任领域", 10, is_centred=True, is_merged=True),
            Column("指标", 20),
            Column("失分", 7, is_centred=True),
            Column("系数", 6, is_centred=True),
            Column("承担", 7, is_centred=True),
            Column("怎样失的", 36),
        )
        rows = [
            (
                area.area,
                f"{item.indicator} {item.name}",
                item.lost,
                area.coefficient,
                item.carried,
                item.sentence,
            )
            for area in sheet.areas
            for item in area.items
        ]
        if rows:
            rows.append(("合计", "", sheet.lost, "", sheet.carried, "每个领域的承担数四舍五入一次"))
        self._table(columns, rows)

    def _mending(self, sheet: DutySheet) -> None:
        self._heading("五、待整改")
        columns = (
            Column("序", 4, is_centred=True),
            Column("事项", 40),
            Column("整改建议", 20),
            Column("期限", 10),
            Column("完成情况", 12),
        )
        rows = [
            (str(number), text, advice, "", "")
            for number, (text, advice) in enumerate(sheet.to_mend, 1)
        ]
        self._table(columns, rows)

    def _signatures(self) -> None:
        for text in (
            "本人述职（签字）：　　　　　　　　　　　　年　　月　　日",
            "党组织审核（签字）：　　　　　　　　　　　年　　月　　日",
        ):
            self._paragraph(text, "Signature")


def _repeated(sheet: DutySheet) -> str:
    if not sheet.repeated:
        return ""
    return "再次被追责" + (f"，取消本人{'、'.join(sheet.barred)}" if sheet.barred else "")


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Cm(0.9)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    header.add_run(f"{INTERNAL}　含个人信息，不得公示")
    texts = (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", ""))
    number_pages(section.footer.paragraphs[0], texts)


def _set_styles(word: WordDocument) -> None:
    set_style(word, "Normal", BODY, 10.5, after=0)
    set_style(word, "Title", HEADING, 18, after=4, centred=True)
    set_style(word, "Subtitle", BODY, 10.5, after=8, centred=True)
    set_style(word, "Heading 1", HEADING, 12, before=10, after=4)
    set_style(word, "Body Text", BODY, 10.5, after=2)
    set_style(word, "Caption", BODY, 9, before=1, after=1)
    set_style(word, "No Spacing", BODY, 4, after=0)
    set_style(word, "Header", TABLE, 9, after=0)
    set_style(word, "Footer", TABLE, 9, after=0)
    signature = word.styles.add_style("Signature", 1)
    signature.base_style = word.styles["Normal"]
    set_style(word, "Signature", BODY, 11, before=16, after=0)
    for name in ("Heading 1", "Title", "Subtitle"):
        paragraph_style(word, name).paragraph_format.keep_with_next = True


def _set_properties(word: WordDocument, catalogue: Story) -> None:
    properties: Any = word.core_properties
    properties.created = properties.modified = datetime(int(catalogue["year"]), 12, 31, tzinfo=UTC)
    properties.title, properties.subject = TITLE, INTERNAL
    properties.author = properties.last_modified_by = "评衡"
    properties.identifier, properties.language = catalogue["digest"], "zh-CN"
    properties.comments = properties.keywords = properties.category = properties.version = ""
    properties.revision = 1
