"""One event punishes once: which case stands, and who is not lost in another's case."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engine.ruleset.model import EffectKind
from engine.veto import trace_vetoes
from engine.veto.trace import SchoolTrace


@pytest.fixture
def judge(world: SimpleNamespace) -> Any:
    """S4 (40), S3 (30) and S2 (20) on 案件, each with a personal veto; AQ (25) on 事故."""

    def run(rows: list[dict[str, Any]], accidents: Any = (), **more: Any) -> SchoolTrace:
        clauses = []
        for id_, gravity in (("S2", 20), ("S3", 30), ("S4", 40)):
            effects = (
                world.effect(id_, 1, EffectKind.BAR_TOP),
                world.effect(id_, 2, EffectKind.BAR_PERSON, person_field="教师"),
            )
            options = {"gravity": gravity, "decision_fields": ("文号",), **more.get(id_, {})}
            clauses.append(
                world.clause(
                    id_,
                    *effects,
                    table="案件",
                    trigger=options.pop("trigger", world.equals("严重程度", id_)),
                    **options,
                )
            )
        aq = world.clause(
            "AQ",
            world.effect("AQ", 1, EffectKind.BAR_TOP),
            table="事故",
            trigger=world.equals("等级", "重大"),
            gravity=25,
            area="安全",
            decision_fields=("文号",),
        )
        rules = world.ruleset(*clauses, aq)
        return trace_vetoes(rules, world.fact_table(案件=rows, 事故=list(accidents))).by_school[0]

    return run


def summary(trace: SchoolTrace) -> dict[str, tuple[str, str]]:
    return {
        f"{case.clause}@{case.record}": (case.status.label, case.gave_way_to)
        for case in trace.cases
    }


def case(level: str, event: str, **more: Any) -> dict[str, Any]:
    return {"严重程度": level, "事件": event, "文号": "1", "教师": "赵", **more}


def test_event_when_it_hits_several_tables_then_the_heaviest_stands(judge: Any) -> None:
    trace = judge([case("S3", "E")], [{"等级": "重大", "事件": "E", "文号": "1"}])
    assert summary(trace) == {"S3@0": ("生效", ""), "AQ@0": ("已并入", "S3")}
    assert {line.clause for line in trace.effects} == {"S3"}


def test_event_when_ids_differ_then_each_stands(judge: Any) -> None:
    trace = judge([case("S3", "E")], [{"等级": "重大", "事件": "F", "文号": "1"}])
    assert set(summary(trace).values()) == {("生效", "")}


def test_event_when_a_record_has_no_id_then_two_clauses_on_it_are_one_event(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge([{"严重程度": "S4", "文号": "1"}], S3={"trigger": world.equals("严重程度", "S4")})
    assert summary(trace) == {"S3@0": ("已并入", "S4"), "S4@0": ("生效", "")}


def test_event_when_weights_are_equal_then_the_first_clause_stands(judge: Any) -> None:
    rows = [case("S3", "E"), case("S2", "E")]
    trace = judge(rows, S2={"gravity": 30})
    assert summary(trace) == {"S2@1": ("生效", ""), "S3@0": ("已并入", "S2")}


def test_event_when_one_clause_hits_two_records_then_the_first_record_stands(judge: Any) -> None:
    trace = judge([case("S3", "E"), case("S3", "E")])
    assert summary(trace) == {"S3@0": ("生效", ""), "S3@1": ("已并入", "S3")}


def test_event_when_a_clause_counts_separately_then_it_neither_yields_nor_supplants(
    judge: Any,
) -> None:
    rows = [case("S2", "E"), case("S3", "E"), case("S4", "E")]
    lightest = judge(rows, S2={"separately": True})
    assert [status for status, _ in summary(lightest).values()] == ["生效", "已并入", "生效"]
    heaviest = judge(rows, S4={"separately": True})
    assert summary(heaviest) == {
        "S2@0": ("已并入", "S3"),
        "S3@1": ("生效", ""),
        "S4@2": ("生效", ""),
    }


def test_event_when_the_heavier_is_only_proposed_then_a_decided_one_still_stands(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge([case("S4", "E", 文号=world.MISSING), case("S3", "E")])
    assert summary(trace) == {"S3@1": ("生效", ""), "S4@0": ("否决建议", "")}


def test_event_when_both_are_proposed_then_the_heavier_stands(
    judge: Any, world: SimpleNamespace
) -> None:
    blank = {"文号": world.MISSING}
    trace = judge([case("S4", "E", **blank), case("S3", "E", **blank)])
    assert summary(trace) == {"S3@1": ("已并入", "S4"), "S4@0": ("否决建议", "")}


def test_event_when_the_lighter_is_open_then_only_one_in_force_makes_it_irrelevant(
    judge: Any, world: SimpleNamespace
) -> None:
    open_ = {"等级": world.MISSING, "事件": "E", "文号": "1"}
    decided = judge([case("S4", "E")], [open_])
    assert summary(decided)["AQ@0"] == ("已并入", "S4")
    proposed = judge([case("S4", "E", 文号=world.MISSING)], [open_])
    assert summary(proposed)["AQ@0"] == ("待核实", "")


def test_event_when_the_heavier_is_open_then_the_lighter_stands_meanwhile(
    judge: Any, world: SimpleNamespace
) -> None:
    row = {"严重程度": "S3", "事件": "E", "文号": "1", "责任": "待定"}
    trace = judge([row], S4={"trigger": world.equals("责任", "有责")})
    assert summary(trace) == {"S3@0": ("生效", ""), "S4@0": ("待核实", "")}


def test_event_when_the_lighter_case_names_another_person_then_that_person_is_barred_too(
    judge: Any,
) -> None:
    trace = judge([case("S4", "E", 教师="赵"), case("S3", "E", 教师="钱")])
    assert summary(trace)["S3@1"] == ("已并入", "S4")
    assert [(line.effect.id, line.person) for line in trace.effects] == [
        ("S3/2", "钱"),
        ("S4/1", ""),
        ("S4/2", "赵"),
    ]


def test_event_when_the_lighter_case_names_the_same_person_then_the_person_is_barred_once(
    judge: Any,
) -> None:
    trace = judge([case("S4", "E"), case("S3", "E")])
    assert [(line.effect.id, line.person) for line in trace.effects] == [
        ("S4/1", ""),
        ("S4/2", "赵"),
    ]


def test_event_when_an_open_case_names_another_person_then_it_stays_open(
    judge: Any, world: SimpleNamespace
) -> None:
    open_row = case("S1", "E", 教师="钱", 责任="待定")
    trace = judge([case("S4", "E"), open_row], S2={"trigger": world.equals("责任", "有责")})
    assert summary(trace)["S2@1"] == ("待核实", "")


def test_charge_when_a_clause_is_met_directly_and_by_reduction_then_it_stands_once(
    judge: Any, world: SimpleNamespace
) -> None:
    relief = world.relief("自查", world.equals("自查", True), reduce_to="S3")
    direct = {"trigger": world.equals("严重程度", "S4"), "separately": True}
    trace = judge([case("S4", "E", 自查=True)], S3=direct, S4={"reliefs": (relief,)})
    assert [(c.clause, c.via, c.status.label) for c in trace.cases] == [
        ("S3", "", "生效"),
        ("S4", "", "已减轻"),
        ("S3", "S4", "已并入"),
    ]
    assert [line.effect.id for line in trace.effects] == ["S3/1", "S3/2"]
