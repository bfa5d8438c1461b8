"""What a school reads about each indicator: fact, threshold, arithmetic, points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engine.explain import SchoolLedger, Working
from engine.ruleset.model import Group, RuleSet

LedgerOf = Callable[..., SchoolLedger]


def worked(ledger: SchoolLedger, indicator: str) -> Working:
    return ledger.workbook.work_out(ledger.batch.positions[indicator])


def points(ledger: SchoolLedger, working: Working) -> Fraction:
    return working.points * ledger.ruleset.unit


def test_target_when_below_goal_then_names_ratio_gap_steps_and_loss(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"教学单元支部数": 8})
    working = worked(ledger, "A102")
    assert working.sentence == (
        "支部占比 8÷10=80%，应达到90%，低10个百分点，每低1个百分点扣0.1分，计10步，扣1分，得4分"
    )
    assert points(ledger, working) == 4


def test_target_when_a_step_is_only_started_then_says_that_it_counts_whole(
    ledger_of: LedgerOf,
) -> None:
    ledger = ledger_of({"支部数": 9, "教学单元支部数": 8})
    working = worked(ledger, "A102")
    assert "低约1.11个百分点" in working.sentence
    assert "计2步（不足一步按一步计）" in working.sentence
    assert points(ledger, working) == Fraction(24, 5)


def test_target_when_exactly_at_goal_then_reached(ledger_of: LedgerOf) -> None:
    working = worked(ledger_of(), "A102")
    assert working.sentence == "支部占比 9÷10=90%，应达到90%，已达到，得5分"


def test_target_when_denominator_is_small_then_other_rule_is_named(ledger_of: LedgerOf) -> None:
    working = worked(ledger_of({"支部数": 2, "教学单元支部数": 0}), "A102")
    assert working.sentence == (
        "支部数 2个，不足3个，改按小样本规则：教学单元支部数 0个，要求不少于1个，不得分"
    )
    assert [fact.name for fact in working.facts] == ["支部数", "教学单元支部数"]


def test_linear_when_between_then_shows_the_proportion(ledger_of: LedgerOf) -> None:
    working = worked(ledger_of({"监测覆盖率": "87.5%"}), "B3")
    assert working.sentence == (
        "监测覆盖率 87.5%，按“达到100%得4分、60%及以下不得分，"
        "中间按比例”：4×(87.5%−60%)÷(100%−60%)=2.75，得2.75分"
    )


@pytest.mark.parametrize("value", ["60%", "0%"])
def test_linear_when_at_or_below_its_start_then_no_points(ledger_of: LedgerOf, value: str) -> None:
    assert worked(ledger_of({"监测覆盖率": value}), "B3").sentence.endswith(
        "没有达到计分起点，不得分"
    )


def test_bands_when_in_a_band_then_that_band_is_the_place(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"运动会次数": 1})
    working = worked(ledger, "B2")
    method = working.indicator.method
    assert working.sentence == "运动会次数 1次，属“为1次”一档，得1.2分"
    assert working.rule_place == method.bands[1].place  # type: ignore[union-attr]


def test_levels_when_chosen_then_says_what_the_choice_is_worth(ledger_of: LedgerOf) -> None:
    assert worked(ledger_of({"劳动基地级别": "校"}), "B4").sentence == (
        "劳动基地级别“校”，对应1分，得1分"
    )


def test_direct_when_scaled_then_shows_the_product(ledger_of: LedgerOf) -> None:
    assert worked(ledger_of({"外部考核得分": 91.25}), "A203").sentence == (
        "外部考核得分 91.25分，原满分100分，折算 6×91.25÷100=5.475，得5.475分"
    )


def test_checklist_when_parts_fail_or_do_not_apply_then_names_each(ledger_of: LedgerOf) -> None:
    working = worked(ledger_of({"硬质隔离": "否", "有食堂": "否", "食堂管理制度": ""}), "B1")
    assert working.sentence == (
        "3项中1项做到，未做到：硬质隔离（硬质隔离“否”，要求为“是”，少1.5分），"
        "不适用：食堂管理，按其余各项折算 1÷2.5×4，得1.6分"
    )


def test_all_or_nothing_when_no_way_is_met_then_every_way_is_told(ledger_of: LedgerOf) -> None:
    working = worked(ledger_of({"球类项目": ["排球"], "硬质隔离": "否"}), "B5")
    assert working.sentence == (
        "以下各项都没有做到：①球类项目“排球”，要求包含“足球”、“篮球”；"
        "②符合1项，要求不少于2项，未符合的有：硬质隔离“否”，要求为“是”；"
        "有食堂“是”，要求为“否”，不得分"
    )


def test_deduct_when_counted_then_first_and_further_are_told_apart(ledger_of: LedgerOf) -> None:
    late = [
        {"种类": "月报告", "应交日期": f"2025-0{n}-28", "报送日期": f"2025-0{n + 1}-02"}
        for n in (1, 2, 3)
    ]
    working = worked(ledger_of(records={"意识形态报告": late}), "A202")
    assert working.sentence == ("迟报：迟报数 3次，首次扣0.2分、其后每次扣0.5分，扣1.2分，得2.8分")
    assert len(working.facts) == 3


def test_deduct_when_charged_by_level_over_its_cap_then_says_both_sums(
    ledger_of: LedgerOf,
) -> None:
    accidents = [
        {"发生日期": "2025-03-01", "等级": "较大", "责任认定": "全责", "死亡人数": 0},
        {"发生日期": "2025-04-01", "等级": "一般", "责任认定": "主责", "死亡人数": 0},
        {"发生日期": "2025-05-01", "等级": "较大", "责任认定": "无责", "死亡人数": 0},
    ]
    working = worked(ledger_of(records={"安全事故": accidents}), "B6")
    assert working.sentence == (
        "有责事故 2条（较大扣5分、一般扣2分），计7分，最多扣5分，扣5分，得1分"
    )
    assert len(working.facts) == 2  # the accident without liability is not held against it


def test_earn_when_item_repeats_then_only_the_highest_counts(ledger_of: LedgerOf) -> None:
    awards = [
        {"项目": "科创", "级别": "市"},
        {"项目": "科创", "级别": "省"},
        {"项目": "合唱", "级别": "市"},
    ]
    assert worked(ledger_of(records={"获奖": awards}), "BO1").sentence == (
        "获奖 2条（省加1分、市加0.5分），1条与同一事项的更高级别重复，就高不重复，加1.5分"
    )


def test_deduction_when_records_share_an_event_then_the_heaviest_is_charged(
    ledger_of: LedgerOf,
) -> None:
    case = {"教师": "甲", "决定日期": "2025-03-01", "事件编号": "E1", "学校责任": "有责"}
    cases = [{**case, "严重程度": "S1"}, {**case, "严重程度": "S2"}]
    working = worked(ledger_of(records={"师德案件": cases}), "DE1")
    assert working.sentence == ("师德案件 1条（S2扣1分），同一事件（E1）只按最重的一条扣分，扣1分")


def test_deduction_when_record_is_of_another_year_then_left_out_and_told(
    ledger_of: LedgerOf,
) -> None:
    case = {"教师": "甲", "严重程度": "S1", "决定日期": "2024-12-31"}
    working = worked(ledger_of(records={"师德案件": [case]}), "DE1")
    assert working.sentence == "师德案件 0条，另有1条不在考核窗口内，不计，不扣分"


def test_not_applicable_when_condition_fails_then_says_for_whom_it_is(
    ledger_of: LedgerOf,
) -> None:
    assert worked(ledger_of({"办学性质": "民办"}), "A101").sentence == (
        "不适用：办学性质“民办”（适用条件：为“公办”），满分2分剔除，分值由其余适用指标按比例折算"
    )


def test_ratio_when_denominator_is_zero_then_not_applicable_for_that_reason(
    ledger_of: LedgerOf, small_rules: RuleSet
) -> None:
    # Without the rule for small samples the ratio itself has to answer.
    ledger = ledger_of(
        {"支部数": 0, "教学单元支部数": 0},
        dimensions=tuple(without_small_samples(each) for each in small_rules.dimensions),
    )
    assert worked(ledger, "A102").sentence == (
        "支部占比不适用（分母支部数为0），满分5分剔除，分值由其余适用指标按比例折算"
    )


def without_small_samples(node: Any) -> Any:
    if isinstance(node, Group):
        children = tuple(without_small_samples(child) for child in node.children)
        return replace(node, children=children)
    if getattr(node.method, "small", None) is not None:
        return replace(node, method=replace(node.method, small=None))
    return node


def test_missing_when_it_blocks_then_says_until_when(ledger_of: LedgerOf) -> None:
    assert worked(ledger_of({"已实行校长负责制": ""}), "A101").sentence == (
        "已实行校长负责制缺失（未填），补齐前暂缓定等，暂计0分"
    )


def test_missing_when_some_parts_are_certain_then_they_count(ledger_of: LedgerOf) -> None:
    ledger = ledger_of({"食堂管理制度": ""})
    working = worked(ledger, "B1")
    assert working.sentence == "食堂管理制度缺失（未填），按规则计2.5分"
    assert points(ledger, working) == Fraction(5, 2)


def test_missing_when_liability_is_pending_then_the_record_is_named(ledger_of: LedgerOf) -> None:
    accident = {"发生日期": "2025-03-01", "等级": "一般", "责任认定": "待定", "死亡人数": 0}
    working = worked(ledger_of(records={"安全事故": [accident]}), "B6")
    assert "责任认定“待定”，尚未认定，按规则计0分" in working.sentence
    assert working.facts[0].place is not None
    assert str(working.facts[0].place) in working.sentence


def test_missing_when_table_was_not_handed_in_then_says_so(ledger_of: LedgerOf) -> None:
    assert worked(ledger_of(records={"师德案件": None}), "DE1").sentence == (
        "“师德案件”台账未交，也没有零报告，按规则不扣分"
    )


def test_missing_when_policy_is_the_mean_then_cohort_number_and_mean_are_told(
    assess_schools: Any, ledgers_of: Any
) -> None:
    assessment = assess_schools(
        ({"外部考核得分": 90}, {}), ({"外部考核得分": 91}, {}), ({"外部考核得分": ""}, {})
    )
    ledger = ledgers_of(assessment).of_school(2)
    assert worked(ledger, "A203").sentence == (
        "外部考核得分缺失（未填），取同类平均（小学·公办，已计分2所，平均5.43分），计5.43分"
    )


def test_manual_when_nobody_has_judged_then_waits(ledger_of: LedgerOf) -> None:
    days = [{"日期": "2025-01-05", "参加人数": ""}]
    working = worked(ledger_of(records={"主题党日": days}), "BO2")
    assert working.sentence.startswith("待评：")
    assert working.sentence.endswith("评定前暂缓定等，暂不加分")


def test_informative_when_read_then_carries_no_points(ledger_of: LedgerOf) -> None:
    working = worked(ledger_of({"当年调整为党委": "是"}), "A204")
    assert working.sentence == "仅供参考，不计分：当年调整为党委=“是”"
