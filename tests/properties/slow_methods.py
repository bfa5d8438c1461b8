"""A slow, obvious oracle of every scoring method, written from docs/rule-language.md section 5.

One school at a time, in `Fraction`, without the engine's code. `result` gives the state, and the
points: where the state is open, what is certain so far (of a deduction: the most that is left).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil
from typing import Any

from slow_records import occurrences, ratings
from slow_school import (
    MISSING,
    NA,
    OK,
    PENDING,
    UNREADABLE,
    Result,
    School,
    is_gap,
    judged,
    within,
)

from engine.facts.table import State
from engine.ruleset import methods as spec
from engine.ruleset.model import Peers

OUT = "不适用"


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
        case spec.Ranked():
            return ranked(method, school)
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


def ranked(method: spec.Ranked, school: School) -> Result:
    """Compare a value with those of all schools of the same cohort that have one."""
    peers, own = method.peers, school.values[method.peers.value]
    if is_gap(own):
        return own, school.nothing
    mine = cohort(peers, school.values)
    others = [
        values[peers.value]
        for values in school.batch
        if not is_gap(values[peers.value]) and cohort(peers, values) == mine
    ]
    found = standing(method, own, others)
    if not method.bands:
        return OK, school.rounded(school.full * found)
    [points] = [
        band.points for band in method.bands if all(within(found, *bound) for bound in band.bounds)
    ]
    return OK, points


def cohort(peers: Peers, values: Mapping[str, Any]) -> list[Any]:
    """Return what parts the schools; those that do not say are one cohort of their own."""
    return ["未填" if is_gap(values[name]) else values[name] for name in peers.within]


def standing(method: spec.Ranked, own: Fraction, others: Sequence[Fraction]) -> Fraction:
    """Return the share of full points, or where there are bands the place or percentile."""
    lower = method.peers.lower_is_better
    order = sorted(others, reverse=not lower)
    if method.by == "proportion":
        best = order[0]
        if lower:
            if own == best:
                return Fraction(1)
            return Fraction(best) / own if best > 0 else Fraction(0)
        return Fraction(own) / best if own > 0 else Fraction(0)
    if method.by == "percentile":
        return Fraction(sum(each >= own if lower else each <= own for each in others), len(others))
    places = [number for number, each in enumerate(order, 1) if each == own]
    ties = {"lowest": places[0], "highest": places[-1]}
    at = ties.get(method.peers.ties, Fraction(sum(places), len(places)))
    if method.bands:
        return Fraction(at)
    return (len(order) - at) / Fraction(len(order) - 1) if len(order) > 1 else Fraction(1)
