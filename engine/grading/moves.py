"""Tell step by step how a school's grade came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.grading.book import GradeMove, MoveKind
from engine.grading.imposed import Imposed
from engine.grading.rated import NOTHING_SCORED
from engine.points import points_text
from engine.ruleset.model import RuleSet

_BY_VETO: Mapping[MoveKind, str] = {
    MoveKind.BAR_TOP: "触发{clause}{again}，不得评为最高等次，列{grade}",
    MoveKind.GRADE_CAP: "触发{clause}{again}，等次不得高于{grade}",
    MoveKind.SET_GRADE: "触发{clause}{again}，直接定为{grade}",
}


@dataclass(frozen=True, slots=True)
class Steps:
    """Where one school's grade stood after each step; positions in RuleSet.grades, 0 the best.

    Args:
        total: In units; None where there is none.
        start: By cut scores, or as the rules grade a school without a total; None: nothing does.
        placed: After quotas.
    """

    total: int | None
    start: int | None
    placed: int


def tell_moves(
    ruleset: RuleSet, steps: Steps, imposed: Imposed, cohort: str
) -> tuple[GradeMove, ...]:
    """Return every step from the cut scores to the last grade.

    Args:
        ruleset: The rules.
        steps: Where the grade stood.
        imposed: What the school's vetoes impose.
        cohort: Whose quotas it met.
    """
    if steps.start is None:
        return ()
    names, at = [grade.name for grade in ruleset.grades], steps.start
    moves = [_first(ruleset, steps.total, names[at])]
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
    if steps.placed > at:
        short = "、".join(names[at : steps.placed])  # full, or taken by nobody because of a tie
        to = names[steps.placed]
        reason = f"{cohort}组{short}名额所限，列{to}"
        moves.append(GradeMove(MoveKind.QUOTA, names[at], to, cohort, reason))
    return tuple(moves)


def _first(ruleset: RuleSet, total: int | None, grade: str) -> GradeMove:
    if total is None:
        reason = f"{NOTHING_SCORED}，按规则定为{grade}"
        return GradeMove(MoveKind.UNRATED, "", grade, "", reason)
    reason = f"总分{points_text(total, ruleset.unit)}，按分数线为{grade}"
    return GradeMove(MoveKind.BY_SCORE, "", grade, "", reason)


def capped_by(imposed: Imposed, start: int | None) -> tuple[str, ...]:
    """Name what does not let the school have the grade it began with, strictest first."""
    if start is None:
        return ()
    limits = (limit.clause for limit in imposed.limits if limit.grade_at > start)
    return tuple(dict.fromkeys(limits))
