"""Add, multiply and divide exact columns: whole numbers throughout, nothing is rounded.

Where an operand is not known the result is not known either; the prevailing state says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.points import multiply
from engine.scoring.values import Quantity, States, merge_states

Whole = NDArray[np.integer]


def add(left: Quantity, right: Quantity, sign: int = 1) -> Quantity:
    """Return left + sign x right, row by row.

    Shapes: (rows,). Fixed-point columns stay fixed-point, in the finer of the two scales.
    """
    states = merge_states(left.states, right.states)
    scale = lcm(left.scale, right.scale)
    a = multiply(left.numerators, scale // left.scale)
    b = multiply(right.numerators, sign * scale // right.scale)
    below = _product_of(left.denominators, right.denominators)
    if right.denominators is not None:
        a = multiply(a, right.denominators)
    if left.denominators is not None:
        b = multiply(b, left.denominators)
    return _where_known(a + b, scale, below, states)


def product(left: Quantity, right: Quantity) -> Quantity:
    """Return left x right, row by row."""
    return _where_known(
        multiply(left.numerators, right.numerators),
        left.scale * right.scale,
        _product_of(left.denominators, right.denominators),
        merge_states(left.states, right.states),
    )


def divide(above: Quantity, below: Quantity) -> Quantity:
    """Return above / below, row by row; 不适用 where what is below is known to be 0.

    A denominator known to be 0 settles it, whatever is above: there is nothing to be a share of.
    """
    zero = below.numerators == 0
    if below.states is not None:
        zero &= below.states == State.PRESENT
    states = merge_states(above.states, below.states)
    if zero.any():
        base = np.zeros(len(zero), np.uint8) if states is None else states
        states = np.where(zero, np.uint8(State.NOT_APPLICABLE), base)
    # (a / (s x d)) / (b / (t x e)) = (a x t x e) / (s x d x b), with a positive denominator
    numerators = multiply(above.numerators, below.scale)
    if below.denominators is not None:
        numerators = multiply(numerators, below.denominators)
    numerators = np.where(below.numerators < 0, -numerators, numerators)
    denominators = _product_of(above.denominators, abs(below.numerators))
    return _where_known(numerators, above.scale, denominators, states)


def add_up(values: Whole, at: Whole, n_sums: int) -> Whole:
    """Add up values by what they belong to.

    Args:
        values: (rows,). at: (rows,) which sum each goes to.
        n_sums: How many sums there are.
    """
    # Even if all rows went to one sum, it has to fit.
    sums = np.zeros(n_sums, multiply(values, max(values.size, 1)).dtype)
    np.add.at(sums, at, values)
    return sums


def whole_column(numbers: Sequence[int]) -> Whole:
    """Return whole numbers as a column, in int64 where they fit.

    >>> whole_column([1, 2]).dtype, whole_column([2**70]).dtype
    (dtype('int64'), dtype('O'))
    """
    fits = all(-(2**62) < each < 2**62 for each in numbers)
    return np.array(numbers, np.int64 if fits else object)


def _product_of(left: Whole | None, right: Whole | None) -> Whole | None:
    if left is None or right is None:
        return right if left is None else left
    return multiply(left, right)


def _where_known(
    numerators: Whole, scale: int, denominators: Whole | None, states: States | None
) -> Quantity:
    """Return a quantity whose rows that are not PRESENT hold 0 (over 1)."""
    if states is not None:
        present = states == State.PRESENT
        numerators = np.where(present, numerators, 0)
        denominators = None if denominators is None else np.where(present, denominators, 1)
    return Quantity(numerators, scale, denominators, states)
