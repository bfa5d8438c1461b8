"""Say what is assessed and where facts come from: subject, window, sources, levels, last year."""

from __future__ import annotations

from typing import assert_never

from engine.ruleset.data_sources import DataSource
from engine.ruleset.model import Below, ConflictPolicy, RuleSet
from engine.sentences.checks import window_text
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import points_said


def purpose_sentences(ruleset: RuleSet) -> list[str]:
    """Say what is assessed, over which time, out of how many points."""
    lines = [
        f"考核年度为{ruleset.year}年，考核对象为{ruleset.subject}，"
        f"考核窗口为{window_text(ruleset.window)}（两天都含），满分{points_said(ruleset.full_points)}。"
    ]
    profile = ruleset.profile
    if profile is not None:
        lines.append(f"{profile.said}。改动见附则。")
        if profile.applies is not None:
            whom = condition_text(profile.applies, ruleset)
            lines.append(f"只用于{whom}的{ruleset.subject}。")
    if ruleset.editions:
        lines.append(f"分期的值取{ruleset.as_of}（基准日）适用的一期。")
    return lines


def identity_sentence(ruleset: RuleSet) -> str:
    """Say by which fields one is known."""
    ids = "、".join(f"“{each}”" for each in ruleset.id_fields)
    names = "、".join(f"“{each}”" for each in ruleset.name_fields)
    return f"凭{ids}认定是哪一{ruleset.subject.measure}{ruleset.subject}，名称用{names}。"


def kin_sentences(ruleset: RuleSet) -> list[str]:
    """Say what is above and below, and whose results of last year are read."""
    lines = []
    if ruleset.parent is not None:
        parent = ruleset.parent
        lines.append(f"上级为{parent.subject}，由“{parent.id_field}”写明属于哪一个。")
    if ruleset.below is not None:
        lines.append(_below_sentence(ruleset.below))
    if ruleset.last_rulesets:
        lines.append(f"去年的结果须是按方案{'、'.join(ruleset.last_rulesets)}得出的。")
    if ruleset.accepted_forms:
        forms = "、".join(ruleset.accepted_forms)
        lines.append(f"表式标识为{forms}的旧填报表仍可使用。")
    return lines


def _below_sentence(below: Below) -> str:
    rulesets = f"，须是按方案{'、'.join(below.rulesets)}得出的" if below.rulesets else ""
    return f"下级为{below.subject}，其考核结果作为“{below.table}”台账{rulesets}。"


def source_sentences(ruleset: RuleSet) -> list[str]:
    """Say which source of a fact goes first, and what stands where two differ."""
    if not ruleset.data_sources:
        return []
    order = "；".join(
        f"{at}. {_source_text(each)}" for at, each in enumerate(ruleset.data_sources, 1)
    )
    return [f"数据来源依次为：{order}。", conflict_sentence(ruleset.conflicts)]


def _source_text(source: DataSource) -> str:
    details = []
    if source.is_roster:
        details.append("即名册")
    if source.files:
        details.append(f"文件名{'、'.join(source.files)}")
    only = [*source.fields, *(f"工作表{each}" for each in source.sheets)]
    if only:
        details.append(f"只用于{'、'.join(only)}")
    return source.name + (f"（{'；'.join(details)}）" if details else "")


def conflict_sentence(policy: ConflictPolicy) -> str:
    """Say what stands where two sources give two values."""
    match policy:
        case ConflictPolicy.BY_ORDER:
            return "几处填报不一致的，以列在前面的来源为准，每一处都列出来。"
        case ConflictPolicy.NEITHER:
            return "几处填报不一致的，都不采用，改正前暂缓定等。"
        case _:
            assert_never(policy)
