"""Scale the points inside a part with its own: a third more to win is a third more to lose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.points import decimal_text
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_number

# Where points stand inside 计分: as a number, by name, or in the items of a list.
_NUMBERS = frozenset({"loss", "floor", "down_to", "points", "first", "each", "cap"})
_BY_NAME = frozenset({"by_level", "points_by_level"})
_INNER = frozenset({"parts", "bands", "charges", "less", "options"})
_LIMITS = frozenset({"at_least", "at_most"})


@dataclass(frozen=True, slots=True)
class Scale:
    """By how much points are scaled, and where the profile says so.

    Args:
        scales: The shared scales (分档表) of the ruleset: one that is scaled is written out.
    """

    ratio: Fraction
    place: Place
    scales: MappingNode | None = None

    def points(self, node: Node) -> Node:
        """Return a number of points scaled; anything else as it is."""
        number = read_number(node) if isinstance(node, ScalarNode) else None
        if not isinstance(number, Fraction) or not number:
            return node
        return ScalarNode(decimal_text(number * self.ratio), False, self.place)

    def scoring(self, node: MappingNode) -> MappingNode:
        """Return a scoring method with all its points scaled."""
        by_level = "points_by_level" in node
        return with_values(node, {entry.key: self._entry(entry, by_level) for entry in node})

    def _entry(self, entry: Entry, by_level: bool) -> Node:
        key, value = entry.key, entry.value
        if key in _NUMBERS or (key == "spread_limit" and by_level):
            return self.points(value)
        if key in _BY_NAME and isinstance(value, MappingNode):
            return with_values(value, {each.key: self.points(each.value) for each in value})
        if key in _INNER:
            return self._list(self._shared(value) if key == "bands" else value)
        if key == "small_sample" and isinstance(value, MappingNode):
            inner = value.get("otherwise")
            if isinstance(inner, MappingNode):
                return with_values(value, {"otherwise": self.scoring(inner)})
        return value

    def _shared(self, node: Node) -> Node:
        found = self.scales.get(node.text) if self.scales and isinstance(node, ScalarNode) else None
        return found if found is not None else node

    def _list(self, node: Node) -> Node:
        if not isinstance(node, SequenceNode):
            return node
        items = tuple(
            self.scoring(item) if isinstance(item, MappingNode) else item for item in node.items
        )
        return SequenceNode(items, node.place)

    def limits(self, node: Node) -> Node:
        """Return the floors and caps of a group scaled."""
        if not isinstance(node, SequenceNode):
            return node
        items = tuple(
            self._limit(item) if isinstance(item, MappingNode) else item for item in node.items
        )
        return SequenceNode(items, node.place)

    def _limit(self, node: MappingNode) -> MappingNode:
        said = (entry for entry in node if entry.key in _LIMITS)
        return with_values(node, {entry.key: self.points(entry.value) for entry in said})


def with_values(node: MappingNode, values: Mapping[str, Node]) -> MappingNode:
    """Return a mapping with other values under keys that it has, and further keys behind them."""
    entries = [
        Entry(entry.key, entry.key_place, values.get(entry.key, entry.value), entry.written)
        for entry in node
    ]
    known = {entry.key for entry in node}
    added = [(key, each) for key, each in values.items() if key not in known]
    entries += [Entry(key, each.place, each, chinese_key(key)) for key, each in added]
    return MappingNode(tuple(entries), node.place, node.refused)


def number_in(node: MappingNode, key: str) -> Fraction | None:
    """Return the number under a key, or None."""
    value = node.get(key)
    number = read_number(value) if isinstance(value, ScalarNode) else None
    return number if isinstance(number, Fraction) else None
