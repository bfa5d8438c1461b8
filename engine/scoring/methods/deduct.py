"""逐次扣分: start from full, lose per occurrence, down to the floor.

说明：从满分起，发生一次扣一次，扣到保底为止。可以数一个整数（几次），
也可以数台账里的记录；记录可以按级别定分。同一事件在各扣分处只按最重的一处扣，
除非写明分别扣。
"""

from __future__ import annotations

import numpy as np

from engine.ruleset.methods import Deduct
from engine.scoring.methods.occurrences import charged
from engine.scoring.rows import Scored, ScoringRows


def score(method: Deduct, full: int, rows: ScoringRows) -> Scored:
    """Take every charge off full points, not below the floor.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M7 to M9.
    """
    floor = rows.units(method.floor)
    moved, states = charged(method.charges, rows, full - floor)
    return Scored(np.maximum(full - moved, floor), states)
