"""Rank totals within cohorts, one or many draws at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from engine.grading import GradeBook
from engine.points import Units


@dataclass(frozen=True, slots=True)
class Cohort:
    """The schools of one cohort that have a rank.

    Args:
        members: Positions in the batch, in ascending order.
    """

    label: str
    members: NDArray[np.intp]


def cohorts_of(book: GradeBook) -> tuple[Cohort, ...]:
    """Return the cohorts in which anybody has a rank, by name."""
    labels = np.array(book.cohort)
    ranked = book.rank > 0
    found = (
        Cohort(str(each), np.flatnonzero((labels == each) & ranked)) for each in np.unique(labels)
    )
    return tuple(cohort for cohort in found if cohort.members.size)


def ranks_of(totals: Units) -> NDArray[np.int64]:
    """Rank each row of totals, the greatest first; ties share a rank (1, 2, 2, 4).

    Shapes: (draws, members) -> the same.
    """
    return np.asarray(rankdata(-totals, method="min", axis=-1), np.int64)


def spearman(ranks: NDArray[np.int64], totals: Units) -> NDArray[np.float64]:
    """Correlate the order by ranks with the order of each row of totals; NaN where one has none.

    Shapes: (members,), (draws, members) -> (draws,).
    """
    one = rankdata(ranks)
    others = rankdata(-totals, axis=-1)
    one, others = one - one.mean(), others - others.mean(axis=-1, keepdims=True)
    under = np.sqrt((one**2).sum() * (others**2).sum(axis=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((others @ one) / under)


def each_with_ranks(book: GradeBook) -> Iterator[tuple[Cohort, NDArray[np.int64]]]:
    """Yield each cohort with the ranks that its members have."""
    for cohort in cohorts_of(book):
        yield cohort, book.rank[cohort.members]
