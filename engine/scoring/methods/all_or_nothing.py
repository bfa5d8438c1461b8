"""全有全无: the condition holds -> full points, else 0.

说明：条件成立得满分，不成立得 0 分，没有中间。条件因缺事实不能判定的，
按缺失处理。
"""

from __future__ import annotations

import numpy as np

from engine.ruleset.methods import AllOrNothing
from engine.scoring.conditions import evaluate
from engine.scoring.rows import Scored, ScoringRows


def score(method: AllOrNothing, full: int, rows: ScoringRows) -> Scored:
    """Give full points where the condition holds.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M1.
    """
    truth = evaluate(method.condition, rows.view)
    return Scored(np.multiply(truth.true_mask, full, dtype=np.int64), truth.causes)
