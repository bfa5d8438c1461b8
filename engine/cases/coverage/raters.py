"""Branches of 评议: the marks averaged, too few raters, raters too far apart, raters left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from engine.cases.coverage.branch import Branch, BranchKind
from engine.cases.coverage.sight import Sight
from engine.cases.coverage.uses import Use
from engine.facts.table import State
from engine.ruleset.methods import Ratings
from engine.ruleset.model import Indicator
from engine.scoring.conditions import TRUE, evaluate
from engine.scoring.raters import Panel, settle_raters
from engine.scoring.values import Mask
from engine.scoring.views import RecordView
from engine.sentences.phrases import points_said


def rater_branches(use: Use, method: Ratings) -> Iterator[Branch]:
    """Yield the branches of a 评议 over records."""
    if method.points_by_level is None:
        yield from use.shares(method)
    else:
        for level, points in method.points_by_level.items():
            words = f"有评委评“{level}”，得{points_said(points)}"
            reached = partial(_gave_level, use.indicator, method, level)
            yield use.branch(f"level {level}", words, method.place, reached)
    if method.recusal is not None:
        left_out = partial(_left_out, use.indicator, method)
        yield use.branch("recusal", "有评委回避，评分不计", method.recusal.place, left_out)
    # Where raters say nothing the indicator does not count: what is in use does not matter.
    for what, words, reached in (
        ("few", f"评委不足{method.least}人", partial(_too_few, use.indicator, method)),
        ("spread", "评分相差超过最大分差", partial(_too_wide, use.indicator, method)),
    ):
        if (what == "few" and method.least > 1) or (what == "spread" and method.spread_limit):
            said = f"“{use.indicator.name}”：{words}"
            yield Branch(
                BranchKind.METHOD, use.indicator.id, what, said, method.place, reached, use.affects
            )


def _panel(indicator: Indicator, method: Ratings, sight: Sight) -> Panel:
    full, unit = indicator.points, sight.ruleset.unit
    return settle_raters(method, full, unit, sight.facts, sight.view)[1]


def _left_out(indicator: Indicator, method: Ratings, sight: Sight) -> Mask:
    schools = sight.facts.records[method.table].school_index
    return sight.in_schools(schools[_panel(indicator, method, sight).recused_mask])


def _too_few(indicator: Indicator, method: Ratings, sight: Sight) -> Mask:
    known = sight.facts.records[method.table].states == State.PRESENT
    return np.asarray(known & (_panel(indicator, method, sight).n_raters < method.least))


def _too_wide(indicator: Indicator, method: Ratings, sight: Sight) -> Mask:
    return _panel(indicator, method, sight).wide_mask


def _gave_level(indicator: Indicator, method: Ratings, level: str, sight: Sight) -> Mask:
    records = sight.facts.records[method.table]
    column = records.columns[method.value]
    if level not in column.levels:
        return np.zeros(sight.n_schools, bool)
    here = (column.values == column.levels.index(level)) & (column.states == State.PRESENT)
    here &= records.in_window & ~_panel(indicator, method, sight).recused_mask
    if method.condition is not None:
        here &= evaluate(method.condition, RecordView(records, sight.view)).values == TRUE
    return sight.in_schools(records.school_index[here])
