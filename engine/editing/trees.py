"""What a text says, without how it is written; and what it is to say after changes.

This is the judge of the edited text, and knows nothing of how texts are edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from engine.editing.changes import (
    Change,
    MoveItem,
    PutEntry,
    PutItem,
    Remove,
    RenameKey,
    SetValue,
)
from engine.editing.written import Written
from engine.ruleset.scalars import parse_number

_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"
_WORDS = frozenset({"是", "否"})


def is_telling(text: str) -> bool:
    """Tell whether a text means something else when it is not quoted: a number, a yes, a date.

    >>> [is_telling(each) for each in ("90%", "是", "0123", "", "公办")]
    [True, True, True, True, False]
    """
    if text in _WORDS or text.strip() != text or parse_number(text) is not None:
        return True
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) != _TEXT)


@dataclass(slots=True)
class Leaf:
    """A scalar; `quoted` only where quotes make a difference."""

    text: str
    quoted: bool


@dataclass(slots=True)
class Branch:
    """A list (all names None) or a mapping."""

    is_list: bool
    twigs: list[Twig] = field(default_factory=list)


@dataclass(slots=True)
class Twig:
    """An item or an entry; `order` is where it goes among the old ones."""

    name: str | None
    tree: Tree
    order: tuple[int, int] = field(default=(0, 0), compare=False)


Tree = Leaf | Branch


def tree_of(written: Written) -> Tree:
    """Return what a value says."""
    if written.kind == "scalar":
        return Leaf(written.text, bool(written.style) and is_telling(written.text))
    twigs = [
        Twig(part.name, tree_of(part.value), (number, OLD))
        for number, part in enumerate(written.parts)
    ]
    return Branch(written.kind == "list", twigs)


# Behind all that is put before it.
OLD = 1 << 30


def tree_after(written: Written, changes: Iterable[tuple[Change, Tree | None]]) -> Tree | None:
    """Return what a text is to say after changes.

    Args:
        written: The text as it is.
        changes: Each with the tree of its text, where it has one; their paths are there.

    Returns:
        The tree; None where nothing is left.
    """
    root = Twig(None, tree_of(written))
    steps = [
        _Step(change, tree, _trail(root, change), number)
        for number, (change, tree) in enumerate(changes)
    ]
    for step in steps:  # places are those of the old text: all are found before any is changed
        step.order = (_anchor(step.trail[-1].tree, step.change), step.number)
    for step in steps:
        _take(step)
    for step in steps:
        for twig in step.trail:
            if isinstance(twig.tree, Branch):
                twig.tree.twigs.sort(key=lambda each: each.order)
    if all(_prune(step.trail[:-1]) for step in steps if isinstance(step.change, Remove)):
        return root.tree
    return None


@dataclass(slots=True)
class _Step:
    change: Change
    tree: Tree | None
    trail: list[Twig]
    number: int
    order: tuple[int, int] = (0, 0)


def _take(step: _Step) -> None:
    """Make one change."""
    twig = step.trail[-1]
    match step.change:
        case SetValue():
            assert step.tree is not None
            twig.tree = step.tree
        case RenameKey():
            twig.name = step.change.key
        case MoveItem():
            twig.order = step.order
        case Remove():
            if len(step.trail) > 1:
                _take_out(step.trail[-2], twig)
        case PutEntry() | PutItem():
            assert step.tree is not None
            assert isinstance(twig.tree, Branch)
            name = step.change.key if isinstance(step.change, PutEntry) else None
            twig.tree.twigs.append(Twig(name, step.tree, step.order))


def _prune(trail: list[Twig]) -> bool:
    """Take out what became empty, upwards; tell whether anything is left."""
    while trail and isinstance(trail[-1].tree, Branch) and not trail[-1].tree.twigs:
        if len(trail) > 1:
            _take_out(trail[-2], trail[-1])
        trail = trail[:-1]
    return bool(trail)


def _trail(root: Twig, change: Change) -> list[Twig]:
    """Return the twigs from the root to what a change is about."""
    path = (*change.path, change.position) if isinstance(change, MoveItem) else change.path
    trail = [root]
    for step in path:
        assert isinstance(trail[-1].tree, Branch)
        twigs = trail[-1].tree.twigs
        trail.append(
            twigs[step]
            if isinstance(step, int)
            else next(each for each in twigs if each.name == step)
        )
    return trail


def _anchor(tree: Tree, change: Change) -> int:
    """Return before which of the old ones something is put."""
    match change:
        case PutItem():
            return change.position
        case MoveItem():
            return change.to
        case PutEntry(before=str() as before):
            assert isinstance(tree, Branch)
            return next(each.order[0] for each in tree.twigs if each.name == before)
        case _:
            return OLD


def _take_out(owner: Twig, twig: Twig) -> None:
    assert isinstance(owner.tree, Branch)
    owner.tree.twigs = [each for each in owner.tree.twigs if each is not twig]
