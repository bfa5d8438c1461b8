"""Tell of an edited text which change a place in it goes back to, and where it stood before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagnostics import Place
from engine.editing.drafts import Draft, DraftPart
from engine.editing.edits import Edit
from engine.editing.lines import Lines
from engine.editing.written import Part, Written


@dataclass(frozen=True, slots=True)
class Cause:
    """A stretch of the edited text that a change brought.

    Args:
        is_gap: What is lacking there was taken out by it: only its beginning counts.
    """

    start: int
    end: int
    place: Place
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited text.

    Args:
        text: The text. causes: What of it was brought by which change.
        edits: By which it came from the old one. before, after: The lines of both.
    """

    text: str
    causes: tuple[Cause, ...] = ()
    edits: tuple[Edit, ...] = ()
    before: Lines | None = None
    after: Lines | None = None

    def cause_at(self, line: int, column: int) -> Place | None:
        """Return the place of the change that brought what stands somewhere; None: none did.

        Args:
            line: The line of the edited text, and the column; both from 1.
        """
        if self.after is None or not 0 < line <= len(self.after):
            return None
        offset = self.after.start(line - 1) + column - 1
        found = [
            cause
            for cause in self.causes
            if cause.start == offset or (not cause.is_gap and cause.start <= offset < cause.end)
        ]
        narrowest = min(
            found, key=lambda cause: (cause.end - cause.start, cause.is_gap), default=None
        )
        return narrowest.place if narrowest else None

    def line_before(self, line: int) -> int:
        """Return on which line of the old text stands what stands on a line of the edited one."""
        if self.before is None or self.after is None or not 0 < line <= len(self.after):
            return line
        offset, shift = self.after.start(line - 1), 0
        for edit in sorted(self.edits, key=lambda each: (each.start, each.end)):
            if edit.start + shift + len(edit.text) > offset:
                return self.before.number(min(offset - shift, edit.end)) + 1
            shift += len(edit.text) - (edit.end - edit.start)
        return self.before.number(offset - shift) + 1


def causes_of(draft: Draft, written: Written) -> tuple[Cause, ...]:
    """Return what of an edited text was brought by which change.

    Args:
        draft: Of the whole text. written: The same, read from the edited text.
    """
    return tuple(_causes(draft, written, written.start))


def _causes(draft: Draft, written: Written, head: int) -> Iterator[Cause]:
    """Yield the causes in a value; its key stands at `head`."""
    if draft.cause is not None:
        yield Cause(head, written.end, draft.cause)
    if draft.thinned_by is not None:
        yield Cause(written.start, written.end, draft.thinned_by, is_gap=True)
        yield Cause(head, written.end, draft.thinned_by, is_gap=True)
    if draft.source is not None:
        return
    parts: Iterator[tuple[DraftPart, Part]] = zip(draft.parts, written.parts, strict=True)
    for part, found in parts:
        if part.cause is not None:
            yield Cause(found.start, found.end, part.cause)
        yield from _causes(part.value, found.value, found.start)
