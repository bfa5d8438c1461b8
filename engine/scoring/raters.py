"""Raters' records (评议): the average of the marks that each school was given.

Marks are sorted by school and value; mean, trimmed mean and median are then positions in that
order. An average is an exact ratio and is rounded once, half up, to the unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Place
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.points import Units, divide_half_up, multiply, to_units
from engine.ruleset.methods import Average, BeyondSpread, Ratings
from engine.ruleset.model import RuleSet
from engine.ruleset.walking import methods_in
from engine.scoring.arithmetic import Whole, add_up
from engine.scoring.conditions import FALSE, UNKNOWN, Truth, evaluate, pending_mask
from engine.scoring.recusals import recused_mask, unclear_mask
from engine.scoring.values import Mask, States, quantity_of
from engine.scoring.views import RecordView, View

_LARGE = 2**62  # from here on numbers are Python's, not of 64 bits

# Place of a 评议 in the rules -> points and states of the schools.
RatingBook = Mapping[Place, tuple[Units, States | None]]


def settle_ratings(ruleset: RuleSet, facts: FactTable, view: View) -> RatingBook:
    """Work out every 评议 over records for the whole batch."""
    return {
        method.place: settle_raters(method, indicator.points, ruleset.unit, facts, view)[0]
        for indicator in ruleset.all_indicators()
        for method in methods_in(indicator.method)
        if isinstance(method, Ratings)
    }


@dataclass(frozen=True, slots=True)
class Panel:
    """How the raters of each school stand to one another.

    Shapes: (schools,) but recused_mask (records,).

    Args:
        n_raters: Raters who gave a mark and count. wide_mask: where they differ by more than the
            limit. recused_mask: records that do not count, since their raters must not judge.
    """

    n_raters: NDArray[np.int64]
    wide_mask: Mask
    recused_mask: Mask


def settle_raters(
    method: Ratings, full: Fraction, unit: Fraction, facts: FactTable, schools: View
) -> tuple[tuple[Units, States | None], Panel]:
    """Average the marks of each school; say where they differ too much, and who is left out.

    Shapes: (schools,). Units: points. Source: domain.md M20, M24.
    """
    records, truth, recused = _counted(method, facts, schools)
    n_schools = len(records.states)
    given, states = _given(method, records, truth, ~recused)
    rows = np.flatnonzero(given)
    index, column = records.school_index[rows], records.columns[method.value]
    n_raters = np.bincount(index, minlength=n_schools).astype(np.int64)
    marks, share, a_point = _marks(method, column, rows, to_units(full, unit), unit)
    order = np.lexsort((marks if method.points_by_level else column.values[rows], index))
    times = _times(method, index[order], n_raters)
    total = add_up(multiply(marks[order], times), index[order], n_schools)
    count = add_up(times, index[order], n_schools)
    above, below = share
    points = divide_half_up(multiply(total, above), multiply(np.maximum(count, 1), below))
    too_few = (n_raters < method.least) & (states != State.NOT_APPLICABLE)
    states = np.where(too_few, np.maximum(states, np.uint8(State.MISSING)), states)
    wide = _too_wide(method, marks[order], times > 0, index[order], n_schools, a_point)
    if method.beyond_spread is BeyondSpread.UNDETERMINED:
        is_open = wide & (states != State.NOT_APPLICABLE)
        states = np.where(is_open, np.maximum(states, np.uint8(State.MISSING)), states)
    points = np.where(states == State.PRESENT, points, 0)
    wide &= (states == State.PRESENT) | (n_raters >= method.least)
    return (points, states if states.any() else None), Panel(n_raters, wide, recused)


def _counted(
    method: Ratings, facts: FactTable, schools: View
) -> tuple[RecordSet, Truth | None, Mask]:
    """Return the raters' records, which of them are meant, and which do not count (回避)."""
    records = facts.records[method.table]
    truth = None
    if method.condition is not None:
        truth = evaluate(method.condition, RecordView(records, schools))
    recused = np.zeros(records.n_records, np.bool_)
    if method.recusal is not None:
        recused = recused_mask(method.recusal, records, facts) & records.in_window
        if truth is not None:  # of another indicator's raters on the same table nothing is said
            recused &= truth.values != FALSE
    return records, truth, recused


