"""What the points of an indicator are for."""

from __future__ import annotations

from enum import StrEnum

from engine.ruleset.model import Indicator, RuleSet


class Role(StrEnum):
    """What an indicator's points are for: the base total, a bonus, or a deduction."""

    BASE = "base"
    BONUS = "bonus"
    DEDUCTION = "deduction"


def role_of(indicator: Indicator, ruleset: RuleSet) -> Role:
    """Say what an indicator's points are for."""
    if any(each.id == indicator.id for each in ruleset.bonuses.items):
        return Role.BONUS
    if any(each.id == indicator.id for each in ruleset.deductions.items):
        return Role.DEDUCTION
    return Role.BASE
