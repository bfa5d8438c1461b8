"""小样本: a rate over too small a denominator says nothing; another method applies there."""

from __future__ import annotations

import numpy as np

from engine.ruleset.methods import SmallSample
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.subjects import too_few_mask
from engine.scoring.values import merge_states


def choose(small: SmallSample, other: Scored, usual: Scored, rows: ScoringRows) -> Scored:
    """Take the other method's points where the denominator is too small, the usual elsewhere.

    Shapes: (schools,). Units: points. Source: domain.md M4.
    """
    few = too_few_mask(small, rows.view)
    points = np.where(few, other.points, usual.points)
    none = np.zeros(len(points), np.uint8)
    states = np.where(
        few,
        none if other.states is None else other.states,
        none if usual.states is None else usual.states,
    )
    merged = merge_states(states, rows.view.quantity(small.denominator).states)
    return Scored(points, merged if merged is not None and merged.any() else None)
