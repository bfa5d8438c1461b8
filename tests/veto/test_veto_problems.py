"""Nothing in vetoes and duties stays silent."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engine.diagnostics import Diagnostic
from engine.facts.table import FactTable, State
from engine.ruleset.model import EffectKind, RuleSet
from engine.veto import trace_vetoes, veto_problems
from engine.veto.problems import MEANINGS


def problems(rules: RuleSet, facts: FactTable) -> list[Diagnostic]:
    return list(veto_problems(rules, facts, trace_vetoes(rules, facts)))


def said(found: list[Diagnostic], code: str) -> list[str]:
    return [f"{d.place or ''} {d.message}".strip() for d in found if d.code == code]


@pytest.fixture
def s3(world: SimpleNamespace) -> Any:
    def build(*effects: Any, **more: Any) -> Any:
        return world.clause(
            "S3", *effects, **{"table": "案件", "trigger": world.equals("严重程度", "S3"), **more}
        )

    return build


ALL_OWNED = (
    {"姓名": "甲", "岗位": ("书记",), "分管": ("安全",), "追责次数": 0},
    {"姓名": "乙", "岗位": ("校长",), "分管": ("师德",), "追责次数": 0},
)


def test_problems_when_all_is_in_order_then_there_are_none(world: SimpleNamespace, s3: Any) -> None:
    facts = world.fact_table(案件=[{"严重程度": "S3"}], 班子=ALL_OWNED)
    assert problems(world.ruleset(s3()), facts) == []


def test_leaders_when_the_table_is_missing_then_the_school_is_named(world: SimpleNamespace) -> None:
    facts = world.fact_table({}, {}, states={"班子": {1: State.MISSING}}, 班子=ALL_OWNED)
    found = problems(world.ruleset(), facts)
    assert said(found, "V001") == ["学校 002（学校002）没有领导班子台账：台账“班子”"]
    assert {d.code for d in found} == {"V001"}


def test_areas_when_nobody_answers_or_nobody_owns_then_each_is_told(world: SimpleNamespace) -> None:
    rows = [{"姓名": "丁", "岗位": ("副书记",), "追责次数": 0}]
    found = problems(world.ruleset(), world.fact_table(班子=rows))
    assert said(found, "V002") == ["学校 001（学校001）责任领域没有任何责任人：安全"]
    assert said(found, "V014") == ["学校 001（学校001）责任领域没有分管领导：师德"]
    rules = world.ruleset(duties=world.duties(owner_kind=""))
    assert said(problems(rules, world.fact_table(班子=rows)), "V014") == []


def test_leaders_when_rows_repeat_lack_a_name_or_a_post_then_each_is_told_with_its_cell(
    world: SimpleNamespace,
) -> None:
    rows = [*ALL_OWNED, {"姓名": "甲", "岗位": ("校长",)}, {"岗位": ("校长",)}, {"姓名": "丁"}]
    found = problems(world.ruleset(), world.fact_table(班子=rows))
    assert said(found, "V003") == ["事实表.xlsx「班子」!A4 学校 001（学校001）同一姓名有几行：甲"]
    assert said(found, "V004") == ["事实表.xlsx「班子」!A5 学校 001（学校001）领导班子台账缺姓名"]
    assert said(found, "V005") == ["学校 001（学校001）领导既无岗位也无分管领域：丁"]


def test_duties_when_the_rules_name_no_table_then_nothing_is_asked(
    world: SimpleNamespace, s3: Any
) -> None:
    rules = world.ruleset(s3(area="食堂"), duties=world.Duties())
    assert problems(rules, world.fact_table()) == []


def test_clause_when_its_area_is_not_in_the_matrix_then_its_line_is_named(
    world: SimpleNamespace, s3: Any
) -> None:
    found = problems(world.ruleset(s3(area="食堂")), world.fact_table(班子=ALL_OWNED))
    assert said(found, "V013") == [
        "vetoes.yaml:1:1 条款的责任领域不在责任矩阵中：条款 S3 的责任领域“食堂”"
    ]


def test_person_when_a_personal_veto_names_none_then_the_record_is_named(
    world: SimpleNamespace, s3: Any
) -> None:
    effect = world.effect("S3", 1, EffectKind.BAR_PERSON, person_field="教师")
    facts = world.fact_table(案件=[{"严重程度": "S3"}], 班子=ALL_OWNED)
    assert said(problems(world.ruleset(s3(effect)), facts), "V006") == [
        "事实表.xlsx「案件」!A2 学校 001（学校001）个人否决没有指明人员："
        "条款 S3（条款S3），字段“教师”"
    ]


def test_reduced_case_when_it_has_a_problem_then_the_original_record_is_named(
    world: SimpleNamespace, s3: Any
) -> None:
    effect = world.effect("J", 1, EffectKind.BAR_PERSON, person_field="教师")
    relief = world.relief("自查", world.equals("自查", True), reduce_to="J")
    rules = world.ruleset(s3(reliefs=(relief,)), world.clause("J", effect))
    facts = world.fact_table(案件=[{"严重程度": "S3", "自查": True}], 班子=ALL_OWNED)
    assert said(problems(rules, facts), "V006")[0].startswith("事实表.xlsx「案件」!A2")


def test_cases_when_they_wait_for_somebody_then_each_says_for_what(
    world: SimpleNamespace, s3: Any
) -> None:
    relief = world.relief("自查", world.equals("自查", True), signed_fields=("签批",))
    clause = s3(decision_fields=("文号",), reliefs=(relief,), no_fault=world.equals("责任", "无责"))
    rows = [{"严重程度": "S3", "自查": True, "责任": "待定"}, {"自查": True}]
    found = problems(world.ruleset(clause), world.fact_table(案件=rows, 班子=ALL_OWNED))
    who, name = "学校 001（学校001）", "条款 S3（条款S3）"
    assert said(found, "V007") == [
        f"事实表.xlsx「案件」!A2 {who}减轻免除情形成立但未签批：{name}，自查"
    ]
    assert said(found, "V008") == [
        f"事实表.xlsx「案件」!A2 {who}能否尽职免责不能判定：{name}，缺 责任"
    ]
    assert said(found, "V010") == [
        f"事实表.xlsx「案件」!A3 {who}否决条款不能判定，待核实：{name}，缺 严重程度"
    ]
    assert said(found, "V012") == [
        f"事实表.xlsx「案件」!A2 {who}否决建议待有权机关认定：{name}，未填 文号、签批"
    ]


def test_repeat_count_when_it_is_blank_for_one_who_answers_then_it_is_told_once(
    world: SimpleNamespace, s3: Any
) -> None:
    rows = [{"姓名": "甲", "岗位": ("书记",), "分管": ("安全", "师德")}]
    facts = world.fact_table(案件=[{"严重程度": "S3"}, {"严重程度": "S3"}], 班子=rows)
    assert said(problems(world.ruleset(s3()), facts), "V009") == [
        "学校 001（学校001）追责次数空白，不能判定是否失责追责：甲"
    ]


def test_second_year_when_it_cannot_be_decided_then_it_is_told(
    world: SimpleNamespace, s3: Any
) -> None:
    effect = world.effect(
        "S3", 1, EffectKind.SECOND_YEAR, condition=world.equals("上年曾被否决", True)
    )
    facts = world.fact_table(
        {"上年曾被否决": world.MISSING}, 案件=[{"严重程度": "S3"}], 班子=ALL_OWNED
    )
    assert said(problems(world.ruleset(s3(effect)), facts), "V011") == [
        "vetoes.yaml:1:1 学校 001（学校001）是否连续两年不能判定，待核实："
        "条款 S3（条款S3），缺 上年曾被否决"
    ]


def test_problems_when_they_are_told_then_each_has_a_way_out(world: SimpleNamespace) -> None:
    assert all(hint for _, _, hint in MEANINGS.values())
    found = problems(world.ruleset(), world.fact_table(states={"班子": {0: State.MISSING}}))
    assert found[0].hint == MEANINGS["V001"][2]
