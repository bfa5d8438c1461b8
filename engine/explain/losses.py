"""Sum what each area of duty lost (按责任领域汇总失分)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.grading import GradeBook
from engine.points import Units, to_units
from engine.ruleset.model import RuleSet
from engine.scoring import ScoreTable


def lost_by_indicator(ruleset: RuleSet, scores: ScoreTable, book: GradeBook) -> Mapping[int, Units]:
    """Return position of an indicator -> (schools,) points lost there.

    Base indicators and deductions; what does not apply is not lost, and bonuses that were not
    earned are not lost either. Units: points of the total, after veto effects.
    """
    bonuses = {item.id for item in ruleset.bonuses.items}
    found: dict[int, Units] = {}
    for at, indicator in enumerate(scores.indicators):
        if indicator.informative or indicator.id in bonuses:
            continue
        short = to_units(indicator.points, ruleset.unit) - book.points[:, at]
        if at in book.roll_up.leaf_lost:  # below a weighted mean
            short = -book.roll_up.leaf_lost[at]
        if at in scores.left_out:
            short = np.where(scores.left_out[at], 0, short)
        found[at] = short
    return found


def lost_by_area(ruleset: RuleSet, scores: ScoreTable, book: GradeBook) -> Mapping[str, Units]:
    """Return area -> (schools,) points lost there; see `lost_by_indicator`."""
    lost: dict[str, Units] = {}
    for at, short in lost_by_indicator(ruleset, scores, book).items():
        area = scores.indicators[at].area
        if area:
            lost[area] = lost[area] + short if area in lost else short
    return lost
