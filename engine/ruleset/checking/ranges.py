"""Tell whether a value can satisfy several comparisons at once: numbers, dates, choices, sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from engine.ruleset.conditions import Compare, Comparison, Operand
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

# A comparison, and whether it must fail instead of hold.
Literal = tuple[Compare, bool]
Way = tuple[Literal, ...]
Find = Callable[[str], Term | None]

_FLIPPED = {
    Comparison.EQUALS: Comparison.NOT_EQUALS,
    Comparison.NOT_EQUALS: Comparison.EQUALS,
    Comparison.AT_LEAST: Comparison.LESS_THAN,
    Comparison.LESS_THAN: Comparison.AT_LEAST,
    Comparison.MORE_THAN: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE_THAN,
}
# How two values may lie to each other.
_ORDERS = {
    Comparison.EQUALS: frozenset("="),
    Comparison.NOT_EQUALS: frozenset("<>"),
    Comparison.AT_LEAST: frozenset(">="),
    Comparison.MORE_THAN: frozenset(">"),
    Comparison.AT_MOST: frozenset("<="),
    Comparison.LESS_THAN: frozenset("<"),
}
_TURNED = str.maketrans("<>", "><")


def is_possible(way: Way, find: Find) -> bool:
    """Tell whether all comparisons can be true together."""
    names = dict.fromkeys(compare.value for compare, _ in way)
    return _orders_agree(way) and all(
        _has_value([literal for literal in way if literal[0].value == name], find(name))
        for name in names
    )


def _orders_agree(way: Way) -> bool:
    """Tell whether the comparisons of two values with each other leave them some order."""
    left: dict[tuple[str, str], frozenset[str]] = {}
    for compare, failing in way:
        if not compare.other or compare.comparison not in _ORDERS:
            continue
        allowed = _ORDERS[compare.comparison]
        allowed = frozenset("<=>") - allowed if failing else allowed
        pair = compare.value, compare.other
        if pair[0] > pair[1]:
            pair = pair[1], pair[0]
            allowed = frozenset("".join(sorted(allowed)).translate(_TURNED))
        start = frozenset("=" if pair[0] == pair[1] else "<=>")
        left[pair] = left.get(pair, start) & allowed
    return all(left.values())


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
    if term.type is FieldType.SET:
        return _has_set(compared)
    if term.is_numeric or term.type is FieldType.DATE:
        is_turned = term.low is not None and term.high is not None and term.low > term.high
        left = _Range() if is_turned else _Range(term.low, term.high)
        left.whole = term.type is FieldType.INTEGER
        for compare, failing in compared:
            left.narrow(compare, failing=failing)
        return left.has_value
    return True


def _has_set(literals: Iterable[Literal]) -> bool:
    """Tell whether some set includes all that it must, and never all that it must not."""
    compared = [each for each in literals if each[0].comparison is Comparison.INCLUDES]
    held = {operand for each, failing in compared if not failing for operand in each.operands}
    return not any(failing and held.issuperset(each.operands) for each, failing in compared)


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
    """What the comparisons leave of a number or a date, within the range of its field."""

    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    among: frozenset[Operand] | None = None
    without: frozenset[Operand] = frozenset()
    whole: bool = False

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
        if self.whole:
            return self._has_whole()
        if self.low == self.high:
            return self._takes(self.low) and self.low not in self.without
        return bool(self.low < self.high)

    def _has_whole(self) -> bool:
        """Tell whether a whole number is left; past so many, some surely is."""
        first = floor(self.low) + 1 if self.low_open else ceil(self.low)
        last = ceil(self.high) - 1 if self.high_open else floor(self.high)
        if last - first >= len(self.without):
            return True
        return any(Fraction(number) not in self.without for number in range(first, last + 1))

    def _takes(self, value: Any) -> bool:
        if self.whole and isinstance(value, Fraction) and value.denominator != 1:
            return False
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return bool(above and below)
