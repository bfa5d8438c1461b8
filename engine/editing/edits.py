"""Edits of one text: stretches that are replaced, gathered first and made at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.editing.changes import EditingFault


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str = ""


def make_edits(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return a stretch of a text with all edits made; those at one place in their order.

    Raises:
        EditingFault: Two edits are about one stretch.
    """
    pieces, at = [], start
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < at:
            raise EditingFault(f"两处改动相叠：{edit}")
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    pieces.append(text[at : len(text) if end is None else end])
    return "".join(pieces)
