"""Read from the rules what a school would have to report to earn, or to lose, the points.

The cohort is made from whatever ruleset is given: a new indicator gets plausible facts
without a line of code here. Wishes speak of values, derived ones included;
`cohort.facts` turns them into the fields that people fill in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    Operand,
)
from engine.ruleset.methods import (
    AllOrNothing,
    Band,
    Bands,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Levels,
    Linear,
    Method,
    Target,
)

Ordered = Fraction | date


@dataclass(frozen=True, slots=True)
class Wish:
    """What a value should be: one of `values`, or within bounds.

    A strict bound (大于, 小于) is not itself allowed; `filled` False asks for a blank.
    """

    values: tuple[Operand, ...] = ()
    barred: tuple[Operand, ...] = ()
    includes: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    low: Ordered | None = None
    high: Ordered | None = None
    low_is_strict: bool = False
    high_is_strict: bool = False
    filled: bool = True

    def and_also(self, other: Wish) -> Wish:
        """Return the wish that grants both, or this one where they cannot both be had."""
        if self.values and other.values:
            both = tuple(value for value in self.values if value in other.values)
            return Wish(values=both) if both else self
        if self.values or other.values:
            chosen, bounds = (self, other) if self.values else (other, self)
            within = tuple(value for value in chosen.values if bounds.allows(value))
            return Wish(values=within) if within else self
        low, low_is_strict = self.low, self.low_is_strict
        if low is None or (other.low is not None and _above(other.low, low)):
            low, low_is_strict = other.low, other.low_is_strict
        high, high_is_strict = self.high, self.high_is_strict
        if high is None or (other.high is not None and _above(high, other.high)):
            high, high_is_strict = other.high, other.high_is_strict
        if low is not None and high is not None and _above(low, high):
            return self
        return Wish(
            barred=self.barred + other.barred,
            includes=self.includes + other.includes,
            lacks=self.lacks + other.lacks,
            low=low,
            high=high,
            low_is_strict=low_is_strict,
            high_is_strict=high_is_strict,
            filled=self.filled and other.filled,
        )

    def allows(self, value: Operand) -> bool:
        """Tell whether a value is within the bounds."""
        if value in self.barred:
            return False
        if not isinstance(value, Fraction | date) or isinstance(value, bool):
            return True
        too_low = self.low is not None and (
            _above(self.low, value) or (self.low_is_strict and value == self.low)
        )
        too_high = self.high is not None and (
            _above(value, self.high) or (self.high_is_strict and value == self.high)
        )
        return not too_low and not too_high


Wishes = Iterator[tuple[str, Wish]]


def wishes_for(method: Method | None, well: bool, random: Random) -> Wishes:
    """Yield what a school that does well, or badly, would report for one indicator."""
    match method:
        case AllOrNothing():
            yield from holds(method.condition) if well else fails(method.condition, random)
        case Checklist():
            lost = set() if well else {random.randrange(len(method.parts))}
            for number, part in enumerate(method.parts):
                is_lost = number in lost
                yield from fails(part.condition, random) if is_lost else holds(part.condition)
        case Bands():
            best = max(method.bands, key=lambda band: band.points)
            others = [band for band in method.bands if 0 < band.points < best.points]
            others = others or [band for band in method.bands if band is not best]
            yield method.value, _within(best if well else random.choice(others))
        case Linear():
            share = Fraction(1) if well else Fraction(random.randrange(35, 90), 100)
            goal = method.zero_at + (method.full_at - method.zero_at) * share
            yield method.value, _beyond(goal, method.full_at >= method.zero_at, well)
        case Target():
            steps = 0 if well else random.randrange(1, 7)
            sign = 1 if method.lower_is_better else -1
            goal = method.goal + sign * steps * method.step
            yield method.value, _beyond(goal, not method.lower_is_better, well)
        case Levels():
            yield method.value, _level(method, well, random)
        case Direct():
            share = Fraction(random.randrange(*((90, 99) if well else (55, 85))), 100)
            yield method.value, Wish(values=(method.out_of * share,))
        case Deduct():
            for charge in method.charges:
                if charge.value:
                    times = charge.threshold + (0 if well else random.randrange(1, 3))
                    yield charge.value, Wish(values=(Fraction(times),))
        case Earn():
            yield from _earn(method, well, random)


def _within(band: Band) -> Wish:
    wish = Wish()
    for comparison, bound in band.bounds:
        wish = wish.and_also(_comparison_wish(comparison, (bound,)))
    return wish


def _beyond(goal: Fraction, higher: bool, well: bool) -> Wish:
    if not well:
        return Wish(values=(goal,))
    return Wish(low=goal) if higher else Wish(high=goal)


def _level(method: Levels, well: bool, random: Random) -> Wish:
    best = max(method.points_by_level.values())
    chosen = [level for level, points in method.points_by_level.items() if (points == best) is well]
    return Wish(values=(random.choice(chosen or list(method.points_by_level)),))


def _earn(method: Earn, well: bool, random: Random) -> Wishes:
    for charge in method.charges:
        if not charge.value:
            continue
        if not charge.each:
            times = 1
        else:
            most = charge.cap or charge.first
            times = 1 + max(0, -((charge.first - most) // charge.each))
        if not well:
            times = random.randrange(0, max(1, times))
        yield charge.value, Wish(low=Fraction(charge.threshold + times))


def holds(condition: Condition | None) -> Wishes:
    """Yield what makes a condition true."""
    match condition:
        case Compare():
            if not condition.other:
                wish = _comparison_wish(condition.comparison, condition.operands)
                yield condition.value, wish
        case Not():
            yield from fails(condition.part, Random(0))
        case AllOf() | AtLeastOf():
            for part in condition.parts:
                yield from holds(part)
        case AnyOf():
            yield from holds(condition.parts[0])


def fails(condition: Condition | None, random: Random) -> Wishes:
    """Yield what makes a condition false."""
    match condition:
        case Compare():
            if not condition.other:
                yield condition.value, _failing_wish(condition.comparison, condition.operands)
        case Not():
            yield from holds(condition.part)
        case AllOf():
            lost = random.randrange(len(condition.parts))
            for number, part in enumerate(condition.parts):
                yield from fails(part, random) if number == lost else holds(part)
        case AtLeastOf():
            for number, part in enumerate(condition.parts):
                yield from holds(part) if number < condition.count - 1 else fails(part, random)
        case AnyOf():
            for part in condition.parts:
                yield from fails(part, random)


def _comparison_wish(comparison: Comparison, operands: tuple[Operand, ...]) -> Wish:
    first = operands[0]
    match comparison:
        case Comparison.EQUALS | Comparison.ONE_OF:
            return Wish(values=operands)
        case Comparison.NOT_EQUALS:
            return Wish(values=(not first,)) if isinstance(first, bool) else Wish(barred=operands)
        case Comparison.INCLUDES:
            return Wish(includes=tuple(str(operand) for operand in operands))
        case Comparison.FILLED:
            return Wish(filled=bool(first))
    if not isinstance(first, Fraction | date):
        return Wish()
    match comparison:
        case Comparison.AT_LEAST:
            return Wish(low=first)
        case Comparison.MORE_THAN:
            return Wish(low=first, low_is_strict=True)
        case Comparison.AT_MOST:
            return Wish(high=first)
        case _:
            return Wish(high=first, high_is_strict=True)


_OPPOSITES = {
    Comparison.EQUALS: Comparison.NOT_EQUALS,
    Comparison.NOT_EQUALS: Comparison.EQUALS,
    Comparison.AT_LEAST: Comparison.LESS_THAN,
    Comparison.MORE_THAN: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE_THAN,
    Comparison.LESS_THAN: Comparison.AT_LEAST,
}


def _failing_wish(comparison: Comparison, operands: tuple[Operand, ...]) -> Wish:
    match comparison:
        case Comparison.ONE_OF:
            return Wish(barred=operands)
        case Comparison.INCLUDES:
            return Wish(lacks=(str(operands[-1]),))
        case Comparison.FILLED:
            return Wish(filled=not operands[0])
    return _comparison_wish(_OPPOSITES[comparison], operands)


def _above(left: Ordered, right: Ordered) -> bool:
    if isinstance(left, date) and isinstance(right, date):
        return left > right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left > right
    return False
