"""Find conditions that can never hold, whatever a school fills in.

A condition is brought to its ways of holding (each a set of comparisons that must hold
together); a way is impossible when the comparisons on one name leave it no value. What is
not understood (comparisons with another value, sets) is taken as possible: nothing that
could hold is ever reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    Operand,
)
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

# A comparison, and whether it must fail instead of hold.
Literal = tuple[Compare, bool]
Way = tuple[Literal, ...]
Find = Callable[[str], Term | None]

_MOST_WAYS = 200
_FLIPPED = {
    Comparison.EQUALS: Comparison.NOT_EQUALS,
    Comparison.NOT_EQUALS: Comparison.EQUALS,
    Comparison.AT_LEAST: Comparison.LESS_THAN,
    Comparison.LESS_THAN: Comparison.AT_LEAST,
    Comparison.MORE_THAN: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE_THAN,
}


def can_hold(conditions: Sequence[Condition], find: Find) -> bool:
    """Tell whether all of these conditions can hold together.

    Args:
        conditions: The conditions.
        find: Returns what a name stands for.
    """
    ways = _ways(AllOf(tuple(conditions), conditions[0].place), failing=False)
    return ways is None or any(_is_possible(way, find) for way in ways)


def holds_whenever(given: Condition, condition: Condition, find: Find) -> bool:
    """Tell whether a condition is sure to hold wherever another one does."""
    return not can_hold([given, Not(condition, condition.place)], find)


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


def _is_possible(way: Way, find: Find) -> bool:
    names = dict.fromkeys(compare.value for compare, _ in way)
    return all(
        _has_value([literal for literal in way if literal[0].value == name], find(name))
        for name in names
    )


def _has_value(literals: Sequence[Literal], term: Term | None) -> bool:
    """Tell whether some value of a name satisfies all comparisons on it."""
    if term is None or term.type is None:
        return True
    understood = [each for each in literals if not each[0].other]
    filled = {operand is not failing for each, failing in understood for operand in _filled(each)}
    compared = [each for each in understood if each[0].comparison is not Comparison.FILLED]
    if filled == {True, False} or (False in filled and compared):
        return False
    if term.type is FieldType.BOOLEAN:
        return any(_all_true(compared, value) for value in (True, False))
    if term.type is FieldType.CHOICE and term.choices:
        if not all(set(compare.operands) <= set(term.choices) for compare, _ in compared):
            return True  # a choice that there is not was reported
        return any(_all_true(compared, value) for value in term.choices)
    if term.is_numeric or term.type is FieldType.DATE:
        left = _Range()
        for compare, failing in compared:
            left.narrow(compare, failing=failing)
        return left.has_value
    return True


def _filled(compare: Compare) -> tuple[Operand, ...]:
    return compare.operands if compare.comparison is Comparison.FILLED else ()


def _all_true(literals: Iterable[Literal], value: Operand) -> bool:
    return all(_is_true(compare, value) is not failing for compare, failing in literals)


def _is_true(compare: Compare, value: Operand) -> bool:
    if not compare.operands:
        return True  # what is compared with was reported
    if compare.comparison is Comparison.NOT_EQUALS:
        return value not in compare.operands
    return value in compare.operands


@dataclass(slots=True)
class _Range:
    """What the comparisons leave of a number or a date.

    The range of the field is left out: a constant outside it is reported where it stands.
    """

    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    among: frozenset[Operand] | None = None
    without: frozenset[Operand] = frozenset()

    def narrow(self, compare: Compare, *, failing: bool) -> None:
        """Take one more comparison into account."""
        if not compare.operands:
            return  # what is compared with was reported
        operand, kind = compare.operands[0], compare.comparison
        kind = _FLIPPED.get(kind, kind) if failing else kind
        match kind:
            case Comparison.ONE_OF if failing:
                self.without |= frozenset(compare.operands)
            case Comparison.ONE_OF | Comparison.EQUALS:
                values = frozenset(compare.operands)
                self.among = values if self.among is None else self.among & values
            case Comparison.NOT_EQUALS:
                self.without |= {operand}
            case Comparison.AT_LEAST | Comparison.MORE_THAN:
                self._raise_low(operand, kind is Comparison.MORE_THAN)
            case Comparison.AT_MOST | Comparison.LESS_THAN:
                self._lower_high(operand, kind is Comparison.LESS_THAN)
            case _:
                pass

    def _raise_low(self, value: Any, is_open: bool) -> None:
        if self.low is None or (value, is_open) > (self.low, self.low_open):
            self.low, self.low_open = value, is_open

    def _lower_high(self, value: Any, is_open: bool) -> None:
        if self.high is None or (value, not is_open) < (self.high, not self.high_open):
            self.high, self.high_open = value, is_open

    @property
    def has_value(self) -> bool:
        if self.among is not None:
            return any(self._takes(value) for value in self.among - self.without)
        if self.low is None or self.high is None:
            return True
        if self.low == self.high:
            return self._takes(self.low) and self.low not in self.without
        return bool(self.low < self.high)

    def _takes(self, value: Any) -> bool:
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return bool(above and below)
