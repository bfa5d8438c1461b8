"""等级对应: a choice -> points.

说明：单选字段的每个选项写明得多少分，选了哪个得哪个的分。每个选项都要写，
不计分的写 0。
"""

from __future__ import annotations

import numpy as np

from engine.facts.table import State
from engine.ruleset.methods import Levels
from engine.scoring.conditions import pending_mask
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import merge_states


def score(method: Levels, full: int, rows: ScoringRows) -> Scored:  # noqa: ARG001
    """Look up the points of each choice; a choice not settled yet (待定值) is missing.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M24.
    """
    column = rows.view.column(method.value)
    table = [
        rows.units(method.points_by_level[level]) if level in method.points_by_level else 0
        for level in column.levels
    ]
    points = np.array([*table, 0], np.int64)[column.values]
    states = None if column.all_present else column.states
    if column.field.pending:
        pending = np.where(pending_mask(column), np.uint8(State.MISSING), np.uint8(0))
        states = merge_states(states, pending)
    return Scored(points, states)
