"""小样本: a rate over too small a denominator says nothing; another method applies there."""

from __future__ import annotations

import numpy as np

from engine.facts.table import State
from engine.ruleset.methods import SmallSample
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.subjects import too_few_mask
from engine.scoring.values import merge_states


def choose(
    small: SmallSample, other: Scored, usual: Scored, rows: ScoringRows, nothing: int
) -> Scored:
    """Take the other method's points where the denominator is too small, the usual elsewhere.

    Args:
        small: The small sample. other: By its method. usual: By the method beside it.
        rows: The schools.
        nothing: The points where nothing is certain, since the denominator is not known.

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
    unknown = rows.view.quantity(small.denominator).states
    chosen = Scored(points, states)
    if unknown is not None:
        is_open = unknown > State.NOT_APPLICABLE
        chosen = Scored(np.where(is_open, np.int64(nothing), points), merge_states(states, unknown))
    return chosen if np.any(chosen.states) else Scored(chosen.points)
