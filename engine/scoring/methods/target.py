"""达标扣减: reaching the goal gives full points; below it, lose per started step.

说明：达到目标得满分；没有达到的，每差一步扣一次，不足一步按一步，扣到保底为止。
写“越低越好”的反过来：超过目标才扣。分母太小、比率说明不了问题的，
用“小样本”改按别的方法。
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.points import multiply
from engine.ruleset.methods import Target
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import Quantity


def score(method: Target, full: int, rows: ScoringRows) -> Scored:
    """Take off the loss of each started step short of the goal, down to the floor.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M4.
    """
    quantity = rows.view.quantity(method.value)
    loss, floor = rows.units(method.loss), rows.units(method.floor)
    # More steps than exhaust the points change nothing, and would only grow the numbers.
    n_most = (full - floor) // loss + 1 if loss else 0
    points = np.maximum(full - _started_steps(quantity, method, n_most) * loss, floor)
    return Scored(points, quantity.states)


def _started_steps(quantity: Quantity, method: Target, n_most: int) -> NDArray[np.int64]:
    """Count the steps short of the goal, up to `n_most`; a started step counts whole.

    ceil((goal - v) / step) with v = n / (s x d): all in whole numbers.
    """
    goal, step = method.goal, method.step
    sign = -1 if method.lower_is_better else 1
    below = 1 if quantity.denominators is None else quantity.denominators
    above = multiply(below, sign * goal.numerator * quantity.scale) - multiply(
        quantity.numerators, sign * goal.denominator
    )
    above = multiply(above, step.denominator)
    whole = multiply(below, goal.denominator * quantity.scale * step.numerator)
    steps = -((-above) // whole)
    return np.asarray(np.clip(steps, 0, n_most), dtype=np.int64)
