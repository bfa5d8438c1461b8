"""Assign grades: totals after vetoes, cut scores, limits, quotas, ranks, and the what-ifs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import GradeBook, GradingStatus, MoveKind
from engine.grading.comparing import Comparer
from engine.grading.imposed import NOTHING, Imposed, Limit, impose
from engine.grading.limiting import Limiting, limit_grades
from engine.grading.moves import Steps, capped_by, floored_by, tell_moves
from engine.grading.obstacles import Obstacles, find_obstacles
from engine.grading.outlook import Outlooks, points_under, roll_up_rows
from engine.grading.placing import Placed, Standing, place, ranks, starting_grades
from engine.grading.rated import why_unrated
from engine.grading.results import Outcome
from engine.grading.scope import Scope, settle_scope
from engine.points import Units
from engine.ruleset.model import RuleSet, UnratedPolicy
from engine.scoring.cohorts import cohort_codes
from engine.scoring.table import RollUp, ScoreTable
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
    scope = settle_scope(ruleset, scores.view)
    obstacles = find_obstacles(ruleset, scores, scope)
    limiting = limit_grades(ruleset, scores.view, Outcome(points, scores.weighing, after))
    held_up = _held_up(len(codes), obstacles, imposed, limiting)
    reasons = [obstacles.exclusions.get(school, why) for school, why in enumerate(held_up)]
    whole = _whole(after, imposed, limiting, scope, obstacles, held_up)
    standings = [whole.part(label, np.flatnonzero(codes == at)) for at, label in enumerate(labels)]
    comparer = Comparer(ruleset, scores)
    compare = comparer.by(lambda school: points[school])
    cohorts = [place(ruleset, standing, compare) for standing in standings]
    placed, final, rank = _put_together(len(codes), standings, cohorts)
    names = [grade.name for grade in ruleset.grades]
    grade = tuple("" if why else names[at] for why, at in zip(reasons, final.tolist(), strict=True))
    outlooks = Outlooks(
        ruleset, scores, trace, standings, codes, obstacles, points, scope, comparer
    )
    unrated = np.flatnonzero(~after.rated_mask).tolist()
    why = {school: why_unrated(ruleset, scores, school) for school in unrated}
    steps = _Teller(ruleset, whole, why, imposed, limiting, scope).steps(placed, final)
    return GradeBook(
        points=points,
        roll_up=after,
        roll_up_without=scores.roll_up,
        zeroed={school: its.zeroed for school, its in imposed.items() if its.zeroed},
        cohort=tuple(labels[code] for code in codes.tolist()),
        grade_by_score=tuple(
            names[at] if is_rated else ""
            for at, is_rated in zip(whole.start.tolist(), after.rated_mask.tolist(), strict=True)
        ),
        grade=grade,
        grade_without_vetoes=tuple(
            outlooks.without_vetoes(school).grade if school in imposed else its_grade
            for school, its_grade in enumerate(grade)
        ),
        rank=rank,
        status=tuple(_status(at, obstacles, why) for at, why in enumerate(reasons)),
        reasons=tuple(reasons),
        moves=tuple(
            tell_moves(ruleset, its, labels[code])
            for its, code in zip(steps, codes.tolist(), strict=True)
        ),
        capped_by=tuple(capped_by(its) for its in steps),
        floored_by=tuple(floored_by(its) for its in steps),
        quotas=tuple(use for each in cohorts for use in each.quotas),
        without=outlooks.without_each(),
        if_decided=outlooks.if_decided(),
        judged=(*limiting.judged(), *scope.judged()),
        outlooks=outlooks,
    )


def _put_together(
    n_schools: int, standings: Sequence[Standing], cohorts: Sequence[Placed]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return grades after quotas, last grades and ranks of all schools."""
    placed, final, rank = (np.zeros(n_schools, np.int64) for _ in range(3))
    for standing, each in zip(standings, cohorts, strict=True):
        placed[standing.members], final[standing.members] = each.placed, each.final
        rank[standing.members] = ranks(standing)
    return placed, final, rank


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


def _held_up(
    n_schools: int, obstacles: Obstacles, imposed: Mapping[int, Imposed], limiting: Limiting
) -> list[tuple[str, ...]]:
    """Say what keeps schools from being graded yet (暂缓定等); empty where nothing does."""
    limits = limiting.open_reasons()

    def why(school: int) -> tuple[str, ...]:
        own = imposed[school].suspensions if school in imposed else ()
        return obstacles.suspensions.get(school, ()) + own + limits.get(school, ())

    return [why(school) for school in range(n_schools)]


def _status(school: int, obstacles: Obstacles, reasons: tuple[str, ...]) -> GradingStatus:
    if school in obstacles.exclusions:
        return GradingStatus.EXCLUDED
    return GradingStatus.SUSPENDED if reasons else GradingStatus.GRADED


def _whole(
    after: RollUp,
    imposed: Mapping[int, Imposed],
    limiting: Limiting,
    scope: Scope,
    obstacles: Obstacles,
    held_up: Sequence[tuple[str, ...]],
) -> Standing:
    """Say how all schools stand, before they are parted into cohorts."""
    limit, rated = limiting.caps(), after.rated_mask
    for school, its in imposed.items():
        limit[school] = max(limit[school], its.limits[0].grade_at if its.limits else 0)
    counted = rated.copy()
    counted[list(obstacles.unranked)] = False
    return Standing(
        label="",
        members=np.arange(len(rated)),
        totals=after.total,
        start=starting_grades(scope, after.total, rated),
        limit=limit,
        floor=limiting.floors(),
        competes_mask=counted & ~np.fromiter((bool(why) for why in held_up), bool, len(rated)),
        counted_mask=counted,
        under_mask=scope.under(),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    """Gathers, school by school, where each grade stood and what limited it."""

    ruleset: RuleSet
    whole: Standing
    why_unrated: Mapping[int, tuple[str, ...]]
    imposed: Mapping[int, Imposed]
    limiting: Limiting
    scope: Scope

    def steps(self, placed: NDArray[np.int64], final: NDArray[np.int64]) -> list[Steps]:
        """Say where each school's grade stood; without total and grade it began nowhere."""
        begins = self.ruleset.unrated.policy is UnratedPolicy.GRADE
        columns = (self.whole.totals, self.whole.start, placed, final)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        holding = self.limiting.holding()
        return [
            Steps(
                None if school in self.why_unrated else total,
                start if begins or school not in self.why_unrated else None,
                self.scope.case_of(start, school),
                its_placed,
                its_final,
                *self._limits(school, holding.get(school, ())),
                self.why_unrated.get(school, ()),
            )
            for school, (total, start, its_placed, its_final) in enumerate(rows)
        ]

    def _limits(
        self, school: int, held: tuple[Limit, ...]
    ) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
        """Return what a school may not exceed, strictest first, and not fall below, best first."""
        vetoes = self.imposed.get(school, NOTHING).limits
        if not held:
            return vetoes, ()
        caps = [limit for limit in held if limit.kind is MoveKind.CAP]
        floors = [limit for limit in held if limit.kind is MoveKind.FLOOR]
        return (
            tuple(sorted((*vetoes, *caps), key=lambda limit: -limit.grade_at)),
            tuple(sorted(floors, key=lambda limit: limit.grade_at)),
        )
