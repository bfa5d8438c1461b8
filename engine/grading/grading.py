"""Assign grades: totals after vetoes, cut scores, limits, quotas, ranks, and the what-ifs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import GradeBook, GradingStatus
from engine.grading.comparing import comparer
from engine.grading.imposed import NOTHING, Imposed, impose
from engine.grading.moves import Steps, capped_by, tell_moves
from engine.grading.obstacles import Obstacles, find_obstacles
from engine.grading.outlook import Outlooks, points_under, roll_up_rows
from engine.grading.placing import Standing, place, ranks, starting_grades
from engine.grading.rated import rated_mask
from engine.points import Units
from engine.ruleset.model import RuleSet, UnratedPolicy
from engine.scoring.cohorts import cohort_codes
from engine.scoring.table import RollUp, ScoreTable
from engine.scoring.values import Mask
from engine.veto.trace import VetoTrace


def assign_grades(ruleset: RuleSet, scores: ScoreTable, trace: VetoTrace) -> GradeBook:
    """Grade a batch.

    Args:
        ruleset: The rules.
        scores: The schools' points, before vetoes.
        trace: Their vetoes.
    """
    imposed = {school: impose(ruleset, each) for school, each in trace.by_school.items()}
    points, after = _after_vetoes(ruleset, scores, imposed)
    codes, labels = cohort_codes(ruleset, scores.view)
    obstacles = find_obstacles(ruleset, scores)
    n_schools = len(codes)
    reasons = [_reasons(school, obstacles, imposed) for school in range(n_schools)]
    rated = rated_mask(after)
    start = starting_grades(ruleset, after.total, rated)
    standings = _standings(labels, codes, after.total, start, rated, imposed, obstacles, reasons)
    compare = comparer(ruleset, scores, lambda school: points[school])
    placed = [place(ruleset, standing, compare) for standing in standings]
    final, rank = (np.zeros(n_schools, np.int64) for _ in range(2))
    for standing, each in zip(standings, placed, strict=True):
        final[standing.members], rank[standing.members] = each.final, ranks(standing)
    names = [grade.name for grade in ruleset.grades]
    grade = tuple("" if why else names[at] for why, at in zip(reasons, final.tolist(), strict=True))
    outlooks = Outlooks(ruleset, scores, trace, standings, codes, obstacles, points)
    steps = _steps(ruleset, after, rated, start, final)
    return GradeBook(
        points=points,
        roll_up=after,
        roll_up_without=scores.roll_up,
        rated_mask=rated,
        zeroed={school: its.zeroed for school, its in imposed.items() if its.zeroed},
        cohort=tuple(labels[code] for code in codes.tolist()),
        grade_by_score=tuple(
            names[at] if is_rated else ""
            for at, is_rated in zip(start.tolist(), rated.tolist(), strict=True)
        ),
        grade=grade,
        grade_without_vetoes=tuple(
            outlooks.without_vetoes(school).grade if school in imposed else its_grade
            for school, its_grade in enumerate(grade)
        ),
        rank=rank,
        status=tuple(_status(school, obstacles, reasons) for school in range(n_schools)),
        reasons=tuple(reasons),
        moves=tuple(
            tell_moves(ruleset, its, imposed.get(school, NOTHING), labels[code])
            for school, (its, code) in enumerate(zip(steps, codes.tolist(), strict=True))
        ),
        capped_by=tuple(
            capped_by(imposed.get(school, NOTHING), its.start) for school, its in enumerate(steps)
        ),
        quotas=tuple(use for each in placed for use in each.quotas),
        without=outlooks.without_each(),
        if_decided=outlooks.if_decided(),
    )


def _steps(
    ruleset: RuleSet,
    after: RollUp,
    rated: Mask,
    start: NDArray[np.int64],
    final: NDArray[np.int64],
) -> list[Steps]:
    """Say where each school's grade stood; a school without a total and a grade began nowhere."""
    has_start = rated | (ruleset.unrated.policy is UnratedPolicy.GRADE)
    return [
        Steps(total if is_rated else None, at if begins else None, placed)
        for total, is_rated, at, begins, placed in zip(
            after.total.tolist(),
            rated.tolist(),
            start.tolist(),
            has_start.tolist(),
            final.tolist(),
            strict=True,
        )
    ]


def _after_vetoes(
    ruleset: RuleSet, scores: ScoreTable, imposed: Mapping[int, Imposed]
) -> tuple[Units, RollUp]:
    """Set what vetoes zero to 0, and carry the points of those schools up again."""
    rows = np.array(sorted(each for each, its in imposed.items() if its.zeroed), np.intp)
    if not rows.size:
        return scores.points, scores.roll_up
    points = scores.points.copy(order="F")
    for school in rows.tolist():
        points[school] = points_under(scores, school, imposed[school])
    few = roll_up_rows(ruleset, scores, points[rows], rows)
    return points, _put_rows(scores.roll_up, rows, few)


def _put_rows(whole: RollUp, rows: NDArray[np.intp], few: RollUp) -> RollUp:
    def put(old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        changed = old.copy()
        changed[rows] = new
        return changed

    replaced: dict[str, Any] = {}
    for field in fields(RollUp):
        old, new = getattr(whole, field.name), getattr(few, field.name)
        if isinstance(old, Mapping):
            replaced[field.name] = {name: put(old[name], new[name]) for name in old}
        else:
            replaced[field.name] = put(old, new)
    return RollUp(**replaced)


def _reasons(school: int, obstacles: Obstacles, imposed: Mapping[int, Imposed]) -> tuple[str, ...]:
    """Say why a school has no grade; empty for one that has."""
    if school in obstacles.exclusions:
        return obstacles.exclusions[school]
    own = imposed[school].suspensions if school in imposed else ()
    return obstacles.suspensions.get(school, ()) + own


def _status(school: int, obstacles: Obstacles, reasons: Sequence[tuple[str, ...]]) -> GradingStatus:
    if school in obstacles.exclusions:
        return GradingStatus.EXCLUDED
    return GradingStatus.SUSPENDED if reasons[school] else GradingStatus.GRADED


def _standings(
    labels: Sequence[str],
    codes: NDArray[np.int64],
    totals: Units,
    start: NDArray[np.int64],
    rated: Mask,
    imposed: Mapping[int, Imposed],
    obstacles: Obstacles,
    reasons: Sequence[tuple[str, ...]],
) -> list[Standing]:
    limit = np.zeros(len(codes), np.int64)
    for school, its in imposed.items():
        limit[school] = its.limits[0].grade_at if its.limits else 0
    competes = rated & ~np.fromiter((bool(why) for why in reasons), bool, len(codes))
    counted = rated.copy()
    counted[list(obstacles.exclusions)] = False
    everyone = np.arange(len(codes))
    whole = Standing("", everyone, totals, start, limit, competes, counted)
    return [whole.part(label, np.flatnonzero(codes == at)) for at, label in enumerate(labels)]
