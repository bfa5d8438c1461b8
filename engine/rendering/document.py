"""A document before it is Markdown or Word: sections of paragraphs and tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.reports.table_block import Lines, Table


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs of running text; numbered ones are 1., 2., … of their section."""

    texts: Lines
    is_numbered: bool = False


Block = Paragraphs | Table


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part of a document."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Args:
        day: As of which the rules are shown (基准日).
        intro: Said before the first section (说明).
        digest: Of the rules that it was made of; the same rules make the same bytes.
    """

    title: str
    intro: Lines
    sections: tuple[Section, ...]
    digest: str
    day: date


def chinese_number(number: int) -> str:
    """Write the number of a section.

    >>> [chinese_number(each) for each in (1, 10, 12, 20)]
    ['一', '十', '十二', '二十']
    """
    digits = "一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{digits[tens - 1]}十"
    return head + (digits[ones - 1] if ones else "")
