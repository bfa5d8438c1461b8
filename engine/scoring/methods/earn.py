"""逐次得分: gain per occurrence or per level, up to full points."""

from __future__ import annotations

import numpy as np

from engine.ruleset.methods import Earn
from engine.scoring.methods.occurrences import charged
from engine.scoring.rows import Scored, ScoringRows


def score(method: Earn, full: int, rows: ScoringRows) -> Scored:
    """Add up every gain, not above full points.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M15 to M18.
    """
    moved, states = charged(method.charges, rows, full)
    return Scored(np.minimum(moved, full), states)
