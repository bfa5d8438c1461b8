"""Find the edits by which a text comes to say what a draft says, and no others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from engine.editing.brackets import Bracket, Chunk, take_apart
from engine.editing.composing import (
    block_lines,
    entry_source,
    flow_source,
    lines_of,
    part_lines,
)
from engine.editing.drafts import Draft, DraftPart, Source
from engine.editing.edits import Edit, make_edits
from engine.editing.page import Page
from engine.editing.regions import Regions
from engine.editing.scalars import Position, key_source, quoted, respell, scalar_source
from engine.editing.trees import OLD
from engine.editing.written import Part, Written


def edit_root(page: Page, draft: Draft) -> list[Edit]:
    """Return the edits of a whole text."""
    assert draft.was is not None
    if draft.source is None:
        return _edit_within(page, draft)
    value = draft.source.written
    text = flow_source(draft.source, "line", page)
    if value.is_block:
        text = "\n".join(lines_of(draft.source, 0))
    return [Edit(draft.was.start, draft.was.end, text)]


def edit_part(page: Page, part: DraftPart, position: Position) -> list[Edit]:
    """Return the edits of one entry or item that stays where it is."""
    was = part.was
    assert was is not None
    edits = []
    if part.key is not None and was.key is not None:
        style = was.key.style
        key = quoted(part.key, style) if style in ("'", '"') else key_source(part.key)
        edits.append(Edit(was.key.start, was.key.end, key))
    if not part.value.is_changed:
        return edits
    if part.value.source is None:
        return edits + _edit_within(page, part.value)
    if position == "line":
        return edits + _replace_in_lines(page, was, part.value.source)
    new = flow_source(part.value.source, position, page, was.value.style)
    if was.value.is_empty and new:
        has_colon = was.key is None or was.after_mark > was.key.end
        new = f" {new}" if has_colon else f": {new}"
    return [*edits, Edit(was.value.start, was.value.end, new)]


def _edit_within(page: Page, draft: Draft) -> list[Edit]:
    assert draft.was is not None
    if not draft.is_changed:
        return []
    if draft.was.is_block:
        return edit_block(page, draft)
    return edit_flow(page, draft)


def _replace_in_lines(page: Page, was: Part, source: Source) -> list[Edit]:
    """Replace a value of a block."""
    old, new, lines = was.value, source.written, page.lines
    column = lines.column(was.start)
    if new.is_block or (new.style == "flow" and old.is_block and old.kind == new.kind):
        return _replace_by_block(page, was, source)
    if new.kind == "scalar":
        text = _rewritten(page, was, new)
    elif new.style == "flow":
        text = "\n".join(lines_of(source, column))
    else:
        text = flow_source(source, "line", page)
    if old.is_empty:
        return [Edit(was.after_mark, was.after_mark, f" {text}" if text else "")]
    if not old.is_block:
        return [Edit(old.start, old.end, text)]
    if page.is_inline(was):
        return [Edit(old.start, old.end, text)]
    behind = lines.end(lines.number(was.after_mark))
    end = lines.end(lines.number(old.end))
    return [Edit(was.after_mark, was.after_mark, f" {text}"), Edit(behind, end)]


def _replace_by_block(page: Page, was: Part, source: Source) -> list[Edit]:
    """Put lines in place of a value, below its key or behind its dash."""
    old, lines = was.value, page.lines
    column = lines.column(was.start)
    end = lines.end(lines.number(was.end))
    if was.key is None:
        inner = column + 2 if old.is_empty else lines.column(old.start)
        text = "\n".join(block_lines(source, inner, page))
        if old.is_block:
            return [Edit(old.start, end, text)]
        if page.text[old.end : end].strip():  # a comment stays behind the dash
            return [Edit(old.start, old.end), Edit(end, end, f"\n{' ' * inner}{text}")]
        return [Edit(old.start, old.end, f" {text}" if old.is_empty else text)]
    inner = column + (page.dash_step if source.written.kind == "list" else page.step)
    if old.is_block and old.kind == source.written.kind:
        inner = lines.column(old.start)
    text = " " * inner + "\n".join(block_lines(source, inner, page))
    if old.is_block:
        return [Edit(lines.start(lines.number(old.start)), end, text)]
    return [Edit(was.after_mark, old.end), Edit(end, end, f"\n{text}")]


def _rewritten(page: Page, was: Part, new: Written) -> str:
    """Return a scalar written as the one in its place is."""
    old, lines = was.value, page.lines
    if old.kind != "scalar":
        indent = None if old.is_block else _indent_of_text(page, was, is_long=False)
        return scalar_source(new, "line", "", page.quote, indent)
    written = page.text[old.start : old.end]
    number = lines.number(old.start)
    is_long = lines.number(old.end) > number
    indent = _indent_of_text(page, was, is_long=is_long)
    fresh = scalar_source(new, "line", old.style, page.quote, indent)
    if old.style in ("|", ">"):
        return _text_in_lines(page, old, new, fresh)
    if is_long and old.style == "" and fresh == new.text:
        return respell(written, old.text, new.text) or fresh
    return fresh


def _text_in_lines(page: Page, old: Written, new: Written, fresh: str) -> str:
    """Return what goes in place of a text in lines: of a folded one, only what differs."""
    lines = page.lines
    number = lines.number(old.start)
    header = lines.content(number)[lines.column(old.start) :]
    sign, mark, comment = header.partition("#")
    chomping = fresh.split("\n")[0]
    if old.style == ">" and sign.strip() == chomping and lines.number(old.end) > number:
        head = lines.start(number + 1) + lines.indent(number + 1)
        written = page.text[head : old.end]
        if body := respell(written, old.text.rstrip("\n"), new.text.rstrip("\n")):
            return page.text[old.start : head] + body
    first, *rest = fresh.split("\n")
    return "\n".join([f"{first} {mark}{comment}" if mark else first, *rest])


def _indent_of_text(page: Page, was: Part, *, is_long: bool) -> int | None:
    """Return how far a text in lines is indented in place of a value; None where none may stand.

    A comment behind the value, or one below it that is indented further, would become text.
    """
    old, lines = was.value, page.lines
    if old.style in ("|", ">"):
        number = lines.number(old.start)
        return lines.indent(number + 1) if is_long else lines.column(was.start) + page.step
    last = lines.number(old.end)
    if page.text[old.end : lines.end(last)].strip():
        return None
    below = last + 1
    while below < len(lines) and lines.is_blank(below):
        below += 1
    column = lines.column(was.start)
    is_taken = below < len(lines) and lines.is_comment(below) and lines.indent(below) > column
    return None if is_taken else column + page.step


def edit_block(page: Page, draft: Draft) -> list[Edit]:
    """Return the edits of a list or mapping that is written in lines."""
    assert draft.was is not None
    return _BlockEditing(page, draft, draft.was).edits()


class _BlockEditing:
    """Takes out, puts in and moves the parts of one block, as whole lines."""

    def __init__(self, page: Page, draft: Draft, was: Written) -> None:
        self._page, self._lines = page, page.lines
        self._old = was.parts
        self._regions = Regions(page, was)
        self._places = {id(part): number for number, part in enumerate(was.parts)}
        self._parts = draft.parts
        places = [self._place(part) for part in draft.parts if part.order[1] == OLD]
        self._kept = _longest_run([place for place in places if place is not None])

    def edits(self) -> list[Edit]:
        edits: list[Edit] = []
        fresh: list[DraftPart] = []
        last = -1
        replaced: set[int] = set()
        for part in self._parts:
            place = self._place(part)
            if place is None or place not in self._kept:
                fresh.append(part)
                continue
            edits += self._put(fresh, last, replaced)
            edits += edit_part(self._page, part, "line")
            fresh, last = [], place
        edits += self._put(fresh, last, replaced)
        return edits + self._take_out(replaced)

    def _place(self, part: DraftPart) -> int | None:
        return self._places.get(id(part.was)) if part.was is not None else None

    def _put(self, fresh: Sequence[DraftPart], last: int, replaced: set[int]) -> list[Edit]:
        """Put parts behind a kept one (-1: before all), in place of one that goes if any does."""
        if not fresh:
            return []
        blanks = [""] * self._regions.usual_blanks()
        chunks = [self._lines_of(part) for part in fresh]
        following = last + 1
        takes_place = following < len(self._old) and following not in self._kept
        at = self._regions.top(following) if takes_place or last < 0 else self._regions.bottom(last)
        lines: list[str] = []
        if takes_place:
            replaced.add(following)
            for number, chunk in enumerate(chunks):
                lines += [*(blanks if number else ()), *chunk]
        elif last < 0:
            for chunk in chunks:
                lines += [*chunk, *blanks]
        else:
            for chunk in chunks:
                lines += [*blanks, *chunk]
        text = "\n".join(lines) + "\n"
        if at == self._old[0].start and self._regions.is_inline:
            text = text.lstrip(" ")
            text += "" if takes_place else " " * self._regions.column
        return [Edit(at, at, text)]

    def _lines_of(self, part: DraftPart) -> list[str]:
        """Return a part that is new here as whole lines."""
        column = self._regions.column
        place = self._place(part)
        if place is None or part.was is None:
            assert part.value.source is not None
            key = part.key
            return part_lines(part.value.source, key, column, self._page, self._old)
        top, bottom = self._regions.top(place), self._regions.bottom(place)
        text = make_edits(self._page.text, edit_part(self._page, part, "line"), top, bottom)
        lead = " " * column if place == 0 and self._regions.is_inline else ""
        return (lead + text).splitlines()

    def _take_out(self, replaced: set[int]) -> list[Edit]:
        edits: list[Edit] = []
        gone = [number for number in range(len(self._old)) if number not in self._kept]
        if gone and gone[0] == 0 and self._regions.is_inline and 0 not in replaced:
            edits, gone = self._take_first(gone)
        at = 0
        for number in gone:
            start, end = self._stretch(number, number in replaced)
            if max(start, at) < end:
                edits.append(Edit(max(start, at), end))
            at = end
        return edits

    def _stretch(self, number: int, is_replaced: bool) -> tuple[int, int]:
        """Return what goes with a part: its lines, and blank lines that would double."""
        top, bottom = self._regions.top(number), self._regions.bottom(number)
        if is_replaced or (number == 0 and self._regions.is_inline):
            return top, bottom
        blanks = self._regions.blanks_above(number)
        line, behind = self._lines.number(top), self._lines.number(bottom)
        at_end = bottom == len(self._page.text)
        follows_blank = not at_end and self._lines.is_blank(behind)
        is_last = number > 0 and number + 1 == len(self._old)
        if blanks and (follows_blank or at_end or is_last):
            return self._lines.start(line - blanks), bottom
        if number == 0 and not blanks and follows_blank and len(self._old) > 1:
            while behind < len(self._lines) and self._lines.is_blank(behind):
                behind += 1
            return top, self._lines.start(behind)
        return top, bottom

    def _take_first(self, gone: list[int]) -> tuple[list[Edit], list[int]]:
        """Take out the first part, which stands behind a dash; the next one moves up there."""
        first = self._old[0].start
        following = min(self._kept)
        if not any(self._regions.comments_between(n) for n in range(1, following + 1)):
            rest = [number for number in gone if number > following]
            return [Edit(first, self._old[following].start)], rest
        dash = len(self._page.text[:first].rstrip(" "))
        return [Edit(dash, self._regions.bottom(0), "\n")], gone[1:]


def _longest_run(places: Sequence[int]) -> set[int]:
    """Return the most old places that stand in their old order."""
    ends: list[int] = []  # of the best run of each length: its last place
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    run: set[int] = set()
    place_or_none = ends[-1] if ends else None
    while place_or_none is not None:
        run.add(place_or_none)
        place_or_none = before[place_or_none]
    return run


def edit_flow(page: Page, draft: Draft) -> list[Edit]:
    """Return the edits of a list or mapping in brackets."""
    was = draft.was
    assert was is not None
    position: Position = "braces" if was.kind == "mapping" and was.style == "flow" else "brackets"
    if [part.was for part in draft.parts] == list(was.parts):
        return [edit for part in draft.parts for edit in edit_part(page, part, position)]
    return [Edit(was.start, was.end, _rebuilt(page, draft, was, position))]


def _rebuilt(page: Page, draft: Draft, was: Written, position: Position) -> str:
    """Return a list or mapping in brackets with parts that came, went or moved."""
    if was.style == "pair":
        opening = page.text[was.parts[0].start : was.parts[0].end]
        bracket = Bracket((Chunk("", opening),), "", False)
    else:
        bracket = take_apart(page.text, was)
    places = {id(part): number for number, part in enumerate(was.parts)}
    chunks: list[Chunk] = []
    last: int | None = None
    for number, part in enumerate(draft.parts):
        place = places.get(id(part.was)) if part.was is not None else None
        if place is not None and part.was is not None:
            chunk = bracket.chunks[place]
            edits = edit_part(page, part, position)
            body = make_edits(page.text, edits, part.was.start, part.was.end)
            lead, comment = chunk.lead, chunk.comment
            if place == 0 and number and not lead.strip():
                lead = bracket.lead_behind(last)
        else:
            assert part.value.source is not None
            body = _flow_part(page, part, was, position)
            lead, comment = bracket.lead_behind(last), ""
        if number == 0 and place != 0 and bracket.chunks and not lead.strip():
            lead = bracket.chunks[0].lead if not bracket.chunks[0].lead.strip() else lead
        chunks.append(Chunk(lead, body, comment))
        last = place if place is not None else last
    if not bracket.chunks:
        chunks[0] = Chunk("", chunks[0].body)
    opening, closing = ("[", "]") if was.kind == "list" else ("{", "}")
    return opening + bracket.put_together(chunks) + closing


def _flow_part(page: Page, part: DraftPart, was: Written, position: Position) -> str:
    """Return a new entry or item for a list or mapping in brackets."""
    assert part.value.source is not None
    styles = {each.value.style for each in was.parts if each.value.kind == "scalar"}
    like = styles.pop() if len(styles) == 1 and was.kind == "list" else ""
    body = flow_source(part.value.source, position, page, like)
    if part.key is None:
        return body
    first = was.parts[0] if was.parts else None
    gap = ": "
    if first is not None and first.key is not None and not first.value.is_empty:
        gap = page.text[first.key.end : first.value.start]
    return entry_source(part.key, body, first, gap if not gap.strip(" :") else ": ")
