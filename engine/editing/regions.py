"""Which lines belong to an entry or item of a block: its own, and the comments that are its."""

from __future__ import annotations

from engine.editing.page import Page
from engine.editing.written import Written


class Regions:
    """The stretches of whole lines that the parts of one block take.

    A comment belongs to a part where it stands directly above it, at its indent, and clearly
    speaks of it alone: not where it is drawn as a heading, not above the first part (there it
    speaks of all) unless the second has one too, and not above the first of several one-line
    parts. A comment behind a part that is indented further than it belongs to it as well.
    """

    def __init__(self, page: Page, block: Written) -> None:
        self._lines = page.lines
        self._parts = block.parts
        self.column = page.lines.column(block.parts[0].start)
        self.is_inline = not page.lines.begins_line(block.parts[0].start)
        self._firsts = [page.lines.number(part.start) for part in block.parts]
        self._behinds = [self._behind(number) for number in range(len(block.parts))]

    def top(self, number: int) -> int:
        """Return where a part begins; in the middle of a line only for the first one."""
        if number == 0 and self.is_inline:
            return self._parts[0].start
        return self._lines.start(self._firsts[number] - self._n_own_comments(number))

    def bottom(self, number: int) -> int:
        """Return where the line behind a part begins."""
        return self._lines.start(self._behinds[number])

    def blanks_above(self, number: int) -> int:
        """Return how many blank lines directly precede a part and its comments."""
        line = self._lines.number(self.top(number))
        least = self._behinds[number - 1] if number else 0
        n_blank = 0
        while line - n_blank - 1 >= least and self._lines.is_blank(line - n_blank - 1):
            n_blank += 1
        return n_blank

    def usual_blanks(self) -> int:
        """Return by how many blank lines the parts are always separated."""
        gaps = [self._blanks_between(number) for number in range(1, len(self._parts))]
        return min(gaps, default=0)

    def comments_between(self, number: int) -> bool:
        """Tell whether comments stand between a part and the one before it."""
        between = range(self._behinds[number - 1], self._firsts[number])
        return any(self._lines.is_comment(line) for line in between)

    def _blanks_between(self, number: int) -> int:
        between = range(self._behinds[number - 1], self._firsts[number])
        return sum(self._lines.is_blank(line) for line in between)

    def _behind(self, number: int) -> int:
        """Return the line behind a part and the comments that are indented further than it."""
        part = self._parts[number]
        behind = self._lines.number(part.end) + 1
        limit = self._firsts[number + 1] if number + 1 < len(self._parts) else len(self._lines)
        at = behind
        while at < limit and (self._lines.is_blank(at) or self._is_inner_comment(at)):
            at += 1
            behind = at if self._is_inner_comment(at - 1) else behind
        return behind

    def _is_inner_comment(self, line: int) -> bool:
        return self._lines.is_comment(line) and self._lines.indent(line) > self.column

    def _n_own_comments(self, number: int) -> int:
        above = self._comments_above(number)
        if not above:
            return 0
        first = self._firsts[number]
        if any(self._lines.is_banner(line) for line in range(first - above, first)):
            return 0
        is_last = number + 1 == len(self._parts)
        if number == 0:
            return above if not is_last and self._comments_above(1) else 0
        is_long = self._behinds[number] - first > 1
        heads_no_other = is_last or self._firsts[number + 1] > self._behinds[number]
        return above if is_long or heads_no_other else 0

    def _comments_above(self, number: int) -> int:
        """Return how many comment lines stand directly above a part, at its indent."""
        first = self._firsts[number]
        least = self._behinds[number - 1] if number else 0
        n_lines = 0
        while first - n_lines - 1 >= least and self._is_comment_at(first - n_lines - 1):
            n_lines += 1
        return n_lines

    def _is_comment_at(self, line: int) -> bool:
        return self._lines.is_comment(line) and self._lines.indent(line) == self.column
