"""Exact columns of numbers, and what rules compare them with.

A `Quantity` is a column of exact fractions: whole numerators over a common scale (a fixed-point
field) or also over a column of denominators (a ratio). Comparing it with a constant multiplies
across; nothing is divided, so 89.99 % never becomes 90 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import Column, State
from engine.points import multiply
from engine.ruleset.conditions import Comparison

Mask = NDArray[np.bool_]
States = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A column of exact numbers: numerators / (scale x denominators).

    Shapes: numerators, denominators and states (rows,). Denominators are positive.

    Args:
        denominators: None where the scale says it all.
        states: State of each row; None where all are PRESENT. Numerators of other rows are 0.
    """

    numerators: NDArray[np.integer]
    scale: int = 1
    denominators: NDArray[np.integer] | None = None
    states: States | None = None

    def fraction(self, row: int) -> Fraction:
        """Return the exact number of one row."""
        under = 1 if self.denominators is None else int(self.denominators[row])
        return Fraction(int(self.numerators[row]), self.scale * under)

    def state(self, row: int) -> State:
        """Return the state of one row."""
        return State.PRESENT if self.states is None else State(int(self.states[row]))

    def part(self, rows: slice | NDArray[np.integer]) -> Quantity:
        """Return a run of rows, or chosen ones in the order given."""
        return Quantity(
            self.numerators[rows],
            self.scale,
            None if self.denominators is None else self.denominators[rows],
            None if self.states is None else self.states[rows],
        )


def quantity_of(column: Column) -> Quantity:
    """Return a numeric or boolean or date column as exact numbers."""
    states = None if column.all_present else column.states
    scale = 10**column.field.decimals if column.field.type.is_numeric else 1
    return Quantity(column.values, scale, None, states)


def merge_states(*states: States | None) -> States | None:
    """Return the prevailing state of each row: the larger code wins."""
    known = [each for each in states if each is not None]
    if not known:
        return None
    merged = known[0]
    for each in known[1:]:
        merged = np.maximum(merged, each)
    return merged


def compare_constant(quantity: Quantity, comparison: Comparison, constant: Fraction) -> Mask:
    """Compare exact numbers with a constant; rows that are not PRESENT compare as 0.

    Shapes: (rows,) -> (rows,).
    """
    if quantity.denominators is None:
        return _compare_whole(quantity.numerators, comparison, constant * quantity.scale)
    across = constant * quantity.scale
    left = multiply(quantity.numerators, across.denominator)
    right = multiply(quantity.denominators, across.numerator)
    return _compare_columns(left, comparison, right)


def compare_quantities(left: Quantity, comparison: Comparison, right: Quantity) -> Mask:
    """Compare two columns of exact numbers row by row."""
    a, b = multiply(left.numerators, right.scale), multiply(right.numerators, left.scale)
    if right.denominators is not None:
        a = multiply(a, right.denominators)
    if left.denominators is not None:
        b = multiply(b, left.denominators)
    return _compare_columns(a, comparison, b)


def _compare_whole(numbers: NDArray[np.integer], comparison: Comparison, bound: Fraction) -> Mask:
    match comparison:
        case Comparison.AT_LEAST:
            result = numbers >= ceil(bound)
        case Comparison.MORE_THAN:
            result = numbers > floor(bound)
        case Comparison.AT_MOST:
            result = numbers <= floor(bound)
        case Comparison.LESS_THAN:
            result = numbers < ceil(bound)
        case Comparison.EQUALS if bound.denominator == 1:
            result = numbers == bound.numerator
        case Comparison.NOT_EQUALS if bound.denominator == 1:
            result = numbers != bound.numerator
        case Comparison.EQUALS:
            result = np.zeros(len(numbers), dtype=bool)
        case Comparison.NOT_EQUALS:
            result = np.ones(len(numbers), dtype=bool)
        case _:
            raise ValueError(f"{comparison} does not compare numbers")
    return np.asarray(result, dtype=bool)


def _compare_columns(
    left: NDArray[np.integer], comparison: Comparison, right: NDArray[np.integer]
) -> Mask:
    operators = {
        Comparison.AT_LEAST: np.greater_equal,
        Comparison.MORE_THAN: np.greater,
        Comparison.AT_MOST: np.less_equal,
        Comparison.LESS_THAN: np.less,
        Comparison.EQUALS: np.equal,
        Comparison.NOT_EQUALS: np.not_equal,
    }
    return np.asarray(operators[comparison](left, right), dtype=bool)
