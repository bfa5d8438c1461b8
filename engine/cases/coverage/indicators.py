"""Branches of indicators and adjustments: counted, not applicable, missing, still to be judged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from engine.cases.coverage.affecting import Affected
from engine.cases.coverage.branch import Branch, BranchKind
from engine.cases.coverage.methods import method_branches
from engine.cases.coverage.sight import Sight
from engine.cases.coverage.uses import Use
from engine.diagnostics import Place
from engine.glossary import WORDS
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring import Status
from engine.scoring.values import Mask
from engine.sentences.conditions import condition_text


def indicator_branches(ruleset: RuleSet, affected: Affected) -> Iterator[Branch]:
    """Yield what every indicator can come to, and what its method can."""
    written: dict[Place, tuple[str | int, ...]] = {}
    for path, (_, value) in ruleset.places.items():
        written.setdefault(value, path)
    deductions = {item.id for item in ruleset.deductions.items}
    for indicator in ruleset.all_indicators():
        if indicator.informative or indicator.method is None:
            continue
        affects = affected.of(indicator.id)
        own_path = written.get(indicator.place, ())
        for what, words, statuses in _outcomes(indicator, ruleset, own_path):
            yield Branch(
                BranchKind.INDICATOR,
                indicator.id,
                what,
                words,
                indicator.place,
                partial(_has_status, indicator, statuses),
                affects,
            )
        use = Use(
            ruleset, indicator, indicator.id in deductions, affects, partial(_counted, indicator)
        )
        yield from method_branches(use, indicator.method)
    yield from _common_policies(ruleset)


def _outcomes(
    indicator: Indicator, ruleset: RuleSet, path: tuple[str | int, ...]
) -> Iterator[tuple[str, str, tuple[Status, ...]]]:
    yield "scored", f"“{indicator.name}”计分", (Status.SCORED,)
    if indicator.applies is not None:
        text = condition_text(indicator.applies, ruleset)
        words = f"“{indicator.name}”不适用（适用：{text}）"
        yield "not_applicable", words, (Status.NOT_APPLICABLE,)
    if indicator.manual:
        yield "manual", f"“{indicator.name}”待评", (Status.MANUAL,)
    elif path and (*path, "missing") in ruleset.places:
        policy = WORDS["missing"][indicator.missing][0]
        words = f"“{indicator.name}”缺失：{policy}"
        yield "missing", words, (Status.MISSING, Status.ERROR)


def _common_policies(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield what the ruleset says of gaps for all indicators that say nothing themselves."""
    everywhere = frozenset({"indicators", "base", "total_points", "grade", "status"})
    for key, words, statuses in (
        ("missing", "事实缺失（方案的“缺失时”）", (Status.MISSING,)),
        ("not_applicable", "指标不适用（方案的“不适用时”）", (Status.NOT_APPLICABLE,)),
    ):
        if (key,) in ruleset.places:
            place = ruleset.places[(key,)][1]
            reached = partial(_any_has_status, statuses)
            yield Branch(BranchKind.INDICATOR, "方案", key, words, place, reached, everywhere)


def _counted(indicator: Indicator, sight: Sight) -> Mask:
    return sight.counted(indicator)


def _has_status(indicator: Indicator, statuses: tuple[Status, ...], sight: Sight) -> Mask:
    return np.isin(sight.status(indicator), statuses)


def _any_has_status(statuses: tuple[Status, ...], sight: Sight) -> Mask:
    return np.asarray(np.isin(sight.scores.status, statuses).any(axis=1))
