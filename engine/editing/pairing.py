"""Find for the items of a new list the items of the old one that they go on from."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence

from engine.editing.trees import Branch, Leaf, Tree
from engine.ruleset.keys import canonical_keys

# By these a rule, a charge, a grade or a source is known; the first one that is there counts.
_NAMES = ("id", "name", "grade")


def pair_items(old: Sequence[Tree], new: Sequence[Tree]) -> list[int | None]:
    """Return for each new item the position of the old one that it goes on from, or None.

    First those of one id or name (where an item has none: those that say the same). What is
    left between two pairs goes together in its order, where it is as many and of one kind;
    else with what it shares most entries with.
    """
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for number, tree in enumerate(old):
        waiting[_identity(tree)].append(number)
    found = [waiting[_identity(tree)] for tree in new]
    pairs = [numbers.popleft() if numbers else None for numbers in found]
    taken = {number for number in pairs if number is not None}
    at = 0
    while at < len(new):
        behind = at
        while behind < len(new) and pairs[behind] is None:
            behind += 1
        if behind > at:
            first = next((p for p in reversed(pairs[:at]) if p is not None), -1)
            last = pairs[behind] if behind < len(new) else None
            between = range(first + 1, len(old) if last is None else last)
            free = [number for number in between if number not in taken]
            matched = _match([old[number] for number in free], new[at:behind])
            for number, place in enumerate(matched):
                if place is not None:
                    pairs[at + number] = free[place]
                    taken.add(free[place])
        at = behind + 1
    return pairs


def _match(old: Sequence[Tree], new: Sequence[Tree]) -> list[int | None]:
    if len(old) == len(new):
        return [n if _kind(old[n]) == _kind(tree) else None for n, tree in enumerate(new)]
    matched: list[int | None] = []
    free = list(range(len(old)))
    for tree in new:
        best = max(free, key=lambda n: _shared(old[n], tree), default=None)
        if best is None or not _shared(old[best], tree):
            matched.append(None)
            continue
        free.remove(best)
        matched.append(best)
    return matched


def _identity(tree: Tree) -> Hashable:
    if isinstance(tree, Branch):
        for name in _NAMES:
            for twig in tree.twigs:
                is_name = canonical_keys().get(twig.name or "") == name
                if is_name and isinstance(twig.tree, Leaf) and twig.tree.text:
                    return name, twig.tree.text
    return _said(tree)


def _said(tree: Tree) -> str:
    return (
        repr(tree)
        if isinstance(tree, Leaf)
        else repr([(t.name, _said(t.tree)) for t in tree.twigs])
    )


def _kind(tree: Tree) -> str:
    return "scalar" if isinstance(tree, Leaf) else "list" if tree.is_list else "mapping"


def _shared(old: Tree, new: Tree) -> int:
    """Return how many entries or items two collections share; scalars share nothing."""
    if isinstance(old, Leaf) or isinstance(new, Leaf) or old.is_list != new.is_list:
        return 0
    return sum(twig in new.twigs for twig in old.twigs)
