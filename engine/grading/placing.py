"""Place the schools of one cohort: cut scores, vetoes and caps, then quotas, then floors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import QuotaUse
from engine.grading.comparing import Compare
from engine.grading.quotas import n_places, place_candidates
from engine.grading.rated import unrated_grade_at
from engine.grading.scope import Scope
from engine.points import Units
from engine.ruleset.model import RuleSet
from engine.scoring.values import Mask


@dataclass(frozen=True, slots=True)
class Member:
    """How one school stands; under the names of the columns of Standing."""

    totals: int
    start: int
    limit: int
    floor: int
    competes_mask: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How the schools of one cohort stand before quotas.

    Shapes: (members,) throughout; grades are positions in RuleSet.grades, 0 the best.

    Args:
        label: The cohort's name.
        members: Positions in the batch.
        totals: In units; 0 without a total.
        start: The grade by cut scores, or as the rules grade a school without a total.
        limit: The best grade that vetoes and caps leave; 0 without any.
        floor: The worst grade that floors leave; the last without any.
        competes_mask: Schools that take places and ranks: they have a total, and are graded or
            rank all the same (参加排名).
        counted_mask: Schools that the share of a quota is taken of: those, and those that are
            going to be graded (暂缓定等).
        under_mask: (members, quotas) who comes under which quota.
    """

    label: str
    members: NDArray[np.intp]
    totals: Units
    start: NDArray[np.int64]
    limit: NDArray[np.int64]
    floor: NDArray[np.int64]
    competes_mask: NDArray[np.bool_]
    counted_mask: NDArray[np.bool_]
    under_mask: NDArray[np.bool_]

    def part(self, label: str, rows: NDArray[np.intp]) -> Standing:
        """Return some of the schools as a cohort of their own."""
        columns = {
            field.name: getattr(self, field.name)[rows]
            for field in fields(self)
            if field.name != "label"
        }
        return Standing(label, **columns)

    def with_member(self, member: int, one: Member) -> Standing:
        """Return the cohort as it would stand if one school stood otherwise."""
        at = int(np.flatnonzero(self.members == member)[0])
        changed = {}
        for field in fields(Member):
            column = getattr(self, field.name).copy()
            column[at] = getattr(one, field.name)
            changed[field.name] = column
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class Placed:
    """Grades of one cohort.

    Shapes: (members,); positions in RuleSet.grades.

    Args:
        placed: After vetoes, caps and quotas. final: after floors.
        quotas: How the places were used.
    """

    placed: NDArray[np.int64]
    final: NDArray[np.int64]
    quotas: tuple[QuotaUse, ...]


def starting_grades(
    scope: Scope,
    totals: Units,
    rated: Mask,
    schools: slice | NDArray[np.intp] = slice(None),
) -> NDArray[np.int64]:
    """Return the grade by cut scores, or what the rules give where there is no total.

    Args:
        scope: The cut scores of the batch.
        totals: Of some schools of it, or of all. rated: where there is a total.
        schools: Which schools those are.
    """
    start = scope.start(totals, schools)
    own = unrated_grade_at(scope.ruleset)
    return start if own is None else np.where(rated, start, own)


def place(ruleset: RuleSet, standing: Standing, compare: Compare) -> Placed:
    """Grade the schools of one cohort.

    Args:
        ruleset: The rules.
        standing: How the cohort stands.
        compare: What 依次比较 compares of a school, by its position in the batch.
    """
    allowed = np.maximum(standing.start, standing.limit)
    size, uses = int(standing.counted_mask.sum()), []
    placed = allowed.copy()
    if size >= ruleset.cohorts.min_size:
        for number, at in _quotas_best_first(ruleset):
            uses.append(_fill(ruleset, number, at, standing, allowed, placed, compare))
    # A floor lifts no one past a veto or a cap, and comes last: it takes no place from others.
    final = np.minimum(placed, np.maximum(standing.floor, standing.limit))
    return Placed(placed, final, tuple(uses))


def _fill(
    ruleset: RuleSet,
    number: int,
    at: int,
    standing: Standing,
    allowed: NDArray[np.int64],
    placed: NDArray[np.int64],
    compare: Compare,
) -> QuotaUse:
    """Fill the places of one quota: whoever finds none goes down one grade in `placed`."""
    quota, under = ruleset.quotas[number], standing.under_mask[:, number]
    size, graded = int((standing.counted_mask & under).sum()), standing.competes_mask & under
    places = n_places(quota, size)
    # Who has a better grade has a place here already: a place is for this grade or better.
    n_better = int((graded & (placed < at)).sum())
    candidates = np.flatnonzero(graded & (placed == at))

    def compared(local: int) -> tuple[Fraction, ...]:
        return compare(int(standing.members[local]), quota.compare_by)

    placing = place_candidates(
        quota, max(places - n_better, 0), candidates, standing.totals, compared
    )
    placed[[each for each in candidates.tolist() if each not in placing.held]] = at + 1
    kept_out = graded & (standing.start <= at) & (allowed > at)
    return QuotaUse(
        standing.label,
        quota.grade,
        size,
        places,
        n_better + len(candidates),
        n_better + len(placing.held),
        int(kept_out.sum()),
        tuple(int(standing.members[each]) for each in placing.tied_out),
        quota.place,
    )


def _quotas_best_first(ruleset: RuleSet) -> Iterable[tuple[int, int]]:
    """Return the position of each quota and of its grade, the best grade first."""
    at = {grade.name: number for number, grade in enumerate(ruleset.grades)}
    pairs = ((number, at[quota.grade]) for number, quota in enumerate(ruleset.quotas))
    return sorted(pairs, key=lambda pair: pair[1])


def ranks(standing: Standing) -> NDArray[np.int64]:
    """Rank the schools of a cohort that compete by total; ties share a rank (1, 2, 2, 4).

    Shapes: (members,); 0 for the others.
    """
    rank = np.zeros(len(standing.members), np.int64)
    graded = standing.competes_mask
    totals = np.sort(-standing.totals[graded])
    rank[graded] = np.searchsorted(totals, -standing.totals[graded], side="left") + 1
    return rank
