"""The texts as they were when the rulebook was made: they ride along in a hidden sheet.

A line of text a row, written as a JSON string, so that no program that saves the workbook can
change a blank, a tab or the end of a line in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

SHEET = "底稿"
MARK = "评衡规则手册"
# Counted up when rows or heads change so that older rulebooks are read otherwise.
FORMAT = 1
_LONGEST_LINE = 15_000
_FILE, _MORE = "file", "+"


@dataclass(frozen=True, slots=True)
class Originals:
    """What the hidden sheet says.

    Args:
        texts: File -> text as exported. exported: When. engine: By which version.
    """

    texts: Mapping[str, str]
    ruleset_id: str
    exported: str
    engine: str
    format: int = FORMAT


class Damaged(Exception):
    """The hidden sheet does not say what was written into it."""


def write_originals(book: Workbook, originals: Originals) -> None:
    """Write the hidden sheet, after all others."""
    sheet = book.add_worksheet(SHEET)
    sheet.very_hidden()
    text = book.add_format({"num_format": "@"})
    for row, cells in enumerate(_rows(originals)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, text)


def _rows(originals: Originals) -> Iterator[tuple[str, ...]]:
    said = {
        "format": originals.format,
        "ruleset": originals.ruleset_id,
        "exported": originals.exported,
        "engine": originals.engine,
    }
    yield MARK, json.dumps(said, ensure_ascii=False)
    for name, text in originals.texts.items():
        yield _FILE, json.dumps([name, _digest(text)], ensure_ascii=False)
        for line in text.split("\n"):
            for start in range(0, max(len(line), 1), _LONGEST_LINE):
                part = json.dumps(line[start : start + _LONGEST_LINE], ensure_ascii=False)
                yield (_MORE if start else "", _guarded(part))


def _guarded(part: str) -> str:
    """Write runs of blanks, and signs that nobody sees, so that they are kept."""
    part = part.replace("\ufeff", "\\ufeff").replace("\u2028", "\\u2028").replace("\x7f", "\\u007f")
    return part.replace("  ", " \\u0020").replace("_x", "_\\u0078")


def read_originals(rows: Sequence[Sequence[object]]) -> Originals:
    """Return what the rows of the hidden sheet say.

    Raises:
        Damaged: A text is not as it was written.
    """
    try:
        said = json.loads(str(rows[0][1]))
        texts: dict[str, list[str]] = {}
        digests: dict[str, str] = {}
        lines: list[str] = []
        for mark, part, *_ in rows[1:]:
            if mark == _FILE:
                name, digest = json.loads(str(part))
                lines = texts.setdefault(name, [])
                digests[name] = digest
            elif mark == _MORE:
                lines[-1] += json.loads(str(part))
            elif part:
                lines.append(json.loads(str(part)))
        whole = {name: "\n".join(lines) for name, lines in texts.items()}
        found = Originals(
            whole, said["ruleset"], said["exported"], said["engine"], int(said["format"])
        )
    except (IndexError, KeyError, TypeError, ValueError) as problem:
        raise Damaged from problem
    if any(_digest(text) != digests[name] for name, text in whole.items()):
        raise Damaged
    return found


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
