"""小样本: a rate over too small a denominator says nothing; another method applies there."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import SmallSample
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import compare_constant, merge_states


def choose(small: SmallSample, other: Scored, usual: Scored, rows: ScoringRows) -> Scored:
    """Take the other method's points where the denominator is too small, the usual elsewhere.

    Shapes: (schools,). Units: points. Source: domain.md M4.
    """
    denominator = rows.view.quantity(small.denominator)
    few = compare_constant(denominator, Comparison.LESS_THAN, Fraction(small.fewer_than))
    # Of nothing at all there is no share, small or large: the usual method says 不适用.
    few &= denominator.numerators > 0
    points = np.where(few, other.points, usual.points)
    none = np.zeros(len(points), np.uint8)
    states = np.where(
        few,
        none if other.states is None else other.states,
        none if usual.states is None else usual.states,
    )
    merged = merge_states(states, denominator.states)
    return Scored(points, merged if merged is not None and merged.any() else None)
