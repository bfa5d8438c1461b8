"""What schools' totals and grades would be if vetoes or points stood otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import Outlook, QuotaUse
from engine.grading.comparing import Comparer
from engine.grading.imposed import NOTHING, Imposed, counts, impose
from engine.grading.limiting import Limiting, limit_grades
from engine.grading.obstacles import Obstacles
from engine.grading.placing import Member, Standing, place, starting_grades
from engine.grading.results import Outcome
from engine.grading.scope import Scope
from engine.points import Units
from engine.ruleset.model import RuleSet
from engine.scoring.rollup import roll_up
from engine.scoring.table import RollUp, ScoreTable
from engine.scoring.values import Mask
from engine.scoring.views import SchoolRows
from engine.scoring.weighing import Weighing
from engine.veto.trace import VetoStatus, VetoTrace


def roll_up_rows(
    ruleset: RuleSet, scores: ScoreTable, points: Units, rows: NDArray[np.intp]
) -> RollUp:
    """Carry up the points of a few schools.

    Args:
        ruleset: The rules.
        scores: For what is left out.
        points: (rows, indicators) the points of these schools.
        rows: Their positions in the batch.
    """
    own = scores.weighing.part(rows)
    return roll_up(ruleset, np.ascontiguousarray(points.T), own, ruleset.unit)


def points_under(scores: ScoreTable, school: int, imposed: Imposed) -> Units:
    """Return one school's points with what vetoes set to 0. Shapes: (indicators,)."""
    points = np.array(scores.points[school])
    for positions in imposed.zeroed.values():
        points[list(positions)] = 0
    return points


