"""Find conditions that can never hold, whatever a school fills in.

A condition is brought to its ways of holding (each a set of comparisons that must hold
together); a way is impossible when the comparisons on one name leave it no value, or when a
field that it reads does not apply wherever the rest of it holds. Where ways are too many, the
condition is taken as possible: nothing that could hold is ever reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, product

from engine.ruleset.checking.ranges import Find, Way, is_possible
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
)

# Name -> the conditions under which it is known at all: those of its field, or of its operands.
Needs = Callable[[str], Sequence[Condition]]

_MOST_WAYS = 200
_DEEPEST = 4


def needs_nothing(_: str) -> Sequence[Condition]:
    """Take every name as applicable everywhere."""
    return ()


def can_hold(conditions: Sequence[Condition], find: Find, needs: Needs = needs_nothing) -> bool:
    """Tell whether all of these conditions can hold together.

    Args:
        conditions: The conditions.
        find: Returns what a name stands for.
        needs: Returns under which conditions a name applies.
    """
    ways = _ways_of(conditions)
    return ways is None or any(_can_be(way, find, needs, frozenset(), _DEEPEST) for way in ways)


def holds_whenever(given: Condition, condition: Condition, find: Find) -> bool:
    """Tell whether a condition is sure to hold wherever another one does."""
    return not can_hold([given, Not(condition, condition.place)], find)


def contradiction(
    conditions: Sequence[Condition], find: Find, needs: Needs = needs_nothing
) -> tuple[Compare, ...]:
    """Return the two comparisons (or the one) because of which these conditions cannot hold.

    Of several ways of holding, those of the first are returned; none where all can hold.
    """
    if can_hold(conditions, find, needs):
        return ()
    for way in _ways_of(conditions) or ():
        found = _clash(way, find)
        if found:
            return found
        for more in _with_needs(way, needs, frozenset()) or ():
            found = _clash(more, find)
            if found:
                return found
    return ()


def _ways_of(conditions: Sequence[Condition]) -> list[Way] | None:
    return _ways(AllOf(tuple(conditions), conditions[0].place), failing=False)


def _can_be(way: Way, find: Find, needs: Needs, done: frozenset[str], deepest: int) -> bool:
    """Tell whether a way is possible where every name in it applies, and those of its terms."""
    if not is_possible(way, find):
        return False
    more = _with_needs(way, needs, done) if deepest else None
    if more is None:
        return True
    known = done | _names_compared(way)
    return any(_can_be(each, find, needs, known, deepest - 1) for each in more)


def _with_needs(way: Way, needs: Needs, done: frozenset[str]) -> list[Way] | None:
    """Return a way with the ways in which its names apply; None where nothing is added."""
    names = [name for name in sorted(_names_compared(way)) if name not in done]
    conditions = [each for name in names for each in needs(name)]
    if not conditions:
        return None
    return _joined([[way], *(_ways(each, failing=False) for each in conditions)])


def _names_compared(way: Way) -> frozenset[str]:
    """Return the names that must be known for the comparisons to come out: filled or not."""
    compared = [each for each, _ in way if each.comparison is not Comparison.FILLED]
    return frozenset(name for each in compared for name in (each.value, each.other) if name)


def _clash(way: Way, find: Find) -> tuple[Compare, ...]:
    """Return the first comparisons of a way that cannot be true together."""
    for literal in way:
        if not is_possible((literal,), find):
            return (literal[0],)
    for one, other in combinations(way, 2):
        if not is_possible((one, other), find):
            return one[0], other[0]
    return () if is_possible(way, find) else tuple(dict.fromkeys(each for each, _ in way))


def _ways(condition: Condition, *, failing: bool) -> list[Way] | None:
    """Return the ways in which a condition holds (or fails); None where they are too many."""
    match condition:
        case Compare():
            return [((condition, failing),)]
        case Not():
            return _ways(condition.part, failing=not failing)
        case AllOf() | AnyOf():
            parts = [_ways(part, failing=failing) for part in condition.parts]
            return _joined(parts) if isinstance(condition, AllOf) != failing else _either(parts)
        case AtLeastOf():
            count = condition.count
            if failing:  # fewer than count hold: one more than the rest of them fail
                count = len(condition.parts) - condition.count + 1
            chosen = combinations(condition.parts, count) if count > 0 else iter([()])
            each = [_joined([_ways(part, failing=failing) for part in some]) for some in chosen]
            return _either(each)


def _joined(parts: Iterable[list[Way] | None]) -> list[Way] | None:
    ways: list[Way] = [()]
    for part in parts:
        if part is None or len(ways) * len(part) > _MOST_WAYS:
            return None
        ways = [(*left, *right) for left, right in product(ways, part)]
    return ways


def _either(parts: Iterable[list[Way] | None]) -> list[Way] | None:
    ways: list[Way] = []
    for part in parts:
        if part is None:
            return None
        ways.extend(part)
        if len(ways) > _MOST_WAYS:
            return None
    return ways
