"""Settle by each school's facts which cut scores it is held to and which quotas it comes under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.grading.book import Judged
from engine.points import Units, to_units
from engine.ruleset.model import Grade, RuleSet
from engine.scoring.conditions import Truth, evaluate, open_mask, unknown_names
from engine.scoring.values import Mask
from engine.scoring.views import SchoolRows


@dataclass(frozen=True, slots=True)
class Cut:
    """The cut score of one grade.

    Shapes: (schools,) throughout.

    Args:
        points: In units. case: which of the grade's cases gave it; -1 for the common one.
        truths: How the conditions of the cases were judged, in their order.
        open_mask: Where it cannot be decided which case it is.
    """

    points: Units
    case: NDArray[np.int64]
    truths: tuple[Truth, ...]
    open_mask: Mask


@dataclass(frozen=True, slots=True)
class Scope:
    """Cut scores and quotas of a batch, by facts alone: no points and no veto changes them.

    Args:
        cuts: Position of a grade -> its cut; grades without a cut score are not in it.
        quotas: One a quota, in the order of the text; None where all come under it.
    """

    ruleset: RuleSet
    view: SchoolRows
    cuts: dict[int, Cut]
    quotas: tuple[Truth | None, ...]

    def start(
        self, totals: Units, schools: slice | NDArray[np.intp] = slice(None)
    ) -> NDArray[np.int64]:
        """Return the grade that each total reaches, as a position in RuleSet.grades."""
        grades = np.zeros(len(totals), np.int64)
        for cut in self.cuts.values():
            grades += totals < cut.points[schools]
        return grades

    def under(self) -> NDArray[np.bool_]:
        """Return who comes under which quota. Shapes: (schools, quotas)."""
        everyone = np.ones(self.view.n_rows, bool)
        masks = [everyone if truth is None else truth.true_mask for truth in self.quotas]
        return np.column_stack(masks) if masks else np.ones((self.view.n_rows, 0), bool)

    def case_of(self, grade: int, school: int) -> int:
        """Return which case gave the cut score of a grade; -1: none of them did."""
        return int(self.cuts[grade].case[school]) if grade in self.cuts else -1

    def open_reasons(self) -> Iterator[tuple[int, str]]:
        """Yield (school, why) wherever a cut score or a quota cannot be decided."""
        for at, cut in self.cuts.items():
            grade = self.ruleset.grades[at]
            for school in np.flatnonzero(cut.open_mask).tolist():
                missing = dict.fromkeys(
                    name
                    for case in grade.cases
                    for name in unknown_names(case.condition, self.view, school)
                )
                yield school, f"不能判定“{grade.name}”适用哪条分数线：缺{'、'.join(missing)}"
        for quota, judged in zip(self.ruleset.quotas, self.quotas, strict=True):
            if judged is None:
                continue
            for school in np.flatnonzero(open_mask(judged)).tolist():
                names = "、".join(unknown_names(quota.applies, self.view, school))
                yield school, f"不能判定“{quota.grade}”的名额是否适用：缺{names}"

    def judged(self) -> tuple[Judged, ...]:
        """Return every condition with how it was judged."""
        found = []
        for at, cut in self.cuts.items():
            grade = self.ruleset.grades[at]
            for case, truth in zip(grade.cases, cut.truths, strict=True):
                found.append(Judged(f"“{grade.name}”另定的分数线", case.condition, truth))
        for quota, judged in zip(self.ruleset.quotas, self.quotas, strict=True):
            if judged is not None and quota.applies is not None:
                found.append(Judged(f"“{quota.grade}”名额的适用条件", quota.applies, judged))
        return tuple(found)


def settle_scope(ruleset: RuleSet, view: SchoolRows) -> Scope:
    """Settle cut scores and quotas for all schools.

    Args:
        ruleset: The rules.
        view: The facts and derived values of the schools.
    """
    return Scope(
        ruleset,
        view,
        {
            at: _cut(ruleset, grade, view)
            for at, grade in enumerate(ruleset.grades)
            if grade.at_least is not None
        },
        tuple(
            None if quota.applies is None else evaluate(quota.applies, view)
            for quota in ruleset.quotas
        ),
    )


def _cut(ruleset: RuleSet, grade: Grade, view: SchoolRows) -> Cut:
    """Take the cut score of the first case that holds; the common one where none does."""
    assert grade.at_least is not None
    points = np.full(view.n_rows, to_units(grade.at_least, ruleset.unit), np.int64)
    case = np.full(view.n_rows, -1, np.int64)
    undecided = np.ones(view.n_rows, bool)
    unsure = np.zeros(view.n_rows, bool)
    truths = tuple(evaluate(each.condition, view) for each in grade.cases)
    for number, (each, truth) in enumerate(zip(grade.cases, truths, strict=True)):
        unsure |= undecided & open_mask(truth)
        holds = undecided & truth.true_mask
        points[holds] = to_units(each.at_least, ruleset.unit)
        case[holds] = number
        undecided &= ~holds
    return Cut(points, case, truths, unsure)
