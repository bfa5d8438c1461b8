"""Work out points by hand from nothing but the sentence of a standard, as a clerk would.

It knows the words of official score sheets and no rule: what it comes to is what the sentence
says, whatever the engine computes.
"""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = r"(-?[\d.]+(?:/\d+)?)(%|个百分点)?[次人]?"
_WORTH = re.compile(rf"(不得分|不加分|不扣分|[得加扣]{_NUMBER}分)$")
_COMPARISON = re.compile(rf"(不少于|大于|不超过|小于|为){_NUMBER}$")
_UP = re.compile(rf"达到{_NUMBER}(\D[^、，]*)、{_NUMBER}及以下([^，]+)，中间按比例计算$")
_FROM_NOTHING = re.compile(rf"达到{_NUMBER}([^，]+)，不足的按比例计算$")
_DOWN = re.compile(rf"不超过{_NUMBER}(\D[^、，]*)、{_NUMBER}及以上([^，]+)，中间按比例计算$")
_GOAL = re.compile(
    rf"(达到|不超过){_NUMBER}的([^；]+)；每(低|高){_NUMBER}扣{_NUMBER}分（不足.+按.+计），(.+)$"
)
_FREE = re.compile(r"^超过(\d+)[次人]的部分，")
_RATE = re.compile(
    r"^(?:(?:首次|第1人)[得加扣](?P<first>[\d.]+)分、其后)?每[次人][得加扣](?P<each>[\d.]+)分"
)
_MOST = re.compile(r"最多[得加扣]([\d.]+)分")


class Unread(Exception):
    """The sentence says nothing of such a value, or says it in unknown words."""


def number(text: str, measure: str | None) -> Fraction:
    """Return a number as it reads: 80% and 80个百分点 are 0.8."""
    return Fraction(text) / (100 if measure else 1)


def moved(worth: str) -> Fraction:
    """Return what the words of points move: 得2分, 加2分, 扣2分, 不得分."""
    found = _WORTH.search(worth)
    if found is None:
        raise Unread(worth)
    return Fraction(found[2]) if found[2] else Fraction(0)


def of_bands(said: str, value: Fraction) -> Fraction:
    """不少于80%的得3分；不少于60%、小于80%的得1.8分."""
    for band in said.split("；"):
        bounds, _, worth = band.rpartition("的")
        if all(_holds(bound, value) for bound in bounds.split("、")):
            return moved(worth)
    raise Unread(f"{said}: {value}")


def _holds(bound: str, value: Fraction) -> bool:
    found = _COMPARISON.match(bound)
    if found is None:
        raise Unread(bound)
    limit = number(found[2], found[3])
    match found[1]:
        case "不少于":
            return value >= limit
        case "大于":
            return value > limit
        case "不超过":
            return value <= limit
        case "小于":
            return value < limit
    return value == limit


def of_line(said: str, value: Fraction) -> Fraction:
    """达到100%得2分、60%及以下不得分，中间按比例计算."""
    if found := _FROM_NOTHING.match(said):
        top, bottom = number(found[1], found[2]), Fraction(0)
        whole, none = moved(found[3]), Fraction(0)
    elif found := _UP.match(said) or _DOWN.match(said):
        top, bottom = number(found[1], found[2]), number(found[4], found[5])
        whole, none = moved(found[3]), moved(found[6])
    else:
        raise Unread(said)
    share = (value - bottom) / (top - bottom)
    return none + (whole - none) * min(max(share, Fraction(0)), Fraction(1))


def of_goal(said: str, value: Fraction, *, is_deduction: bool) -> Fraction:
    """达到90%的得2分；每低5个百分点扣0.2分（不足…），扣完为止."""
    found = _GOAL.match(said)
    if found is None:
        raise Unread(said)
    goal, step = number(found[2], found[3]), number(found[6], found[7])
    short = goal - value if found[1] == "达到" else value - goal
    if (found[1] == "达到") is not (found[5] == "低"):
        raise Unread(said)
    n_steps = max(-(-short // step), 0)
    lost = n_steps * Fraction(found[8])
    if is_deduction:
        most = _MOST.search(found[10])
        return min(lost, Fraction(most[1])) if most else lost
    return _kept(found[10], moved(found[4]) - lost)


def _kept(ending: str, left: Fraction) -> Fraction:
    """Return what is left after the words that say where it ends."""
    floor = re.search(r"保底([\d.]+)分$", ending)
    if not floor and not ending.endswith("扣完为止"):
        raise Unread(ending)
    return max(left, Fraction(floor[1]) if floor else Fraction(0))


def of_levels(said: str, value: str) -> Fraction:
    """为“市级”“校级”的得1分，“无”的不得分."""
    for part in said.removeprefix("为").split("，"):
        if f"“{value}”" in part:
            return moved(part)
    raise Unread(said)


def of_occurrences(said: str, count: int) -> Fraction:
    """满分2分，迟报超过2次的部分，首次扣0.2分、其后每次扣0.5分，最多扣1分，扣完为止."""
    starts_full = re.match(r"满分([\d.]+)分，", said)
    rest = re.sub(r"^[^\d每首第超]*", "", said[starts_full.end() :] if starts_full else said)
    free = _FREE.match(rest)
    counted = max(count - int(free[1]), 0) if free else count
    rest = rest[free.end() :] if free else rest
    rate = _RATE.match(rest)
    if rate is None:
        raise Unread(said)
    each = Fraction(rate["each"])
    first = Fraction(rate["first"] or each)
    summed = first + (counted - 1) * each if counted else Fraction(0)
    for most in _MOST.findall(rest):
        summed = min(summed, Fraction(most))
    return _kept(rest, Fraction(starts_full[1]) - summed) if starts_full else summed
