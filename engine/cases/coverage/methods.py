"""Branches of scoring methods: what holds and what does not, each level, part and option."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from engine.cases.coverage.branch import Branch
from engine.cases.coverage.charges import charge_branches
from engine.cases.coverage.raters import rater_branches
from engine.cases.coverage.sight import Sight
from engine.cases.coverage.thresholds import (
    band_branches,
    line_branches,
    ranked_branches,
    target_branches,
)
from engine.cases.coverage.uses import Use, gives_points
from engine.facts.table import State
from engine.points import to_units
from engine.ruleset.conditions import Condition
from engine.ruleset.methods import (
    AllOrNothing,
    Bands,
    BestOf,
    Checklist,
    Counting,
    Deduct,
    Direct,
    Earn,
    Less,
    Levels,
    Linear,
    Method,
    Part,
    Ranked,
    Ratings,
    SmallSample,
    Target,
    Votes,
)
from engine.ruleset.model import Indicator
from engine.scoring.subjects import too_few_mask
from engine.scoring.values import Mask
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import points_said


def method_branches(use: Use, method: Method) -> Iterator[Branch]:
    """Yield the branches of a method and of the methods inside it."""
    match method:
        case AllOrNothing():
            yield from _of_condition(use, method)
        case Checklist():
            yield from _of_checklist(use, method)
        case Bands():
            yield from band_branches(use, method.bands, method.value)
        case Linear() | Direct():
            yield from line_branches(use, method)
        case Target():
            usual = use
            if method.small is not None:
                yield from _of_small_sample(use, method.small)
                usual = use.inside("usual", partial(_is_large, method.small))
            yield from target_branches(usual, method)
        case Levels():
            yield from _of_levels(use, method)
        case BestOf():
            yield from _of_options(use, method)
        case Less():
            yield from _of_less(use, method)
        case Ranked():
            yield from ranked_branches(use, method)
        case Votes():
            yield from use.shares(method)
        case Ratings():
            yield from rater_branches(use, method)
        case Deduct() | Earn():
            yield from charge_branches(use, method)


def _of_condition(use: Use, method: AllOrNothing) -> Iterator[Branch]:
    text = condition_text(method.condition, use.ruleset)
    yield use.branch("holds", f"成立：{text}", method.place, partial(_holds, method.condition))
    yield use.branch("fails", f"不成立：{text}", method.place, partial(_fails, method.condition))


def _holds(condition: Condition, sight: Sight) -> Mask:
    return sight.holds(condition)


def _fails(condition: Condition, sight: Sight) -> Mask:
    return sight.fails(condition)


def _of_checklist(use: Use, method: Checklist) -> Iterator[Branch]:
    for part in method.parts:
        done, undone = partial(_part_is, part, True), partial(_part_is, part, False)
        yield use.branch(f"{part.name} done", f"做到“{part.name}”", part.place, done)
        yield use.branch(f"{part.name} undone", f"没有做到“{part.name}”", part.place, undone)
        if part.applies is not None:
            words = f"“{part.name}”不适用"
            outside = partial(_fails, part.applies)
            yield use.branch(f"{part.name} outside", words, part.place, outside)
    if method.least_parts > 1:
        few = partial(_too_few_parts, use.indicator, method)
        words = f"做到的不足{method.least_parts}项，不得分"
        yield use.branch("too few", words, method.place, few)
    if method.counting is Counting.CAPPED:
        beyond = partial(_beyond_full, use.indicator, method)
        yield use.branch("capped", "各项之和超过满分，加满为止", method.place, beyond)


def _part_is(part: Part, wanted: bool, sight: Sight) -> Mask:
    found = sight.holds(part.condition) if wanted else sight.fails(part.condition)
    return found if part.applies is None else np.asarray(found & sight.holds(part.applies))


def _done_in(method: Checklist, sight: Sight) -> list[Mask]:
    return [_part_is(part, True, sight) for part in method.parts]


def _too_few_parts(indicator: Indicator, method: Checklist, sight: Sight) -> Mask:
    some = np.logical_or.reduce(_done_in(method, sight))
    return np.asarray(some & (sight.scored(indicator, method).points == 0))


def _beyond_full(indicator: Indicator, method: Checklist, sight: Sight) -> Mask:
    full, worth = to_units(indicator.points, sight.ruleset.unit), np.zeros(sight.n_schools, int)
    for part, done in zip(method.parts, _done_in(method, sight), strict=True):
        worth = worth + done * to_units(part.points, sight.ruleset.unit)
    return np.asarray(worth > full)


def _of_levels(use: Use, method: Levels) -> Iterator[Branch]:
    for level, points in method.points_by_level.items():
        words = f"“{method.value}”为“{level}”，得{points_said(points)}"
        reached = partial(_level_is, method.value, level)
        yield use.branch(f"level {level}", words, method.place, reached)


def _level_is(value: str, level: str, sight: Sight) -> Mask:
    column = sight.view.column(value)
    if level not in column.levels:
        return np.zeros(sight.n_schools, bool)
    here = column.values == column.levels.index(level)
    return np.asarray(here & (column.states == State.PRESENT))


def _of_options(use: Use, method: BestOf) -> Iterator[Branch]:
    for number, option in enumerate(method.options, 1):
        words = f"取高：第{number}种得分最高"
        best = partial(_gives_most, use.indicator, method, option)
        yield use.branch(f"option {number}", words, option.place, best)
        applies = partial(gives_points, use.indicator, option)
        yield from method_branches(use.inside(f"option {number}", applies), option)


def _gives_most(indicator: Indicator, method: BestOf, option: Method, sight: Sight) -> Mask:
    most, own = sight.scored(indicator, method).points, sight.scored(indicator, option).points
    return np.asarray((own == most) & (own > 0) & gives_points(indicator, option, sight))


def _of_small_sample(use: Use, small: SmallSample) -> Iterator[Branch]:
    few = partial(_is_small, small)
    words = f"“{small.denominator}”不足{small.fewer_than}，改按另一种方法"
    yield use.branch("small", words, small.place, few)
    yield from method_branches(use.inside("small", few), small.method)


def _is_small(small: SmallSample, sight: Sight) -> Mask:
    return too_few_mask(small, sight.view)


def _is_large(small: SmallSample, sight: Sight) -> Mask:
    return ~too_few_mask(small, sight.view)


def _of_less(use: Use, method: Less) -> Iterator[Branch]:
    inner = partial(gives_points, use.indicator, method.method)
    yield from method_branches(use.inside("own", inner), method.method)
    for number, taken in enumerate(method.taken, 1):
        within = use.inside(f"less {number}", lambda sight: np.ones(sight.n_schools, bool))
        yield from band_branches(within, taken.bands, taken.value, "另扣")
    if method.down_to > 0:
        stopped = partial(_stopped, use.indicator, method)
        words = f"另扣到{points_said(method.down_to)}为止"
        yield use.branch("down to", words, method.place, stopped)


def _stopped(indicator: Indicator, method: Less, sight: Sight) -> Mask:
    bottom = to_units(method.down_to, sight.ruleset.unit)
    own, left = (sight.scored(indicator, each).points for each in (method.method, method))
    return np.asarray((left == bottom) & (own > bottom))
