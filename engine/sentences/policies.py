"""Say what happens where facts are missing, or where an indicator does not apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar, assert_never

from engine.ruleset.model import Indicator, MissingPolicy, NotApplicablePolicy, RuleSet
from engine.sentences.phrases import points_said

_Policy = TypeVar("_Policy", MissingPolicy, NotApplicablePolicy)


def missing_text(policy: MissingPolicy) -> str:
    """Say what a missing fact does."""
    match policy:
        case MissingPolicy.ZERO:
            return "按没有做到计零；已做到的清单项、已记的得分和扣分照计"
        case MissingPolicy.BLOCK:
            return "先按计零算，同时暂缓定等，补齐再定"
        case MissingPolicy.COHORT_MEAN:
            return "取同组已计分的平均分，同组没有计分的计零"
        case MissingPolicy.FULL:
            return "直接得分；扣分项为不扣"
        case MissingPolicy.REDISTRIBUTE:
            return "从满分中剔除，由同级其余指标按比例补足"
        case MissingPolicy.NO_TOTAL:
            return "不出总分（总分空白，不是0分）"
        case _:
            assert_never(policy)


def not_applicable_text(policy: NotApplicablePolicy) -> str:
    """Say what becomes of an indicator that does not apply."""
    match policy:
        case NotApplicablePolicy.REDISTRIBUTE:
            return "从满分中剔除，由同级其余指标按比例补足"
        case NotApplicablePolicy.FULL:
            return "直接得分；扣分项为不扣"
        case NotApplicablePolicy.COHORT_MEAN:
            return "取同组已计分的平均分，同组没有计分的从满分中剔除"
        case NotApplicablePolicy.SHRINK:
            return "从满分中减去，其余指标的分值不变"
        case _:
            assert_never(policy)


def left_out_text(indicator: Indicator, others: str) -> str:
    """Say where the points of an indicator that leaves the sum go.

    Args:
        others: To whom they go where the indicator does not say it.
    """
    if indicator.weight is not None:
        where = "权重按规则折给其他指标" if indicator.passes_to else "权重由其余计分的指标分担"
        return f"剔除，不计入加权平均，{where}"
    where = "分值按规则折给其他指标" if indicator.passes_to else f"分值由其余{others}"
    return f"满分{points_said(indicator.points)}剔除，{where}"


def missing_sentences(ruleset: RuleSet) -> list[str]:
    """Say what missing facts do: in general, and of which indicators otherwise."""
    return _policy_sentences(
        ruleset, "计分所需的事实没有填报的", lambda each: each.missing, missing_text
    )


def not_applicable_sentences(ruleset: RuleSet) -> list[str]:
    """Say what becomes of what does not apply: in general, and of which indicators otherwise."""
    return _policy_sentences(
        ruleset, "不适用的指标", lambda each: each.not_applicable, not_applicable_text
    )


def _policy_sentences(
    ruleset: RuleSet,
    head: str,
    policy_of: Callable[[Indicator], _Policy],
    said: Callable[[_Policy], str],
) -> list[str]:
    scored = [each for each in ruleset.all_indicators() if not each.informative]
    if not scored:
        return []
    usual = usual_policy(map(policy_of, scored))
    others: dict[_Policy, list[str]] = {}
    for each in scored:
        if policy_of(each) is not usual:
            others.setdefault(policy_of(each), []).append(each.id)
    lines = [f"{head}，{'一般' if others else ''}{said(usual)}。"]
    lines.extend(f"其中 {'、'.join(ids)}：{said(policy)}。" for policy, ids in others.items())
    return lines


def usual_policy(policies: Iterable[_Policy]) -> _Policy:
    """Return the policy that most indicators follow; of several the first."""
    return Counter(policies).most_common(1)[0][0]
