"""Find again, in a text that was edited since, what a path meant in the text before."""

from __future__ import annotations

from collections.abc import Sequence

from engine.rulebook.layout import Path
from engine.rulebook.sources import same_tree
from engine.ruleset.keys import canonical_keys
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode

# By what the items of a list are told apart, the first of them that an item has.
_NAMING = ("id", "row", "grade", "area", "origin", "name", "reason")


def locate(old: Node, new: Node, path: Path) -> Path | None:
    """Return the path of the same value in the new text; None where it is not there.

    Args:
        old, new: The roots, with keys as written.
    """
    found: Path = ()
    for part in path:
        if isinstance(old, MappingNode) and isinstance(new, MappingNode):
            here, there = old.entry(str(part)), new.entry(str(part))
            if here is None or there is None:
                return None
            old, new, step = here.value, there.value, part
        elif isinstance(old, SequenceNode) and isinstance(new, SequenceNode):
            at = locate_item(old.items, new.items, int(part))
            if at is None:
                return None
            old, new, step = old.items[int(part)], new.items[at], at
        else:
            return None
        found = (*found, step)
    return found


def locate_item(old: Sequence[Node], new: Sequence[Node], position: int) -> int | None:
    """Return where an item of a list stands now: by its name, else by what it says."""
    item = old[position]
    name = naming(item)
    alike = [
        at
        for at, each in enumerate(new)
        if (naming(each) == name if name else same_tree(item, each))
    ]
    if len(alike) == 1:
        return alike[0]
    if position in alike or (not alike and not name and len(old) == len(new)):
        return position
    return None


def naming(node: Node) -> tuple[str, str] | None:
    """Return the key and the text by which an item is told from its siblings."""
    if not isinstance(node, MappingNode):
        return None
    canonical = canonical_keys()
    said = {
        canonical.get(entry.shown, entry.shown): entry.value.shown
        for entry in node
        if isinstance(entry.value, ScalarNode)
    }
    return next(((key, said[key]) for key in _NAMING if key in said), None)
