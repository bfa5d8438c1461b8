"""The crossings of grades as a matrix: outcomes before against outcomes after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.previewing.preview import Preview


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many schools go from which outcome to which.

    Args:
        before, after: Outcomes in order: grades, best first, then what is no grade.
        counts: A row an outcome before, a number an outcome after.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def row_sums(self) -> tuple[int, ...]:
        return tuple(sum(row) for row in self.counts)

    @property
    def column_sums(self) -> tuple[int, ...]:
        return tuple(sum(column) for column in zip(*self.counts, strict=True))


def matrix_of(preview: Preview) -> Matrix:
    """Return the matrix of a preview; grades that nobody has are in it, other words are not."""
    schools, (own, other) = preview.schools, preview.rules
    before = _words([each.name for each in own.grades], schools.outcome_before)
    after = _words([each.name for each in other.grades], schools.outcome_after)
    counts = tuple(
        tuple(preview.crossings.get((row, column), 0) for column in after) for row in before
    )
    return Matrix(before, after, counts)


def _words(grades: Sequence[str], found: Iterable[str]) -> tuple[str, ...]:
    return (*grades, *sorted(set(found) - set(grades)))
