"""分档: value -> points of its band.

The bands leave no gap and do not overlap (checked when the rules load), so a value's band is
the number of lower bounds that it reaches.

说明：看值落在哪一档，得哪一档的分。各档首尾相接，不重叠、不留缺口，
检查方案时就会核对，所以每个值恰好在一档里。
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from engine.facts.table import State
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import Band, Bands
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import Mask, Quantity, States, compare_constant, merge_states

Bound = tuple[Comparison, Fraction]


def score(method: Bands, full: int, rows: ScoringRows) -> Scored:  # noqa: ARG001
    """Look up the points of each value's band.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M3, M6.
    A value outside all bands (possible only where the field's range did not rule it out) is
    not guessed: its state is UNREADABLE.
    """
    return points_by_band(method.bands, rows.view.quantity(method.value), rows)


def points_by_band(bands: Sequence[Band], quantity: Quantity, rows: ScoringRows) -> Scored:
    """Look up the points of each number's band.

    Shapes: (schools,). Units: points.
    """
    ordered = sorted(bands, key=_rank)
    index = np.zeros(rows.view.n_rows, np.min_scalar_type(len(ordered)))
    for band in ordered[1:]:
        lower = _lower(band)
        assert lower is not None  # only one band can be open below: no overlap
        index += compare_constant(quantity, *lower).view(np.uint8)
    table = np.array([rows.units(band.points) for band in ordered], np.int64)
    points = table.take(index.astype(np.intp), mode="clip")
    return Scored(points, _states(quantity, _lower(ordered[0]), _upper(ordered[-1])))


def _lower(band: Band) -> Bound | None:
    """Return the bound from which on values are in the band: the tightest of those written."""
    found = [
        (bound, comparison is Comparison.MORE_THAN)
        for comparison, bound in band.bounds
        if comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.EQUALS)
    ]
    if not found:
        return None
    bound, is_open = max(found)
    return (Comparison.MORE_THAN if is_open else Comparison.AT_LEAST), bound


def _upper(band: Band) -> Bound | None:
    """Return the bound up to which values are in the band: the tightest of those written."""
    found = [
        (bound, comparison is not Comparison.LESS_THAN)
        for comparison, bound in band.bounds
        if comparison in (Comparison.AT_MOST, Comparison.LESS_THAN, Comparison.EQUALS)
    ]
    if not found:
        return None
    bound, is_closed = min(found)
    return (Comparison.AT_MOST if is_closed else Comparison.LESS_THAN), bound


def _rank(band: Band) -> tuple[bool, Fraction, bool]:
    lower = _lower(band)
    if lower is None:
        return False, Fraction(0), False
    comparison, bound = lower
    return True, bound, comparison is Comparison.MORE_THAN


def _states(quantity: Quantity, lowest: Bound | None, highest: Bound | None) -> States | None:
    """Return the states of the values, UNREADABLE where one is below or above all bands."""
    outside: Mask | None = None
    for bound in (lowest, highest):
        if bound is not None:
            beyond = ~compare_constant(quantity, *bound)
            outside = beyond if outside is None else outside | beyond
    if outside is None:
        return quantity.states
    if quantity.states is not None:
        outside &= quantity.states == State.PRESENT
    if not outside.any():
        return quantity.states
    return merge_states(quantity.states, np.where(outside, np.uint8(State.UNREADABLE), np.uint8(0)))
