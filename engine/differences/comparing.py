"""Compare two rulesets: every part with what it became, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.differences.changes import ChangeKind, RuleChange
from engine.differences.matching import Pair, match_items
from engine.differences.parts import PARENT, Part, parts_of
from engine.differences.tree import Branch, Item, Leaf, Listing, Node, key_of, text_of
from engine.ruleset.model import RuleSet

_NOTHING = Leaf(None, "")
_ORDER = "次序"


def compare_rules(before: RuleSet, after: RuleSet) -> tuple[RuleChange, ...]:
    """Tell what changed from one ruleset to another.

    Parts are the same where their ids are; one that has its content or its name under another id
    is renamed. What means the same is no change, however it is written; the order of a list is one
    only where it acts.

    Args:
        before: The ruleset as it was.
        after: The ruleset as it is now.

    Returns:
        The changes in the order in which the parts stand in `after`; what is gone stands where it
        stood.
    """
    old, new = parts_of(before), parts_of(after)
    found: list[RuleChange] = []
    for section in new:
        found.extend(_compare_section(old[section], new[section]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class NodeChange:
    """One difference inside a part, under the label by which it is told."""

    kind: ChangeKind
    label: str
    before: Node
    after: Node
    words: tuple[str, str] = ("", "")

    def of(self, part: Part) -> RuleChange:
        """Return it as a change of a part."""
        before, after = self.words if any(self.words) else _words(self.before, self.after)
        return RuleChange(
            part=part.name,
            kind=self.kind,
            item=self.label,
            before=before,
            after=after,
            place_before=self.before.place,
            place_after=self.after.place,
            indicator=part.indicator,
            section=part.section,
        )


def _words(before: Node, after: Node) -> tuple[str, str]:
    """Say both values; two that differ are never said alike."""
    old, new = text_of(before), text_of(after)
    if old == new and old:
        return f"{old}（写作 {key_of(before)!r}）", f"{new}（写作 {key_of(after)!r}）"
    return old, new


def _compare_section(before: Sequence[Part], after: Sequence[Part]) -> Iterator[RuleChange]:
    old = {id(part.item): part for part in before}
    new = {id(part.item): part for part in after}
    pairs = match_items([part.item for part in before], [part.item for part in after])
    renamed = {each.identity: other.identity for each, other in pairs if each and other}
    for each, other in pairs:
        if each is None and other is not None:
            change = NodeChange(ChangeKind.ADDED, "", _NOTHING, other.node)
            yield change.of(new[id(other)])
        elif each is not None and other is None:
            change = NodeChange(ChangeKind.REMOVED, "", each.node, _NOTHING)
            yield change.of(old[id(each)])
        elif each is not None and other is not None:
            for change in _compare_part(each, other, renamed):
                yield change.of(new[id(other)])
    for order in dict.fromkeys(part.order for part in after if part.order):
        kept = [pair for pair in pairs if pair[1] and new[id(pair[1])].order == order]
        for change in _order_change(kept, [part.item for part in before], _ORDER):
            yield change.of(replace(new[id(kept[0][1])], name=order))


def _compare_part(before: Item, after: Item, renamed: dict[object, object]) -> Iterator[NodeChange]:
    """Compare one part; what belonged to a part that is renamed still belongs to it."""
    node = before.node
    if isinstance(node, Branch) and isinstance(parent := node.entries.get(PARENT), Leaf):
        moved = replace(parent, key=renamed.get(parent.key, parent.key))
        node = replace(node, entries={**node.entries, PARENT: moved})
    for change in compare_nodes(node, after.node):
        yield replace(change, kind=ChangeKind.MOVED) if change.label == PARENT else change


def compare_nodes(
    before: Node, after: Node, label: str = "", prefix: str = ""
) -> Iterator[NodeChange]:
    """Yield what differs between two nodes.

    Args:
        before: What was said.
        after: What is said now.
        label: How the value itself is called.
        prefix: What stands before the labels of the values inside it.
    """
    if key_of(before) == key_of(after):
        return
    match before, after:
        case Branch(), Branch() if before.kind == after.kind:
            for name in dict.fromkeys((*after.entries, *before.entries)):
                own = prefix + name
                inlined = name in after.inlined or name in before.inlined
                yield from compare_nodes(
                    before.entries.get(name, _NOTHING),
                    after.entries.get(name, _NOTHING),
                    own,
                    prefix if inlined else f"{own}的",
                )
        case Listing(), Listing():
            yield from _compare_lists(before, after, label)
        case _:
            yield _change(label, before, after)


def _change(label: str, before: Node, after: Node) -> NodeChange:
    kind = ChangeKind.CHANGED
    if not text_of(before):
        kind = ChangeKind.ADDED
    elif not text_of(after):
        kind = ChangeKind.REMOVED
    return NodeChange(kind, label, before, after)


def _compare_lists(before: Listing, after: Listing, label: str) -> Iterator[NodeChange]:
    pairs = match_items(before.items, after.items)
    for each, other in pairs:
        named = other or each
        assert named is not None
        own = f"{label}“{named.name}”" if named.name else label
        if each is None and other is not None:
            yield NodeChange(ChangeKind.ADDED, own, _NOTHING, other.node, ("", _said(other)))
        elif each is not None and other is None:
            yield NodeChange(ChangeKind.REMOVED, own, each.node, _NOTHING, (_said(each), ""))
        elif each is not None and other is not None:
            yield from compare_nodes(each.node, other.node, own, f"{own}的")
    if after.is_ordered:
        yield from _order_change(pairs, before.items, label + _ORDER)


def _said(item: Item) -> str:
    """Say an item behind its name; a value that is its own name is not said twice."""
    text = text_of(item.node)
    return "" if text == item.name else text


def _order_change(
    pairs: Sequence[Pair], before: Sequence[Item], label: str
) -> Iterator[NodeChange]:
    """Tell that what stood in one order stands in another."""
    kept = [(each, other) for each, other in pairs if each is not None and other is not None]
    stood = {id(item): at for at, item in enumerate(before)}
    old = sorted(kept, key=lambda pair: stood[id(pair[0])])
    if old == kept:
        return
    words = ("、".join(_called(each) for each, _ in old), "、".join(_called(o) for _, o in kept))
    yield NodeChange(ChangeKind.MOVED, label, old[0][0].node, kept[0][1].node, words)


def _called(item: Item) -> str:
    return item.name or text_of(item.node)
