"""清单累加: the sum of the points of the parts that hold.

A part that does not apply to a school leaves its list; the rest is scaled to full points.

说明：逐项看，做到一项得一项的分，各项之和就是满分。某一项不适用的，
从满分里去掉，其余各项按比例折算到满分；某一项缺事实的，已做到的照计，
本项按缺失处理。
"""

from __future__ import annotations

import numpy as np

from engine.facts.table import State
from engine.points import rescale
from engine.ruleset.methods import Checklist, Part
from engine.scoring.conditions import evaluate
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import Mask, States, merge_states


def score(method: Checklist, full: int, rows: ScoringRows) -> Scored:  # noqa: ARG001
    """Add up the parts that hold, over the parts that apply.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M2.
    """
    n_rows = rows.view.n_rows
    most = sum(rows.units(part.points) for part in method.parts)
    points, applicable = np.zeros(n_rows, np.int64), np.full(n_rows, most, np.int64)
    left_out, states = False, None
    for part in method.parts:
        worth = rows.units(part.points)
        hits, outside, causes = _judge(part, rows)
        if outside is not None and outside.any():
            left_out = True
            applicable -= np.multiply(outside, worth, dtype=np.int64)
        points += np.multiply(hits, worth, dtype=np.int64)
        states = merge_states(states, causes)
    if not left_out:
        return Scored(points, states)
    points, nothing_left = rescale(points, applicable, most)
    if nothing_left.any():
        base = np.zeros(n_rows, np.uint8) if states is None else states
        states = np.where(nothing_left, np.uint8(State.NOT_APPLICABLE), base)
    return Scored(points, states)


def _judge(part: Part, rows: ScoringRows) -> tuple[Mask, Mask | None, States | None]:
    """Return where a part holds, where it does not apply, and the states that leave it open."""
    truth = evaluate(part.condition, rows.view)
    hits, causes, outside = truth.true_mask, truth.causes, None
    if part.applies is not None:
        applies = evaluate(part.applies, rows.view)
        hits &= applies.true_mask  # nothing is certain before it is known to apply
        causes, outside = merge_states(causes, applies.causes), applies.false_mask
    if causes is not None:
        lacking = causes == State.NOT_APPLICABLE
        outside = lacking if outside is None else outside | lacking
        hits &= ~outside
        causes = np.where(outside, np.uint8(0), causes)
    return hits, outside, causes
