"""Say how raters' marks and votes become points: 评议."""

from __future__ import annotations

from engine.ruleset.methods import Average, BeyondSpread, Ratings, Recusal, Votes
from engine.ruleset.model import RuleSet
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import constant_text, few, points_said
from engine.sentences.values import levels_text, out_of_text, scaled_text
from engine.sentences.worth import Stake


def ratings_sentence(method: Ratings, stake: Stake) -> str:
    """Say whose marks are averaged, how, and what else there is to it."""
    marks = f"“{method.table}”台账中各人的“{method.value}”"
    if method.condition is not None:
        asked = condition_text(method.condition, stake.ruleset, method.table)
        marks = f"“{method.table}”台账中{asked}的各人的“{method.value}”"
    parts = [f"{marks}{average_text(method)}"]
    if method.points_by_level is not None:
        parts[0] += f"，{levels_text(method.points_by_level.items(), stake.worth)}"
    elif method.out_of is not None:
        parts[0] += f"，{out_of_text(method.out_of)}，{scaled_text(stake)}"
    if method.least > 1:
        parts.append(f"{few_raters_text(method)}的，按缺失处理")
    if method.spread_limit is not None:
        parts.append(_spread_text(method))
    parts.extend(_recusal_texts(method.recusal, stake.ruleset))
    return "；".join(parts)


def average_text(method: Ratings) -> str:
    """Say how marks become one: 取平均, 去掉最高、最低各1个后取平均, 取中位数."""
    match method.average:
        case Average.TRIMMED_MEAN:
            return f"{trimmed_text(method)}后取平均"
        case Average.MEDIAN:
            return "取中位数"
        case Average.MEAN:
            return "取平均"


def trimmed_text(method: Ratings) -> str:
    """Say which marks are dropped."""
    return f"去掉最高、最低各{method.trim}个"


def few_raters_text(method: Ratings) -> str:
    """Say how many raters are too few: 不足3人."""
    return f"不足{method.least}人"


def spread_limit_text(method: Ratings) -> str:
    """Say how far apart is too far: 超过最大分差20分."""
    return "" if method.spread_limit is None else f"超过最大分差{points_said(method.spread_limit)}"


def _spread_text(method: Ratings) -> str:
    head = f"计入的最高与最低相差{spread_limit_text(method)}的"
    if method.beyond_spread is BeyondSpread.WARN:
        return f"{head}，照常计分，另行提示"
    return f"{head}，复评后再计分"


def _recusal_texts(recusal: Recusal | None, ruleset: RuleSet) -> list[str]:
    if recusal is None:
        return []
    texts = []
    if recusal.own_columns:
        columns = "、".join(f"“{each}”" for each in recusal.own_columns)
        rater = f"（评委见“{recusal.rater}”）" if recusal.rater else ""
        texts.append(f"{columns}是被评{ruleset.subject}的，回避，评分不计{rater}")
    if recusal.listed:
        listed = few([f"{rater}不评{'、'.join(names)}" for rater, names in recusal.listed.items()])
        texts.append(f"按“{recusal.rater}”回避：{listed}")
    return texts


def votes_sentence(method: Votes, stake: Stake) -> str:
    """Say what each kind of vote counts."""
    kinds = "、".join(
        f"{kind}按{constant_text(coefficient)}" for kind, coefficient in method.coefficients.items()
    )
    said = f"各种票按系数折算（{kinds}），{stake.gain}分为{points_said(stake.full)}"
    said += "乘以各种票数与系数之积的和，再除以总票数"
    return f"{said}；{few_votes_text(method)}的，按缺失处理" if method.least > 1 else said


def few_votes_text(method: Votes) -> str:
    """Say how many votes are too few: 不足20票."""
    return f"不足{method.least}票"
