"""Slow oracles of the methods that go through a school's records: 逐次扣分, 逐次得分, 评议."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from slow_school import MISSING, NA, OK, PENDING, Result, School, is_gap, judged

from engine.facts.table import State
from engine.ruleset import methods as spec


def occurrences(method: spec.Deduct | spec.Earn, school: School) -> Result:
    """Take off (or add) charge by charge; one that does not apply moves nothing."""
    found = [
        by_records(method, charge, school) if charge.table else by_count(charge, school)
        for charge in method.charges
    ]
    moved = sum((points for _, points in found), Fraction(0))
    meant = [state for state, _ in found if state is not NA]
    state = max(meant, default=NA)
    if isinstance(method, spec.Earn):
        points = min(moved, school.full)
        keeps = not school.is_deduction
    else:
        points = max(school.full - moved, method.floor)
        keeps = school.is_deduction
    return state, points if keeps or state <= NA else school.nothing


def by_count(charge: spec.Charge, school: School) -> Result:
    value = school.values[charge.value]
    if is_gap(value):
        return value, Fraction(0)
    points = [
        charge.first if number == charge.threshold else charge.each
        for number in range(charge.threshold, int(value))
    ]
    return OK, capped(charge, points)


def capped(charge: spec.Charge, points: Sequence[Fraction]) -> Fraction:
    total = sum(points, Fraction(0))
    return total if charge.cap is None else min(total, charge.cap)


def by_records(method: Any, charge: spec.Charge, school: School) -> Result:
    """Charge the records one by one: open ones, events and items first settled."""
    state, rows = meant_for(charge, school)
    if isinstance(method, spec.Deduct) and charge.settle_events:
        rows = [row for row in rows if takes_its_event(method, charge, row, school)]
    if charge.item_field:
        rows = [row for row in rows if is_highest_of_its_item(charge, row, rows, school)]
    points = []
    for number, row in enumerate(rows[charge.threshold :]):
        worth = worth_of(charge, row, school)
        points.append(worth if charge.by_level or not number else charge.each)
    return state, capped(charge, points)


def meant_for(charge: spec.Charge, school: School) -> tuple[State, list[int]]:
    """Return the records that a charge is certainly meant for, and what the others leave open."""
    state, rows = school.table, []
    for number, row in enumerate(school.records):
        truth = True if charge.condition is None else judged(charge.condition, row)
        if truth is NA or truth is False:
            continue
        level = row[charge.level_field] if charge.by_level else None
        if is_gap(truth):
            state = max(state, truth)
        elif level == PENDING:
            state = max(state, MISSING)
        elif is_gap(level):
            state = max(state, level, MISSING)
        else:
            rows.append(number)
    return state, rows


def worth_of(charge: spec.Charge, row: int, school: School) -> Fraction:
    if charge.by_level is None:
        return charge.first
    return charge.by_level[school.records[row][charge.level_field]]


def takes_its_event(method: spec.Deduct, charge: spec.Charge, row: int, school: School) -> bool:
    """The heaviest of all records of an event in all charges; then the first charge and record."""
    event = school.records[row]["事件"]
    if is_gap(event):
        return True
    rivals = [
        (-worth_of(other, number, school), at, number)
        for at, other in enumerate(method.charges)
        if other.table and other.settle_events
        for number in meant_for(other, school)[1]
        if school.records[number]["事件"] == event
    ]
    return min(rivals)[1:] == (method.charges.index(charge), row)


def is_highest_of_its_item(
    charge: spec.Charge, row: int, rows: Sequence[int], school: School
) -> bool:
    item = school.records[row][charge.item_field]
    if is_gap(item):
        return True
    same = [each for each in rows if school.records[each][charge.item_field] == item]
    return min(same, key=lambda each: (-worth_of(charge, each, school), each)) == row


def ratings(method: spec.Ratings, school: School) -> Result:
    """Average the marks that were given; a blank one is a gap, one out of it is nobody."""
    if school.table is NA:
        return NA, Fraction(0)
    state, marks = school.table, []
    for row in school.records:
        meant = True if method.condition is None else judged(method.condition, row)
        if meant is False or meant is NA:
            continue
        mark = MISSING if row[method.value] == PENDING else row[method.value]
        if is_gap(meant):
            state = max(state, meant)
        elif is_gap(mark):
            state = max(state, mark) if mark is not NA else state
        elif method.points_by_level is not None:
            marks.append(method.points_by_level[mark])
        else:
            share = min(max(mark / method.out_of, Fraction(0)), Fraction(1))
            marks.append(share * school.full)
    if len(marks) < method.least:
        state = max(state, MISSING)
    if state is not OK:
        return state, school.nothing
    marks.sort()
    if method.average is spec.Average.TRIMMED_MEAN:
        for _ in range(method.trim):
            marks.remove(max(marks))
            marks.remove(min(marks))
    if method.average is spec.Average.MEDIAN:
        while len(marks) > 2:
            marks = marks[1:-1]
    return OK, school.rounded(sum(marks, Fraction(0)) / len(marks))
