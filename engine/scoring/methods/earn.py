"""逐次得分: gain per occurrence or per level, up to full points.

说明：从 0 分起，做到一次加一次，加到满分为止。可以数一个整数，也可以数台账里的记录；
写了“同一事项”的，同一件事只算最高的一条（就高不重复）。
"""

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
