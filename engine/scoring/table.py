"""ScoreTable: the points and the status of every indicator of every school.

Units: points are int64 counts of `RuleSet.unit`. A status is never a number in disguise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from engine.points import Units
from engine.ruleset.model import Indicator
from engine.scoring.charges import ChargeBook
from engine.scoring.values import Mask
from engine.scoring.views import SchoolRows
from engine.scoring.weighing import Weighing


class Status(IntEnum):
    """Status of one school x indicator (状态)."""

    SCORED = 0  # 已计分
    NOT_APPLICABLE = 1  # 不适用
    MISSING = 2  # 缺失
    ERROR = 3  # 无法识读
    MANUAL = 4  # 待评
    INFORMATIVE = 5  # 仅供参考

    @property
    def label(self) -> str:
        return ("已计分", "不适用", "缺失", "无法识读", "待评", "仅供参考")[self.value]


@dataclass(frozen=True, slots=True)
class RollUp:
    """Indicator points carried up to the total; every stage's value is kept.

    Shapes: every array (schools,). Units: points, unless a mask.

    Args:
        node_points: Group or dimension id -> its points, out of its own full points.
        node_rescale: Group or dimension id -> what rescaling (剔除折算), weights passed on and
            rounding moved there, in points of the total.
        node_rounded: The same for rounding to the places of a group; ids without are not in it.
        node_limited: The same for its floors and caps; ids without any are not in it.
        node_applicable_mask: id -> False where nothing below counts for the school.
        leaf_lost: Position of an indicator below a weighted mean -> what it is short of full
            points, in points of the total (<= 0). Elsewhere that is points - full points.
        leaf_full: The same indicators' full points, in points of the total.
        base_rescale: What rescaling at the level of dimensions moved.
        base_applicable_mask: False where nothing counts.
        rated_mask: False where the school has no total: nothing counts, or what the rules want
            for any total (不出总分) is missing.
        full: Full marks: other than written where what does not apply shrinks them (减满分).
        base: The base total. bonus: after the cap; bonus_cut: what the cap took (>= 0).
        deduction: after the cap (>= 0); deduction_cut: what the cap spared (>= 0).
        clip: What clipping to [0, total cap] moved. rounding: what rounding the total moved.
        total: base + bonus - deduction + clip + rounding.
    """

    node_points: Mapping[str, Units]
    node_rescale: Mapping[str, Units]
    node_rounded: Mapping[str, Units]
    node_limited: Mapping[str, Units]
    node_applicable_mask: Mapping[str, NDArray[np.bool_]]
    leaf_lost: Mapping[int, Units]
    leaf_full: Mapping[int, Units]
    base_rescale: Units
    base_applicable_mask: NDArray[np.bool_]
    rated_mask: NDArray[np.bool_]
    full: Units
    base: Units
    bonus: Units
    bonus_cut: Units
    deduction: Units
    deduction_cut: Units
    clip: Units
    rounding: Units
    total: Units


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Points of a batch before any veto.

    Args:
        view: The facts as rules read them: applicability settled, derived values worked out.
        charges: What became of every record under every record charge.
        indicators: RuleSet.all_indicators(): base leaves, bonus items, deduction items.
        points: (schools, indicators). For a NOT_APPLICABLE indicator under 剔除折算, 0 (its full
            points leave the sum); under 直接得分, full; under 取同类平均, the cohort's mean.
            For MISSING: as the missing policy says (0, full, cohort mean; 0 under 暂缓定等), but
            never less than what is certain already, and of a deduction never more.
            For a deduction item: full - what is deducted.
        status: (schools, indicators) of Status.
        weighing: What is left out, weights, floors and caps of the levels above.
        blocked_mask: (schools,) True where something missing, unreadable or still to be judged
            keeps the school from being graded (暂缓定等).
        roll_up: The stages up to the total, without any veto.
    """

    view: SchoolRows
    charges: ChargeBook
    indicators: tuple[Indicator, ...]
    points: Units
    status: NDArray[np.uint8]
    weighing: Weighing
    blocked_mask: NDArray[np.bool_]
    roll_up: RollUp

    @property
    def left_out(self) -> Mapping[int, Mask]:
        """Position of an indicator -> (schools,) True where 剔除折算 leaves it out of the sum."""
        return self.weighing.left_out
