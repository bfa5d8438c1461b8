"""Sum, mean and count of several values, leaving out what is not applicable (不适用).

What is missing or unreadable is not left out: it leaves the result open. Where nothing applies
there is no sum and no mean (不适用), and the count is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from engine.facts.table import State
from engine.scoring.arithmetic import add, divide
from engine.scoring.values import Mask, Quantity, States, merge_states


def sum_of_applicable(values: Sequence[Quantity]) -> Quantity:
    """Add up the values that apply.

    Shapes: (rows,) each.
    """
    total = reduce(add, (replace(each, states=_without_outside(each)) for each in values))
    nothing = ~np.logical_or.reduce([_applies(each) for each in values])
    if not nothing.any():
        return total
    outside = np.where(nothing, np.uint8(State.NOT_APPLICABLE), np.uint8(0))
    return replace(total, states=merge_states(total.states, outside))


def mean_of_applicable(values: Sequence[Quantity]) -> Quantity:
    """Divide the sum of the values that apply by their number.

    Shapes: (rows,) each.
    """
    return divide(sum_of_applicable(values), replace(n_applicable(values), states=None))


def n_applicable(values: Sequence[Quantity]) -> Quantity:
    """Count the values that apply; open where one of them is.

    Shapes: (rows,) each.
    """
    count = sum(_applies(each).astype(np.int64) for each in values)
    return Quantity(np.asarray(count), states=merge_states(*map(_without_outside, values)))


def _applies(value: Quantity) -> Mask:
    if value.states is None:
        return np.ones(len(value.numerators), dtype=bool)
    return np.asarray(value.states != State.NOT_APPLICABLE)


def _without_outside(value: Quantity) -> States | None:
    """Return the states of a value with 不适用 as present: its number is 0 and adds nothing."""
    if value.states is None:
        return None
    return np.where(value.states == State.NOT_APPLICABLE, np.uint8(0), value.states)


OVER_APPLICABLE: Mapping[str, Callable[[Sequence[Quantity]], Quantity]] = {
    "mean": mean_of_applicable,
    "sum_of_applicable": sum_of_applicable,
    "n_applicable": n_applicable,
}
