"""The lines of a text: where they begin, how far they are indented, which are comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from unicodedata import east_asian_width

_BREAK = re.compile(r"\r\n|\r|\n")
# A line that is drawn, not said: it heads all that follows.
_BANNER = re.compile(r"([=\-─═━~*·—_])\1{2,}|#{3,}|═|━")


def shown_width(text: str) -> int:
    """Return how many columns an editor shows for a text: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


class Lines:
    """The lines of one text. Numbers count from 0; a line break belongs to its line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        if len(self._starts) > 1 and self._starts[-1] == len(text):
            self._starts.pop()
        breaks = Counter(_BREAK.findall(text)).most_common(1)
        self._usual_break = breaks[0][0] if breaks else "\n"

    def __len__(self) -> int:
        return len(self._starts)

    def number(self, offset: int) -> int:
        """Return the number of the line in which an offset lies."""
        return bisect_right(self._starts, offset) - 1

    def start(self, number: int) -> int:
        """Return where a line begins; the end of the text behind the last one."""
        return self._starts[number] if number < len(self) else len(self.text)

    def end(self, number: int) -> int:
        """Return where the characters of a line end, before its line break."""
        return self.start(number) + len(self.content(number))

    def content(self, number: int) -> str:
        """Return a line without its line break."""
        return self.text[self.start(number) : self.start(number + 1)].rstrip("\r\n")

    def line_break(self, number: int) -> str:
        """Return the line break of a line; the usual one of the text where it has none."""
        own = (
            self.text[self.end(number) : self.start(number + 1)] if 0 <= number < len(self) else ""
        )
        return own or self._usual_break

    def column(self, offset: int) -> int:
        """Return how many characters stand before an offset in its line."""
        return offset - self.start(self.number(offset))

    def indent(self, number: int) -> int:
        """Return how many spaces a line begins with."""
        content = self.content(number)
        return len(content) - len(content.lstrip(" "))

    def begins_line(self, offset: int) -> bool:
        """Tell whether nothing but spaces stands before an offset in its line."""
        return not self.text[self.start(self.number(offset)) : offset].strip(" ")

    def is_blank(self, number: int) -> bool:
        return not self.content(number).strip()

    def is_comment(self, number: int) -> bool:
        """Tell whether a line (outside any value) holds a comment and nothing else."""
        return self.content(number).lstrip(" \t").startswith("#")

    def is_banner(self, number: int) -> bool:
        """Tell whether a comment is drawn as the heading of a section."""
        return _BANNER.search(self.content(number)) is not None
