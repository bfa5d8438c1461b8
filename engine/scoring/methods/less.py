"""另扣: points taken off after any method, by other values, not below a bottom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.facts.table import State
from engine.scoring.rows import Scored


def take_off(scored: Scored, taken: Sequence[Scored], down_to: int, nothing: int) -> Scored:
    """Take points off what a method gives, down to a bottom; what is below it already stays.

    A value that does not apply takes nothing off; one that is missing leaves it all open.

    Shapes: (schools,). Units: points. Source: docs/rule-language.md section 5.

    Args:
        scored: What the method gives.
        taken: What each further value takes off.
        down_to: The bottom, in units.
        nothing: The points where nothing is certain, since a further value is not known.
    """
    n_rows = len(scored.points)
    off, states = np.zeros(n_rows, np.int64), np.zeros(n_rows, np.uint8)
    for each in taken:
        if each.states is None:
            off += each.points
        else:
            off += np.where(each.states == State.PRESENT, each.points, 0)
            states = np.maximum(
                states, np.where(each.states > State.NOT_APPLICABLE, each.states, 0)
            )
    points = np.minimum(scored.points, np.maximum(scored.points - off, down_to))
    points = np.where(states > State.PRESENT, np.int64(nothing), points)
    if scored.states is not None:
        outside = scored.states == State.NOT_APPLICABLE
        states = np.where(outside, scored.states, np.maximum(scored.states, states))
    return Scored(points, states if states.any() else None)
