"""How a school stands with other points: total, grade, rank, and what keeps it from more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.grading.imposed import Imposed
from engine.grading.outlook import Outlooks, Prospects

NO_GRADE = -1


@dataclass(frozen=True, slots=True)
class Stand:
    """One school with the points of one row; grades are positions in RuleSet.grades.

    Args:
        total: In units; None without any.
        by_score: The grade by cut scores alone.
        allowed: The best that vetoes and caps leave of it.
        grade: At last; NO_GRADE while the school is not graded.
        rank: In the cohort; 0 without any.
        limits: Clauses and limits of grades that keep it from `by_score`, strictest first.
        places: Of the grade that it is allowed, where a quota tells how many there are.
    """

    total: int | None
    by_score: int
    allowed: int
    grade: int
    rank: int
    limits: tuple[str, ...]
    places: int | None

    @property
    def is_graded(self) -> bool:
        return self.grade != NO_GRADE

    @property
    def is_without_place(self) -> bool:
        """Tell whether score and vetoes allow more than the quota does."""
        return self.is_graded and self.grade > self.allowed


def stand_of(
    outlooks: Outlooks, prospects: Prospects, row: int, imposed: Mapping[int, Imposed]
) -> Stand:
    """Return how the school of one row stands, the rest of its cohort as it is."""
    school, member = int(prospects.schools[row]), prospects.member(row)
    total = member.totals if member.competes_mask else None
    allowed = max(member.start, member.limit)
    limits = _limits(prospects, row, imposed[school]) if member.limit > member.start else ()
    if prospects.held_up_mask[row]:
        return Stand(total, member.start, allowed, NO_GRADE, 0, limits, None)
    seat = outlooks.seat(school, member, prospects.points[row])
    name = outlooks.ruleset.grades[allowed].name
    places = next((use.places for use in seat.quotas if use.grade == name), None)
    return Stand(total, member.start, allowed, seat.grade, seat.rank, limits, places)


def _limits(prospects: Prospects, row: int, imposed: Imposed) -> tuple[str, ...]:
    start = int(prospects.start[row])
    vetoes = [(limit.grade_at, limit.by) for limit in imposed.limits]
    caps = [(limit.grade_at, f"等次限定“{limit.by}”") for limit in prospects.limiting.caps_on(row)]
    binding = sorted((each for each in (*vetoes, *caps) if each[0] > start), key=lambda it: -it[0])
    return tuple(dict.fromkeys(by for _, by in binding))
