"""What is looked at to tell which branches an assessment went through: its tables, as columns."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.assess import Assessment
from engine.points import Units, to_units
from engine.ruleset.conditions import Condition
from engine.ruleset.methods import Method
from engine.ruleset.model import Group, Indicator
from engine.scoring import SchoolRows, Status
from engine.scoring.conditions import TRUE, evaluate
from engine.scoring.contests import settle_contests
from engine.scoring.methods import score_method
from engine.scoring.raters import settle_ratings
from engine.scoring.rows import Scored, ScoringRows, scoring_rows
from engine.scoring.values import Mask


class Sight:
    """One assessment of a few schools, seen column by column.

    Shapes: every mask (schools,).
    """

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.ruleset = assessment.ruleset
        self.facts = assessment.facts
        self.scores = assessment.scores
        self.book = assessment.book
        self.view: SchoolRows = assessment.scores.view
        self.n_schools = assessment.facts.n_schools
        self.positions = {each.id: at for at, each in enumerate(assessment.scores.indicators)}
        n_gains = len(self.positions) - len(self.ruleset.deductions.items)
        self.deductions = {each for each, at in self.positions.items() if at >= n_gains}
        self._scored: dict[tuple[str, int], Scored] = {}

    @cached_property
    def rows(self) -> ScoringRows:
        """Return what methods read, as when these schools were scored."""
        ratings = settle_ratings(self.ruleset, self.facts, self.view)
        standings = settle_contests(self.ruleset, self.view)
        return scoring_rows(self.view, self.ruleset.unit, self.scores.charges, ratings, standings)

    def points(self, indicator: Indicator) -> Units:
        """Return an indicator's points before vetoes."""
        return self.scores.points[:, self.positions[indicator.id]]

    def status(self, indicator: Indicator) -> NDArray[np.uint8]:
        """Return an indicator's statuses."""
        return self.scores.status[:, self.positions[indicator.id]]

    def counted(self, indicator: Indicator) -> Mask:
        """Return where an indicator was scored."""
        return np.asarray(self.status(indicator) == Status.SCORED)

    def scored(self, indicator: Indicator, method: Method) -> Scored:
        """Return what a method inside an indicator gives by itself."""
        key = indicator.id, id(method)
        if key not in self._scored:
            full = to_units(indicator.points, self.ruleset.unit)
            is_deduction = indicator.id in self.deductions
            self._scored[key] = score_method(method, full, self.rows, is_deduction)
        return self._scored[key]

    def holds(self, condition: Condition) -> Mask:
        """Return where a condition on the school holds."""
        return np.asarray(evaluate(condition, self.view).values == TRUE)

    def fails(self, condition: Condition) -> Mask:
        """Return where a condition on the school does not hold, for certain."""
        return evaluate(condition, self.view).false_mask

    def in_schools(self, schools: NDArray[np.integer]) -> Mask:
        """Return a mask of the schools with these positions."""
        found = np.zeros(self.n_schools, bool)
        found[schools] = True
        return found

    def where(self, schools: set[int]) -> Mask:
        """Return a mask of the schools with these positions."""
        return self.in_schools(np.array(sorted(schools), np.intp))

    def moved(self, stage: dict[str, Units], group: Group) -> Mask:
        """Return where a stage of the roll-up moved the points of a group."""
        found = stage.get(group.id)
        return np.zeros(self.n_schools, bool) if found is None else np.asarray(found != 0)
