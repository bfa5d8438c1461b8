"""Values as they are to be, each remembering what of it stands in the text already."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.diagnostics import Place
from engine.editing.pairing import pair_items
from engine.editing.trees import OLD, Tree, tree_of
from engine.editing.written import Part, Written


@dataclass(frozen=True, slots=True)
class Source:
    """New text, and what it says. Inner values share the text of the whole."""

    text: str
    written: Written


@dataclass(slots=True, eq=False)
class Draft:
    """A value.

    Args:
        was: What stands in its place; None for a value that is added.
        source: What it becomes; None where it stays, but for changes within.
        parts: Of a list or a mapping that stays: what it is to hold.
        cause: What gave it its new text. thinned_by: What took something out of it last.
    """

    was: Written | None = None
    source: Source | None = None
    parts: list[DraftPart] = field(default_factory=list)
    cause: Place | None = None
    thinned_by: Place | None = None

    @property
    def is_changed(self) -> bool:
        """Tell whether anything in it differs from what stands there."""
        if self.source is not None or self.was is None:
            return True
        return [part.was for part in self.parts] != list(self.was.parts) or any(
            part.key is not None or part.value.is_changed for part in self.parts
        )


@dataclass(slots=True, eq=False)
class DraftPart:
    """An entry or an item.

    Args:
        key: Its key where that is new. order: As in `engine.editing.trees`.
        cause: What added it, moved it or gave it its key.
    """

    value: Draft
    was: Part | None = None
    key: str | None = None
    order: tuple[int, int] = (0, 0)
    cause: Place | None = None


def keep(was: Written) -> Draft:
    """Return a value as it stands."""
    parts = [
        DraftPart(keep(part.value), part, order=(number, OLD))
        for number, part in enumerate(was.parts)
    ]
    return Draft(was, parts=parts)


def merge(was: Written, source: Source) -> Draft:
    """Return a value that goes over into new text, keeping all that is the same."""
    new = source.written
    if tree_of(was) == tree_of(new):
        return keep(was)
    if was.kind != new.kind or was.kind == "scalar" or not (was.parts and new.parts):
        return Draft(was, source)
    if was.kind == "mapping":
        old = {part.name: part for part in was.parts}
        pairs = [(old.get(part.name), part) for part in new.parts]
    else:
        places = pair_items(_trees(was), _trees(new))
        pairs = [
            (None if place is None else was.parts[place], part)
            for place, part in zip(places, new.parts, strict=True)
        ]
    parts = []
    for number, (before, part) in enumerate(pairs):
        inner = Source(source.text, part.value)
        value = merge(before.value, inner) if before else Draft(source=inner)
        parts.append(DraftPart(value, before, None if before else part.name, (number, OLD)))
    return Draft(was, parts=parts)


def _trees(written: Written) -> list[Tree]:
    return [tree_of(part.value) for part in written.parts]
