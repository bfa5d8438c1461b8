"""Say how one value gives points: 全有全无, 分档, 线性, 达标扣减, 等级对应, 直接计分."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from engine.ruleset.methods import (
    AllOrNothing,
    Band,
    Bands,
    Direct,
    Levels,
    Linear,
    SmallSample,
    Target,
)
from engine.ruleset.model import RuleSet
from engine.ruleset.roles import Role
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import (
    Measure,
    bound_text,
    constant_text,
    demand_text,
    gap_text,
    measure_of,
    named,
    points_said,
    unit_of,
)
from engine.sentences.worth import Stake

# Says what so many points do.
Worth = Callable[[Fraction], str]


def all_or_nothing_sentence(method: AllOrNothing, stake: Stake) -> str:
    """Say what must hold: “封闭管理”为“是”的得2分，否则不得分."""
    asked, none = condition_text(method.condition, stake.ruleset), stake.worth(Fraction(0))
    return f"{asked}的，{stake.worth(stake.full)}；否则{none}"


def bands_sentence(method: Bands, stake: Stake) -> str:
    """Say what each band gives: 次数不少于2次的得3分；为1次的得1.8分."""
    manner = measure_of(stake.ruleset, method.value), unit_of(stake.ruleset, method.value)
    return named(method.value) + bands_text(method.bands, *manner, stake.worth)


def bands_text(bands: Iterable[Band], measure: Measure, unit: str, worth: Worth) -> str:
    """Say what each band gives, without what is measured."""
    return "；".join(f"{band_text(band, measure, unit)}的{worth(band.points)}" for band in bands)


def band_text(band: Band, measure: Measure, unit: str) -> str:
    """Say from where to where a band goes: 不少于60%、小于80%."""
    return "、".join(
        demand_text(comparison, (bound,), measure, unit) for comparison, bound in band.bounds
    )


def linear_sentence(method: Linear, stake: Stake) -> str:
    """Say the ends of a line: 覆盖率达到100%得2分、60%及以下不得分，中间按比例计算."""
    return f"{named(method.value)}{line_text(method, stake)}计算"


def line_text(method: Linear, stake: Stake) -> str:
    """Say the ends of a line, and that what is between is in proportion."""
    top = bound_text(method.full_at, stake.ruleset, method.value)
    whole = stake.worth(stake.full)
    # Of a deduction, what is taken off at 0 is said nowhere else.
    if method.full_at > method.zero_at == 0 and stake.role is not Role.DEDUCTION:
        return f"达到{top}{whole}，不足的按比例"
    zero = bound_text(method.zero_at, stake.ruleset, method.value)
    none = stake.worth(Fraction(0))
    if method.full_at > method.zero_at:
        return f"达到{top}{whole}、{zero}及以下{none}，中间按比例"
    return f"不超过{top}{whole}、{zero}及以上{none}，中间按比例"


def target_sentence(method: Target, stake: Stake) -> str:
    """Say the goal, and what each step short of it costs, without the small sample."""
    step = gap_text(method.step, *_manner(method, stake.ruleset))
    reached = f"{named(method.value)}{goal_text(method, stake.ruleset)}的{stake.worth(stake.full)}"
    short = f"{step_text(method, stake.ruleset)}（不足{step}按{step}计）"
    return f"{reached}；{short}，{bottom_text(method.floor, stake)}"


def _manner(method: Target, ruleset: RuleSet) -> tuple[Measure, str]:
    return measure_of(ruleset, method.value), unit_of(ruleset, method.value)


def goal_text(method: Target, ruleset: RuleSet) -> str:
    """Say the goal: 达到90%, or 不超过5次 where less is better."""
    goal = bound_text(method.goal, ruleset, method.value)
    return f"{'不超过' if method.lower_is_better else '达到'}{goal}"


def short_word(method: Target) -> str:
    """Say on which side of the goal points are lost."""
    return "高" if method.lower_is_better else "低"


def step_text(method: Target, ruleset: RuleSet) -> str:
    """Say what a step costs: 每低1个百分点扣0.1分."""
    step = gap_text(method.step, *_manner(method, ruleset))
    return f"每{short_word(method)}{step}扣{points_said(method.loss)}"


def bottom_text(floor: Fraction, stake: Stake) -> str:
    """Say down to where points are taken off: 扣完为止, 保底1分, or 最多扣5分."""
    if stake.role is Role.DEDUCTION:
        return f"最多扣{points_said(stake.full - floor)}"
    return "扣完为止" if not floor else f"保底{points_said(floor)}"


def few_text(small: SmallSample, ruleset: RuleSet) -> str:
    """Say when a sample is too small: 不足3个，改按."""
    return f"不足{small.fewer_than}{unit_of(ruleset, small.denominator)}，改按"


def levels_sentence(method: Levels, stake: Stake) -> str:
    """Say what each choice gives, the best first."""
    return f"{named(method.value)}为{levels_text(method.points_by_level.items(), stake.worth)}"


def levels_text(points_by_level: Iterable[tuple[str, Fraction]], worth: Worth) -> str:
    """Say what each choice gives; those worth the same together: “市级”“校级”的得1分."""
    levels_worth: dict[Fraction, list[str]] = {}
    for level, points in points_by_level:
        levels_worth.setdefault(points, []).append(level)
    best_first = sorted(levels_worth.items(), key=lambda item: -item[0])
    return "，".join(
        f"{''.join(f'“{level}”' for level in levels)}的{worth(points)}"
        for points, levels in best_first
    )


def direct_sentence(method: Direct, stake: Stake) -> str:
    """Say that a fact already is points: 评议得分（原满分100分）按比例折算，满分5分."""
    return f"{named(method.value)}（{out_of_text(method.out_of)}）{scaled_text(stake)}"


def out_of_text(out_of: Fraction) -> str:
    """Say of how many points a mark is: 原满分100分."""
    return f"原满分{constant_text(out_of)}分"


def scaled_text(stake: Stake) -> str:
    """Say to how many points a mark is scaled."""
    return f"按比例折算为{stake.gain}分，满分{points_said(stake.full)}"
