"""Find scoring standards (评分标准) that name points which the method does not have.

Only numbers that surely are points are read: 得0.5分, 扣2分, 满分3分. A standard may say less
than the method does, and it may add up or take off what the method writes singly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from engine.linting.finding import Remark
from engine.linting.shares_in_words import numbers_asked
from engine.linting.survey import Survey
from engine.points import decimal_text
from engine.ruleset.lookalikes import narrow
from engine.ruleset.methods import (
    Bands,
    BestOf,
    Charge,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Less,
    Levels,
    Method,
    Ranked,
    Ratings,
    Target,
    Votes,
)
from engine.ruleset.model import Indicator
from engine.ruleset.walking import methods_in

# 分 that is no point: 5分钟, 3分之1, 2分管, 90分位.
_POINTS = re.compile(
    r"(?:(?<!取)得|扣|加|减|计|满分(?:为|是)?|封顶|最[高多](?:得|扣|加)?)(?:满)?"
    r"(\d+(?:\.\d+)?)分(?![钟之数值校管类组段位项])"
)
_MOST_PARTS = 12
_NONE = Fraction(0)


def points_in_words(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each standard with points of which the method knows nothing."""
    for indicator in survey.scored:
        if not indicator.standard or indicator.method is None:
            continue
        said = dict.fromkeys(_POINTS.findall(narrow(indicator.standard)))
        known = _points_known(indicator) | set(numbers_asked(indicator, survey))
        most = max((_outer_scale(each) for each in methods_in(indicator.method)), default=_NONE)
        # 评议得90分以上: what is above the full points is a mark on the scale that is read.
        unknown = [
            number
            for number in said
            if Fraction(number) not in known and not indicator.points < Fraction(number) <= most
        ]
        if unknown:
            yield _remark(unknown, indicator, survey)


def _remark(unknown: list[str], indicator: Indicator, survey: Survey) -> Remark:
    written = "、".join(f"{number}分" for number in unknown)
    numbers = sorted({indicator.points, *_written(indicator)}, reverse=True)
    listed = "、".join(decimal_text(each) for each in numbers if each > 0)
    return Remark(
        f"“{indicator.id}”的评分标准写着{written}，计分里没有这个数（分值和计分里有：{listed}）",
        survey.at(indicator.place, "standard"),
        (indicator.id,),
        "请核对是评分标准没有跟着改，还是计分的数写错了",
    )


def _points_known(indicator: Indicator) -> set[Fraction]:
    """Return every number of points that a standard may rightly name."""
    full, written = indicator.points, _written(indicator)
    known = {_NONE, full, *written} | {abs(full - each) for each in written}
    for method in methods_in(indicator.method):
        known |= _sums(method)
    return known


def _outer_scale(method: Method) -> Fraction:
    """Return the full mark of the scale that a method reads; nothing where it reads none."""
    if isinstance(method, Direct):
        return method.out_of
    return (method.out_of or _NONE) if isinstance(method, Ratings) else _NONE


def _sums(method: Method) -> set[Fraction]:
    """Return what several parts of a checklist come to together."""
    if not isinstance(method, Checklist):
        return set()
    parts = [part.points for part in method.parts][:_MOST_PARTS]
    return {
        sum(some, Fraction(0))
        for size in range(len(parts))
        for some in combinations(parts, size + 1)
    }


def _written(indicator: Indicator) -> set[Fraction]:
    return {each for method in methods_in(indicator.method) for each in _numbers_of(method)}


def _numbers_of(method: Method) -> Iterator[Fraction]:
    """Yield the numbers of points that a method writes itself."""
    match method:
        case Checklist():
            yield from (part.points for part in method.parts)
        case Bands() | Ranked():
            yield from (band.points for band in method.bands)
        case Target():
            yield from (method.loss, method.floor)
        case Deduct() | Earn():
            for charge in method.charges:
                yield from _charged(charge)
            if isinstance(method, Deduct):
                yield method.floor
        case Levels():
            yield from method.points_by_level.values()
        case Ratings():
            yield from (method.points_by_level or {}).values()
        case Less():
            yield method.down_to
            yield from (band.points for bands in method.taken for band in bands.bands)
        case BestOf() | Votes():
            pass
        case _:
            pass


def _charged(charge: Charge) -> Iterator[Fraction]:
    yield from (charge.first, charge.each)
    yield from (charge.by_level or {}).values()
    if charge.cap is not None:
        yield charge.cap
