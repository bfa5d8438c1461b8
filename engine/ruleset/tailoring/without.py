"""Leave parts of the score tree out, and take their ids out of what refers to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_boolean
from engine.ruleset.tailoring.finding import text_of
from engine.ruleset.tailoring.orders import Orders
from engine.ruleset.tailoring.scaling import with_values

# Lists of ids from which a part that is left out disappears.
_LISTS = frozenset({"compare_by", "lowest_share", "parts", "zero"})
Note = Callable[[str, str, str, str, str, Place], None]


@dataclass(slots=True)
class Leaving:
    """What is left out of the tree.

    Args:
        left: Ids of the topmost parts that are left out -> where the profile says so.
        removed: Ids of those and of everything below them.
    """

    orders: Orders
    left: dict[str, Place] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def dimension(self, file: MappingNode) -> MappingNode | None:
        """Return a dimension without what is left out; None where nothing of it is left."""
        head, listed = file.get("dimension"), file.get("indicators")
        if not isinstance(head, MappingNode) or not isinstance(listed, SequenceNode):
            return file
        own = text_of(head, "id")
        if own in self.orders.left_out:
            self._leave(head, self.orders.left_out[own].place)
            self._remove_below(listed)
            return None
        kept = self._children(listed, own in self.orders.kept_only)
        if kept is None:
            self._merge(own, head, listed)
            return None
        return with_values(file, {"indicators": kept})

    def _children(self, listed: SequenceNode, is_kept: bool) -> SequenceNode | None:
        """Return a level without what is left out; None where nothing that counts is left."""
        items: list[Node] = []
        counted = 0
        for item in listed.items:
            part = self._part(item, is_kept) if isinstance(item, MappingNode) else item
            if part is None:
                continue
            items.append(part)
            counted += isinstance(part, MappingNode) and not _is_informative(part)
        if not counted and not all(map(_is_informative, listed.items)):
            return None
        return SequenceNode(tuple(items), listed.place)

    def _part(self, node: MappingNode, is_kept: bool) -> MappingNode | None:
        own = text_of(node, "id")
        is_kept |= own in self.orders.kept_only
        listed = node.get("indicators")
        if own in self.orders.left_out:
            self._leave(node, self.orders.left_out[own].place)
            if isinstance(listed, SequenceNode):
                self._remove_below(listed)
            return None
        if isinstance(listed, SequenceNode):
            kept = self._children(listed, is_kept)
            if kept is None:
                self._merge(own, node, listed)
                return None
            return with_values(node, {"indicators": kept})
        if self.orders.kept_only and not is_kept and not _is_informative(node):
            self._leave(node, next(iter(self.orders.kept_only.values())))
            return None
        return node

    def _leave(self, node: MappingNode, place: Place) -> None:
        own = text_of(node, "id")
        self.left[own] = place
        self.removed.add(own)

    def _remove_below(self, listed: SequenceNode) -> None:
        for item in listed.items:
            if isinstance(item, MappingNode):
                self.removed.add(text_of(item, "id"))
                inner = item.get("indicators")
                if isinstance(inner, SequenceNode):
                    self._remove_below(inner)

    def _merge(self, own: str, node: MappingNode, listed: SequenceNode) -> None:
        """Tell a part of which everything is left out as one."""
        below = self._below(listed)
        places = [self.left.pop(each) for each in below if each in self.left]
        self._remove_below(listed)
        self._leave(node, places[0] if places else node.place)
        assert own in self.removed

    def _below(self, listed: SequenceNode) -> list[str]:
        found: list[str] = []
        for item in listed.items:
            if isinstance(item, MappingNode):
                found.append(text_of(item, "id"))
                inner = item.get("indicators")
                found += self._below(inner) if isinstance(inner, SequenceNode) else []
        return found


def _is_informative(node: Node) -> bool:
    value = node.get("informative") if isinstance(node, MappingNode) else None
    return isinstance(value, ScalarNode) and read_boolean(value) is True


def without_references(texts: dict[str, MappingNode], removed: set[str], note: Note) -> None:
    """Take ids out of the orders of comparing, the results and the effects that name them."""
    if not removed:
        return
    ruleset, vetoes = texts.get("ruleset.yaml"), texts.get("vetoes.yaml")
    if ruleset is not None:
        values = {
            key: _without(value, removed, "", note)
            for key in ("quotas", "results")
            if (value := ruleset.get(key)) is not None
        }
        texts["ruleset.yaml"] = with_values(ruleset, values)
    listed = vetoes.get("vetoes") if vetoes else None
    if vetoes is not None and isinstance(listed, SequenceNode):
        clauses = tuple(
            with_values(
                item, {"effects": _without(item.get("effects"), removed, text_of(item, "id"), note)}
            )
            if isinstance(item, MappingNode) and item.get("effects") is not None
            else item
            for item in listed.items
        )
        texts["vetoes.yaml"] = with_values(vetoes, {"vetoes": SequenceNode(clauses, listed.place)})


def _without(node: Node | None, removed: set[str], owner: str, note: Note) -> Node:
    assert node is not None
    match node:
        case SequenceNode():
            items = (_without(item, removed, owner, note) for item in node.items)
            return SequenceNode(tuple(item for item in items if not _is_empty(item)), node.place)
        case MappingNode():
            values = {
                entry.key: _listed(entry.key, entry.value, removed, owner, note)
                if entry.key in _LISTS
                else _without(entry.value, removed, owner, note)
                for entry in node
            }
            return with_values(node, values)
    return node


def _listed(key: str, node: Node, removed: set[str], owner: str, note: Note) -> Node:
    if not isinstance(node, SequenceNode):
        return node
    kept = tuple(
        item for item in node.items if not isinstance(item, ScalarNode) or item.text not in removed
    )
    for item in node.items:
        if item not in kept and isinstance(item, ScalarNode):
            what = f"{chinese_key(key)}里不再有"
            note(owner, what, item.text, "", f"{item.text} 不考", item.place)
    return SequenceNode(kept, node.place)


def _is_empty(node: Node) -> bool:
    """Tell whether an effect has nothing left that it is about."""
    if not isinstance(node, MappingNode) or not node.entries:
        return False
    value = node.entries[0].value
    return node.entries[0].key == "zero" and isinstance(value, SequenceNode) and not value.items
