"""Text with places: what a YAML or JSON file says, before anyone decides what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagnostics import Place

_BLANKS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value as it was written; `quoted` text (block text too) is never a number.

    `written` is the word as the text has it, when `text` was translated.
    """

    text: str
    quoted: bool
    place: Place
    written: str = ""

    @property
    def shown(self) -> str:
        """Return the value as the user wrote it."""
        return self.written or self.text

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was written: `键:`, `~` or `null`."""
        return not self.quoted and self.text in _BLANKS


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list: `[a, b]` or lines that begin with a dash."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value`. `written` is the key as the text has it, when `key` was translated."""

    key: str
    key_place: Place
    value: Node
    written: str = ""

    @property
    def shown(self) -> str:
        """Return the key as the user wrote it."""
        return self.written or self.key


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Entries in the order of the text; no key stands twice.

    `refused` is the place of the last key that was refused here: the mapping reaches there.
    """

    entries: tuple[Entry, ...]
    place: Place
    refused: Place | None = None

    def entry(self, key: str) -> Entry | None:
        """Return the entry with this key, or None."""
        for entry in self.entries:
            if entry.key == key:
                return entry
        return None

    def get(self, key: str) -> Node | None:
        """Return the value under this key, or None."""
        entry = self.entry(key)
        return entry.value if entry else None

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __contains__(self, key: str) -> bool:
        return self.entry(key) is not None


@dataclass(frozen=True, slots=True)
class EditionsNode(MappingNode):
    """A value by editions (分期): canonical, and not yet resolved by the as-of date.

    `takes_blank`: a blank is a value here (an open end); elsewhere it leaves the value out.
    """

    takes_blank: bool = False


Node = ScalarNode | SequenceNode | MappingNode


def describe_node(node: Node) -> str:
    """Say in Chinese what a node is, for messages.

    >>> describe_node(ScalarNode("甲", False, Place("a.yaml")))
    '“甲”'
    """
    match node:
        case ScalarNode() if node.is_blank:
            return "空白"
        case ScalarNode():
            text = node.shown if len(node.shown) <= 40 else node.shown[:39] + "…"
            return f"“{text}”"
        case SequenceNode():
            return f"列表（{len(node.items)} 项）"
        case MappingNode():
            keys = "、".join(entry.shown for entry in node.entries[:3])
            return f"键值（{keys}{'…' if len(node.entries) > 3 else ''}）"
