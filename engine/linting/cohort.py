"""What every lint on a cohort needs of an assessment: marks and states by indicator and school."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.assess import Assessment
from engine.points import Units, points_text, to_units
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring import Status
from engine.scoring.cohorts import cohort_codes

Mask = NDArray[np.bool_]
_WITH_MARK = (Status.SCORED, Status.MISSING, Status.ERROR)


@dataclass(frozen=True)
class Cohort:
    """All schools of one assessment, as lints look at them.

    Shapes: marks and masks (schools,). Units: points.
    """

    assessment: Assessment

    @property
    def ruleset(self) -> RuleSet:
        return self.assessment.ruleset

    @property
    def n_schools(self) -> int:
        return len(self.assessment.facts.school_ids)

    @cached_property
    def base(self) -> tuple[tuple[int, Indicator], ...]:
        """Return the scored base indicators with their columns."""
        return tuple(self._scored(self.ruleset.leaves()))

    @cached_property
    def groups(self) -> tuple[tuple[str, Mask], ...]:
        """Return the label and the schools of each cohort (同组); one alone is no part."""
        codes, labels = cohort_codes(self.ruleset, self.assessment.scores.view)
        if len(labels) < 2:
            return ()
        return tuple((label, codes == code) for code, label in enumerate(labels))

    def _scored(self, indicators: tuple[Indicator, ...]) -> Iterator[tuple[int, Indicator]]:
        columns = {each.id: index for index, each in enumerate(self.assessment.scores.indicators)}
        for indicator in indicators:
            if not indicator.informative and indicator.method is not None and indicator.points > 0:
                yield columns[indicator.id], indicator

    def marks(self, index: int) -> Units:
        """Return what an indicator gives each school, before vetoes."""
        return self.assessment.scores.points[:, index]

    def full(self, index: int) -> int:
        """Return the full points of an indicator."""
        return to_units(self.assessment.scores.indicators[index].points, self.ruleset.unit)

    def with_mark(self, index: int) -> Mask:
        """Return the schools that have a mark by an indicator: left out of no sum."""
        left_out = self.assessment.scores.left_out.get(index)
        return self.meant(index) if left_out is None else self.meant(index) & ~left_out

    def meant(self, index: int) -> Mask:
        """Return the schools that an indicator applies to and that need no person to judge it."""
        return np.isin(self.assessment.scores.status[:, index], _WITH_MARK)

    def missing(self, index: int) -> Mask:
        """Return the schools whose facts are missing or unreadable there."""
        status = self.assessment.scores.status[:, index]
        return np.isin(status, (Status.MISSING, Status.ERROR))

    def how_many(self, n_schools: int) -> str:
        """Say how many of the units assessed, such as 60 所学校."""
        return f"{n_schools} {self.ruleset.subject.counted}"

    def mark_text(self, index: int, schools: Mask) -> str:
        """Say the mark that some schools have in common, and whether facts or gaps made it."""
        mark = int(self.marks(index)[schools][0])
        said = f"{points_text(mark, self.ruleset.unit)} 分"
        if mark == self.full(index):
            said += "，满分"
        n_missing = int((self.missing(index) & schools).sum())
        if n_missing:
            said += f"，其中 {n_missing} {self.ruleset.subject.measure}是缺事实"
        return said
