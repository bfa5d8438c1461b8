"""What the order and the grades would be if one indicator were not there (去掉一项)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.assess import Assessment
from engine.grading.placing import starting_grades
from engine.points import Units
from engine.robustness.standing import each_with_ranks, ranks_of, spearman
from engine.scoring.rollup import roll_up

_COLUMNS = 12_000
# The order of fewer schools is no order to correlate.
_LEAST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What leaving one indicator out changes; its weight goes to the others (剔除折算).

    Args:
        at: Position of the indicator.
        n_ranks: Schools whose rank changes. most_moved: by how many places at most.
        n_grades: Schools whose grade by score changes.
        correlation: Spearman's of the order in cohorts, weighted by size; None without any order.
    """

    at: int
    n_ranks: int
    most_moved: int
    n_grades: int
    correlation: float | None


def leave_each_out(assessment: Assessment, positions: Sequence[int]) -> tuple[LeftOut, ...]:
    """Return what leaving out each of some base indicators changes, in their order."""
    book, n = assessment.book, len(positions)
    if not n:
        return ()
    totals = np.concatenate(list(_totals_without(assessment, positions)))
    n_ranks, most = np.zeros(n, np.int64), np.zeros(n, np.int64)
    weighted, sizes = np.zeros(n), np.zeros(n)
    for cohort, ranks in each_with_ranks(book):
        own = totals[:, cohort.members]
        moved = np.abs(ranks_of(own) - ranks)
        n_ranks += (moved > 0).sum(axis=1)
        most = np.maximum(most, moved.max(axis=1))
        if len(ranks) >= _LEAST_MEMBERS:
            found = spearman(ranks, own)
            has_order = ~np.isnan(found)
            weighted += np.where(has_order, found, 0) * len(ranks)
            sizes += has_order * len(ranks)
    start, rated = _grades(assessment, book.roll_up.total), book.rated_mask
    n_grades = [int((_grades(assessment, each) != start)[rated].sum()) for each in totals]
    return tuple(
        LeftOut(
            at,
            int(n_ranks[number]),
            int(most[number]),
            n_grades[number],
            float(weighted[number] / sizes[number]) if sizes[number] else None,
        )
        for number, at in enumerate(positions)
    )


def _grades(assessment: Assessment, totals: Units) -> Units:
    outlooks = assessment.book.outlooks
    if outlooks is None:
        return np.zeros(len(totals), np.int64)
    return starting_grades(outlooks.scope, totals, assessment.book.rated_mask)


def _totals_without(assessment: Assessment, positions: Sequence[int]) -> Iterator[Units]:
    """Yield the totals without each indicator, several at once. Shapes: (some, schools)."""
    ruleset, scores, book = assessment.ruleset, assessment.scores, assessment.book
    n_schools = len(book.points)
    points = np.ascontiguousarray(book.points.T)
    step = max(1, _COLUMNS // max(1, n_schools))
    for start in range(0, len(positions), step):
        some = positions[start : start + step]
        rows = np.tile(np.arange(n_schools), len(some))
        weighing = scores.weighing.part(rows)
        left_out, kept = dict(weighing.left_out), np.tile(points, (1, len(some)))
        for number, at in enumerate(some):
            run = slice(number * n_schools, (number + 1) * n_schools)
            own = left_out.get(at, np.zeros(len(rows), bool)).copy()
            own[run] = True
            left_out[at] = own
            kept[at, run] = 0  # what is left out has no points
        after = roll_up(ruleset, kept, replace(weighing, left_out=left_out), ruleset.unit)
        yield after.total.reshape(len(some), n_schools)
