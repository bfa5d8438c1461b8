"""Units of measure as people write them behind a number, and how they convert.

万元 against 元 is a matter of exact factors; 人 against 名 is only a way of counting; 亩
against 元 is a mistake. Nothing converts by guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

_PREFIXES: Mapping[str, int] = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
# Words that only count things: any of them may stand for any other.
_COUNTERS = frozenset("个人名位所次条项件起支间册本篇场节门家户台套辆班期届份张处") | {
    "人次",
    "课时",
    "学时",
}
_FAMILIES: tuple[Mapping[str, Fraction], ...] = (
    {name: Fraction(1) for name in ("元", "元整", "圆", "rmb", "块")},
    {
        "分钟": Fraction(1),
        "分": Fraction(1),
        "min": Fraction(1),
        "小时": Fraction(60),
        "h": Fraction(60),
    },
    {"天": Fraction(1), "日": Fraction(1)},
    {
        "平方米": Fraction(1),
        "m2": Fraction(1),
        "平米": Fraction(1),
        "亩": Fraction(2000, 3),
        "公顷": Fraction(10000),
    },
    {
        "米": Fraction(1),
        "m": Fraction(1),
        "公里": Fraction(1000),
        "千米": Fraction(1000),
        "km": Fraction(1000),
    },
)
_AROUND = re.compile(r"^(?:(?:计量|金额)?单位[为是]?|[以按])|(?:为单位|计算?|填[报写]?)$")
_OTHERS = frozenset({"%", "‰", "月", "个月", "年", "岁", "周", "学期", "百分点", "个百分点", "分"})


def unit_factor(written: str, declared: str) -> Fraction | None:
    """Return what one of the written unit is in the declared unit; None if it is another thing.

    >>> unit_factor("万元", "元"), unit_factor("名", "人"), unit_factor("亩", "元")
    (Fraction(10000, 1), Fraction(1, 1), None)
    """
    if written == declared:
        return Fraction(1)
    if written in _COUNTERS and (not declared or declared in _COUNTERS):
        return Fraction(1)
    if written == "分" and not declared:
        return Fraction(1)
    ours, theirs = _measure(declared), _measure(written)
    if ours and theirs and ours[0] == theirs[0]:
        return theirs[1] / ours[1]
    return None


def is_unit(text: str) -> bool:
    """Tell whether a text in the brackets of a header is a unit at all, not a remark."""
    return text in _COUNTERS or text in _OTHERS or _measure(text) is not None


def is_measure(text: str) -> bool:
    """Tell whether a text is a unit of money, time, area or length: not a word of counting."""
    found = _measure(text)
    return found is not None and found[0] != "counter"


def unit_in(bracket: str) -> str:
    """Return the unit that stands in a header's brackets among other words; nothing if none.

    >>> unit_in("单位:万元"), unit_in("以万元计,保留两位小数"), unit_in("必填")
    ('万元', '万元', '')
    """
    if is_unit(bracket):
        return bracket
    units = {
        part
        for piece in re.split(r"[,;、。:\s]+", bracket)
        if is_unit(part := _AROUND.sub("", piece))
    }
    return units.pop() if len(units) == 1 else ""


def _measure(unit: str) -> tuple[object, Fraction] | None:
    """Return what a unit measures, and how much of it one is."""
    for number, family in enumerate(_FAMILIES):
        if unit in family:
            return number, family[unit]
    if unit in _COUNTERS:
        return "counter", Fraction(1)
    for prefix, factor in _PREFIXES.items():
        if unit.startswith(prefix) and (rest := unit[len(prefix) :]):
            inner = _measure(rest)
            if inner:
                return inner[0], inner[1] * factor
    if unit in _PREFIXES:  # 12万 of something that is only counted
        return "counter", Fraction(_PREFIXES[unit])
    return None
