"""Say what a veto does: 不得评为优秀, 等次不得高于良好, 取消评先评优资格."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from engine.ruleset.model import Effect, EffectKind, Group, RuleSet
from engine.sentences.conditions import condition_text


def effect_text(effect: Effect, ruleset: RuleSet, person: str = "") -> str:
    """Say one effect.

    Args:
        person: Who is met by it, where that is known.
    """
    targets = "、".join(effect.targets)
    match effect.kind:
        case EffectKind.BAR_TOP:
            return not_top_text(ruleset.grades[0].name)
        case EffectKind.GRADE_CAP:
            return grade_at_most_text(effect.grade)
        case EffectKind.SET_GRADE:
            return grade_set_text(effect.grade)
        case EffectKind.ZERO:
            return f"{named_nodes(effect.targets, ruleset)}计零"
        case EffectKind.LOSE_ELIGIBILITY:
            return f"取消{targets}资格"
        case EffectKind.REVOKE_TITLE:
            return f"摘牌：{targets}"
        case EffectKind.CARRY_OVER:
            return f"后果延续{effect.years}年"
        case EffectKind.BAR_POSTS:
            return f"{targets}当年不得评优" + (f"（{person}）" if person else "")
        case EffectKind.BAR_PERSON:
            named = f"“{effect.person_field}”所写的人" if effect.person_field else "当事人"
            return f"个人否决：{person or named}（{targets}）"
        case EffectKind.SECOND_YEAR:
            then = "；".join(effect_text(each, ruleset) for each in effect.then)
            asked = condition_text(effect.condition, ruleset) if effect.condition else ""
            return f"连续两年{f'（{asked}）' if asked else ''}的，{then}"
        case _:
            assert_never(effect.kind)


def not_top_text(top: str) -> str:
    """Say that the highest grade is barred: 不得评为优秀."""
    return f"不得评为{top}"


def grade_at_most_text(grade: str) -> str:
    """Say up to which grade one may come: 等次不得高于良好."""
    return f"等次不得高于{grade}"


def grade_at_least_text(grade: str) -> str:
    """Say down to which grade one may fall: 等次不得低于合格."""
    return f"等次不得低于{grade}"


def grade_set_text(grade: str) -> str:
    """Say which grade is given outright: 直接定为不合格."""
    return f"直接定为{grade}"


def named_nodes(ids: Iterable[str], ruleset: RuleSet) -> str:
    """Name indicators, groups or dimensions: A203“协同育人评议”、B“安全校园”."""
    names = node_names(ruleset)
    return "、".join(f"{node}“{names.get(node, '')}”" for node in ids)


def node_names(ruleset: RuleSet) -> dict[str, str]:
    """Return id -> name of every dimension, group, indicator and item."""
    names = {leaf.id: leaf.name for leaf in ruleset.all_indicators()}
    groups: list[Group] = list(ruleset.dimensions)
    for group in groups:
        names[group.id] = group.name
        groups.extend(child for child in group.children if isinstance(child, Group))
    return names
