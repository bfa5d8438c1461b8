"""Write a document as a Word file, in the form in which score sheets are usually issued.

The same rules make the same bytes: nothing of the day or the machine goes into the file.
"""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import zip_longest

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from engine.rendering.document import Block, Document, Paragraphs, Table, chinese_number
from engine.rendering.word_table import table_element

# Fonts are named, not shipped: whoever opens the file has them with Windows, Word or WPS.
BODY, TABLE, HEADING, LATIN = "仿宋", "宋体", "黑体", "Times New Roman"
# A4 lying down; what is left between the margins is for the tables.
_PAGE = (Cm(29.7), Cm(21.0))
_MARGINS = (Cm(1.8), Cm(1.8))
_FIXED = (1980, 1, 1, 0, 0, 0)


def word_bytes(document: Document) -> bytes:
    """Return the document as the bytes of a .docx file."""
    word = docx.Document()
    _set_page(word)
    _set_styles(word)
    _set_properties(word, document)
    word.add_paragraph(document.title, "Title")
    for text in document.intro:
        word.add_paragraph(text, "Body Text")
    for number, section in enumerate(document.sections, 1):
        word.add_heading(f"{chinese_number(number)}、{section.title}", 1)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            _add_block(word, block)
            if isinstance(following, Table):
                word.paragraphs[-1].paragraph_format.keep_with_next = True
    return _repacked(word)


def _add_block(word: WordDocument, block: Block) -> None:
    match block:
        case Paragraphs():
            for number, text in enumerate(block.texts, 1):
                word.add_paragraph(f"{number}. {text}" if block.is_numbered else text, "Body Text")
        case Table():
            if block.caption:
                word.add_paragraph(block.caption, "Caption")
            width = Emu(_PAGE[0] - 2 * _MARGINS[0])
            last = word.element.body.sectPr
            last.addprevious(table_element(block, width.twips))
            # Two tables without a paragraph between them would become one.
            word.add_paragraph(style="No Spacing")


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGINS[0]
    section.top_margin = section.bottom_margin = _MARGINS[1]
    section.header_distance = section.footer_distance = Cm(0.9)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        footer.add_run(text)
        if field:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            run = OxmlElement("w:r")
            shown = OxmlElement("w:t")
            shown.text = "1"
            run.append(shown)
            simple.append(run)
            footer._p.append(simple)


def _set_styles(word: WordDocument) -> None:
    _style(word, "Normal", BODY, 10.5, after=0)
    _style(word, "Title", HEADING, 20, after=10, centred=True)
    _style(word, "Heading 1", HEADING, 14, before=14, after=6)
    _style(word, "Body Text", BODY, 11, after=3)
    _style(word, "Caption", HEADING, 10.5, before=8, after=3)
    _style(word, "No Spacing", BODY, 4, after=0)
    _style(word, "Footer", TABLE, 9, after=0)
    for name in ("Heading 1", "Caption"):
        _paragraph_style(word, name).paragraph_format.keep_with_next = True


def _paragraph_style(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return style


def _style(
    word: WordDocument,
    name: str,
    font: str,
    size: float,
    *,
    before: float = 0,
    after: float,
    centred: bool = False,
) -> None:
    style = _paragraph_style(word, name)
    style.font.size = Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in list(fonts.attrib):  # fonts of the theme would go before those that are named
        del fonts.attrib[each]
    fonts.set(qn("w:hint"), "eastAsia")  # “ ” are as wide as the Chinese around them
    for kind, named in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font), ("cs", LATIN)):
        fonts.set(qn(f"w:{kind}"), named)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.line_spacing = 1.15
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    if centred:
        spacing.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    day = datetime.combine(document.day, time(), UTC)
    properties.created = properties.modified = day
    properties.title, properties.subject = document.title, "考核评分表"
    properties.author = properties.last_modified_by = "评衡"
    properties.identifier, properties.language = document.digest, "zh-CN"
    properties.comments = properties.keywords = properties.category = properties.version = ""
    properties.revision = 1


def _repacked(word: WordDocument) -> bytes:
    """Return the file with the times of its entries fixed, and without the thumbnail."""
    written, fixed = BytesIO(), BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
