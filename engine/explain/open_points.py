"""Tell whether an indicator has no points to show: a status is never a number in disguise."""

from __future__ import annotations

from engine.ruleset.model import Indicator, MissingPolicy
from engine.scoring import Status


def is_open(indicator: Indicator, status: Status, points: int, *, left_out: bool) -> bool:
    """Tell whether the points stand for nothing yet, or for nothing at all.

    Args:
        left_out: Whether 剔除折算 leaves the indicator out of the school's sum.
    """
    if status is Status.INFORMATIVE or left_out:
        return True
    return points == 0 and awaits_facts(indicator, status)


def awaits_facts(indicator: Indicator, status: Status) -> bool:
    """Tell whether a status keeps an indicator from having points until facts are there."""
    if status in (Status.MANUAL, Status.ERROR):
        return True
    return status is Status.MISSING and indicator.missing in (
        MissingPolicy.BLOCK,
        MissingPolicy.NO_TOTAL,
    )
