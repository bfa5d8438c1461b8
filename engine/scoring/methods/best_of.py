"""取高: the best of several methods, of those that apply.

说明：几种方法各算一遍，取得分最高的。不适用的方法跳过；某一种缺事实的，
整项按缺失处理，除非别的方法已经得了满分。
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.facts.table import State
from engine.scoring.rows import Scored


def choose(options: Sequence[Scored], full: int) -> Scored:
    """Take the most points that any option gives.

    An option that does not apply is passed over; the whole is 不适用 only where every option is.
    One that is open leaves the whole open, unless another gives full points: more cannot be had.
    While it is open the most that is certain counts.

    Shapes: (schools,). Units: points. Source: docs/rule-language.md section 5.

    Args:
        options: Each option's points, at least one (checked when the rules load).
        full: Full points, in units.
    """
    if all(option.states is None for option in options):
        return Scored(np.maximum.reduce([option.points for option in options]))
    n_rows = len(options[0].points)
    points, states = np.zeros(n_rows, np.int64), np.zeros(n_rows, np.uint8)
    outside, settled = np.ones(n_rows, bool), np.zeros(n_rows, bool)
    for option in options:
        own = np.zeros(n_rows, np.uint8) if option.states is None else option.states
        meant = own != State.NOT_APPLICABLE
        points = np.where(meant, np.maximum(points, option.points), points)
        states = np.where(meant, np.maximum(states, own), states)
        outside &= ~meant
        settled |= (own == State.PRESENT) & (option.points >= full)
    states[settled] = State.PRESENT
    states[outside] = State.NOT_APPLICABLE
    return Scored(points, states if states.any() else None)
