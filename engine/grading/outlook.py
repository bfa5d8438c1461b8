"""What a school's total and grade would be if its vetoes stood otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import Outlook
from engine.grading.comparing import comparer
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
class Outlooks:
    """A graded batch in which one school at a time may stand otherwise.

    Args:
        standings: One a cohort. codes: (schools,) the cohort of each school.
        points: (schools, indicators) after veto effects.
        scope: Cut scores and quotas, which no veto changes.
    """

    ruleset: RuleSet
    scores: ScoreTable
    trace: VetoTrace
    standings: Sequence[Standing]
    codes: NDArray[np.int64]
    obstacles: Obstacles
    points: Units
    scope: Scope

    def of(self, school: int, imposed: Imposed) -> Outlook:
        """Return a school's outlook under other vetoes, the rest of the batch as it is."""
        own = points_under(self.scores, school, imposed)
        rows = np.array([school], np.intp)
        after = roll_up_rows(self.ruleset, self.scores, own[None, :], rows)
        is_rated = bool(after.rated_mask[0])
        total = int(after.total[0]) if is_rated else None
        limiting = self._limiting(school, own, after)
        obstacles = self.obstacles
        if (
            school in obstacles.exclusions
            or school in obstacles.suspensions
            or imposed.suspensions
            or limiting.any_open()[0]
        ):
            return Outlook(total, "")
        standing = self.standings[int(self.codes[school])]
        row = slice(school, school + 1)
        start = int(starting_grades(self.scope, after.total, after.rated_mask, row)[0])
        limit = max(imposed.limits[0].grade_at if imposed.limits else 0, int(limiting.caps()[0]))
        one = Member(int(after.total[0]), start, limit, int(limiting.floors()[0]), is_rated)
        compare = comparer(
            self.ruleset,
            self.scores,
            lambda each: own if each == school else self.points[each],
        )
        changed = standing.with_member(school, one)
        placed = place(self.ruleset, changed, compare)
        at = int(placed.final[np.flatnonzero(changed.members == school)[0]])
        return Outlook(total, self.ruleset.grades[at].name)

    def without_obstacles_of(self, school: int) -> Outlooks:
        """Return the batch in which nothing but vetoes and limits holds up one school's grade."""
        waiting = {at: why for at, why in self.obstacles.suspensions.items() if at != school}
        return replace(self, obstacles=replace(self.obstacles, suspensions=waiting))

    def _limiting(self, school: int, own: Units, after: RollUp) -> Limiting:
        """Judge the limits of grades anew: they may read the points that a veto set to 0."""
        row = slice(school, school + 1)
        outcome = Outcome(own[None, :], self.scores.weighing.part(row), after)
        return limit_grades(self.ruleset, self.scores.view.part(row), outcome)

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
