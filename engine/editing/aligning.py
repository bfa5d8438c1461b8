"""Keep comments behind values where they stand, when the text before them grows or shrinks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from engine.editing.edits import Edit, make_edits
from engine.editing.lines import shown_width
from engine.editing.page import Page, parts_within
from engine.editing.written import Written

_COMMENT = re.compile(r"(?P<gap>[ \t]+)#")
# From this many spaces on a comment is meant to stand in a column.
_WIDE = 4


def align_comments(page: Page, edits: Sequence[Edit]) -> list[Edit]:
    """Return further edits: of the spaces before comments on lines that are edited."""
    by_line: defaultdict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_line[page.lines.number(edit.start)].append(edit)
    ends = _ends_of_values(page)
    aligned = []
    for line, within in by_line.items():
        comment = _comment_of(page, line, ends)
        if comment is None or any(each.end > comment[0] or "\n" in each.text for each in within):
            continue
        if any(each.start > comment[0] for each in within):
            continue
        start, end = comment
        before = make_edits(page.text, within, page.lines.start(line), start)
        width = _gap(page, line, shown_width(before), ends)
        if width != end - start:
            aligned.append(Edit(start, end, " " * width))
    return aligned


def _gap(page: Page, line: int, width: int, ends: dict[int, int]) -> int:
    """Return how many spaces go before a comment, behind a text of some width."""
    own = _comment_of(page, line, ends)
    assert own is not None
    gap = own[1] - own[0]
    column = _column(page, line, own[1])
    others = []
    for near in (line - 1, line + 1):
        found = _comment_of(page, near, ends) if 0 <= near < len(page.lines) else None
        if found is not None:
            others.append(_column(page, near, found[1]))
    wanted = None
    if column in others or gap >= _WIDE:
        wanted = column
    elif gap < _WIDE and others and len(set(others)) == 1 and others[0] < column:
        wanted = others[0]  # it was pushed out of their column, and may go back
    if wanted is None:
        return gap
    return wanted - width if wanted - width >= min(gap, 2) else min(gap, 2)


def _column(page: Page, line: int, offset: int) -> int:
    return shown_width(page.text[page.lines.start(line) : offset])


def _ends_of_values(page: Page) -> dict[int, int]:
    """Return for each line where the last scalar on it ends; beyond it for text over lines."""
    ends: dict[int, int] = {}
    scalars: list[Written] = [page.root, *(part.value for part in parts_within(page.root))]
    scalars += [part.key for part in parts_within(page.root) if part.key is not None]
    for value in scalars:
        if value.kind != "scalar":
            continue
        first = page.lines.number(value.start)
        last = page.lines.number(value.end)
        for line in range(first, last):
            ends[line] = len(page.text)
        ends[last] = max(ends.get(last, 0), value.end)
    return ends


def _comment_of(page: Page, line: int, ends: dict[int, int]) -> tuple[int, int] | None:
    """Return where the spaces before a comment behind values begin and end."""
    start = page.lines.start(line)
    behind = max(ends.get(line, start), start)
    if behind == start and not page.text[start : page.lines.end(line)].strip(" -]}#,"):
        return None
    found = _COMMENT.search(page.text, behind, page.lines.end(line))
    if found is None or not page.text[start : found.start()].strip():
        return None
    return found.start("gap"), found.end("gap")
