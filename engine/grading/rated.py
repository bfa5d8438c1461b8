"""Which schools have a total at all: where nothing is scored there is none, which is not 0."""

from __future__ import annotations

import numpy as np

from engine.ruleset.model import RuleSet, UnratedPolicy
from engine.scoring.table import RollUp
from engine.scoring.values import Mask

NOTHING_SCORED = "所有指标对该校都不适用，没有可计的分"


def rated_mask(ruleset: RuleSet, roll_up: RollUp) -> Mask:
    """Return where some dimension with points counts, so that there is a total.

    Shapes: (schools,). Bonuses and deductions alone make no total: there is nothing that they
    could add to or take from.
    """
    masks = [roll_up.node_applicable_mask[each.id] for each in ruleset.dimensions if each.points]
    if not masks:
        return np.zeros(len(roll_up.total), bool)
    return np.asarray(np.logical_or.reduce(masks))


def unrated_grade_at(ruleset: RuleSet) -> int | None:
    """Return the position of the grade that the rules give where there is no total, if any."""
    if ruleset.unrated.policy is not UnratedPolicy.GRADE:
        return None
    return [grade.name for grade in ruleset.grades].index(ruleset.unrated.grade)
