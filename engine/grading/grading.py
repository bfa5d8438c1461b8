"""Assign grades: totals after vetoes, cut scores, limits, quotas, ranks, and the what-ifs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import GradeBook, GradeMove, GradingStatus, MoveKind
from engine.grading.comparing import comparer
from engine.grading.imposed import NOTHING, Imposed, impose
from engine.grading.obstacles import Obstacles, find_obstacles
from engine.grading.outlook import Outlooks, points_under, roll_up_rows
from engine.grading.placing import Standing, place, ranks
from engine.points import Units, points_text
from engine.ruleset.model import RuleSet
from engine.scoring.cohorts import cohort_codes
from engine.scoring.table import RollUp, ScoreTable
from engine.veto.trace import VetoTrace

_BY_VETO: Mapping[MoveKind, str] = {
    MoveKind.BAR_TOP: "触发{clause}{again}，不得评为最高等次，列{grade}",
    MoveKind.GRADE_CAP: "触发{clause}{again}，等次不得高于{grade}",
    MoveKind.SET_GRADE: "触发{clause}{again}，直接定为{grade}",
}


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
    standings = _standings(labels, codes, after.total, imposed, obstacles, reasons)
    compare = comparer(ruleset, scores, lambda school: points[school])
    placed = [place(ruleset, standing, compare) for standing in standings]
    by_score, final, rank = (np.zeros(n_schools, np.int64) for _ in range(3))
    for standing, each in zip(standings, placed, strict=True):
        by_score[standing.members], final[standing.members] = each.by_score, each.final
        rank[standing.members] = ranks(standing)
    names = [grade.name for grade in ruleset.grades]
    grade = tuple("" if why else names[at] for why, at in zip(reasons, final.tolist(), strict=True))
    outlooks = Outlooks(ruleset, scores, trace, standings, codes, obstacles, points)
    moves = [
        _moves(ruleset, after.total[school], imposed.get(school, NOTHING), at, labels[code], last)
        for school, (at, code, last) in enumerate(
            zip(by_score.tolist(), codes.tolist(), final.tolist(), strict=True)
        )
    ]
    return GradeBook(
        points=points,
        roll_up=after,
        roll_up_without=scores.roll_up,
        zeroed={school: its.zeroed for school, its in imposed.items() if its.zeroed},
        cohort=tuple(labels[code] for code in codes.tolist()),
        grade_by_score=tuple(names[at] for at in by_score.tolist()),
        grade=grade,
        grade_without_vetoes=tuple(
            outlooks.without_vetoes(school).grade if school in imposed else its_grade
            for school, its_grade in enumerate(grade)
        ),
        rank=rank,
        status=tuple(_status(school, obstacles, reasons) for school in range(n_schools)),
        reasons=tuple(reasons),
        moves=tuple(moves),
        capped_by=tuple(
            _capped_by(imposed.get(school, NOTHING), at)
            for school, at in enumerate(by_score.tolist())
        ),
        quotas=tuple(use for each in placed for use in each.quotas),
        without=outlooks.without_each(),
        if_decided=outlooks.if_decided(),
    )


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
    imposed: Mapping[int, Imposed],
    obstacles: Obstacles,
    reasons: Sequence[tuple[str, ...]],
) -> list[Standing]:
    limit = np.zeros(len(codes), np.int64)
    for school, its in imposed.items():
        limit[school] = its.limits[0].grade_at if its.limits else 0
    out = np.fromiter((bool(why) for why in reasons), bool, len(codes))
    excluded = np.zeros(len(codes), bool)
    excluded[list(obstacles.exclusions)] = True
    return [
        Standing(label, members, totals[members], limit[members], out[members], excluded[members])
        for label, members in (
            (label, np.flatnonzero(codes == code)) for code, label in enumerate(labels)
        )
    ]


def _capped_by(imposed: Imposed, by_score: int) -> tuple[str, ...]:
    """Name the clauses that do not let the school have its grade by score, strictest first."""
    limits = (limit.clause for limit in imposed.limits if limit.grade_at > by_score)
    return tuple(dict.fromkeys(limits))


def _moves(
    ruleset: RuleSet, total: int, imposed: Imposed, by_score: int, cohort: str, final: int
) -> tuple[GradeMove, ...]:
    names, at = [grade.name for grade in ruleset.grades], by_score
    reason = f"总分{points_text(total, ruleset.unit)}，按分数线为{names[at]}"
    moves = [GradeMove(MoveKind.BY_SCORE, "", names[at], "", reason)]
    for limit in imposed.limits:
        if limit.grade_at > at:
            clause, to = ruleset.clauses[limit.clause], names[limit.grade_at]
            reason = _BY_VETO[limit.kind].format(
                clause=f"{clause.id}（{clause.name}）",
                again="，且为连续两年" if limit.second_year else "",
                grade=to,
            )
            moves.append(GradeMove(limit.kind, names[at], to, clause.id, reason))
            at = limit.grade_at
    if final > at:
        short = "、".join(names[at:final])  # full, or taken by nobody because of a tie
        reason = f"{cohort}组{short}名额所限，列{names[final]}"
        moves.append(GradeMove(MoveKind.QUOTA, names[at], names[final], cohort, reason))
    return tuple(moves)
