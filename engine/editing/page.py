"""A text with what is known about it as a whole: its lines, and how it is usually written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engine.editing.lines import Lines
from engine.editing.written import Part, Written


@dataclass(frozen=True, slots=True)
class Page:
    """A text that is edited.

    Args:
        step: By how many spaces a mapping stands behind the key above it.
        dash_step: By how many a list does.
        quote: The quotes that the text uses most.
    """

    text: str
    lines: Lines
    root: Written
    step: int
    dash_step: int
    quote: str

    def is_inline(self, part: Part) -> bool:
        """Tell whether a value begins on the line of its key or dash."""
        return self.lines.number(part.value.start) == self.lines.number(part.start)


def page_of(text: str, root: Written) -> Page:
    """Return a text with its habits."""
    lines = Lines(text)
    steps: dict[str, Counter[int]] = {"mapping": Counter(), "list": Counter()}
    quotes: Counter[str] = Counter()
    for part in parts_within(root):
        value = part.value
        if value.style in ("'", '"'):
            quotes[value.style] += 1
        if part.key is not None and value.is_block:
            steps[value.kind][lines.column(value.start) - lines.column(part.start)] += 1
    return Page(
        text,
        lines,
        root,
        _usual(steps["mapping"], _usual(steps["list"], 2) or 2),
        _usual(steps["list"], 2),
        "'" if quotes["'"] > quotes['"'] else '"',
    )


def parts_within(written: Written) -> Iterator[Part]:
    """Yield every part of a value, each before those within it."""
    for part in written.parts:
        yield part
        yield from parts_within(part.value)


def _usual(counted: Counter[int], otherwise: int) -> int:
    return counted.most_common(1)[0][0] if counted else otherwise
