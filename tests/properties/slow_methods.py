"""A slow, obvious oracle of every scoring method, written from docs/rule-language.md section 5.

One school at a time, in `Fraction`, without the engine's code: a school is a mapping from names to
values or gaps (`State`), its records are a list of such mappings. `result` gives the state, and the
points: where the state is open, what is certain so far (of a deduction: the most that is left).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

from engine.facts.table import State
from engine.ruleset import methods as spec
from engine.ruleset.conditions import Compare, Comparison

OK, NA, MISSING, UNREADABLE = (
    State.PRESENT,
    State.NOT_APPLICABLE,
    State.MISSING,
    State.UNREADABLE,
)
PENDING = "待定"
OUT = "不适用"
Result = tuple[State, Fraction]


@dataclass(frozen=True)
class School:
    """One school: its values, its records in the window, and whether its table is known."""

    values: Mapping[str, Any]
    records: Sequence[Mapping[str, Any]] = ()
    table: State = OK
    full: Fraction = Fraction(3)
    is_deduction: bool = False
    unit: Fraction = field(default=Fraction(1, 10_000))

    def rounded(self, points: Fraction) -> Fraction:
        """Round half up to the unit."""
        return floor(points / self.unit + Fraction(1, 2)) * self.unit

    @property
    def nothing(self) -> Fraction:
        """What the school has for certain while nothing is known."""
        return self.full if self.is_deduction else Fraction(0)


def is_gap(value: Any) -> bool:
    return isinstance(value, State)


def judged(condition: Compare, values: Mapping[str, Any]) -> Any:
    """Say whether a comparison holds: True, False, or the gap that leaves it open."""
    value = values[condition.value]
    if is_gap(value):
        return value
    [wanted] = condition.operands
    if value == PENDING and wanted != PENDING:
        return MISSING
    return value == wanted


def result(method: spec.Method, school: School) -> Result:
    """Return the state and the points of one school by one method."""
    match method:
        case spec.AllOrNothing():
            truth = judged(method.condition, school.values)
            if is_gap(truth):
                return truth, school.nothing
            return OK, school.full if truth else Fraction(0)
        case spec.Checklist():
            return checklist(method, school)
        case spec.Target() if method.small is not None:
            return small_sample(method, school)
        case spec.Deduct() | spec.Earn():
            return occurrences(method, school)
        case spec.Ratings():
            return ratings(method, school)
        case spec.Votes():
            return votes(method, school)
        case spec.BestOf():
            return best_of(method, school)
        case spec.Less():
            return less(method, school)
    return one_value(method, school)


def one_value(method: Any, school: School) -> Result:
    """Score by one value: without it there is nothing."""
    value = school.values[method.value]
    if value == PENDING:
        value = MISSING
    if is_gap(value):
        return value, school.nothing
    full = school.full
    match method:
        case spec.Bands():
            for band in method.bands:
                if all(within(value, *bound) for bound in band.bounds):
                    return OK, band.points
            return UNREADABLE, school.nothing
        case spec.Linear():
            share = (value - method.zero_at) / (method.full_at - method.zero_at)
            return OK, school.rounded(full * min(max(share, 0), 1))
        case spec.Direct():
            return OK, school.rounded(full * min(max(value / method.out_of, 0), 1))
        case spec.Levels():
            return OK, method.points_by_level[value]
        case spec.Target():
            short = value - method.goal if method.lower_is_better else method.goal - value
            n_steps = max(ceil(short / method.step), 0)
            return OK, max(full - n_steps * method.loss, method.floor)
    raise TypeError(method)


def within(value: Fraction, comparison: Comparison, bound: Fraction) -> bool:
    return {
        Comparison.AT_LEAST: value >= bound,
        Comparison.MORE_THAN: value > bound,
        Comparison.AT_MOST: value <= bound,
        Comparison.LESS_THAN: value < bound,
        Comparison.EQUALS: value == bound,
    }[comparison]


def small_sample(method: spec.Target, school: School) -> Result:
    """The other method where the denominator is known, above 0 and too small."""
    denominator = school.values[method.small.denominator]
    if not is_gap(denominator) and 0 < denominator < method.small.fewer_than:
        return result(method.small.method, school)
    state, points = one_value(method, school)
    if is_gap(denominator):
        state = max(state, denominator)
    return state, school.nothing if state > NA else points


@dataclass(frozen=True)
class Part:
    """One part of a checklist: all that it can turn out to be (True, False or OUT), and why."""

    worth: Fraction
    ways: tuple[Any, ...]
    cause: State = OK


def checklist(method: spec.Checklist, school: School) -> Result:
    """Try every way in which what is open could turn out; the least of them is certain."""
    parts = [part_of(part, school.values) for part in method.parts]
    all_ways = list(product(*(part.ways for part in parts)))
    points = {ways: listed(method, parts, ways, school) for ways in all_ways}
    if set(points.values()) == {None}:
        return NA, school.full if school.is_deduction else Fraction(0)
    if len(set(points.values())) == 1:
        return OK, school.rounded(next(iter(points.values())) or Fraction(0))
    causes = [part.cause for at, part in enumerate(parts) if matters(at, part, points)]
    certain = min(each for each in points.values() if each is not None)
    return max(causes), school.full if school.is_deduction else school.rounded(certain)


def part_of(part: spec.Part, values: Mapping[str, Any]) -> Part:
    truth = judged(part.condition, values)
    applies = True if part.applies is None else judged(part.applies, values)
    gaps = [each for each in (truth, applies) if is_gap(each)]
    if applies is False or (gaps and max(gaps) is NA):
        return Part(part.points, (OUT,))
    if gaps:
        return Part(
            part.points, (True, False, OUT) if is_gap(applies) else (True, False), max(gaps)
        )
    return Part(part.points, (truth,))


def matters(at: int, part: Part, points: Mapping[tuple[Any, ...], Fraction | None]) -> bool:
    """Say whether the points ever depend on this part."""
    return any(
        points[(*ways[:at], other, *ways[at + 1 :])] != found
        for ways, found in points.items()
        for other in part.ways
    )


def listed(
    method: spec.Checklist, parts: Sequence[Part], ways: tuple[Any, ...], school: School
) -> Fraction | None:
    """Return the points of a checklist of which everything is known; None: nothing applies."""
    applying = [part.worth for part, way in zip(parts, ways, strict=True) if way != OUT]
    done = [part.worth for part, way in zip(parts, ways, strict=True) if way is True]
    if not applying:
        return None
    if len(done) < min(method.least_parts, len(applying)):
        return Fraction(0)
    whole = counted(method, [part.worth for part in parts], school)
    return counted(method, done, school) * whole / counted(method, applying, school)


def counted(method: spec.Checklist, worth: Sequence[Fraction], school: School) -> Fraction:
    if method.counting is spec.Counting.HIGHEST:
        return max(worth, default=Fraction(0))
    total = sum(worth, Fraction(0))
    return min(total, school.full) if method.counting is spec.Counting.CAPPED else total


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


def best_of(method: spec.BestOf, school: School) -> Result:
    """The best of those that apply; full points settle it whatever else is open."""
    found = [result(option, school) for option in method.options]
    meant = [each for each in found if each[0] is not NA]
    if not meant:
        return NA, Fraction(0)
    if (OK, school.full) in meant:
        return OK, school.full
    return max(state for state, _ in meant), max(points for _, points in meant)


def less(method: spec.Less, school: School) -> Result:
    """Take off by each further value; what is at the bottom or below it stays."""
    state, points = result(method.method, school)
    if state is NA:
        return state, points
    taken = [one_value(bands, school) for bands in method.taken]
    gaps = [gap for gap, _ in taken if gap > NA]
    if gaps:
        return max(state, *gaps), school.nothing
    left = points - sum((off for gap, off in taken if gap is OK), Fraction(0))
    return state, points if points <= method.down_to else max(left, method.down_to)


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


def votes(method: spec.Votes, school: School) -> Result:
    """Give each vote its coefficient; a kind of vote that is not applicable has no votes."""
    counts = {name: school.values[name] for name in method.coefficients}
    counts = {name: count for name, count in counts.items() if count is not NA}
    if not counts:
        return NA, Fraction(0)
    gaps = [count for count in counts.values() if is_gap(count)]
    known = {name: count for name, count in counts.items() if not is_gap(count)}
    ballots = [method.coefficients[name] for name, count in known.items() for _ in range(count)]
    if len(ballots) < method.least:
        gaps.append(MISSING)
    if gaps:
        return max(gaps), school.nothing
    return OK, school.rounded(school.full * sum(ballots, Fraction(0)) / len(ballots))
