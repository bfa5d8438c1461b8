"""Find scoring standards (评分标准) that name percentages which the method does not ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.points import decimal_text
from engine.ruleset.conditions import Compare, Condition, Not
from engine.ruleset.lookalikes import narrow
from engine.ruleset.methods import (
    AllOrNothing,
    Bands,
    Checklist,
    Deduct,
    Earn,
    Less,
    Linear,
    Method,
    Ranked,
    Target,
)
from engine.ruleset.model import Indicator
from engine.ruleset.walking import methods_in

_SHARES = re.compile(r"(\d+(?:\.\d+)?)%")
_HUNDRED = 100


def shares_in_words(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each standard with a percentage of which the method knows nothing."""
    for indicator in survey.scored:
        asked = set(numbers_asked(indicator, survey))
        if not asked:
            continue  # what a person or another office judges has its lines elsewhere
        said = dict.fromkeys(_SHARES.findall(narrow(indicator.standard)))
        known = asked | {1 - each for each in asked}
        known |= {each / _HUNDRED for each in asked}
        unknown = [each for each in said if Fraction(each) / _HUNDRED not in known]
        if unknown:
            listed = "、".join(f"{decimal_text(each * _HUNDRED)}%" for each in sorted(asked))
            yield Remark(
                f"“{indicator.id}”的评分标准写着{'、'.join(f'{each}%' for each in unknown)}，"
                f"计分里没有这条线（计分里有：{listed}）",
                survey.at(indicator.place, "standard"),
                (indicator.id,),
                "请核对是评分标准没有跟着改，还是计分的数写错了",
            )


def numbers_asked(indicator: Indicator, survey: Survey) -> Iterator[Fraction]:
    """Yield the numbers that facts are compared with: goals, steps, ends of bands, conditions."""
    yield from _compared(indicator.applies)
    for method in methods_in(indicator.method):
        yield from _numbers_of(method)
        name = getattr(method, "value", "")
        derived = survey.ruleset.derived.get(name) if isinstance(name, str) else None
        if derived is not None:
            yield from _compared(derived.condition)


def _numbers_of(method: Method) -> Iterator[Fraction]:
    match method:
        case AllOrNothing():
            yield from _compared(method.condition)
        case Checklist():
            for part in method.parts:
                yield from (*_compared(part.condition), *_compared(part.applies))
        case Bands() | Ranked():
            yield from (bound for band in method.bands for _, bound in band.bounds)
        case Less():
            bands = (band for taken in method.taken for band in taken.bands)
            yield from (bound for band in bands for _, bound in band.bounds)
        case Linear():
            yield from (method.zero_at, method.full_at)
        case Target():
            yield from (method.goal, method.step)
        case Deduct() | Earn():
            for charge in method.charges:
                yield from _compared(charge.condition)
        case _:
            return


def _compared(condition: Condition | None) -> Iterator[Fraction]:
    match condition:
        case None:
            return
        case Compare():
            yield from (each for each in condition.operands if isinstance(each, Fraction))
        case Not():
            yield from _compared(condition.part)
        case _:
            for part in condition.parts:
                yield from _compared(part)
