"""Compare two rulesets: every part with what it became, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.differences.changes import ChangeKind, RuleChange
from engine.differences.matching import Pair, match_items
from engine.differences.parts import PARENT, Part, Sections, parts_of
from engine.differences.reading import Reader
from engine.differences.tree import Branch, Item, Leaf, Listing, Node, key_of, text_of
from engine.differences.unseen import Side, compare_texts
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
    pairs = {name: _pairs(old[name], new[name]) for name in new}
    told = [
        _with_periods(change, Reader(before), Reader(after))
        for name in new
        for change in _compare_section(old[name], new[name], pairs[name])
    ]
    renamed = {
        each.identity: other.identity
        for pair in pairs.values()
        for each, other in pair
        if each and other
    }
    sides = [Side(rules, _by_place(parts)) for rules, parts in ((before, old), (after, new))]
    told.extend(compare_texts(sides[0], sides[1], renamed))
    standing = _standing(pairs, old, new)
    return tuple(sorted(told, key=lambda change: standing.get((change.section, change.part), -1)))


def _pairs(before: Sequence[Part], after: Sequence[Part]) -> list[Pair]:
    return match_items([part.item for part in before], [part.item for part in after])


def _by_place(sections: Sections) -> dict[Place, Part]:
    """Return the parts by the places where they stand."""
    parts = (part for section in sections.values() for part in section)
    return {part.item.node.place: part for part in parts if part.item.node.place is not None}


def _standing(
    pairs: Mapping[str, Sequence[Pair]], old: Sections, new: Sections
) -> dict[tuple[str, str], int]:
    """Return where each part stands in the whole."""
    named = {id(part.item): part.name for each in (old, new) for s in each.values() for part in s}
    order = [
        (section, named[id(other or each)])
        for section, in_section in pairs.items()
        for each, other in in_section
    ]
    return {each: at for at, each in reversed(list(enumerate(order)))}


def _with_periods(change: RuleChange, before: Reader, after: Reader) -> RuleChange:
    """Say of which edition (分期) what changed is, where it is one of several."""
    said = (before.period_of(change.place_before), after.period_of(change.place_after))
    text = " → ".join(dict.fromkeys(filter(None, said)))
    return replace(change, item=f"{change.item}（{text}）") if text else change


@dataclass(frozen=True, slots=True)
class NodeChange:
    """One difference inside a part, under the label by which it is told."""

    kind: ChangeKind
    label: str
    before: Node
    after: Node
    words: tuple[str, str] | None = None

    def of(self, part: Part) -> RuleChange:
        """Return it as a change of a part."""
        before, after = self.words if self.words is not None else _words(self.before, self.after)
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
    if old == new:
        return f"{old}（原来的读法）", f"{new}（现在的读法）"
    return old, new


def _compare_section(
    before: Sequence[Part], after: Sequence[Part], pairs: Sequence[Pair]
) -> Iterator[RuleChange]:
    old = {id(part.item): part for part in before}
    new = {id(part.item): part for part in after}
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
        case Leaf(inherited=True), Leaf(inherited=True):
            return
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
