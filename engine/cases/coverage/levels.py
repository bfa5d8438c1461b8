"""Branches of what stands above indicators: floors and caps, weights, passing on, the total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

import numpy as np

from engine.cases.coverage.affecting import GRADE, TOTAL, Affected
from engine.cases.coverage.branch import Branch, BranchKind, Reaches
from engine.cases.coverage.sight import Sight
from engine.diagnostics import Place
from engine.ruleset.combining import Combination, Weight
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring.values import Mask
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import points_said


def level_branches(ruleset: RuleSet, affected: Affected) -> Iterator[Branch]:
    """Yield what groups and dimensions do beside adding up."""
    for group in (*ruleset.groups(), ruleset.root()):
        is_root = group.id == ruleset.id
        affects = TOTAL | {"base"} if is_root else affected.of(group.id)
        yield from _limits(ruleset, group, affects)
        if group.least_scored > 1:
            words = f"“{group.name}”计分的少于{group.least_scored}项，本级不计分"
            reached = partial(_does_not_count, group, is_root)
            yield Branch(
                BranchKind.LEVEL, group.id, "too few", words, group.place, reached, affects
            )
        if group.combine is Combination.WEIGHTED_MEAN:
            for part in group.counted():
                if part.weight is not None and part.weight.constant is None:
                    yield from _weights(ruleset, part, part.weight, affected.of(part.id))
    for indicator in ruleset.leaves():
        if indicator.passes_to:
            words = f"“{indicator.name}”剔除，折给别的指标"
            yield Branch(
                BranchKind.LEVEL,
                indicator.id,
                "passes",
                words,
                indicator.passes_to[0].place,
                partial(_is_left_out, indicator),
                affected.of(indicator.id),
            )


def _limits(ruleset: RuleSet, group: Group, affects: frozenset[str]) -> Iterator[Branch]:
    for number, limit in enumerate(group.limits):
        bound = "不低于" if limit.at_least is not None else "不高于"
        points = limit.at_least if limit.at_least is not None else limit.at_most
        assert points is not None  # one of the two: checked when the rules load
        text = condition_text(limit.condition, ruleset)
        words = f"“{group.name}”{bound}{points_said(points)}（{text}）"
        yield Branch(
            BranchKind.LEVEL,
            group.id,
            f"limit {number + 1}",
            words,
            limit.place,
            partial(_is_limited, group, number),
            affects,
        )


def _is_limited(group: Group, number: int, sight: Sight) -> Mask:
    """Return where a floor or cap holds in a school whose points floors or caps moved."""
    holds = sight.scores.weighing.bounds[group.id][number].mask
    return np.asarray(holds & (sight.scores.roll_up.node_limited[group.id] != 0))


def _does_not_count(group: Group, is_root: bool, sight: Sight) -> Mask:
    roll_up = sight.scores.roll_up
    return ~(roll_up.base_applicable_mask if is_root else roll_up.node_applicable_mask[group.id])


def _weights(
    ruleset: RuleSet, part: Group | Indicator, weight: Weight, affects: frozenset[str]
) -> Iterator[Branch]:
    for number, case in enumerate(weight.cases, 1):
        text = "其余" if case.condition is None else condition_text(case.condition, ruleset)
        yield Branch(
            BranchKind.LEVEL,
            part.id,
            f"weight {number}",
            f"“{part.name}”的权重：{text}",
            case.place,
            partial(_has_weight, weight, number - 1),
            affects,
        )


def _has_weight(weight: Weight, number: int, sight: Sight) -> Mask:
    undecided = np.ones(sight.n_schools, bool)
    for case in weight.cases[:number]:
        undecided &= ~sight.holds(case.condition) if case.condition else False
    condition = weight.cases[number].condition
    return undecided if condition is None else np.asarray(undecided & sight.holds(condition))


def _is_left_out(indicator: Indicator, sight: Sight) -> Mask:
    mask = sight.scores.left_out.get(sight.positions[indicator.id])
    return np.zeros(sight.n_schools, bool) if mask is None else mask


def adjustment_branches(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield the caps of bonuses and deductions, and the two ends of the total."""
    bonuses, deductions = ruleset.bonuses, ruleset.deductions
    if bonuses.items and bonuses.cap is not None:
        words = f"加分封顶{points_said(bonuses.cap)}"
        yield _cap("bonuses", words, bonuses.place or ruleset.place, _bonus_is_cut)
    if deductions.items and deductions.cap is not None:
        words = f"扣分封顶{points_said(deductions.cap)}"
        yield _cap("deductions", words, deductions.place or ruleset.place, _deduction_is_cut)
    if ruleset.total_cap is not None and _can_be_above(ruleset, ruleset.total_cap):
        words = f"总分封顶{points_said(ruleset.total_cap)}"
        place = ruleset.places.get(("total_cap",), (None, ruleset.place))[1]
        yield _cap("total_points", words, place, _total_is_cut)


def _can_be_above(ruleset: RuleSet, total: Fraction) -> bool:
    """Say whether full marks and all bonuses come to more than a total."""
    most = sum((item.points for item in ruleset.bonuses.items), Fraction(0))
    cap = ruleset.bonuses.cap
    return ruleset.full_points + (most if cap is None else min(most, cap)) > total


def _cap(part: str, words: str, place: Place, reached: Reaches) -> Branch:
    affects = GRADE | {part, "total_points"}
    return Branch(BranchKind.ADJUSTMENT, part, "cap", words, place, reached, affects)


def _bonus_is_cut(sight: Sight) -> Mask:
    return np.asarray(sight.scores.roll_up.bonus_cut > 0)


def _deduction_is_cut(sight: Sight) -> Mask:
    return np.asarray(sight.scores.roll_up.deduction_cut > 0)


def _total_is_cut(sight: Sight) -> Mask:
    return np.asarray(sight.scores.roll_up.clip < 0)
