"""Say how totals become grades: cut scores, quotas, ties, limits, exclusions."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from engine.points import decimal_text
from engine.ruleset.model import (
    Exclusion,
    Grade,
    GradeLimit,
    ProposalPolicy,
    Quota,
    Result,
    ResultKind,
    RuleSet,
    UnratedPolicy,
)
from engine.sentences.conditions import condition_text
from engine.sentences.effects import (
    grade_at_least_text,
    grade_at_most_text,
    named_nodes,
    node_names,
)
from engine.sentences.levels import decimals_text, least_scored_text
from engine.sentences.phrases import Measure, constant_text, points_said

_ROUNDING = {"down": "小数舍去", "up": "小数进一", "nearest": "四舍五入"}


def cut_text(points: Fraction) -> str:
    """Say a cut score: 不低于90分."""
    return f"不低于{points_said(points)}"


def grade_sentence(grade: Grade, ruleset: RuleSet) -> str:
    """Say what a grade asks of the total."""
    if grade.at_least is None:
        has_cuts = any(each.at_least is not None for each in ruleset.grades)
        return "达不到上一等的。" if has_cuts else "没有分数线，由等次限定决定。"
    said = f"总分{cut_text(grade.at_least)}"
    cases = [
        f"{condition_text(case.condition, ruleset)}的，{cut_text(case.at_least)}"
        for case in grade.cases
    ]
    return f"{said}。" if not cases else f"{said}；其中{'；'.join(cases)}（先写的为准）。"


def quota_sentence(quota: Quota, ruleset: RuleSet) -> str:
    """Say how many may hold a grade, and who does where some are tied."""
    subject, measure = ruleset.subject, ruleset.subject.measure
    names = [grade.name for grade in ruleset.grades]
    better = names[: names.index(quota.grade)] if quota.grade in names else []
    held = f"{quota.grade}（连同{'、'.join(better)}）" if better else quota.grade
    whose = f"{condition_text(quota.applies, ruleset)}的{subject}中，" if quota.applies else ""
    where = "每组" if ruleset.cohorts.by else ""
    if quota.share is not None:
        share = constant_text(quota.share, Measure.PERCENT)
        most = f"不超过参加定等{subject}数的{share}（{_ROUNDING[quota.rounding]}）"
    else:
        most = f"不超过{quota.number}{measure}"
    return f"{whose}{where}{held}{most}；{ties_text(quota, ruleset)}。"


def ties_text(quota: Quota, ruleset: RuleSet) -> str:
    """Say what becomes of those who are tied at the edge of a quota."""
    match quota.ties:
        case "in":
            return "名额边上同分的，并列同进"
        case "out":
            return "名额边上同分的，并列不进"
    names = node_names(ruleset)
    order = "、".join(
        f"{each}“{names[each]}”" if each in names else f"“{each}”" for each in quota.compare_by
    )
    return f"名额边上同分的，依次比较{order}的得分率，比完仍相同的都不进"


def cohort_sentence(ruleset: RuleSet) -> str:
    """Say within which groups units are compared."""
    cohorts, subject = ruleset.cohorts, ruleset.subject
    if not cohorts.by:
        return f"不分组，全体{subject}一起比较。"
    said = f"按{'、'.join(f'“{each}”' for each in cohorts.by)}分组，名次、名额在组内计"
    if cohorts.min_size:
        least = f"{cohorts.min_size}{subject.measure}"
        said += f"；参加定等的{subject}不足{least}的组不设名额，只按分数线定等"
    return f"{said}。"


def exclusion_sentence(exclusion: Exclusion, ruleset: RuleSet) -> str:
    """Say who is scored without a grade."""
    asked = condition_text(exclusion.condition, ruleset)
    fate = "名次照排、名额照占" if exclusion.ranked else "不排名次、不占名额"
    return f"{asked}的（{exclusion.reason}），只计分、不定等，{fate}。"


def grade_limit_sentence(limit: GradeLimit, ruleset: RuleSet) -> str:
    """Say one limit of grades, and on what it rests."""
    asked = condition_text(limit.condition, ruleset)
    bound = grade_at_most_text(limit.at_most) if limit.at_most else ""
    bound = bound or grade_at_least_text(limit.at_least)
    source = f"（依据：{limit.source}）" if limit.source is not None else ""
    return f"{limit.name}：{asked}的，{bound}{source}。"


def result_sentence(result: Result, ruleset: RuleSet) -> str:
    """Say what a 结果值 is."""
    nodes = named_nodes(result.nodes, ruleset)
    match result.kind:
        case ResultKind.POINTS:
            what = f"{nodes}的得分"
        case ResultKind.SHARE:
            what = f"{nodes}的得分率"
        case ResultKind.LOWEST_SHARE:
            what = f"{nodes}中最低的得分率"
        case ResultKind.N_BELOW:
            below = constant_text(result.less_than, Measure.PERCENT)
            what = f"{nodes}中得分率低于{below}的项数"
        case ResultKind.TOTAL:
            what = "总分"
        case ResultKind.TOTAL_SHARE:
            what = "总分占满分的比例"
        case _:
            assert_never(result.kind)
    return f"“{result.id}”：{what}。"


def unrated_sentence(ruleset: RuleSet) -> str:
    """Say what becomes of a unit without a total."""
    head = f"没有一项计分的{ruleset.subject}"
    match ruleset.unrated.policy:
        case UnratedPolicy.SUSPEND:
            return f"{head}没有总分（空白，不是0分），暂缓定等。"
        case UnratedPolicy.EXCLUDE:
            return f"{head}没有总分（空白，不是0分），不定等。"
        case UnratedPolicy.GRADE:
            return f"{head}没有总分（空白，不是0分），定为{ruleset.unrated.grade}。"
        case UnratedPolicy.ZERO:
            return f"{head}总分计0分，照常定等。"
        case _:
            assert_never(ruleset.unrated.policy)


def proposal_sentence(ruleset: RuleSet) -> str:
    """Say what a veto does that no organ has decided yet."""
    match ruleset.proposals:
        case ProposalPolicy.BLOCK:
            return "触发而未经认定的为否决建议，认定前暂缓定等；缺少关键事实的为待核实，暂缓定等。"
        case ProposalPolicy.APPLY:
            return "触发而未经认定的为否决建议，先按生效适用；缺少关键事实的为待核实，暂缓定等。"
        case _:
            assert_never(ruleset.proposals)


def total_sentences(ruleset: RuleSet) -> list[str]:
    """Say how the total comes about: base, bonuses, deductions, cap, rounding."""
    parts = ["基础分"]
    parts += ["加分"] if ruleset.bonuses.items else []
    total = "加".join(parts) + ("减扣分" if ruleset.deductions.items else "")
    said = f"总分为{total}" if total != "基础分" else "总分即基础分"
    cap = total_cap_text(ruleset)
    lines = [f"{said}，{cap}，不低于0分，{decimals_text(ruleset.decimals)}。"]
    unit = decimal_text(ruleset.unit)
    lines.append(f"按比率折算的分先四舍五入到{unit}分，此外除写明的外不再取整。")
    if ruleset.least_scored > 1:
        lines.append(f"计分的维度{least_scored_text(ruleset.least_scored)}，没有总分。")
    return lines


def total_cap_text(ruleset: RuleSet) -> str:
    """Say up to where the total goes."""
    if ruleset.total_cap is not None:
        return f"不超过{points_said(ruleset.total_cap)}"
    bonuses = ruleset.bonuses
    extra = bonuses.cap
    if extra is None:
        extra = sum((each.points for each in bonuses.items), Fraction(0))
    return f"不超过{points_said(ruleset.full_points + extra)}"
