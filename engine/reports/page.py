"""Lay out lines of Chinese and Latin text by display width: padding, hanging indents, columns.

A page is a list of lines; each line is a list of runs with a style name. The same lines are
printed plainly into files and pipes, and with colour on a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

Run = tuple[str, str]  # text, style


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; what does not fit goes on under column `hang`.

    Args:
        below: What stands in front of the continued lines, where that is not blank.
    """

    runs: tuple[Run, ...] = ()
    hang: int = 0
    below: str = ""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs).rstrip()


def line(text: str = "", style: str = "", *, indent: int = 0, hang: int | None = None) -> Line:
    """Return a line of one run, indented; continued lines stand under its first character."""
    runs: tuple[Run, ...] = ((" " * indent, ""), (text, style)) if indent else ((text, style),)
    return Line(runs, indent if hang is None else hang)


def typed(path: str) -> str:
    """Return a path as it is typed in a command: in quotes where it has blanks in it.

    >>> typed("rules/a"), typed("我的 方案")
    ('rules/a', '"我的 方案"')
    """
    return f'"{path}"' if any(each in path for each in " \u3000&()") else path


def display_width(text: str) -> int:
    """Return how many columns a text takes: wide and full-width characters take two.

    >>> display_width("等次 A")
    6
    """
    return len(text) if text.isascii() else sum(map(_width, text))


@cache  # as many as there are characters in use
def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a display width; `right` sets it flush right.

    >>> pad("优秀", 6) + "|", pad("7.5", 5, right=True)
    ('优秀  |', '  7.5')
    """
    gap = " " * max(width - display_width(text), 0)
    return gap + text if right else text + gap


def columns(
    rows: Sequence[Sequence[str]],
    *,
    indent: int = 0,
    right: Iterable[int] = (),
    header: bool = True,
    style: str = "",
) -> list[Line]:
    """Set rows as columns, two spaces apart.

    Args:
        rows: Cells; the first row is the header where `header` is set.
        right: Numbers of the columns that are set flush right (numbers).
        style: For the rows below the header.
    """
    if not rows:
        return []
    flush = set(right)
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for number, row in enumerate(rows):
        cells = [pad(cell, widths[at], right=at in flush) for at, cell in enumerate(row)]
        is_header = header and number == 0
        lines.append(line("  ".join(cells).rstrip(), "dim" if is_header else style, indent=indent))
    return lines


def wrapped(page: Iterable[Line], width: int) -> list[Line]:
    """Break lines that are too long for a terminal, each under its hanging indent."""
    return [piece for each in page for piece in _wrap(each, width)]


def _wrap(long: Line, width: int) -> list[Line]:
    if display_width(long.text) <= width or width - long.hang < 20:
        return [long]
    lead: list[Run] = [(pad(long.below, long.hang), "dim")]
    pieces: list[Line] = []
    runs: list[Run] = []
    used, is_fresh = 0, True
    for text, style in long.runs:
        for word in _words(text):
            if used + display_width(word) > width and not is_fresh:
                pieces.append(Line(tuple(runs), long.hang))
                runs, used, is_fresh = list(lead), long.hang, True
            shown = word.lstrip() if is_fresh and pieces else word
            runs.append((shown, style))
            used += display_width(shown)
            is_fresh = is_fresh and not shown.strip()
    pieces.append(Line(tuple(runs), long.hang))
    return pieces


# Never at the start of a line.
_CLOSING = "，。；：、）】》〕」』！？”’%"


def _words(text: str) -> list[str]:
    """Split where a line may break: at spaces, and between wide characters."""
    words: list[str] = []
    for character in text:
        joins = words and (
            character in _CLOSING
            or (_is_latin(character) and _is_latin(words[-1][-1]))
            or words[-1][-1] in "（【《〔「『“‘"
        )
        if joins:
            words[-1] += character
        else:
            words.append(character)
    return words


def _is_latin(character: str) -> bool:
    return character != " " and _width(character) == 1
