"""Write a document as Markdown, with tables as GitHub reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.rendering.document import Block, Document, Paragraphs, chinese_number
from engine.reports.table_block import Lines, Table

# What Markdown would take for a sign of its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>|#~])")
_LIKE_A_LIST = re.compile(r"^(\d*)([-+.])(\s)")


def markdown(document: Document) -> str:
    """Return the document as Markdown, with a line end at its end."""
    return "\n\n".join(_blocks(document)) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    for text in document.intro:
        yield escaped(text)
    for number, section in enumerate(document.sections, 1):
        yield f"## {chinese_number(number)}、{escaped(section.title)}"
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraphs():
            texts = [escaped(text) for text in block.texts]
            if block.is_numbered:
                yield "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
            else:
                yield from texts
        case Table():
            if block.caption:
                yield f"**{escaped(block.caption)}**"
            yield "\n".join(_table_lines(block))


def _table_lines(table: Table) -> Iterable[str]:
    yield _row(escaped(column.title) for column in table.columns)
    yield _row(":-:" if column.is_centred else "---" for column in table.columns)
    merged: list[set[int]] = [
        {first for first, _ in table.spans(at)} for at in range(len(table.columns))
    ]
    for number, row in enumerate(table.rows):
        # 合并的格子只在第一行写出，往下空着的，写“〃”，读的人知道同上。
        yield _row(
            _cell(cell) if number in firsts else "〃"
            for cell, firsts in zip(row, merged, strict=True)
        )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(lines: Lines) -> str:
    return "<br>".join(escaped(each) for each in lines)


def escaped(text: str) -> str:
    """Escape what Markdown, or a cell of its tables, would read as its own.

    >>> escaped("甲|乙")
    '甲\\\\|乙'
    """
    flat = " ".join(text.split("\n")).strip()
    return _LIKE_A_LIST.sub(r"\1\\\2\3", _SIGNS.sub(r"\\\1", flat))
