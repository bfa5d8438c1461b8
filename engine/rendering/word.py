"""Write a document as a Word file, in the form in which score sheets are usually issued.

The same rules make the same bytes: nothing of the day or the machine goes into the file.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import zip_longest

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Emu

from engine.rendering.document import Block, Document, Paragraphs, chinese_number
from engine.reports.table_block import Table
from engine.reports.word_form import fixed_bytes, number_pages, paragraph_style, set_style
from engine.reports.word_table import table_element

BODY, TABLE, HEADING = "仿宋", "宋体", "黑体"
# A4 lying down; what is left between the margins is for the tables.
_PAGE = (Cm(29.7), Cm(21.0))
_MARGINS = (Cm(1.8), Cm(1.8))


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
    return fixed_bytes(word)


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
    texts = (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", ""))
    number_pages(section.footer.paragraphs[0], texts)


def _set_styles(word: WordDocument) -> None:
    set_style(word, "Normal", BODY, 10.5, after=0)
    set_style(word, "Title", HEADING, 20, after=10, centred=True)
    set_style(word, "Heading 1", HEADING, 14, before=14, after=6)
    set_style(word, "Body Text", BODY, 11, after=3)
    set_style(word, "Caption", HEADING, 10.5, before=8, after=3)
    set_style(word, "No Spacing", BODY, 4, after=0)
    set_style(word, "Footer", TABLE, 9, after=0)
    for name in ("Heading 1", "Caption"):
        paragraph_style(word, name).paragraph_format.keep_with_next = True


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    day = datetime.combine(document.day, time(), UTC)
    properties.created = properties.modified = day
    properties.title, properties.subject = document.title, "考核评分表"
    properties.author = properties.last_modified_by = "评衡"
    properties.identifier, properties.language = document.digest, "zh-CN"
    properties.comments = properties.keywords = properties.category = properties.version = ""
    properties.revision = 1
