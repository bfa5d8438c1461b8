"""Decide which limits of grades (等次限定) hold for whom, and how far they let a grade go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import Judged, MoveKind
from engine.grading.imposed import Limit
from engine.grading.results import Outcome, with_results
from engine.ruleset.model import RuleSet
from engine.scoring.conditions import Truth, evaluate, open_mask, unknown_names
from engine.scoring.values import Mask
from engine.scoring.views import SchoolRows


@dataclass(frozen=True, slots=True)
class Limiting:
    """The limits of grades over a run of schools.

    Args:
        limits: In the order of the text. truths: one a limit; (schools,) each.
        view: What they read: facts, derived values and results.
    """

    ruleset: RuleSet
    limits: tuple[Limit, ...]
    truths: tuple[Truth, ...]
    view: SchoolRows

    def caps(self) -> NDArray[np.int64]:
        """Return the best grade that the caps that hold leave; 0 without any. Shapes: (schools,)"""
        cap = np.zeros(self.view.n_rows, np.int64)
        for limit, truth in self._pairs(MoveKind.CAP):
            cap = np.where(truth.true_mask, np.maximum(cap, limit.grade_at), cap)
        return cap

    def floors(self) -> NDArray[np.int64]:
        """Return the worst grade that the floors that hold leave; the last without any."""
        floor = np.full(self.view.n_rows, len(self.ruleset.grades) - 1, np.int64)
        for limit, truth in self._pairs(MoveKind.FLOOR):
            floor = np.where(truth.true_mask, np.minimum(floor, limit.grade_at), floor)
        return floor

    def holding(self) -> dict[int, tuple[Limit, ...]]:
        """Return position of a school -> the limits that hold for it, in the order of the text."""
        found: dict[int, tuple[Limit, ...]] = {}
        for limit, truth in zip(self.limits, self.truths, strict=True):
            for school in np.flatnonzero(truth.true_mask).tolist():
                found[school] = (*found.get(school, ()), limit)
        return found

    def caps_on(self, row: int) -> tuple[Limit, ...]:
        """Return the caps that hold for one row, in the order of the text."""
        pairs = self._pairs(MoveKind.CAP)
        return tuple(limit for limit, truth in pairs if truth.true_mask[row])

    def open_reasons(self) -> dict[int, tuple[str, ...]]:
        """Say which limits cannot be decided for whom, and what is missing."""
        found: dict[int, tuple[str, ...]] = {}
        for limit, truth in zip(self.ruleset.grade_limits, self.truths, strict=True):
            for school in np.flatnonzero(open_mask(truth)).tolist():
                names = "、".join(unknown_names(limit.condition, self.view, school))
                reason = f"不能判定等次限定“{limit.name}”是否成立：缺{names}"
                found[school] = (*found.get(school, ()), reason)
        return found

    def any_open(self) -> Mask:
        """Return where some limit cannot be decided. Shapes: (schools,)."""
        found = np.zeros(self.view.n_rows, bool)
        for truth in self.truths:
            found |= open_mask(truth)
        return found

    def judged(self) -> tuple[Judged, ...]:
        """Return every condition with how it was judged."""
        pairs = zip(self.ruleset.grade_limits, self.truths, strict=True)
        return tuple(
            Judged(f"等次限定“{limit.name}”", limit.condition, truth) for limit, truth in pairs
        )

    def _pairs(self, kind: MoveKind) -> Iterator[tuple[Limit, Truth]]:
        pairs = zip(self.limits, self.truths, strict=True)
        return ((limit, truth) for limit, truth in pairs if limit.kind is kind)


def limit_grades(ruleset: RuleSet, view: SchoolRows, outcome: Outcome) -> Limiting:
    """Judge every limit of grades over all rows of a view.

    Args:
        ruleset: The rules.
        view: The facts of these schools.
        outcome: Their points after vetoes.
    """
    read = with_results(ruleset, view, outcome) if ruleset.grade_limits else view
    truths = tuple(evaluate(limit.condition, read) for limit in ruleset.grade_limits)
    at = {grade.name: number for number, grade in enumerate(ruleset.grades)}
    limits = tuple(
        Limit(
            MoveKind.CAP if limit.at_most else MoveKind.FLOOR,
            at[limit.at_most or limit.at_least],
            limit.name,
            place=limit.place,
            condition=limit.condition,
        )
        for limit in ruleset.grade_limits
    )
    return Limiting(ruleset, limits, truths, read)
