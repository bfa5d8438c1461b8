"""What the rules make of 不适用 and 缺失, for base points, bonuses and deductions alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engine.explain import SchoolLedger, Working
from engine.ruleset.model import (
    Adjustments,
    Group,
    MissingPolicy,
    NotApplicablePolicy,
    RuleSet,
)

LedgerOf = Callable[..., SchoolLedger]


def with_policy(node: Any, indicator: str, **policies: Any) -> Any:
    """Return a copy of a part of the rules in which one indicator has other policies."""
    if isinstance(node, Group):
        children = tuple(with_policy(each, indicator, **policies) for each in node.children)
        return replace(node, children=children)
    if isinstance(node, Adjustments):
        items = tuple(with_policy(each, indicator, **policies) for each in node.items)
        return replace(node, items=items)
    return replace(node, **policies) if node.id == indicator else node


def worked(ledger: SchoolLedger, indicator: str) -> Working:
    return ledger.workbook.work_out(ledger.batch.positions[indicator])


@pytest.mark.parametrize(
    ("policy", "points", "ending"),
    [
        (NotApplicablePolicy.REDISTRIBUTE, 0, "满分2分剔除，分值由其余适用指标按比例折算"),
        (NotApplicablePolicy.FULL, 2, "按规则直接得满分2分"),
        (NotApplicablePolicy.COHORT_MEAN, 0, "满分2分剔除，分值由其余适用指标按比例折算"),
        (NotApplicablePolicy.SHRINK, 0, "满分减2分，其余指标的分值不变"),
    ],
)
def test_not_applicable_when_under_each_policy_then_says_which_was_used(
    ledger_of: LedgerOf, small_rules: RuleSet, policy: Any, points: int, ending: str
) -> None:
    dimensions = tuple(
        with_policy(each, "A101", not_applicable=policy) for each in small_rules.dimensions
    )
    ledger = ledger_of({"办学性质": "民办"}, dimensions=dimensions)
    working = worked(ledger, "A101")
    assert working.sentence.endswith(ending)
    assert working.points * ledger.ruleset.unit == points


@pytest.mark.parametrize(
    ("policy", "ending"),
    [
        (MissingPolicy.ZERO, "按规则计0分"),
        (MissingPolicy.BLOCK, "补齐前暂缓定等，暂计0分"),
        (MissingPolicy.FULL, "按规则直接计2分"),
        (MissingPolicy.COHORT_MEAN, "同组没有可取平均的，计0分"),
        (MissingPolicy.NO_TOTAL, "补齐前不出总分，暂计0分"),
    ],
)
def test_missing_when_under_each_policy_then_says_which_was_used(
    ledger_of: LedgerOf, small_rules: RuleSet, policy: MissingPolicy, ending: str
) -> None:
    dimensions = tuple(with_policy(each, "B2", missing=policy) for each in small_rules.dimensions)
    working = worked(ledger_of({"运动会次数": ""}, dimensions=dimensions), "B2")
    assert working.sentence == f"运动会次数缺失（未填），{ending}"


def test_unreadable_when_a_cell_cannot_be_read_then_waits_for_its_correction(
    ledger_of: LedgerOf,
) -> None:
    working = worked(ledger_of({"运动会次数": "两次左右"}), "B2")
    assert working.status.label == "无法识读"
    assert working.sentence == "运动会次数无法识读，更正前暂缓定等，暂计0分"
    assert working.facts[0].place is not None


def test_bonus_when_not_applicable_then_adds_nothing(
    ledger_of: LedgerOf, small_rules: RuleSet
) -> None:
    applies = next(leaf for leaf in small_rules.leaves() if leaf.id == "A101").applies
    bonuses = with_policy(small_rules.bonuses, "BO1", applies=applies)
    working = worked(ledger_of({"办学性质": "民办"}, bonuses=bonuses), "BO1")
    assert working.sentence == "不适用：办学性质“民办”（适用条件：为“公办”），不加分"


def test_bonus_when_not_applicable_but_given_in_full_then_says_so(
    ledger_of: LedgerOf, small_rules: RuleSet
) -> None:
    applies = next(leaf for leaf in small_rules.leaves() if leaf.id == "A101").applies
    bonuses = with_policy(
        small_rules.bonuses, "BO1", applies=applies, not_applicable=NotApplicablePolicy.FULL
    )
    ledger = ledger_of({"办学性质": "民办"}, bonuses=bonuses)
    working = worked(ledger, "BO1")
    assert working.sentence.endswith("按规则直接加2分")
    assert sum(line.points for line in ledger.lines) * ledger.ruleset.unit == Fraction(42)


def test_deduction_when_not_applicable_then_takes_nothing(
    ledger_of: LedgerOf, small_rules: RuleSet
) -> None:
    applies = next(leaf for leaf in small_rules.leaves() if leaf.id == "A101").applies
    deductions = with_policy(small_rules.deductions, "DE1", applies=applies)
    case = {"教师": "甲", "严重程度": "S1", "决定日期": "2025-03-01"}
    ledger = ledger_of({"办学性质": "民办"}, {"师德案件": [case]}, deductions=deductions)
    assert worked(ledger, "DE1").sentence == (
        "不适用：办学性质“民办”（适用条件：为“公办”），不扣分"
    )


def test_applicability_when_it_cannot_be_decided_then_says_what_is_missing(
    ledger_of: LedgerOf,
) -> None:
    working = worked(ledger_of({"办学性质": ""}), "A101")
    assert working.sentence == "是否适用不能判定：办学性质缺失（未填），补齐前暂缓定等，暂计0分"
