"""分档: value -> points of its band.

The bands leave no gap and do not overlap (checked when the rules load), so a value's band is
the number of lower bounds that it reaches.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.facts.table import State
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import Band, Bands
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import compare_constant, merge_states

_LOWER = (Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.EQUALS)
_UPPER = (Comparison.AT_MOST, Comparison.LESS_THAN, Comparison.EQUALS)


def score(method: Bands, full: int, rows: ScoringRows) -> Scored:  # noqa: ARG001
    """Look up the points of each value's band.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M3, M6.
    A value outside all bands (possible only where the field's range did not rule it out) is
    not guessed: its state is UNREADABLE.
    """
    quantity = rows.view.quantity(method.value)
    ordered = sorted(method.bands, key=_lower_key)
    index = np.zeros(rows.view.n_rows, np.int8)
    for band in ordered[1:]:
        comparison, bound = _bound(band, _LOWER)
        if comparison is Comparison.EQUALS:
            comparison = Comparison.AT_LEAST
        index += compare_constant(quantity, comparison, bound).view(np.int8)
    table = np.array([rows.units(band.points) for band in ordered], np.int64)
    points = table.take(index.astype(np.intp), mode="clip")
    outside = None
    if any(comparison in _LOWER for comparison, _ in ordered[0].bounds):
        comparison, bound = _bound(ordered[0], _LOWER)
        comparison = Comparison.AT_LEAST if comparison is Comparison.EQUALS else comparison
        outside = ~compare_constant(quantity, comparison, bound)
    if any(comparison in _UPPER for comparison, _ in ordered[-1].bounds):
        comparison, bound = _bound(ordered[-1], _UPPER)
        comparison = Comparison.AT_MOST if comparison is Comparison.EQUALS else comparison
        above = ~compare_constant(quantity, comparison, bound)
        outside = above if outside is None else outside | above
    if outside is None or not outside.any():
        return Scored(points, quantity.states)
    marked = np.where(outside, np.uint8(State.UNREADABLE), np.uint8(0))
    if quantity.states is not None:
        marked = np.where(quantity.states == State.PRESENT, marked, np.uint8(0))
    return Scored(points, merge_states(quantity.states, marked))


def _bound(band: Band, wanted: tuple[Comparison, ...]) -> tuple[Comparison, Fraction]:
    return next(pair for pair in band.bounds if pair[0] in wanted)


def _lower_key(band: Band) -> tuple[bool, Fraction, bool]:
    lower = [pair for pair in band.bounds if pair[0] in _LOWER]
    if not lower:
        return (False, Fraction(0), False)
    comparison, bound = lower[0]
    return (True, bound, comparison is Comparison.MORE_THAN)
