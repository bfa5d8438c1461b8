"""Branches of charges (计次): each one hit, its levels, its cap, what is free, what gives way."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import numpy as np

from engine.cases.coverage.branch import Branch
from engine.cases.coverage.sight import Sight
from engine.cases.coverage.uses import Outcome as PointsOutcome
from engine.cases.coverage.uses import Use
from engine.facts.table import State
from engine.points import to_units
from engine.ruleset.methods import Charge, Deduct, Earn
from engine.scoring.charges import Outcome, RecordCharge
from engine.scoring.values import Mask
from engine.sentences.phrases import points_said


def charge_branches(use: Use, method: Deduct | Earn) -> Iterator[Branch]:
    """Yield the branches of 逐次扣分 and 逐次得分."""
    full, unit = use.indicator.points, use.ruleset.unit
    limit = full - method.floor if isinstance(method, Deduct) else full
    if isinstance(method, Deduct):
        bottom = to_units(method.floor, unit)
        yield use.by_points(method, "none", "没有扣分", lambda points, whole: points == whole)
        words = f"扣到{points_said(method.floor)}为止" if method.floor else "扣完"
        is_end: PointsOutcome = partial(_is_bottom, bottom)
    else:
        yield use.by_points(method, "none", "没有得分", lambda points, _: points == 0)
        words, is_end = "加满", _is_full
    if _can_reach(method.charges, limit):
        yield use.by_points(method, "end", words, is_end)
    for charge in method.charges:
        yield from _of_charge(use, charge, isinstance(method, Deduct), limit)


def _is_bottom(bottom: int, points: int, full: int) -> bool:
    return points == bottom < full


def _is_full(points: int, full: int) -> bool:
    return points == full


def _can_reach(charges: tuple[Charge, ...], limit: Fraction) -> bool:
    """Say whether all charges together can come to so many points."""
    caps = [charge.cap for charge in charges]
    return any(cap is None for cap in caps) or sum((c for c in caps if c), Fraction(0)) >= limit


def _of_charge(use: Use, charge: Charge, is_deduction: bool, limit: Fraction) -> Iterator[Branch]:
    """Yield the branches of one charge.

    Args:
        limit: Points beyond which moving more changes nothing.
    """
    verb = "扣" if is_deduction else "得"
    hit = _record_hit if charge.table else _count_hit
    if charge.by_level is not None:
        for level, points in charge.by_level.items():
            words = f"“{charge.name}”为“{level}”，{verb}{points_said(points)}"
            reached = partial(_has_level, charge, level)
            yield use.branch(f"{charge.name}/{level}", words, charge.place, reached)
    else:
        times = "首次" if charge.first != charge.each else ""
        words = f"“{charge.name}”{times}{verb}{points_said(charge.first)}"
        yield use.branch(charge.name, words, charge.place, partial(hit, charge, 1))
        if charge.first < min(limit, limit if charge.cap is None else charge.cap):
            words = f"“{charge.name}”不止一次，每次再{verb}{points_said(charge.each)}"
            yield use.branch(f"{charge.name}/again", words, charge.place, partial(hit, charge, 2))
    if charge.threshold:
        words = f"“{charge.name}”免计{charge.threshold}次之内"
        yield use.branch(f"{charge.name}/free", words, charge.place, partial(_is_free, charge))
    if charge.cap is not None:
        words = f"“{charge.name}”{verb}到封顶{points_said(charge.cap)}"
        yield use.branch(f"{charge.name}/cap", words, charge.place, partial(_is_capped, charge))
    if charge.item_field:
        words = f"“{charge.name}”同一“{charge.item_field}”就高不重复"
        reached = partial(_has_outcome, charge, Outcome.SAME_ITEM)
        yield use.branch(f"{charge.name}/item", words, charge.place, reached)
    has_events = charge.table and use.ruleset.tables[charge.table].event_field
    if is_deduction and charge.settle_events and has_events:
        words = f"“{charge.name}”同一事件只按最重的一处扣，这里不再扣"
        reached = partial(_has_outcome, charge, Outcome.SAME_EVENT)
        yield use.branch(f"{charge.name}/event", words, charge.place, reached)


def _of_records(charge: Charge, sight: Sight) -> tuple[RecordCharge, np.ndarray]:
    """Return a charge over the records, and the school of each record."""
    return sight.scores.charges[charge.place], sight.facts.records[charge.table].school_index


def _record_hit(charge: Charge, least: int, sight: Sight) -> Mask:
    settled, schools = _of_records(charge, sight)
    moved = schools[settled.outcomes == Outcome.COUNTED]
    return np.asarray(np.bincount(moved, minlength=sight.n_schools) >= least)


def _has_outcome(charge: Charge, outcome: Outcome, sight: Sight) -> Mask:
    settled, schools = _of_records(charge, sight)
    return sight.in_schools(schools[settled.outcomes == outcome])


def _has_level(charge: Charge, level: str, sight: Sight) -> Mask:
    settled, schools = _of_records(charge, sight)
    column = sight.facts.records[charge.table].columns[charge.level_field]
    if level not in column.levels:
        return np.zeros(sight.n_schools, bool)
    here = (column.values == column.levels.index(level)) & (column.states == State.PRESENT)
    return sight.in_schools(schools[here & (settled.outcomes == Outcome.COUNTED)])


def _count(charge: Charge, sight: Sight) -> tuple[np.ndarray, Mask]:
    """Return how often something was counted, and where that is known."""
    quantity = sight.view.quantity(charge.value)
    known = np.ones(sight.n_schools, bool)
    if quantity.states is not None:
        known = np.asarray(quantity.states == State.PRESENT)
    return quantity.numerators, known


def _count_hit(charge: Charge, least: int, sight: Sight) -> Mask:
    count, known = _count(charge, sight)
    return np.asarray(known & (count >= charge.threshold + least))


def _is_free(charge: Charge, sight: Sight) -> Mask:
    if charge.table:
        return _has_outcome(charge, Outcome.FREE, sight)
    count, known = _count(charge, sight)
    return np.asarray(known & (count > 0) & (count <= charge.threshold))


def _is_capped(charge: Charge, sight: Sight) -> Mask:
    unit = sight.ruleset.unit
    cap = to_units(charge.cap or Fraction(0), unit)
    if charge.table:
        settled, schools = _of_records(charge, sight)
        moved = np.zeros(sight.n_schools, np.int64)
        np.add.at(moved, schools, settled.amounts)
        return np.asarray(moved > cap)
    count, known = _count(charge, sight)
    first, each = to_units(charge.first, unit), to_units(charge.each, unit)
    past = np.maximum(count.astype(object) - charge.threshold, 0)
    over = np.asarray((past > 0) & (first + (past - 1) * each > cap), bool)
    return np.asarray(known & over)
