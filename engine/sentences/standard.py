"""Say a scoring standard as an official score sheet does: one sentence an indicator."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from engine.ruleset.methods import (
    AllOrNothing,
    Bands,
    BestOf,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Less,
    Levels,
    Linear,
    Method,
    Ranked,
    Ratings,
    Target,
    Votes,
)
from engine.ruleset.model import Indicator, RuleSet
from engine.ruleset.roles import Role, role_of
from engine.sentences.charges import deduct_sentence, earn_sentence
from engine.sentences.checklists import checklist_sentence
from engine.sentences.peers import ranked_sentence
from engine.sentences.phrases import measure_of, named, points_said, unit_of
from engine.sentences.ratings import ratings_sentence, votes_sentence
from engine.sentences.values import (
    all_or_nothing_sentence,
    bands_sentence,
    bands_text,
    direct_sentence,
    few_text,
    levels_sentence,
    linear_sentence,
    target_sentence,
)
from engine.sentences.worth import Stake


def standard_sentence(indicator: Indicator, ruleset: RuleSet) -> str:
    """Say how an indicator is scored, in one official sentence (or a few of them).

    >>> standard_sentence(indicator, ruleset)  # doctest: +SKIP
    '安全责任书签订率达到100%的得1分；每低5个百分点扣0.2分（不足5个百分点按5个百分点计），扣完为止。'
    """
    if indicator.informative or indicator.method is None:
        shown = f"，只列示{named(indicator.value)}" if indicator.value else ""
        return f"仅供参考，不计分{shown}。"
    stake = Stake(indicator.points, role_of(indicator, ruleset), ruleset)
    return f"{method_sentence(indicator.method, stake)}。"


def method_sentence(method: Method, stake: Stake) -> str:
    """Say how a method gives points, without the full stop."""
    match method:
        case AllOrNothing():
            return all_or_nothing_sentence(method, stake)
        case Bands():
            return bands_sentence(method, stake)
        case Linear():
            return linear_sentence(method, stake)
        case Target():
            return _with_small_sample(method, stake)
        case Levels():
            return levels_sentence(method, stake)
        case Deduct():
            return deduct_sentence(method, stake)
        case Earn():
            return earn_sentence(method, stake)
        case Checklist():
            return _of_what_is_kept(checklist_sentence(method, stake.kept()), stake)
        case Direct():
            return _of_what_is_kept(direct_sentence(method, stake.kept()), stake)
        case Ratings():
            return _of_what_is_kept(ratings_sentence(method, stake.kept()), stake)
        case Votes():
            return _of_what_is_kept(votes_sentence(method, stake.kept()), stake)
        case Ranked():
            return _of_what_is_kept(ranked_sentence(method, stake.kept()), stake)
        case BestOf():
            return best_of_sentence(method, stake)
        case Less():
            return less_sentence(method, stake)
        case _:
            assert_never(method)


def _of_what_is_kept(said: str, stake: Stake) -> str:
    """Of a deduction, say that what is short of full points is what is deducted."""
    if stake.role is not Role.DEDUCTION:
        return said
    return f"{said}；得分与{points_said(stake.full)}的差额为扣分"


def _with_small_sample(method: Target, stake: Stake) -> str:
    said = target_sentence(method, stake)
    small = method.small
    if small is None:
        return said
    other = method_sentence(small.method, stake)
    return f"{said}。{named(small.denominator)}{few_text(small, stake.ruleset)}：{other}"


def best_of_sentence(method: BestOf, stake: Stake) -> str:
    """Say each way to get points; the best of them counts."""
    least = stake.role is Role.DEDUCTION
    head = f"下列{len(method.options)}种计法，取{'扣分最少' if least else '得分最高'}的一种"
    options = [
        f"（{at}）{method_sentence(option, stake)}" for at, option in enumerate(method.options, 1)
    ]
    return f"{head}：{'；'.join(options)}"


def less_sentence(method: Less, stake: Stake) -> str:
    """Say what is taken off after a method, and down to where."""
    taken = "；".join(_less_text(bands, stake.ruleset) for bands in method.taken)
    said = method_sentence(method.method, stake)
    return f"{said}。另扣：{taken}；{down_to_text(method.down_to)}"


def _less_text(bands: Bands, ruleset: RuleSet) -> str:
    """Say what each band of another value takes off."""
    manner = measure_of(ruleset, bands.value), unit_of(ruleset, bands.value)
    return named(bands.value) + bands_text(bands.bands, *manner, taken_text)


def taken_text(points: Fraction) -> str:
    """Say what is taken off: 扣0.5分, or 不扣."""
    return f"扣{points_said(points)}" if points else "不扣"


def down_to_text(points: Fraction) -> str:
    """Say down to where it is taken off: 扣到0.2分为止."""
    return f"扣到{points_said(points)}为止"
