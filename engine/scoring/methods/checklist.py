"""清单累加: what the parts that hold come to: their sum, the highest, or their sum up to full.

A part that does not apply to a school leaves its list; what the rest can give is scaled to what
the whole list can give.

说明：逐项看，做到一项得一项的分，各项之和就是满分；写了“计法”的，也可以只取做到的最高一项，
或者加满为止。某一项不适用的，按其余各项最多能得的折算；某一项缺事实的，已做到的照计，
本项按缺失处理，除非它怎样都不改变得分。写了“至少做到几项”的，做到的不足这个数就不得分。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.points import Units, rescale
from engine.ruleset.methods import Checklist, Counting, Part
from engine.scoring.conditions import evaluate
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import Mask, States, merge_states


@dataclass(frozen=True, slots=True)
class _Judged:
    """One part over all schools: where it holds, does not apply (None: nowhere), is open.

    Shapes: hits, outside and causes (schools,). Units: worth in points.
    """

    worth: int
    hits: Mask
    outside: Mask | None
    causes: States | None


def score(method: Checklist, full: int, rows: ScoringRows) -> Scored:
    """Count the parts that hold, over the parts that apply.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M2, M26.
    """
    judged = [_judge(part, rows) for part in method.parts]
    n_rows = rows.view.n_rows
    points = _came_to(method.counting, [(each.worth, each.hits) for each in judged], full, n_rows)
    worth = [each.worth for each in judged]
    most = max(worth) if method.counting is Counting.HIGHEST else sum(worth)
    most = min(most, full) if method.counting is Counting.CAPPED else most
    states = _open_states(method.counting, judged, points, most)
    outside = None
    if any(each.outside is not None and each.outside.any() for each in judged):
        meant = [
            (each.worth, np.ones(n_rows, bool) if each.outside is None else ~each.outside)
            for each in judged
        ]
        applicable = _came_to(method.counting, meant, full, n_rows)
        points, outside = rescale(points, applicable, most)
    if method.least_parts:
        points, states = _at_least(method.least_parts, judged, points, states)
    if outside is not None and outside.any():
        base = np.zeros(n_rows, np.uint8) if states is None else states
        states = np.where(outside, np.uint8(State.NOT_APPLICABLE), base)
    return Scored(points, states)


def _came_to(
    counting: Counting, parts: Sequence[tuple[int, Mask]], full: int, n_rows: int
) -> Units:
    """Count the worth of the parts where their masks hold."""
    points = np.zeros(n_rows, np.int64)
    for worth, mask in parts:
        own = np.multiply(mask, worth, dtype=np.int64)
        points = np.maximum(points, own) if counting is Counting.HIGHEST else points + own
    return np.minimum(points, full) if counting is Counting.CAPPED else points


def _open_states(
    counting: Counting, judged: Sequence[_Judged], points: Units, most: int
) -> States | None:
    """Return the states of the parts that are open and could still change the points.

    Of the highest, only a part that is worth more than what is certain; of a capped sum, none once
    all that the list can give is there.
    """
    match counting:
        case Counting.HIGHEST:
            open_parts = (
                None if each.causes is None else np.multiply(each.causes, each.worth > points)
                for each in judged
            )
            return merge_states(*open_parts)
        case Counting.CAPPED:
            states = merge_states(*(each.causes for each in judged))
            return None if states is None else np.multiply(states, points < most)
    return merge_states(*(each.causes for each in judged))


def _at_least(
    least: int, judged: Sequence[_Judged], points: Units, states: States | None
) -> tuple[Units, States | None]:
    """Give nothing where fewer parts hold; where only so many apply, all of them have to.

    What is open leaves it open, unless even all of it together would not be enough.
    """
    n_rows = len(points)
    n_done, n_open, n_outside = (np.zeros(n_rows, np.int64) for _ in range(3))
    for each in judged:
        n_done += each.hits
        if each.causes is not None:
            n_open += each.causes > 0
        if each.outside is not None:
            n_outside += each.outside
    needed = np.minimum(least, len(judged) - n_outside)
    is_enough: NDArray[np.bool_] = n_done >= needed
    points = np.where(is_enough, points, 0)
    causes = merge_states(*(each.causes for each in judged))
    if causes is None or states is None:
        return points, states
    is_short = n_done + n_open < needed
    return points, np.where(is_enough, states, np.where(is_short, np.uint8(0), causes))


def _judge(part: Part, rows: ScoringRows) -> _Judged:
    """Find where a part holds, where it does not apply, and the states that leave it open."""
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
    return _Judged(rows.units(part.points), hits, outside, causes)
