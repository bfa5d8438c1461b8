"""Quotas (名额): how many schools of a cohort may hold a grade, and which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from engine.points import round_fraction
from engine.ruleset.model import Quota


@dataclass(frozen=True, slots=True)
class Placing:
    """Who of the candidates holds a place.

    Args:
        held: Candidates with a place. tied_out: candidates at the edge that comparing could
            not part, and that therefore have none.
    """

    held: frozenset[int]
    tied_out: tuple[int, ...] = ()


def n_places(quota: Quota, size: int) -> int:
    """Return the places of a cohort of `size` schools, rounded as the ruleset says.

    >>> from dataclasses import replace
    >>> from engine.diagnostics import Place
    >>> quota = Quota("优秀", Place(""), share=Fraction(3, 10))
    >>> [n_places(replace(quota, rounding=how), 5) for how in ("down", "up", "nearest")]
    [1, 2, 2]
    """
    if quota.number is not None:
        return quota.number
    assert quota.share is not None  # share or number: checked when the rules load
    exact = quota.share * size
    match quota.rounding:
        case "down":
            return floor(exact)
        case "up":
            return ceil(exact)
        case _:
            return int(round_fraction(exact, Fraction(1)))


def place_candidates(
    quota: Quota,
    places: int,
    candidates: NDArray[np.intp],
    totals: NDArray[np.int64],
    compare: Callable[[int], tuple[Fraction, ...]],
) -> Placing:
    """Choose who holds a place.

    Args:
        quota: How ties at the edge are settled.
        places: How many places there are.
        candidates: Positions of the schools whose score and vetoes allow the grade.
        totals: (schools,) totals.
        compare: Position of a school -> what 依次比较 compares, in order.
    """
    if len(candidates) <= places:
        return Placing(frozenset(candidates.tolist()))
    ordered = candidates[np.argsort(-totals[candidates], kind="stable")]
    edge = totals[ordered[places - 1]] if places > 0 else None
    if edge is None or totals[ordered[places]] != edge:
        return Placing(frozenset(ordered[:places].tolist()))
    above = [int(each) for each in ordered if totals[each] > edge]
    tied = [int(each) for each in ordered if totals[each] == edge]
    if quota.ties == "in":
        return Placing(frozenset(above + tied))
    if quota.ties == "out":
        return Placing(frozenset(above))
    return _compare_tied(above, tied, places - len(above), compare)


def _compare_tied(
    above: list[int], tied: list[int], left: int, compare: Callable[[int], tuple[Fraction, ...]]
) -> Placing:
    ranked = sorted(tied, key=compare, reverse=True)
    edge, following = compare(ranked[left - 1]), compare(ranked[left])
    if edge != following:
        return Placing(frozenset(above + ranked[:left]))
    inside = [each for each in ranked if compare(each) > edge]
    undecided = tuple(sorted(each for each in ranked if compare(each) == edge))
    return Placing(frozenset(above + inside), undecided)
