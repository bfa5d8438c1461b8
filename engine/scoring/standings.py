"""Order the values of a batch within its cohorts: who is before whom, exactly.

The work is done on distinct values only. Exact numbers are ordered by whole-number keys, so that
two shares that differ in their last place are never taken for equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.scoring.values import Mask, Quantity

Whole = NDArray[np.int64]

# Fractions whose denominators stay below this differ in their first 62 binary places.
_SMALL = 2**31
# Keys are counted, not sorted, where their span is less than so many times their number.
_CLOSE = 4


@dataclass(frozen=True, slots=True)
class Standings:
    """The distinct values of every cohort, cohort by cohort, from the least to the greatest.

    Shapes: the arrays of whole numbers (distinct,), unless said otherwise.

    Args:
        participants: (participants,) rows of the batch that have a value and take part.
        at: (participants,) which distinct value each of them has.
        values: The distinct values themselves.
        cohort: Code of the cohort. count: participants that have the value.
        below: Participants of the cohort with a lesser value. size: all of them.
        starts, ends: (cohorts that anyone takes part in,) where each begins and ends.
    """

    participants: NDArray[np.intp]
    at: Whole
    values: Quantity
    cohort: Whole
    count: Whole
    below: Whole
    size: Whole
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]

    def fractions(self, run: slice) -> Iterator[tuple[int, int]]:
        """Yield numerator and denominator of distinct values, in units of the scale."""
        below = self.values.denominators
        return zip(
            self.values.numerators[run].tolist(),
            repeat(1) if below is None else below[run].tolist(),
            strict=False,
        )


def stand(value: Quantity, cohorts: Whole, subject: Mask | None = None) -> Standings:
    """Order the values that are there within their cohorts.

    Args:
        value: (rows,) what is compared.
        cohorts: (rows,) code of each row's cohort.
        subject: (rows,) who takes part at all; None: everybody who has a value.
    """
    taking_part = np.ones(len(cohorts), bool) if subject is None else subject
    if value.states is not None:
        taking_part = taking_part & (value.states == State.PRESENT)
    participants = np.flatnonzero(taking_part)
    numbers, cohorts = value.part(participants), cohorts[participants]
    order, n_values = order_of(numbers)
    at, n_distinct = number_off(cohorts * n_values + order)
    chosen = np.empty(n_distinct, np.intp)
    chosen[at] = np.arange(len(at))  # any row that has the value
    cohort, count = cohorts[chosen], np.bincount(at, minlength=n_distinct).astype(np.int64)
    is_start = np.ones(n_distinct, bool)
    is_start[1:] = cohort[1:] != cohort[:-1]
    starts, run = np.flatnonzero(is_start), np.cumsum(is_start) - 1
    before = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    ends = np.append(starts[1:], n_distinct)[: len(starts)]
    size = before[ends] - before[starts]
    return Standings(
        participants=participants,
        at=at,
        values=numbers.part(chosen),
        cohort=cohort,
        count=count,
        below=before[:-1] - before[starts][run],
        size=size[run],
        starts=starts,
        ends=ends,
    )


def order_of(numbers: Quantity) -> tuple[Whole, int]:
    """Number exact values by size, equal ones alike.

    Returns:
        (rows,) the number of each value, from 0; and how many distinct values there are.
    """
    keys = _keys(numbers)
    if len(keys) == 1:
        return number_off(keys[0])
    rows = np.lexsort(keys[::-1])
    new = np.ones(len(rows), bool)
    new[1:] = np.logical_or.reduce([key[rows][1:] != key[rows][:-1] for key in keys])
    order = np.empty(len(rows), np.int64)
    order[rows] = np.cumsum(new) - 1
    return order, int(new.sum())


def number_off(keys: NDArray[np.integer]) -> tuple[Whole, int]:
    """Number whole numbers by size, equal ones alike: counted where they lie close together.

    >>> number_off(np.array([30, 10, 30]))
    (array([1, 0, 1]), 2)
    """
    if keys.size and keys.dtype != object:
        low, high = int(keys.min()), int(keys.max())
        if high - low < _CLOSE * keys.size:
            is_there = np.zeros(high - low + 1, bool)
            is_there[keys - low] = True
            return (np.cumsum(is_there) - 1)[keys - low], int(is_there.sum())
    distinct, order = np.unique(keys, return_inverse=True)
    return order.ravel().astype(np.int64), len(distinct)


def _keys(numbers: Quantity) -> list[NDArray[np.integer]]:
    """Return whole-number keys, the first the weightiest, that order and tell apart all values.

    Two distinct fractions with denominators below 2**b differ by more than 2**-2b, so that 2b
    binary places after the point tell them apart.
    """
    above, below = numbers.numerators, numbers.denominators
    if below is None or not below.size:
        return [above]
    if above.dtype == object or below.dtype == object or int(below.max()) >= _SMALL:
        places = 2 * int(below.max()).bit_length()
        return [np.asarray((above.astype(object) << places) // below.astype(object))]
    whole, rest = np.divmod(above, below)
    upper, rest = np.divmod(rest * _SMALL, below)
    return [whole, upper * _SMALL + rest * _SMALL // below]
