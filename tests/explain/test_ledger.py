"""The ledger closes: every school, every stage, exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engine.diagnostics import InternalFault
from engine.explain import LineKind, SchoolLedger

LedgerOf = Callable[..., SchoolLedger]


def moved(ledger: SchoolLedger, kind: LineKind) -> list[Fraction]:
    return [line.points * ledger.ruleset.unit for line in ledger.lines if line.kind is kind]


def total(ledger: SchoolLedger) -> Fraction:
    return sum(line.points for line in ledger.lines) * ledger.ruleset.unit


def test_ledger_when_nothing_is_lost_then_full_marks_are_its_only_line(
    ledger_of: LedgerOf,
) -> None:
    ledger = ledger_of()
    assert [line.kind for line in ledger.lines] == [LineKind.FULL]
    assert total(ledger) == 40
    assert str(ledger.lines[0].rule_place).endswith("ruleset.yaml:5:5")


def test_ledger_when_points_are_lost_then_one_line_each_closes_to_the_total(
    ledger_of: LedgerOf,
) -> None:
    ledger = ledger_of({"运动会次数": 1, "劳动基地级别": "校"})
    assert [line.rule for line in ledger.lines if line.kind is LineKind.LOSS] == ["B2", "B4"]
    assert moved(ledger, LineKind.LOSS) == [Fraction(-4, 5), -1]
    assert total(ledger) == Fraction(191, 5)
    assert [line.seq for line in ledger.lines] == [1, 2, 3]


def test_ledger_when_an_indicator_does_not_apply_then_its_group_is_rescaled(
    ledger_of: LedgerOf,
) -> None:
    ledger = ledger_of({"办学性质": "民办", "支部数": 9, "教学单元支部数": 8})
    assert moved(ledger, LineKind.NOT_APPLICABLE) == [-2]
    rescale = next(line for line in ledger.lines if line.kind is LineKind.RESCALE)
    assert rescale.rule == "A1"
    assert rescale.sentence == (
        "“校长负责制”满分7分，其中不适用2分，其余5分得4.8分，按比例折算 4.8÷5×7=6.72，加1.92分"
    )
    assert total(ledger) == Fraction(3972, 100)


def test_ledger_when_bonuses_exceed_their_cap_then_the_cap_takes_the_rest(
    ledger_of: LedgerOf, small_rules: Any
) -> None:
    days = [{"日期": f"2025-{n:02d}-05", "参加人数": 30} for n in range(1, 13)]
    awards = [{"项目": name, "级别": "国家"} for name in ("甲", "乙")]
    ledger = ledger_of(
        records={"主题党日": days, "获奖": awards},
        bonuses=replace(small_rules.bonuses, cap=Fraction(5, 2)),
    )
    assert moved(ledger, LineKind.BONUS) == [2, 1]
    assert moved(ledger, LineKind.BONUS_CAP) == [Fraction(-1, 2)]
    cap = next(line for line in ledger.lines if line.kind is LineKind.BONUS_CAP)
    assert cap.sentence == "加分合计3分，最多加2.5分，减0.5分"
    assert total(ledger) == Fraction(85, 2)


def test_ledger_when_total_passes_its_limit_then_a_line_takes_it_back(
    ledger_of: LedgerOf,
) -> None:
    awards = [{"项目": "甲", "级别": "国家"}]
    ledger = ledger_of(records={"获奖": awards}, total_cap=Fraction(41))
    assert moved(ledger, LineKind.CLIP) == [-1]
    assert total(ledger) == 41


def test_ledger_when_deductions_exceed_their_cap_then_the_cap_gives_back(
    ledger_of: LedgerOf, small_rules: Any
) -> None:
    cases = [
        {"教师": "甲", "严重程度": "S2", "决定日期": "2025-03-01", "学校责任": "有责"}
        for _ in range(4)
    ]
    cases = [{**each, "事件编号": f"E{n}"} for n, each in enumerate(cases)]
    ledger = ledger_of(
        records={"师德案件": cases},
        deductions=replace(small_rules.deductions, cap=Fraction(3)),
    )
    assert moved(ledger, LineKind.DEDUCTION) == [-4]
    assert moved(ledger, LineKind.DEDUCTION_CAP) == [1]
    assert total(ledger) == 37


def test_ledger_when_the_total_is_rounded_then_the_rounding_is_a_line(
    ledger_of: LedgerOf,
) -> None:
    ledger = ledger_of({"外部考核得分": 91.25})
    line = ledger.lines[-1]
    assert line.kind is LineKind.ROUNDING
    assert line.sentence == "总分保留2位小数，四舍五入：39.475→39.48"
    assert total(ledger) == Fraction(3948, 100)


def test_ledger_when_a_veto_sets_points_to_zero_then_it_names_clause_and_record(
    ledger_of: LedgerOf,
) -> None:
    case = {
        "教师": "甲",
        "严重程度": "S3",
        "自查发现": "否",
        "及时报告": "否",
        "隐瞒": "否",
        "学校责任": "有责",
        "决定日期": "2025-03-01",
        "认定机关": "县教育局",
        "认定文号": "1号",
    }
    ledger = ledger_of({"外部考核得分": 90}, {"师德案件": [case]})
    line = next(line for line in ledger.lines if line.kind is LineKind.VETO)
    assert (line.rule, line.about) == ("SD-S3", "A203")
    assert line.points * ledger.ruleset.unit == Fraction(-27, 5)
    assert "师德师风评价" in line.sentence
    assert line.facts[0].name == "师德案件"
    assert line.facts[0].place is not None
    assert total(ledger) == 40 - 6 - 3


def test_ledger_when_a_veto_empties_a_rescaled_group_then_the_rescaling_goes_too(
    assess_schools: Any, ledgers_of: Any, small_rules: Any
) -> None:
    clause = small_rules.clauses["SD-S3"]
    effects = tuple(
        replace(each, targets=("A1",)) if each.kind.value == "zero" else each
        for each in clause.effects
    )
    clauses = {**small_rules.clauses, "SD-S3": replace(clause, effects=effects, decision_fields=())}
    case = {"教师": "甲", "严重程度": "S3", "自查发现": "否", "及时报告": "否", "隐瞒": "否"}
    case |= {"学校责任": "有责", "决定日期": "2025-03-01"}
    assessment = assess_schools(
        ({"办学性质": "民办"}, {"师德案件": [case]}), rules=replace(small_rules, clauses=clauses)
    )
    ledger = ledgers_of(assessment).of_school(0)
    assert moved(ledger, LineKind.VETO) == [-5]
    assert moved(ledger, LineKind.RESCALE) == [2]
    assert moved(ledger, LineKind.VETO_RESCALE) == [-2]
    assert total(ledger) == 40 - 7 - 3


def test_ledger_when_a_fact_is_missing_then_its_line_is_a_gap_with_its_status(
    ledger_of: LedgerOf,
) -> None:
    ledger = ledger_of({"已实行校长负责制": ""})
    line = next(line for line in ledger.lines if line.rule == "A101")
    assert (line.kind, line.status) == (LineKind.GAP, "缺失")


def test_ledger_when_the_score_table_is_wrong_then_school_and_indicator_are_named(
    assess_schools: Any, ledgers_of: Any
) -> None:
    assessment = assess_schools(({"运动会次数": 1}, {}))
    points = assessment.scores.points.copy()
    at = [each.id for each in assessment.scores.indicators].index("B2")
    points[0, at] += 1
    wrong = replace(assessment, scores=replace(assessment.scores, points=points))
    with pytest.raises(InternalFault, match=r"甲校（001）的指标“B2 运动会”两次计算不一致"):
        ledgers_of(wrong).of_school(0)


def test_ledger_when_the_total_is_wrong_then_it_does_not_close(
    assess_schools: Any, ledgers_of: Any
) -> None:
    assessment = assess_schools(({"运动会次数": 1}, {}))
    total_off = replace(assessment.book.roll_up, total=assessment.book.roll_up.total + 1)
    wrong = replace(assessment, book=replace(assessment.book, roll_up=total_off))
    with pytest.raises(InternalFault, match=r"甲校（001）的台账不平"):
        ledgers_of(wrong).of_school(0)
