"""Say all that a rule says of one indicator beside its scoring standard."""

from __future__ import annotations

from engine.ruleset.conditions import names_in
from engine.ruleset.editions import period_text
from engine.ruleset.model import Adjustments, Edition, Indicator, RuleSet
from engine.ruleset.walking import names_read
from engine.sentences.charges import most_text
from engine.sentences.conditions import condition_text
from engine.sentences.levels import passing_text, weight_text
from engine.sentences.policies import missing_text, not_applicable_text


def applies_sentence(indicator: Indicator, ruleset: RuleSet) -> str:
    """Say to whom an indicator applies; nothing where it does to all."""
    if indicator.applies is None:
        return ""
    return f"适用：{condition_text(indicator.applies, ruleset)}的{ruleset.subject}。"


def indicator_sentences(indicator: Indicator, ruleset: RuleSet) -> list[str]:
    """Say what else there is to an indicator: whom it is for, weight, who judges, editions.

    What missing facts and 不适用 do stands with the general rules, which name the exceptions.
    """
    lines = [applies_sentence(indicator, ruleset)]
    if indicator.manual:
        lines.append("由人工评定，评定前为待评，暂缓定等。")
    if indicator.weight is not None:
        lines.append(f"权重：{weight_text(indicator.weight, ruleset)}。")
    if indicator.passes_to:
        lines.append(f"{passing_text(indicator.passes_to)}。")
    if indicator.not_rectifiable:
        lines.append(f"学校自身改不了：{indicator.not_rectifiable}")
    if indicator.rectification_advice:
        lines.append(f"整改建议：{indicator.rectification_advice}")
    if indicator.note:
        lines.append(f"说明：{indicator.note}")
    editions = editions_of(indicator, ruleset)
    if editions:
        periods = "、".join(period_text(each.first, each.last) for each in editions)
        lines.append(f"分期：以上取{periods}的一期。")
    return [each for each in lines if each]


def policy_sentences(indicator: Indicator) -> list[str]:
    """Say what missing facts, and 不适用, do to one indicator."""
    if indicator.informative:
        return []
    return [
        f"没有填报：{missing_text(indicator.missing)}。",
        f"不适用：{not_applicable_text(indicator.not_applicable)}。",
    ]


def editions_of(indicator: Indicator, ruleset: RuleSet) -> list[Edition]:
    """Return the editions of values that an indicator follows."""
    names = {indicator.id, *names_read(indicator.method), *names_in(indicator.applies)}
    return [each for each in ruleset.editions if each.owner in names]


def cap_sentence(adjustments: Adjustments, verb: str) -> str:
    """Say up to where all items together go."""
    if adjustments.cap is None:
        return f"各项合计不另设{'加分' if verb == '加' else '扣分'}封顶。"
    return f"各项合计{most_text(verb, adjustments.cap)}。"
