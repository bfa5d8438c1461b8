"""Score one indicator: its method, its applicability, and what the rules say of gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.points import Units
from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy
from engine.scoring.conditions import FALSE, UNKNOWN, Truth, evaluate
from engine.scoring.methods import score_method
from engine.scoring.rows import ScoringRows
from engine.scoring.table import Status
from engine.scoring.values import Mask, States, merge_states

# Statuses that stand in the way of a grade whatever the policy: nobody has judged yet, or
# something was handed in that could not be read.
_ALWAYS_BLOCKS_FROM = Status.ERROR  # ERROR and MANUAL


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where an indicator did not simply score.

    Shapes: (schools,) or None for nowhere.

    Args:
        left_out: Out of the sum (剔除折算).
        blocked: Keeps the school from being graded.
        wants_mean: To be given the mean of the cohort (取同类平均).
        shrunk: Of what is left out, where its full points leave the full marks (减满分).
        withheld: Missing where the rules want it for any total at all (不出总分).
    """

    left_out: Mask | None = None
    blocked: Mask | None = None
    wants_mean: Mask | None = None
    withheld: Mask | None = None
    shrunk: Mask | None = None


NO_GAPS = Gaps()


def score_indicator(
    indicator: Indicator,
    full: int,
    is_deduction: bool,
    rows: ScoringRows,
    points: Units,
    status: NDArray[np.uint8],
) -> Gaps:
    """Write the points and the status of one indicator for a run of schools.

    Args:
        indicator: The indicator.
        full: Its full points, in units.
        is_deduction: Whether its lost points are what is deducted from the total.
        rows: The schools.
        points: (schools,) written. status: (schools,) written.
    """
    if indicator.informative or indicator.method is None:
        points[:], status[:] = 0, Status.INFORMATIVE
        return NO_GAPS
    scored = score_method(indicator.method, full, rows, is_deduction)
    states = scored.states
    points[:] = scored.points
    if indicator.applies is not None:
        applies = evaluate(indicator.applies, rows.view)
        states = _with_applicability(applies, states)
        if applies.causes is not None:  # nothing is certain before it is known to apply
            points[applies.values == UNKNOWN] = full if is_deduction else 0
    if states is None:
        status[:] = Status.SCORED
        return NO_GAPS
    status[:] = states  # State and Status share the codes 0 to 3
    if indicator.manual:
        status[states == State.MISSING] = Status.MANUAL
    return _act_on_gaps(indicator, full, is_deduction, points, status)


def _with_applicability(applies: Truth, states: States | None) -> States | None:
    states = merge_states(states, applies.causes)
    outside = applies.values == FALSE
    if not outside.any():
        return states
    base = np.zeros(len(outside), np.uint8) if states is None else states
    return np.where(outside, np.uint8(State.NOT_APPLICABLE), base)


def _act_on_gaps(
    indicator: Indicator,
    full: int,
    is_deduction: bool,
    points: Units,
    status: NDArray[np.uint8],
) -> Gaps:
    outside = status == Status.NOT_APPLICABLE
    left_out = wants_mean = None
    if outside.any():
        if is_deduction or indicator.not_applicable is NotApplicablePolicy.FULL:
            points[outside] = full  # of a deduction: nothing is deducted
        else:
            points[outside] = 0
            if indicator.not_applicable is NotApplicablePolicy.COHORT_MEAN:
                wants_mean = outside
            else:
                left_out = outside
    gap = status > Status.NOT_APPLICABLE
    if not is_deduction and indicator.missing is MissingPolicy.FULL:
        points[gap] = full  # else what is certain already stays, as the method left it
    if indicator.missing is MissingPolicy.REDISTRIBUTE and not is_deduction:
        missing = status == Status.MISSING
        if missing.any():
            points[missing] = 0
            left_out = missing if left_out is None else left_out | missing
    if indicator.missing is MissingPolicy.COHORT_MEAN:
        missing = status == Status.MISSING
        wants_mean = missing if wants_mean is None else wants_mean | missing
    blocked = gap if indicator.missing is MissingPolicy.BLOCK else status >= _ALWAYS_BLOCKS_FROM
    withheld = gap if indicator.missing is MissingPolicy.NO_TOTAL and gap.any() else None
    shrinks = indicator.not_applicable is NotApplicablePolicy.SHRINK
    shrunk = outside if shrinks and outside.any() and not is_deduction else None
    return Gaps(left_out, blocked if blocked.any() else None, wants_mean, withheld, shrunk)
