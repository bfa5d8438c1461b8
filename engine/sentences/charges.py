"""Say what occurrences cost or earn: 逐次扣分, 逐次得分."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from engine.ruleset.methods import Charge, Deduct, Earn
from engine.ruleset.model import RuleSet
from engine.ruleset.roles import Role
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import enumerated, named, points_said, titled, unit_of
from engine.sentences.values import bottom_text, levels_text
from engine.sentences.worth import Stake

TAKEN_OFF = "扣"


def deduct_sentence(method: Deduct, stake: Stake) -> str:
    """Say what each occurrence costs: 满分2分，迟报每次扣0.5分，扣完为止."""
    said = _together([charge_text(each, TAKEN_OFF, stake.ruleset) for each in method.charges])
    if stake.role is not Role.DEDUCTION:
        said = f"满分{points_said(stake.full)}，{said}"
    only = _capped_already(method.charges, stake.full - method.floor)
    return said if only and stake.role is Role.DEDUCTION else _closed(said, method, stake)


def _closed(said: str, method: Deduct, stake: Stake) -> str:
    end = bottom_text(method.floor, stake)
    if len(method.charges) == 1:
        return f"{said}，{end}"
    return f"{said}。合计{end}" if stake.role is Role.DEDUCTION else f"{said}。{end}"


def earn_sentence(method: Earn, stake: Stake) -> str:
    """Say what each occurrence earns: 第1人得0.6分、其后每人得0.2分，最多得1分."""
    said = _together([charge_text(each, stake.gain, stake.ruleset) for each in method.charges])
    if _capped_already(method.charges, stake.full):
        return said
    most = most_text(stake.gain, stake.full)
    return f"{said}。合计{most}" if len(method.charges) > 1 else f"{said}，{most}"


def _together(texts: Sequence[str]) -> str:
    return enumerated(texts) if len(texts) > 1 else texts[0]


def _capped_already(charges: Sequence[Charge], most: Fraction) -> bool:
    return len(charges) == 1 and charges[0].cap is not None and charges[0].cap <= most


def charge_text(charge: Charge, verb: str, ruleset: RuleSet) -> str:
    """Say what is counted, from which on, at which rate, and up to where."""
    parts = [_counted_text(charge, ruleset) + _rates_text(charge, verb, ruleset)]
    if charge.item_field:
        parts.append(f"“{charge.item_field}”相同的只按最高的一条计（就高不重复）")
    if charge.cap is not None:
        parts.append(most_text(verb, charge.cap))
    if verb == TAKEN_OFF and charge.table and not charge.settle_events:
        parts.append("同一事件在别处扣了分的，这里照扣")
    return "，".join(parts)


def most_text(verb: str, most: Fraction) -> str:
    """Say up to where it goes: 最多扣2分."""
    return f"最多{verb}{points_said(most)}"


def _counted_text(charge: Charge, ruleset: RuleSet) -> str:
    """Say what is counted, with a comma where it is more than a name."""
    if not charge.table:
        return titled(charge.name, charge.value)
    if charge.condition is None:
        records = f"“{charge.table}”台账的记录"
    else:
        asked = condition_text(charge.condition, ruleset, charge.table)
        records = f"“{charge.table}”台账中{asked}的记录"
    title = charge.name if charge.name not in ("", charge.table) else ""
    return f"{named(title)}（{records}）" if title else f"{records}，"


def _rates_text(charge: Charge, verb: str, ruleset: RuleSet) -> str:
    if charge.by_level is None:
        free = free_text(charge, ruleset)
        return (f"{free}，" if free else "") + rate_text(charge, verb, ruleset)
    free = f"，{free_text(charge, ruleset)}" if charge.threshold else ""
    said = levels_text(charge.by_level.items(), partial(level_rate_text, verb))
    return f"按“{charge.level_field}”计：{said}{free}"


def level_rate_text(verb: str, points: Fraction) -> str:
    """Say what a record of one level is worth: 每条扣0.5分."""
    return f"每条{verb}{points_said(points)}" if points else f"不{verb}分"


def free_text(charge: Charge, ruleset: RuleSet) -> str:
    """Say how many occurrences are free: 超过2次的部分, or of records 前2条免计."""
    if not charge.threshold:
        return ""
    if charge.table:
        return f"前{charge.threshold}条免计"
    return f"超过{charge.threshold}{unit_of(ruleset, charge.value)}的部分"


def rate_text(charge: Charge, verb: str, ruleset: RuleSet, count: int = 2) -> str:
    """Say what occurrences cost or earn: 每次扣0.5分, or 首次扣0.2分、其后每次扣0.5分.

    Args:
        count: How many there are; of one alone nothing is said of further ones.
    """
    unit = "条" if charge.table else unit_of(ruleset, charge.value) or "次"
    if charge.first == charge.each:
        return f"每{unit}{verb}{points_said(charge.each)}"
    first = f"{'首次' if unit == '次' else f'第1{unit}'}{verb}{points_said(charge.first)}"
    return first if count == 1 else f"{first}、其后每{unit}{verb}{points_said(charge.each)}"
