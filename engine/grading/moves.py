"""Tell step by step how a school's grade came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.grading.book import GradeMove, MoveKind
from engine.grading.imposed import Limit
from engine.points import points_text
from engine.ruleset.model import RuleSet
from engine.sentences.effects import (
    grade_at_least_text,
    grade_at_most_text,
    grade_set_text,
    not_top_text,
)
from engine.sentences.grading import cut_text

_BY_VETO: Mapping[MoveKind, str] = {
    MoveKind.BAR_TOP: "触发{clause}{again}，{barred}，列{grade}",
    MoveKind.GRADE_CAP: "触发{clause}{again}，{capped}",
    MoveKind.SET_GRADE: "触发{clause}{again}，{set}",
}


@dataclass(frozen=True, slots=True)
class Steps:
    """Where one school's grade stood after each step; positions in RuleSet.grades, 0 the best.

    Args:
        total: In units; None where there is none.
        start: By cut scores, or as the rules grade a school without a total; None: nothing does.
        case: Which of the grade's own cut scores it began with; -1: the common one.
        placed: After quotas. final: after floors.
        limits: What it may not exceed, strictest first. floors: what it may not fall below,
            best first.
        why_unrated: Why there is no total.
    """

    total: int | None
    start: int | None
    case: int
    placed: int
    final: int
    limits: tuple[Limit, ...] = ()
    floors: tuple[Limit, ...] = ()
    why_unrated: tuple[str, ...] = ()


def tell_moves(ruleset: RuleSet, steps: Steps, cohort: str) -> tuple[GradeMove, ...]:
    """Return every step from the cut scores to the last grade.

    Args:
        ruleset: The rules.
        steps: Where the grade stood.
        cohort: Whose quotas it met.
    """
    if steps.start is None:
        return ()
    names, at = [grade.name for grade in ruleset.grades], steps.start
    moves = [_first(ruleset, steps, at)]
    for limit in steps.limits:
        if limit.grade_at > at:
            moves.append(_lowered(ruleset, limit, names[at]))
            at = limit.grade_at
    if steps.placed > at:
        short = "、".join(names[at : steps.placed])  # full, or taken by nobody because of a tie
        to = names[steps.placed]
        reason = f"{cohort}组{short}名额所限，列{to}"
        moves.append(GradeMove(MoveKind.QUOTA, names[at], to, cohort, reason))
    if steps.floors and steps.floors[0].grade_at < steps.placed:
        moves.append(_lifted(ruleset, steps))
    return tuple(moves)


def _first(ruleset: RuleSet, steps: Steps, at: int) -> GradeMove:
    grade = ruleset.grades[at]
    if steps.total is None:
        reason = f"{'；'.join(steps.why_unrated)}，按规则定为{grade.name}"
        return GradeMove(MoveKind.UNRATED, "", grade.name, "", reason, ruleset.unrated.place)
    total = points_text(steps.total, ruleset.unit)
    if steps.case < 0:
        reason = f"总分{total}，按分数线为{grade.name}"
        return GradeMove(MoveKind.BY_SCORE, "", grade.name, "", reason)
    case = grade.cases[steps.case]
    reason = f"总分{total}，按另定的分数线（{cut_text(case.at_least)}）为{grade.name}"
    return GradeMove(MoveKind.BY_SCORE, "", grade.name, "", reason, case.place, case.condition)


def _lowered(ruleset: RuleSet, limit: Limit, grade: str) -> GradeMove:
    to = ruleset.grades[limit.grade_at].name
    if limit.kind is MoveKind.CAP:
        reason = f"等次限定“{limit.by}”成立，{grade_at_most_text(to)}"
        return GradeMove(limit.kind, grade, to, limit.by, reason, limit.place, limit.condition)
    clause = ruleset.clauses[limit.by]
    reason = _BY_VETO[limit.kind].format(
        clause=f"{clause.id}（{clause.name}）",
        again="，且为连续两年" if limit.second_year else "",
        grade=to,
        barred=not_top_text(ruleset.grades[0].name),
        capped=grade_at_most_text(to),
        set=grade_set_text(to),
    )
    return GradeMove(limit.kind, grade, to, clause.id, reason, limit.place)


def _lifted(ruleset: RuleSet, steps: Steps) -> GradeMove:
    """Tell the floor that would lift the grade, and what kept it from lifting all the way."""
    floor, names = steps.floors[0], [grade.name for grade in ruleset.grades]
    reason = f"等次限定“{floor.by}”成立，{grade_at_least_text(names[floor.grade_at])}"
    if floor.grade_at < steps.final:
        reached = "只到" if steps.final < steps.placed else "仍为"
        reason += f"，但受“{steps.limits[0].by}”所限，{reached}{names[steps.final]}"
    return GradeMove(
        floor.kind,
        names[steps.placed],
        names[steps.final],
        floor.by,
        reason,
        floor.place,
        floor.condition,
    )


def capped_by(steps: Steps) -> tuple[str, ...]:
    """Name what does not let the school have the grade it began with, strictest first."""
    if steps.start is None:
        return ()
    limits = (limit.by for limit in steps.limits if limit.grade_at > steps.start)
    return tuple(dict.fromkeys(limits))


def floored_by(steps: Steps) -> tuple[str, ...]:
    """Name the limits that lifted the grade of the school, the best first."""
    if steps.start is None or steps.final >= steps.placed:
        return ()
    return tuple(floor.by for floor in steps.floors if floor.grade_at < steps.placed)
