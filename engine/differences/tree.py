"""What a ruleset says, as a tree of said values: the shape in which two rulesets are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from engine.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value.

    Args:
        key: What it means: equal where two values say the same.
        text: How it is said; empty where nothing is said.
        place: Where it stands.
        inherited: The part does not say it itself: what it follows from is told.
    """

    key: Hashable
    text: str
    place: Place | None = None
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A part with values of its own, by label.

    Args:
        kind: Branches of another kind are replaced, not compared value by value.
        identity: Labels of the values by which the part is known; a rename changes no others.
        inlined: Labels of branches whose values are told as if they were the part's own.
    """

    entries: Mapping[str, Node]
    place: Place | None = None
    kind: str = ""
    identity: frozenset[str] = frozenset()
    inlined: frozenset[str] = frozenset()

    @property
    def content(self) -> Hashable:
        """Return what it says, whatever it is called."""
        said = ((label, key_of(each)) for label, each in self.entries.items())
        return self.kind, tuple(pair for pair in said if pair[0] not in self.identity)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list.

    Args:
        identity: By what it is known; None: by its content and where it stands.
        name: How it is called.
        alias: A second name (名称 beside 编号) by which it is known where its id has changed.
        kin: Items of one kin are taken as changed into one another before others are.
    """

    identity: Hashable
    name: str
    node: Node
    alias: str = ""
    kin: Hashable = None

    @property
    def content(self) -> Hashable:
        return self.node.content if isinstance(self.node, Branch) else key_of(self.node)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several items; their order counts only where `is_ordered`."""

    items: tuple[Item, ...] = ()
    is_ordered: bool = False
    place: Place | None = field(default=None, compare=False)


Node = Leaf | Branch | Listing


def key_of(node: Node) -> Hashable:
    """Return what a node says: equal for two that say the same."""
    match node:
        case Leaf():
            return node.key
        case Branch():
            return node.kind, tuple((label, key_of(each)) for label, each in node.entries.items())
        case Listing():
            keys = [(item.identity, key_of(item.node)) for item in node.items]
            return tuple(keys) if node.is_ordered else frozenset(Counter(keys).items())


def text_of(node: Node) -> str:
    """Say a whole node: 每次0.5分，封顶2分."""
    match node:
        case Leaf():
            return node.text
        case Branch():
            said = [
                _labelled(label, each, label in node.inlined)
                for label, each in node.entries.items()
                if label not in node.identity
            ]
            return "，".join(filter(None, (node.kind, *said)))
        case Listing():
            return "；".join(filter(None, (_item_text(item) for item in node.items)))


def _labelled(label: str, node: Node, is_inlined: bool) -> str:
    text = text_of(node)
    if not text or text == "否":
        return ""
    if is_inlined:
        return text
    return f"{label}：{text}" if len(text) > 12 else f"{label} {text}"


def _item_text(item: Item) -> str:
    text = text_of(item.node)
    if isinstance(item.node, Leaf) or not item.name:
        return text if not item.name or item.name == text else f"{item.name} {text}"
    return f"{item.name}（{text}）" if text else item.name
