"""Sums and sums of squares of the values of cohorts, as exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

import numpy as np

from engine.points import multiply
from engine.scoring.arithmetic import add_up
from engine.scoring.standings import Standings, Whole, number_off


@dataclass(frozen=True, slots=True)
class Moments:
    """Sum and sum of squares of one cohort's values, in units of their scale."""

    sum: Fraction
    squares: Fraction


def moments(standings: Standings, counts: Whole) -> list[Moments]:
    """Return the moments of each cohort that anyone takes part in.

    Values with the same denominator are added up as columns first, so that only as many
    fractions are left as there are denominators.

    Args:
        standings: The distinct values.
        counts: (distinct,) how often each is counted.
    """
    values, n_runs = standings.values, len(standings.starts)
    run = np.repeat(np.arange(n_runs), standings.ends - standings.starts)
    below = values.denominators
    if below is None:
        below = np.ones(len(run), np.int64)
    kind, n_kinds = number_off(below)
    group, n_groups = number_off(run * max(n_kinds, 1) + kind)
    chosen = np.empty(n_groups, np.intp)
    chosen[group] = np.arange(len(group))
    weighed = multiply(values.numerators, counts)
    sums = add_up(weighed, group, n_groups)
    squares = add_up(multiply(weighed, values.numerators), group, n_groups)
    bounds = np.searchsorted(run[chosen], np.arange(n_runs + 1)).tolist()
    lists = (sums.tolist(), squares.tolist(), below[chosen].tolist())
    return [_joined(*(each[start:end] for each in lists)) for start, end in pairwise(bounds)]


def _joined(sums: list[int], squares: list[int], denominators: list[int]) -> Moments:
    common = lcm(*denominators)
    area = common * common
    total = square = 0
    for one, other, below in zip(sums, squares, denominators, strict=True):
        total += one * (common // below)
        square += other * (area // (below * below))
    return Moments(Fraction(total, common), Fraction(square, area))
