"""Take the values out of canonical nodes, forgiving what the schema has already reported.

A ruleset is built even where it has mistakes, so that all of them are found in one pass;
what is missing or wrong becomes an empty value, and nothing here reports anything.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from engine.diagnostics import Diagnostics, Place, Severity
from engine.ruleset.model import Source
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_boolean, read_date, read_integer, read_number
from engine.ruleset.vocabulary import Vocabulary


@dataclass(slots=True)
class Draft:
    """What building a ruleset needs and gathers beside the parts themselves.

    Args:
        points: Every number of points that the rules write, with its place.
        shares: Points that are written as a percentage, with their places.
        percents: Places of the numbers that are written with a percent sign.
        value_places: (place of a mapping, canonical key) -> place of the value;
            `key/0`, `key/1` … for the items of a list.
        key_places: (place of a mapping, canonical key) -> place of the key.
        cohorts: The fields by which the ruleset groups its schools (分组).
    """

    diagnostics: Diagnostics
    vocabulary: Vocabulary
    points: list[tuple[Fraction, Place]] = field(default_factory=list)
    shares: list[tuple[str, Place]] = field(default_factory=list)
    percents: set[Place] = field(default_factory=set)
    value_places: dict[tuple[Place, str], Place] = field(default_factory=dict)
    key_places: dict[tuple[Place, str], Place] = field(default_factory=dict)
    cohorts: tuple[str, ...] = ()
    _ends: dict[Place, tuple[int, int]] = field(default_factory=dict)

    def learn_places(self, node: Node) -> tuple[int, int]:
        """Remember where the values of a node stand, and how far each part reaches."""
        end = (node.place.line, node.place.column)
        match node:
            case SequenceNode():
                end = max([end, *(self.learn_places(item) for item in node.items)])
                self._ends[node.place] = end
            case MappingNode():
                if node.refused is not None:
                    end = max(end, (node.refused.line, node.refused.column))
                for entry in node:
                    self._learn_entry(node.place, entry)
                    reached = self.learn_places(entry.value)
                    self._ends.setdefault(entry.key_place, reached)  # a comparison stands there
                    end = max(end, reached)
                self._ends[node.place] = end
            case ScalarNode():
                pass
        return end

    def note_points(self, node: Node) -> Fraction | None:
        """Return a number of points and remember it; None where it is none."""
        value = read_number(node)
        if not isinstance(value, Fraction) or not isinstance(node, ScalarNode):
            return None
        self.points.append((value, node.place))
        if node.text.endswith("%"):
            self.shares.append((node.text, node.place))
        return value

    def _learn_entry(self, part: Place, entry: Entry) -> None:
        self.value_places.setdefault((part, entry.key), entry.value.place)
        self.key_places.setdefault((part, entry.key), entry.key_place)
        if isinstance(entry.value, SequenceNode):
            for number, item in enumerate(entry.value.items):
                self.value_places.setdefault((part, f"{entry.key}/{number}"), item.place)

    def place_of(self, part: Place, key: str) -> Place:
        """Return the place of a part's value under a key, or else of the part."""
        return self.value_places.get((part, key), part)

    def errors_by_file(self) -> dict[str, list[tuple[int, int]]]:
        """Return the positions of all errors so far, sorted, by file."""
        found: dict[str, list[tuple[int, int]]] = {}
        for item in self.diagnostics:
            if item.severity is Severity.ERROR and item.place is not None:
                position = (item.place.line, item.place.column)
                found.setdefault(item.place.file, []).append(position)
        return {name: sorted(positions) for name, positions in found.items()}

    def reaches(self, part: Place, positions: list[tuple[int, int]]) -> bool:
        """Tell whether any of the sorted positions lies inside a part of the same file."""
        start = (part.line, part.column)
        index = bisect_left(positions, start)
        return index < len(positions) and positions[index] <= self._ends.get(part, start)


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping of the rules, read by canonical keys."""

    node: MappingNode
    draft: Draft

    @property
    def place(self) -> Place:
        return self.node.place

    def __contains__(self, key: str) -> bool:
        return key in self.node

    def get(self, key: str) -> Node | None:
        """Return the node under a key."""
        return self.node.get(key)

    def text(self, key: str) -> str:
        """Return a text, or an empty one."""
        node = self.node.get(key)
        return node.text if isinstance(node, ScalarNode) and not node.is_blank else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        node = self.node.get(key)
        items = node.items if isinstance(node, SequenceNode) else ()
        return tuple(item.text for item in items if isinstance(item, ScalarNode))

    def number(self, key: str) -> Fraction | None:
        """Return an exact number, or None."""
        node = self.node.get(key)
        value = read_number(node) if node is not None else None
        return value if isinstance(value, Fraction) else None

    def points(self, key: str) -> Fraction | None:
        """Return a number of points, remembered for the unit of points; or None."""
        node = self.node.get(key)
        return self.draft.note_points(node) if node is not None else None

    def integer(self, key: str) -> int | None:
        """Return a whole number, or None."""
        node = self.node.get(key)
        value = read_integer(node) if node is not None else None
        return value if isinstance(value, int) else None

    def flag(self, key: str, default: bool = False) -> bool:
        """Return 是 or 否, or the default."""
        node = self.node.get(key)
        value = read_boolean(node) if node is not None else default
        return value if isinstance(value, bool) else default

    def day(self, key: str) -> date | None:
        """Return a date, or None."""
        node = self.node.get(key)
        value = read_date(node) if node is not None else None
        return value if isinstance(value, date) else None

    def section(self, key: str) -> Section | None:
        """Return the mapping under a key, or None."""
        node = self.node.get(key)
        return Section(node, self.draft) if isinstance(node, MappingNode) else None

    def sections(self, key: str) -> tuple[Section, ...]:
        """Return the mappings of the list under a key."""
        node = self.node.get(key)
        items: Iterable[Node] = node.items if isinstance(node, SequenceNode) else ()
        return tuple(Section(item, self.draft) for item in items if isinstance(item, MappingNode))

    def named(self, key: str) -> Iterator[tuple[str, Section]]:
        """Yield name and mapping of each entry of the open mapping under a key."""
        node = self.node.get(key)
        if isinstance(node, MappingNode):
            for entry in node:
                if isinstance(entry.value, MappingNode):
                    yield entry.key, Section(entry.value, self.draft)

    def source(self) -> Source | None:
        """Return the source (依据) of this part, if it names one."""
        inner = self.section("source")
        return Source(inner.text("document"), inner.text("clause")) if inner else None
