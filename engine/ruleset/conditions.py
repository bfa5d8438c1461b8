"""Conditions as data: comparisons of facts, joined by all, any, not, at-least-n.

There is no expression language: a condition is structured YAML, and it is evaluated to
three values (true, false, unknown) by `engine.scoring.conditions`.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def is_same(one: Condition | None, other: Condition | None) -> bool:
    """Say whether two conditions say the same, wherever they stand in the text."""
    return _without_places(one) == _without_places(other)


def _without_places(condition: Condition | None) -> object:
    match condition:
        case None:
            return None
        case Compare():
            return condition.value, condition.comparison, condition.operands, condition.other
        case Not():
            return "not", _without_places(condition.part)
        case AtLeastOf():
            return condition.count, *(_without_places(part) for part in condition.parts)
        case AllOf() | AnyOf():
            name = type(condition).__name__
            return name, *(_without_places(part) for part in condition.parts)
