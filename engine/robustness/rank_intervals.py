"""Where each school would stand if the weights were a little other (名次区间)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.assess import Assessment
from engine.grading.placing import starting_grades
from engine.points import Units
from engine.robustness.shaking import SCALE, draw_factors, parts_to_shake, shaken_totals
from engine.robustness.standing import Cohort, cohorts_of, ranks_of

# An interval leaves out this share of the draws at either end.
TAIL = 0.05
# A school stands on the edge of a grade where fewer draws than this leave it its grade by score.
SURE_OF_GRADE = 0.90


@dataclass(frozen=True, slots=True)
class RankInterval:
    """What the draws made of one school.

    Args:
        school: Position in the batch. cohort: its cohort; size: how many of it have a rank.
        low, high: Between these ranks lie all draws but 5 % at either end. best, worst: of all.
        grades: How many draws gave each grade by score, in the order of RuleSet.grades.
        grade: Its grade by score as it is: position in RuleSet.grades.
        quotas: (grade, places, share of draws in which it finds a place) of the quotas for which
            that is neither nearly always nor hardly ever so. Whoever a veto or a cap keeps from
            the grade takes no place, and none is told.
    """

    school: int
    cohort: str
    size: int
    rank: int
    low: int
    high: int
    best: int
    worst: int
    grades: tuple[int, ...]
    grade: int
    quotas: tuple[tuple[str, int, float], ...]

    @property
    def grade_share(self) -> float:
        """The share of draws in which it keeps its grade by score."""
        return self.grades[self.grade] / max(1, sum(self.grades))

    @property
    def is_on_edge(self) -> bool:
        return self.grade_share < SURE_OF_GRADE

    @property
    def other_grade(self) -> int:
        """The grade by score that most of the other draws gave."""
        others = [(-n, at) for at, n in enumerate(self.grades) if at != self.grade]
        return min(others)[1] if others else self.grade


def rank_intervals(
    assessment: Assessment, n_draws: int, noise: int, seed: int
) -> tuple[RankInterval, ...]:
    """Shake the weights and see where each ranked school comes to stand.

    Args:
        assessment: The batch.
        n_draws: How many times. noise: by how many thousandths at most. seed: of the draws.
    """
    ruleset, scores, book = assessment.ruleset, assessment.scores, assessment.book
    factors = draw_factors(n_draws, len(parts_to_shake(ruleset)), noise, seed)
    runs = shaken_totals(ruleset, scores, book, factors)
    totals = np.concatenate(list(runs)) if n_draws else np.zeros((0, len(book.rank)), np.int64)
    grades = _grades_by_score(assessment, totals)
    found: list[RankInterval] = []
    for cohort in cohorts_of(book):
        found.extend(_intervals(assessment, cohort, totals[:, cohort.members], grades))
    return tuple(sorted(found, key=lambda each: each.school))


def _grades_by_score(assessment: Assessment, totals: Units) -> NDArray[np.int64]:
    """Return the grade by score in each draw, as positions. Shapes: (draws, schools)."""
    outlooks, rated = assessment.book.outlooks, assessment.book.rated_mask
    if outlooks is None or not len(totals):
        return np.zeros(totals.shape, np.int64)
    return np.stack([starting_grades(outlooks.scope, draw, rated) for draw in totals])


def _intervals(
    assessment: Assessment, cohort: Cohort, totals: Units, grades: NDArray[np.int64]
) -> Sequence[RankInterval]:
    """Return the intervals of one cohort.

    Args:
        totals: (draws, members). grades: (draws, schools).
    """
    book, n_draws = assessment.book, len(totals)
    if not n_draws:
        return ()
    ranks = np.sort(ranks_of(totals), axis=0)
    cut = int(n_draws * TAIL)
    names = {grade.name: at for at, grade in enumerate(assessment.ruleset.grades)}
    quotas = _places_found(assessment, cohort, totals, grades[:, cohort.members])
    found = []
    for at, school in enumerate(cohort.members.tolist()):
        lines = [
            (grade, places, float(share[at]))
            for grade, places, share in quotas
            if TAIL < share[at] < 1 - TAIL
        ]
        found.append(
            RankInterval(
                school,
                cohort.label,
                len(cohort.members),
                int(book.rank[school]),
                int(ranks[cut, at]),
                int(ranks[n_draws - 1 - cut, at]),
                int(ranks[0, at]),
                int(ranks[-1, at]),
                tuple(np.bincount(grades[:, school], minlength=len(names)).tolist()),
                names.get(book.grade_by_score[school], 0),
                tuple(lines),
            )
        )
    return found


def _places_found(
    assessment: Assessment, cohort: Cohort, totals: Units, grades: NDArray[np.int64]
) -> list[tuple[str, int, NDArray[np.float64]]]:
    """Return for each quota that all come under in which share of draws each finds a place.

    By total alone: those that tie on the line all do, whatever is compared between them.
    """
    book, outlooks = assessment.book, assessment.book.outlooks
    if outlooks is None:
        return []
    limits = np.zeros(len(book.rank), np.int64)
    for standing in outlooks.standings:
        limits[standing.members] = standing.limit
    names = [grade.name for grade in assessment.ruleset.grades]
    found = []
    for use in book.quotas:
        if use.cohort != cohort.label or use.size < len(cohort.members):
            continue
        at = names.index(use.grade)
        wanting = (grades <= at) & (limits[cohort.members] <= at)
        # Those that do not want a place stand behind all that do.
        ranks = ranks_of(np.where(wanting, totals, -1))
        found.append((use.grade, use.places, (wanting & (ranks <= use.places)).mean(axis=0)))
    return found


def noise_text(noise: int) -> str:
    """Write the noise: ±10%."""
    return f"±{noise * 100 / SCALE:g}%"
