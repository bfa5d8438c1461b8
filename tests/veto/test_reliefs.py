"""减轻免除, 认定 and 尽职免责: who has to say what before a veto stands."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engine.ruleset.model import EffectKind
from engine.veto import trace_vetoes
from engine.veto.trace import SchoolTrace, VetoCase, VetoStatus


@pytest.fixture
def judge(world: SimpleNamespace) -> Any:
    """Judge one record by clause S3 (and what it is reduced to, J)."""

    def run(record: dict[str, Any], *reliefs: Any, **more: Any) -> SchoolTrace | None:
        reduced = more.pop("reduced", {})
        s3 = world.clause(
            "S3",
            world.effect("S3", 1, EffectKind.BAR_TOP),
            table="案件",
            trigger=world.equals("严重程度", "S3"),
            gravity=30,
            reliefs=reliefs,
            **{"decision_fields": ("文号",), **more},
        )
        j = world.clause("J", world.effect("J", 1, EffectKind.BAR_TOP), gravity=20, **reduced)
        facts = world.fact_table(案件=[{"严重程度": "S3", **record}])
        return trace_vetoes(world.ruleset(s3, j), facts).by_school.get(0)

    return run


@pytest.fixture
def self_found(world: SimpleNamespace) -> Any:
    def build(**more: Any) -> Any:
        return world.relief("自查", world.equals("自查", True), **more)

    return build


def summary(trace: SchoolTrace) -> list[tuple[str, str, str]]:
    return [(case.clause, case.status.label, case.via) for case in trace.cases]


def only(trace: SchoolTrace) -> VetoCase:
    (case,) = trace.cases
    return case


def test_clause_when_the_decision_is_blank_then_it_is_a_proposal_that_names_the_blank(
    judge: Any,
) -> None:
    trace = judge({})
    assert (only(trace).status, only(trace).undecided) == (VetoStatus.PROPOSED, ("文号",))
    assert [line.status for line in trace.effects] == [VetoStatus.PROPOSED]


def test_clause_when_it_needs_no_decision_then_it_is_in_force_at_once(judge: Any) -> None:
    assert only(judge({}, decision_fields=())).status is VetoStatus.IN_FORCE


def test_relief_when_it_holds_then_the_clause_is_reduced_and_only_the_lighter_has_effects(
    judge: Any, self_found: Any
) -> None:
    trace = judge({"自查": True, "文号": "1"}, self_found(reduce_to="J"))
    assert summary(trace) == [("S3", "已减轻", ""), ("J", "生效", "S3")]
    assert trace.cases[0].gave_way_to == "J"
    assert [line.effect.id for line in trace.effects] == ["J/1"]
    assert trace.cases[0].reliefs == (("自查", "成立"),)


def test_relief_when_it_lifts_the_clause_then_no_effect_and_no_duty_follow(
    judge: Any, self_found: Any
) -> None:
    trace = judge({"自查": True, "文号": "1"}, self_found())
    assert summary(trace) == [("S3", "已免除", "")]
    assert (trace.effects, trace.duties) == ((), ())


def test_relief_when_its_exception_holds_then_the_clause_stands(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    relief = self_found(reduce_to="J", unless=world.equals("隐瞒", True))
    concealed = judge({"自查": True, "隐瞒": True, "文号": "1"}, relief)
    assert summary(concealed) == [("S3", "生效", "")]
    assert only(concealed).reliefs == (("自查", "不成立"),)
    open_ = judge({"自查": False, "隐瞒": False, "文号": "1"}, relief)
    assert summary(open_) == [("S3", "生效", "")]


def test_relief_when_its_exception_cannot_be_decided_then_the_case_is_undetermined(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    relief = self_found(reduce_to="J", unless=world.equals("隐瞒", True))
    trace = judge({"自查": True, "文号": "1"}, relief)
    assert only(trace).status is VetoStatus.UNDETERMINED
    assert (only(trace).unknown, only(trace).reliefs) == (("隐瞒",), (("自查", "不能判定"),))
    assert trace.effects == ()


def test_relief_when_a_fact_does_not_apply_then_it_fails_and_its_exception_does_not_hinder(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    relief = self_found(reduce_to="J", unless=world.equals("隐瞒", True))
    assert only(judge({"自查": world.NA, "文号": "1"}, relief)).status is VetoStatus.IN_FORCE
    reduced = judge({"自查": True, "隐瞒": world.NA, "文号": "1"}, relief)
    assert summary(reduced)[1] == ("J", "生效", "S3")


def test_relief_when_it_is_signed_then_it_takes_effect(judge: Any, self_found: Any) -> None:
    relief = self_found(reduce_to="J", signed_fields=("签批",))
    trace = judge({"自查": True, "签批": "2", "文号": "1"}, relief)
    assert summary(trace) == [("S3", "已减轻", ""), ("J", "生效", "S3")]


def test_relief_when_it_is_unsigned_and_the_organ_has_decided_then_the_clause_is_in_force(
    judge: Any, self_found: Any
) -> None:
    trace = judge({"自查": True, "文号": "1"}, self_found(reduce_to="J", signed_fields=("签批",)))
    assert (only(trace).status, only(trace).reliefs) == (
        VetoStatus.IN_FORCE,
        (("自查", "未签批"),),
    )


def test_relief_when_it_is_unsigned_and_nothing_is_decided_then_the_proposal_waits_for_both(
    judge: Any, self_found: Any
) -> None:
    trace = judge({"自查": True}, self_found(signed_fields=("签批",)))
    assert (only(trace).status, only(trace).undecided) == (VetoStatus.PROPOSED, ("文号", "签批"))


def test_relief_when_it_is_unsigned_and_the_clause_is_automatic_then_it_is_a_proposal(
    judge: Any, self_found: Any
) -> None:
    trace = judge({"自查": True}, self_found(signed_fields=("签批",)), decision_fields=())
    assert (only(trace).status, only(trace).undecided) == (VetoStatus.PROPOSED, ("签批",))


@pytest.mark.parametrize(
    ("record", "status"),
    [
        # nothing decided, nothing signed: the missing fact matters
        ({}, VetoStatus.UNDETERMINED),
        # signed: it would take effect if the fact were known
        ({"文号": "1", "签批": "2"}, VetoStatus.UNDETERMINED),
        # the organ has decided and not signed: the missing fact changes nothing
        ({"文号": "1"}, VetoStatus.IN_FORCE),
    ],
)
def test_relief_when_its_condition_is_open_and_needs_a_signature_then_the_organ_counts(
    judge: Any, self_found: Any, record: dict[str, str], status: VetoStatus
) -> None:
    trace = judge(record, self_found(signed_fields=("签批",)))
    assert (only(trace).status, only(trace).reliefs) == (status, (("自查", "不能判定"),))


def test_reliefs_when_an_earlier_one_is_open_then_a_later_one_does_not_decide(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    later = world.relief("无责", world.equals("责任", "无责"), reduce_to="J")
    trace = judge({"责任": "无责", "文号": "1"}, self_found(), later)
    assert only(trace).status is VetoStatus.UNDETERMINED
    assert only(trace).reliefs == (("自查", "不能判定"), ("无责", "成立"))


def test_reliefs_when_an_earlier_one_is_unsigned_then_a_later_one_takes_effect(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    later = world.relief("无责", world.equals("责任", "无责"), reduce_to="J")
    first = self_found(signed_fields=("签批",))
    trace = judge({"自查": True, "责任": "无责", "文号": "1"}, first, later)
    assert summary(trace) == [("S3", "已减轻", ""), ("J", "生效", "S3")]


def test_reliefs_when_several_hold_then_the_first_in_the_text_decides(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    lifted = world.relief("无责", world.equals("责任", "无责"))
    record = {"自查": True, "责任": "无责", "文号": "1"}
    assert summary(judge(record, lifted, self_found(reduce_to="J"))) == [("S3", "已免除", "")]
    assert len(judge(record, self_found(reduce_to="J"), lifted).cases) == 2


def test_reduced_clause_when_it_names_no_decision_then_it_is_decided_as_the_original(
    judge: Any, self_found: Any
) -> None:
    relief = self_found(reduce_to="J")
    assert summary(judge({"自查": True}, relief))[1] == ("J", "否决建议", "S3")
    own = judge({"自查": True, "签批": "2"}, relief, reduced={"decision_fields": ("签批",)})
    assert summary(own)[1] == ("J", "生效", "S3")


def test_trigger_when_it_is_open_then_reliefs_are_not_weighed(judge: Any, self_found: Any) -> None:
    trace = judge({"严重程度": "S1"}, self_found())
    assert trace is None


@pytest.mark.parametrize(
    ("liability", "fault", "duty_status"),
    [("有责", True, "生效"), ("待定", True, "待核实"), ("无责", False, None)],
)
def test_liability_when_it_is_free_open_or_at_fault_then_duty_falls_accordingly(
    world: SimpleNamespace, liability: str, fault: bool, duty_status: str | None
) -> None:
    trigger, no_fault = world.equals("严重程度", "S3"), world.equals("责任", "无责")
    s3 = world.clause("S3", table="案件", trigger=trigger, no_fault=no_fault)
    facts = world.fact_table(
        案件=[{"严重程度": "S3", "责任": liability}], 班子=[{"姓名": "甲", "岗位": ("书记",)}]
    )
    trace = trace_vetoes(world.ruleset(s3), facts).by_school[0]
    assert only(trace).status is VetoStatus.IN_FORCE
    assert only(trace).fault is fault
    assert [line.status.label for line in trace.duties] == ([duty_status] if duty_status else [])
    assert only(trace).unknown == (("责任",) if liability == "待定" else ())


def test_reduced_clause_when_it_has_no_liability_rule_then_it_takes_the_originals(
    judge: Any, self_found: Any, world: SimpleNamespace
) -> None:
    no_fault = world.equals("责任", "无责")
    record = {"自查": True, "文号": "1", "责任": "无责"}
    trace = judge(record, self_found(reduce_to="J"), no_fault=no_fault)
    assert trace.cases[1].fault is False
    own = {"no_fault": world.equals("责任", "有责")}
    trace = judge(record, self_found(reduce_to="J"), no_fault=no_fault, reduced=own)
    assert trace.cases[1].fault is True
