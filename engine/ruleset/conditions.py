"""Conditions as data: comparisons of facts, joined by all, any, not, at-least-n.

There is no expression language: a condition is structured YAML, and it is evaluated to
three values (true, false, unknown) by `engine.scoring.conditions`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place

Operand = Fraction | str | bool | date


class Comparison(StrEnum):
    """How a value is compared. The last two need no operand from a table of numbers."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ONE_OF = "one_of"  # operands: several allowed values
    INCLUDES = "includes"  # a set field includes all operands
    FILLED = "filled"  # operand True: the field is filled; False: it is blank. Never unknown.


@dataclass(frozen=True, slots=True)
class Compare:
    """Compare one value (a field or a derived value) with constants or with another value.

    Args:
        value: Name of the field or derived value.
        operands: One constant, or several for ONE_OF and INCLUDES; empty when `other` is set.
        other: Name of the value to compare with (另一取值), for dates and numbers.
    """

    value: str
    comparison: Comparison
    operands: tuple[Operand, ...]
    place: Place
    other: str = ""


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition
    place: Place


@dataclass(frozen=True, slots=True)
class AtLeastOf:
    """At least `count` of the parts hold (满足几项)."""

    count: int
    parts: tuple[Condition, ...]
    place: Place


Condition = Compare | AllOf | AnyOf | Not | AtLeastOf


def names_in(condition: Condition | None) -> Iterator[str]:
    """Yield the names of the values that a condition reads, in the order of the text."""
    match condition:
        case None:
            return
        case Compare():
            yield condition.value
            if condition.other:
                yield condition.other
        case Not():
            yield from names_in(condition.part)
        case _:
            for part in condition.parts:
                yield from names_in(part)


def literals_in(
    condition: Condition | None, negated: bool = False
) -> Iterator[tuple[Compare, bool]]:
    """Yield each comparison in the order of the text, and whether an odd number of 非 is on it."""
    match condition:
        case None:
            return
        case Compare():
            yield condition, negated
        case Not():
            yield from literals_in(condition.part, not negated)
        case _:
            for part in condition.parts:
                yield from literals_in(part, negated)


def comparisons_in(condition: Condition | None) -> Iterator[Compare]:
    """Yield the comparisons of a condition in the order of the text."""
    return (compare for compare, _ in literals_in(condition))


def condition_key(condition: Condition | None) -> Hashable:
    """Return what a condition means: equal for conditions that say the same in another order."""
    match condition:
        case None:
            return ()
        case Compare():
            operands = frozenset(condition.operands)
            return condition.value, condition.comparison.value, operands, condition.other
        case Not():
            return "not", condition_key(condition.part)
        case AllOf() | AnyOf():
            parts = frozenset(condition_key(part) for part in condition.parts)
            if len(parts) == 1:
                return next(iter(parts))
            return ("all" if isinstance(condition, AllOf) else "any"), parts
        case AtLeastOf():
            return condition.count, frozenset(Counter(map(condition_key, condition.parts)).items())
