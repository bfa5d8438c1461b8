"""Say how one level of the score tree is put together: 合成, 权重, 折给, 限定."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from engine.points import decimal_text
from engine.ruleset.combining import (
    Combination,
    InProportion,
    InShares,
    Passing,
    PointsLimit,
    Weight,
    WeightCase,
)
from engine.ruleset.model import Group, RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import points_said


def level_sentences(group: Group, ruleset: RuleSet) -> list[str]:
    """Say all that is special of one level; nothing of a plain sum of all parts."""
    sentences = []
    if group.combine is Combination.WEIGHTED_MEAN:
        whole = points_said(group.points)
        sentences.append(f"本级得分为{whole}乘以下级得分率按权重的加权平均，只算计分的下级。")
    if group.least_scored > 1:
        sentences.append(f"计分的下级{least_scored_text(group.least_scored)}。")
    if group.decimals is not None:
        sentences.append(f"本级得分{decimals_text(group.decimals)}。")
    sentences.extend(limit_sentence(each, ruleset) for each in group.limits)
    return sentences


def least_scored_text(least: int) -> str:
    """Say with how few parts a level does not count: 少于2项，整组不计分."""
    return f"少于{least}项，整组不计分"


def decimals_text(decimals: int) -> str:
    """Say to how many places points are rounded."""
    return f"保留{decimals}位小数，四舍五入"


def limit_sentence(limit: PointsLimit, ruleset: RuleSet) -> str:
    """Say one floor or cap: 限定“保底”：“示范校”为“是”的，本级得分不低于20分."""
    name = f"“{limit.name}”" if limit.name else ""
    asked = condition_text(limit.condition, ruleset)
    bounds = []
    if limit.at_least is not None:
        bounds.append(f"不低于{points_said(limit.at_least)}")
    if limit.at_most is not None:
        bounds.append(f"不高于{points_said(limit.at_most)}")
    return f"限定{name}：{asked}的，本级得分{'、'.join(bounds)}。"


def weight_text(weight: Weight, ruleset: RuleSet) -> str:
    """Say a weight: 10/3, or what it hangs on."""
    if weight.constant is not None:
        return decimal_text(weight.constant)
    cases = [_case_text(case, ruleset) for case in weight.cases]
    has_rest = bool(weight.cases) and weight.cases[-1].condition is None
    return "；".join(cases if has_rest else [*cases, "其余的0"])


def _case_text(case: WeightCase, ruleset: RuleSet) -> str:
    worth = f"取“{case.value}”" if case.value else decimal_text(case.number or Fraction(0))
    if case.condition is not None:
        return f"{condition_text(case.condition, ruleset)}的{worth}"
    return worth if case.value else f"其余的{worth}"


def passing_text(passes: Sequence[Passing]) -> str:
    """Say to whom points go that are left out, step by step."""
    steps = [_step_text(each) for each in passes]
    return f"剔除时依次折给：{'；'.join(steps)}；再不行，由同级其余的按比例补足"


def _step_text(step: Passing) -> str:
    match step:
        case InProportion():
            return f"{'、'.join(step.ids)}中计分的，按它们自己的份量"
        case InShares():
            return "、".join(f"{to}得{decimal_text(share)}" for to, share in step.shares.items())
        case _:
            assert_never(step)
