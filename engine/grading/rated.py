"""Which schools have a total at all: where nothing is scored there is none, which is not 0."""

from __future__ import annotations

from engine.ruleset.model import RuleSet, UnratedPolicy
from engine.scoring.table import RollUp
from engine.scoring.values import Mask

NOTHING_SCORED = "所有指标对该校都不适用，没有可计的分"


def rated_mask(roll_up: RollUp) -> Mask:
    """Return where some dimension counts, so that there is a total.

    Shapes: (schools,). Bonuses and deductions alone make no total: there is nothing that they
    could add to or take from.
    """
    return roll_up.base_applicable_mask


def unrated_grade_at(ruleset: RuleSet) -> int | None:
    """Return the position of the grade that the rules give where there is no total, if any."""
    if ruleset.unrated.policy is not UnratedPolicy.GRADE:
        return None
    return [grade.name for grade in ruleset.grades].index(ruleset.unrated.grade)