def marks_given(
    method: Ratings, full: Fraction, unit: Fraction, facts: FactTable, schools: View
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the records that count, and the mark of each as a share of full points.

    For statistics about raters: nothing is scored by it.
    """
    records, truth, recused = _counted(method, facts, schools)
    given, _ = _given(method, records, truth, ~recused)
    rows = np.flatnonzero(given)
    whole = to_units(full, unit)
    marks, (above, below), _ = _marks(method, records.columns[method.value], rows, whole, unit)
    return rows, np.asarray(marks, np.float64) * (above / below / whole)


def _too_wide(
    method: Ratings,
    marks: Whole,
    kept: Mask,
    index: NDArray[np.int32],
    n_schools: int,
    a_point: Fraction,
) -> Mask:
    """Tell where the marks that are averaged differ by more than the limit.

    Args:
        marks: In ascending order within a school. kept: those that are averaged.
        a_point: How many of a mark's units one point of it is.
    """
    wide = np.zeros(n_schools, np.bool_)
    if method.spread_limit is None or not kept.any():
        return wide
    marks, index = marks[kept], index[kept]
    starts = np.flatnonzero(np.r_[True, index[1:] != index[:-1]])
    ends = np.r_[starts[1:], len(index)] - 1
    wide[index[starts]] = marks[ends] - marks[starts] > floor(method.spread_limit * a_point)
    return wide


def _given(
    method: Ratings, records: RecordSet, truth: Truth | None, meant: Mask
) -> tuple[Mask, States]:
    """Return the records that give a mark, and what the others leave open in each school.

    A rater who is out of it (不适用) is not counted; one whose mark is blank is a gap.

    Args:
        truth: Whether a record is meant by the condition. meant: Those whose raters may judge.
    """
    meant = meant & records.in_window
    states = np.array(records.states, dtype=np.uint8)
    if truth is not None:
        if truth.causes is not None:
            is_open = (truth.values == UNKNOWN) & (truth.causes != State.NOT_APPLICABLE) & meant
            np.maximum.at(states, records.school_index[is_open], truth.causes[is_open])
        meant &= truth.true_mask
    column = records.columns[method.value]
    pending = pending_mask(column)
    is_gap = meant & (pending | (column.states > State.NOT_APPLICABLE))
    causes = np.maximum(column.states, np.uint8(State.MISSING))
    np.maximum.at(states, records.school_index[is_gap], causes[is_gap])
    if method.recusal is not None:
        unclear = meant & unclear_mask(method.recusal, records)
        np.maximum.at(states, records.school_index[unclear], np.uint8(State.UNREADABLE))
    return meant & (column.states == State.PRESENT) & ~pending, states


def _marks(
    method: Ratings, column: Column, rows: NDArray[np.intp], full: int, unit: Fraction
) -> tuple[Whole, tuple[int, int], Fraction]:
    """Return the marks as whole numbers, what share of one mark a point is, and what one point
    of a mark is in them.

    points = marks x above / below. A mark above the full mark counts as the full mark.
    """
    if method.points_by_level is not None:
        table = [
            to_units(method.points_by_level.get(level, Fraction(0)), unit)
            for level in column.levels
        ]
        return np.array([*table, 0], np.int64)[column.values[rows]], (1, 1), 1 / unit
    out_of = method.out_of or Fraction(1)
    scale = quantity_of(column).scale
    top = out_of.numerator * scale
    marks = multiply(column.values[rows].astype(np.int64), out_of.denominator)
    if top >= _LARGE:
        marks = marks.astype(object)
    clipped = np.minimum(np.maximum(marks, 0), top)
    return clipped, (full, top), Fraction(out_of.denominator * scale)


def _times(
    method: Ratings, index: NDArray[np.int32], n_raters: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Say how often each mark counts, by its place among those of its school.

    Args:
        index: (marks,) the school of each, marks in ascending order within a school.
        n_raters: (schools,) how many marks each school has.
    """
    starts = np.cumsum(n_raters) - n_raters
    position, size = np.arange(index.size) - starts[index], n_raters[index]
    times = np.ones(index.size, np.int64)
    match method.average:
        case Average.TRIMMED_MEAN:
            times[(position < method.trim) | (position >= size - method.trim)] = 0
        case Average.MEDIAN:  # the middle one twice, or the two in the middle
            times[:] = position == (size - 1) // 2
            times += position == size // 2
    return times
