"""Write a list or mapping in brackets anew where parts come, go or move; spaces stay."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.editing.written import Written


@dataclass(frozen=True, slots=True)
class Chunk:
    """One part with what stands around it.

    Args:
        lead: Spaces, line breaks and own-line comments before it.
        body: The part itself.
        comment: A comment behind it on its line, with the spaces before it.
    """

    lead: str
    body: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A list or mapping in brackets, in pieces that can be put together differently."""

    chunks: tuple[Chunk, ...]
    closing: str
    ends_with_comma: bool

    def put_together(self, chunks: list[Chunk]) -> str:
        """Return what stands between the brackets."""
        written = ""
        for number, chunk in enumerate(chunks):
            lead = chunk.lead
            if "#" in (chunks[number - 1].comment if number else "") and not _breaks(lead):
                lead = "\n" + self._indent()
            is_last = number + 1 == len(chunks)
            comma = "" if is_last and not self.ends_with_comma else ","
            written += lead + chunk.body + comma + chunk.comment
        closing = self.closing
        if chunks and chunks[-1].comment and not _breaks(closing):
            closing = "\n" + self._indent()
        return written + closing

    def lead_behind(self, number: int | None) -> str:
        """Return what goes before a new part that follows an old one."""
        if number is not None and number > 0:
            return _without_comments(self.chunks[number].lead)
        if len(self.chunks) > 1:
            return _without_comments(self.chunks[1].lead)
        first = _without_comments(self.chunks[0].lead) if self.chunks else ""
        return first if _breaks(first) else " "

    def _indent(self) -> str:
        found = re.findall(r"[\r\n]([ \t]*)", "".join(chunk.lead for chunk in self.chunks))
        return found[-1] if found else "  "


def take_apart(text: str, was: Written) -> Bracket:
    """Return the pieces of a list or mapping in brackets."""
    chunks: list[Chunk] = []
    at, ends_with_comma = was.start + 1, False
    closing = was.end - 1
    for number, part in enumerate(was.parts):
        end = part.end
        behind = was.parts[number + 1].start if number + 1 < len(was.parts) else closing
        gap = text[end:behind]
        comma = _comma_in(gap)
        rest = gap[comma + 1 :] if comma >= 0 else gap
        comment = ""
        if found := re.match(r"[ \t]*#[^\r\n]*", gap if comma < 0 else rest):
            comment = found.group()
        ends_with_comma = comma >= 0
        chunks.append(Chunk(text[at : part.start], text[part.start : end], comment))
        at = end + (comma + 1 if comma >= 0 else 0) + len(comment)
    return Bracket(tuple(chunks), text[at:closing], ends_with_comma)


def _comma_in(gap: str) -> int:
    """Return where the comma stands in what separates two parts; -1 where there is none."""
    bare = re.sub(r"#[^\r\n]*", lambda found: " " * len(found.group()), gap)
    return bare.find(",")


def _breaks(text: str) -> bool:
    return "\n" in text or "\r" in text


def _without_comments(lead: str) -> str:
    """Return a line break and indent alone, or the spaces."""
    if not _breaks(lead):
        return lead
    return "\n" + re.split(r"[\r\n]", lead)[-1]
