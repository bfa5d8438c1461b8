"""One school as the slow oracles read it: values or gaps by name, and its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from engine.facts.table import State
from engine.ruleset.conditions import Compare, Comparison

OK, NA, MISSING, UNREADABLE = (
    State.PRESENT,
    State.NOT_APPLICABLE,
    State.MISSING,
    State.UNREADABLE,
)
PENDING = "待定"
Result = tuple[State, Fraction]


@dataclass(frozen=True)
class School:
    """One school: its values, its records in the window, whether its table is known.

    `batch` holds the values of all schools that are assessed with it.
    """

    values: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]] = ()
    table: State = OK
    full: Fraction = Fraction(3)
    is_deduction: bool = False
    batch: Sequence[Mapping[str, Any]] = ()
    unit: Fraction = field(default=Fraction(1, 10_000))

    def rounded(self, points: Fraction) -> Fraction:
        """Round half up to the unit."""
        return floor(points / self.unit + Fraction(1, 2)) * self.unit

    @property
    def nothing(self) -> Fraction:
        """What the school has for certain while nothing is known."""
        return self.full if self.is_deduction else Fraction(0)


def is_gap(value: Any) -> bool:
    return isinstance(value, State)


def judged(condition: Compare, values: Mapping[str, Any]) -> Any:
    """Say whether a comparison holds: True, False, or the gap that leaves it open."""
    value = values[condition.value]
    if is_gap(value):
        return value
    [wanted] = condition.operands
    if value == PENDING and wanted != PENDING:
        return MISSING
    return value == wanted


def within(value: Fraction, comparison: Comparison, bound: Fraction) -> bool:
    return {
        Comparison.AT_LEAST: value >= bound,
        Comparison.MORE_THAN: value > bound,
        Comparison.AT_MOST: value <= bound,
        Comparison.LESS_THAN: value < bound,
        Comparison.EQUALS: value == bound,
    }[comparison]