@dataclass(frozen=True, slots=True)
class Prospects:
    """Schools as they would stand with other points, each row one school alone.

    Shapes: (rows,) throughout, points (rows, indicators); grades are positions in RuleSet.grades.

    Args:
        schools: Which school each row is of; one school may have many rows.
        start: The grade by cut scores. limit: the best that vetoes and caps leave.
        floor: The worst that floors leave.
        held_up_mask: Where there is no grade, or none yet, whatever the points.
        limiting: Which limits of grades hold there.
    """

    schools: NDArray[np.intp]
    points: Units
    roll_up: RollUp
    start: NDArray[np.int64]
    limit: NDArray[np.int64]
    floor: NDArray[np.int64]
    held_up_mask: Mask
    limiting: Limiting

    def member(self, row: int, total: int | None = None) -> Member:
        """Return how one row stands in its cohort.

        Args:
            row: The row.
            total: Another total than that of its points, in units.
        """
        own = int(self.roll_up.total[row]) if total is None else total
        start, limit, floor = (int(each[row]) for each in (self.start, self.limit, self.floor))
        return Member(own, start, limit, floor, bool(self.roll_up.rated_mask[row]))


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one school comes to stand in its cohort, the rest of the batch as it is.

    Args:
        grade: Position in RuleSet.grades. rank: in the cohort; 0 without any.
        quotas: How the places are used then; empty where none can keep it from the grade.
    """

    grade: int
    rank: int
    quotas: tuple[QuotaUse, ...]


@dataclass(frozen=True, slots=True)
class Outlooks:
    """A graded batch in which one school at a time may stand otherwise.

    Args:
        standings: One a cohort. codes: (schools,) the cohort of each school.
        points: (schools, indicators) after veto effects.
        scope: Cut scores and quotas, which no veto changes.
        comparer: Settles ties at the edge of a quota.
        seats: What was found already, by school, grades and rank.
    """

    ruleset: RuleSet
    scores: ScoreTable
    trace: VetoTrace
    standings: Sequence[Standing]
    codes: NDArray[np.int64]
    obstacles: Obstacles
    points: Units
    scope: Scope
    comparer: Comparer
    seats: dict[tuple[int, ...], Seat] = field(default_factory=dict)

    def imposed_on(self, school: int) -> Imposed:
        """Return what the vetoes of a school impose as they stand."""
        return impose(self.ruleset, self.trace.by_school.get(school))

    def foresee(
        self,
        schools: NDArray[np.intp],
        points: Units,
        imposed: Mapping[int, Imposed],
        weighing: Weighing | None = None,
    ) -> Prospects:
        """Carry up other points of some schools, and judge cut scores and limits by them.

        Args:
            schools: (rows,) which school each row is of.
            points: (rows, indicators) after veto effects.
            imposed: What vetoes impose on each of these schools.
            weighing: What is left out in each row, where that is other than in the batch.
        """
        own = self.scores.weighing.part(schools) if weighing is None else weighing
        after = roll_up(self.ruleset, np.ascontiguousarray(points.T), own, self.ruleset.unit)
        limiting = self._limiting(schools, Outcome(points, own, after))
        stands = [imposed[school] for school in schools.tolist()]
        vetoed = [its.limits[0].grade_at if its.limits else 0 for its in stands]
        obstacles = self.obstacles
        held_up = [
            bool(its.suspensions)
            or school in obstacles.exclusions
            or school in obstacles.suspensions
            for school, its in zip(schools.tolist(), stands, strict=True)
        ]
        return Prospects(
            schools,
            points,
            after,
            start=starting_grades(self.scope, after.total, after.rated_mask, schools),
            limit=np.maximum(np.array(vetoed, np.int64), limiting.caps()),
            floor=limiting.floors(),
            held_up_mask=np.array(held_up, bool) | limiting.any_open(),
            limiting=limiting,
        )

    def _limiting(self, schools: NDArray[np.intp], outcome: Outcome) -> Limiting:
        """Judge the limits of grades anew: they may read the points that changed."""
        view = SchoolRows(len(schools), {}, {})
        if self.ruleset.grade_limits:
            view = self.scores.view.part(schools)
        return limit_grades(self.ruleset, view, outcome)

    def seat(self, school: int, member: Member, points: Units) -> Seat:
        """Find a school's grade and rank in its cohort, the other schools as they are.

        Args:
            school: Its position in the batch.
            member: How it stands.
            points: (indicators,) by which ties are settled.
        """

        def points_of(each: int) -> Units:
            return points if each == school else self.points[each]

        standing = self.standings[int(self.codes[school])]
        others = standing.competes_mask & (standing.members != school)
        n_before = np.count_nonzero(others & (standing.totals > member.totals))
        rank = int(n_before) + 1 if member.competes_mask else 0
        allowed = max(member.start, member.limit)
        if not self._is_short_of_places(standing, allowed):
            return Seat(min(allowed, max(member.floor, member.limit)), rank, ())
        # Where nobody else has its total, nothing but its rank matters for its place.
        is_tied = bool((others & (standing.totals == member.totals)).any())
        key = (school, member.start, member.limit, member.floor, rank)
        if not is_tied and key in self.seats:
            return self.seats[key]
        changed = standing.with_member(school, member)
        placed = place(self.ruleset, changed, self.comparer.by(points_of))
        at = int(np.flatnonzero(changed.members == school)[0])
        found = Seat(int(placed.final[at]), rank, placed.quotas)
        if not is_tied:
            self.seats[key] = found
        return found

    def _is_short_of_places(self, standing: Standing, grade: int) -> bool:
        """Say whether a quota can keep a school from a grade, or from one that it goes down to."""
        if int(standing.counted_mask.sum()) < self.ruleset.cohorts.min_size:
            return False
        names = [each.name for each in self.ruleset.grades]
        return any(names.index(quota.grade) >= grade for quota in self.ruleset.quotas)

    def of(self, school: int, imposed: Imposed) -> Outlook:
        """Return a school's outlook under other vetoes, the rest of the batch as it is."""
        own = points_under(self.scores, school, imposed)
        found = self.foresee(np.array([school], np.intp), own[None, :], {school: imposed})
        total = int(found.roll_up.total[0]) if found.roll_up.rated_mask[0] else None
        if found.held_up_mask[0]:
            return Outlook(total, "")
        seat = self.seat(school, found.member(0), own)
        return Outlook(total, self.ruleset.grades[seat.grade].name)

    def without_obstacles_of(self, school: int) -> Outlooks:
        """Return the batch in which nothing but vetoes and limits holds up one school's grade."""
        waiting = {at: why for at, why in self.obstacles.suspensions.items() if at != school}
        return replace(self, obstacles=replace(self.obstacles, suspensions=waiting))

    def without_vetoes(self, school: int) -> Outlook:
        """Return the outlook if the school had no veto at all."""
        return self.of(school, NOTHING)

    def without_each(self) -> Mapping[tuple[int, str, int], Outlook]:
        """Return, for each case that counts or holds up the grade, the outlook without it."""
        return {
            (school, case.clause, case.record): self.of(
                school, impose(self.ruleset, trace, leave_out=(case.clause, case.record))
            )
            for school, trace in sorted(self.trace.by_school.items())
            for case in trace.cases
            if counts(self.ruleset, case.status)
            or case.status in (VetoStatus.PROPOSED, VetoStatus.UNDETERMINED)
        }

    def if_decided(self) -> Mapping[int, Outlook]:
        """Return the outlook of schools with 否决建议 if an organ decides them all."""
        return {
            school: self.of(school, impose(self.ruleset, trace, as_decided=True))
            for school, trace in sorted(self.trace.by_school.items())
            if any(case.status is VetoStatus.PROPOSED for case in trace.cases)
        }
