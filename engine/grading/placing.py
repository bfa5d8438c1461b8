"""Place the schools of one cohort: cut scores, limits by vetoes, then quotas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import QuotaUse
from engine.grading.comparing import Compare
from engine.grading.quotas import n_places, place_candidates
from engine.points import Units, to_units
from engine.ruleset.model import Quota, RuleSet


@dataclass(frozen=True, slots=True)
class Standing:
    """How the schools of one cohort stand before quotas.

    Shapes: (members,) throughout; grades are positions in RuleSet.grades, 0 the best.

    Args:
        label: The cohort's name.
        members: Positions in the batch.
        totals: In units.
        limit: The best grade that vetoes leave; 0 without a veto.
        out_mask: Schools without a grade for now or at all (暂缓定等, 不定等).
        excluded_mask: Those of them that are not graded at all (不定等).
    """

    label: str
    members: NDArray[np.intp]
    totals: Units
    limit: NDArray[np.int64]
    out_mask: NDArray[np.bool_]
    excluded_mask: NDArray[np.bool_]

    def with_member(self, member: int, total: int, limit: int, *, is_out: bool) -> Standing:
        """Return the cohort as it would stand if one school stood otherwise."""
        at = int(np.flatnonzero(self.members == member)[0])
        totals, limits, out = self.totals.copy(), self.limit.copy(), self.out_mask.copy()
        totals[at], limits[at], out[at] = total, limit, is_out
        return replace(self, totals=totals, limit=limits, out_mask=out)


@dataclass(frozen=True, slots=True)
class Placed:
    """Grades of one cohort.

    Shapes: (members,); positions in RuleSet.grades.

    Args:
        by_score: By cut scores. allowed: after vetoes. final: after quotas.
        quotas: How the places were used.
    """

    by_score: NDArray[np.int64]
    allowed: NDArray[np.int64]
    final: NDArray[np.int64]
    quotas: tuple[QuotaUse, ...]


def grades_by_score(ruleset: RuleSet, totals: Units) -> NDArray[np.int64]:
    """Return the grade that each total reaches, as a position in RuleSet.grades."""
    grades = np.zeros(len(totals), np.int64)
    for grade in ruleset.grades:
        if grade.at_least is not None:
            grades += totals < to_units(grade.at_least, ruleset.unit)
    return grades


def place(ruleset: RuleSet, standing: Standing, compare: Compare) -> Placed:
    """Grade the schools of one cohort.

    Args:
        ruleset: The rules.
        standing: How the cohort stands.
        compare: What 依次比较 compares of a school, by its position in the batch.
    """
    by_score = grades_by_score(ruleset, standing.totals)
    allowed = np.maximum(by_score, standing.limit)
    final = allowed.copy()
    size = int((~standing.excluded_mask).sum())
    if size < ruleset.cohorts.min_size:
        return Placed(by_score, allowed, final, ())
    uses = []
    for quota, at in _quotas_best_first(ruleset):
        places = n_places(quota, size)
        graded = ~standing.out_mask
        # Who has a better grade has a place here already: a place is for this grade or better.
        n_better = int((graded & (final < at)).sum())
        candidates = np.flatnonzero(graded & (final == at))

        def compared(local: int, quota: Quota = quota) -> tuple[Fraction, ...]:
            return compare(int(standing.members[local]), quota.compare_by)

        placing = place_candidates(
            quota, max(places - n_better, 0), candidates, standing.totals, compared
        )
        left_out = [each for each in candidates.tolist() if each not in placing.held]
        final[left_out] = at + 1
        kept_out = graded & (by_score <= at) & (allowed > at)
        uses.append(
            QuotaUse(
                standing.label,
                quota.grade,
                size,
                places,
                n_better + len(candidates),
                n_better + len(placing.held),
                int(kept_out.sum()),
                tuple(int(standing.members[each]) for each in placing.tied_out),
            )
        )
    return Placed(by_score, allowed, final, tuple(uses))


def _quotas_best_first(ruleset: RuleSet) -> Iterable[tuple[Quota, int]]:
    at = {grade.name: number for number, grade in enumerate(ruleset.grades)}
    return sorted(((quota, at[quota.grade]) for quota in ruleset.quotas), key=lambda pair: pair[1])


def ranks(standing: Standing) -> NDArray[np.int64]:
    """Rank the graded schools of a cohort by total; ties share a rank (1, 2, 2, 4).

    Shapes: (members,); 0 for a school without a grade.
    """
    rank = np.zeros(len(standing.members), np.int64)
    graded = ~standing.out_mask
    totals = np.sort(-standing.totals[graded])
    rank[graded] = np.searchsorted(totals, -standing.totals[graded], side="left") + 1
    return rank
