"""Whatever the facts: both engines agree, order does not matter, and no finding is lost."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts.table import State
from engine.ruleset.model import EffectKind, RuleSet
from engine.veto import responsibility_lines, trace_vetoes, veto_problems
from engine.veto.durable import durable_is_available
from engine.veto.trace import SchoolTrace, VetoStatus


def rules_of(world: SimpleNamespace) -> RuleSet:
    """Every part of the rule language at once."""
    self_found = world.relief(
        "自查",
        world.equals("自查", True),
        unless=world.equals("隐瞒", True),
        reduce_to="S3",
        signed_fields=("签批",),
    )
    lifted = world.relief("无责", world.equals("责任", "无责"))
    further = world.Effect("S4/3.1", EffectKind.SET_GRADE, world.HERE, grade="不合格")
    second = world.effect(
        "S4",
        3,
        EffectKind.SECOND_YEAR,
        condition=world.equals("上年曾被否决", True),
        then=(further,),
    )
    s4 = world.clause(
        "S4",
        world.effect("S4", 1, EffectKind.BAR_POSTS, targets=("书记", "校长")),
        world.effect("S4", 2, EffectKind.BAR_PERSON, person_field="教师"),
        second,
        table="案件",
        trigger=world.equals("严重程度", "S4"),
        gravity=40,
        reliefs=(self_found,),
        decision_fields=("文号",),
    )
    s3 = world.clause(
        "S3",
        world.effect("S3", 1, EffectKind.BAR_PERSON, person_field="教师"),
        table="案件",
        trigger=world.equals("严重程度", "S3"),
        gravity=30,
        reliefs=(lifted,),
        no_fault=world.equals("自查", True),
    )
    hide = world.clause(
        "X", table="案件", trigger=world.equals("隐瞒", True), gravity=35, separately=True
    )
    aq = world.clause(
        "AQ",
        table="事故",
        area="安全",
        trigger=world.equals("等级", "重大"),
        gravity=35,
        decision_fields=("文号",),
    )
    fund = world.clause("XJK", trigger=world.equals("小金库", True), gravity=5)
    return world.ruleset(s4, s3, hide, aq, fund)


def rows(world: SimpleNamespace) -> st.SearchStrategy[dict[str, Any]]:
    flag = st.sampled_from([True, False, world.MISSING, world.NA])
    word = st.sampled_from(["1", world.MISSING])
    event = st.sampled_from(["E1", "E2", world.MISSING])
    case = st.fixed_dictionaries(
        {
            "学校": st.integers(0, 2),
            "严重程度": st.sampled_from(["S1", "S3", "S4", world.MISSING]),
            "自查": flag,
            "隐瞒": flag,
            "责任": st.sampled_from(["有责", "无责", "待定"]),
            "文号": word,
            "签批": word,
            "事件": event,
            "教师": st.sampled_from(["赵", "钱", world.MISSING]),
        }
    )
    accident = st.fixed_dictionaries(
        {
            "学校": st.integers(0, 2),
            "等级": st.sampled_from(["一般", "重大", world.MISSING]),
            "文号": word,
            "事件": event,
        }
    )
    leader = st.fixed_dictionaries(
        {
            "学校": st.integers(0, 2),
            "姓名": st.sampled_from(["甲", "乙", "owner", world.MISSING]),
            "岗位": st.lists(st.sampled_from(world.POSTS), unique=True).map(tuple),
            "分管": st.lists(st.sampled_from(world.AREAS), unique=True).map(tuple),
            "追责次数": st.sampled_from([0, 1, world.MISSING]),
        }
    )
    return st.fixed_dictionaries(
        {
            "案件": st.lists(case, max_size=5),
            "事故": st.lists(accident, max_size=3),
            "班子": st.lists(leader, max_size=5),
        }
    )


schools = st.lists(
    st.tuples(st.booleans(), st.sampled_from([True, False, None])), min_size=3, max_size=3
)
lost = st.lists(st.sampled_from(["案件", "事故", "班子"]), max_size=1)
relaxed = settings(max_examples=40)


def facts_of(world: SimpleNamespace, tables: Any, fields: Any, gone: list[str]) -> Any:
    columns = [
        {"小金库": fund, "上年曾被否决": world.MISSING if before is None else before}
        for fund, before in fields
    ]
    return world.fact_table(*columns, states={t: {1: State.MISSING} for t in gone}, **tables)


@pytest.mark.skipif(not durable_is_available(), reason="durable-rules is not on this platform")
@relaxed
@given(data=st.data(), fields=schools, gone=lost)
def test_trace_when_either_engine_chains_then_it_is_the_same_to_the_last_step(
    world: SimpleNamespace, data: Any, fields: Any, gone: list[str]
) -> None:
    facts = facts_of(world, data.draw(rows(world)), fields, gone)
    durable = trace_vetoes(rules_of(world), facts, engine="durable")
    forward = trace_vetoes(rules_of(world), facts, engine="forward")
    assert (durable.chainer, durable.witnessed) == ("durable", True)
    assert durable.by_school == forward.by_school


def told(trace: SchoolTrace) -> Counter[tuple[Any, ...]]:
    """What a school is told, without the numbers of its rows."""
    cases = [("case", c.clause, c.via, c.status, c.event, c.unknown) for c in trace.cases]
    effects = [("effect", e.effect.id, e.status, e.person) for e in trace.effects]
    duties = [("duty", d.clause, d.person, d.kind, d.status) for d in trace.duties]
    return Counter([*cases, *effects, *duties])


@relaxed
@given(data=st.data(), fields=schools, gone=lost)
def test_trace_when_any_facts_are_chained_then_no_finding_is_lost_and_statuses_hold(
    world: SimpleNamespace, data: Any, fields: Any, gone: list[str]
) -> None:
    rules, tables = rules_of(world), data.draw(rows(world))
    facts = facts_of(world, tables, fields, gone)
    traces = trace_vetoes(rules, facts, engine="forward").by_school
    for school, (fund, _) in enumerate(fields):
        trace = traces.get(school)
        cases = trace.cases if trace else ()
        assert any(case.clause == "XJK" for case in cases) is fund
        n_s4 = sum(row["学校"] == school and row["严重程度"] == "S4" for row in tables["案件"])
        # Reliefs are weighed for every certain finding, whatever becomes of it.
        assert sum(case.clause == "S4" and bool(case.reliefs) for case in cases) == n_s4
    for trace in traces.values():
        standing = {
            (c.clause, c.record): c.status
            for c in trace.cases
            if c.status in (VetoStatus.IN_FORCE, VetoStatus.PROPOSED)
        }
        for line in trace.effects:
            if line.effect.kind is not EffectKind.BAR_PERSON:
                status = standing[line.clause, line.record]
                assert line.status in (status, VetoStatus.UNDETERMINED)
        for duty in trace.duties:
            assert duty.status in (standing[duty.clause, duty.record], VetoStatus.UNDETERMINED)
        lines = [(d.clause, d.record, d.person) for d in trace.duties]
        assert len(set(lines)) == len(lines)
        undetermined = [c for c in trace.cases if c.status is VetoStatus.UNDETERMINED]
        assert all(case.unknown for case in undetermined)
    veto_problems(rules, facts, trace_vetoes(rules, facts, engine="forward"))


@relaxed
@given(data=st.data(), fields=schools, order=st.randoms(use_true_random=False))
def test_trace_when_rows_without_shared_events_come_in_another_order_then_it_says_the_same(
    world: SimpleNamespace, data: Any, fields: Any, order: Any
) -> None:
    tables = data.draw(rows(world))
    for number, row in enumerate([*tables["案件"], *tables["事故"]]):
        row["事件"] = f"E{number}"
    shuffled = {name: order.sample(each, len(each)) for name, each in tables.items()}
    shuffled["班子"] = tables["班子"]
    outcomes = [
        trace_vetoes(rules_of(world), facts_of(world, each, fields, []), engine="forward")
        for each in (tables, shuffled)
    ]
    first, second = (
        {school: told(trace) for school, trace in outcome.by_school.items()} for outcome in outcomes
    )
    assert first == second


@relaxed
@given(data=st.data(), units=st.lists(st.integers(0, 10**12), min_size=3, max_size=3))
def test_responsibility_when_it_is_carried_then_no_person_carries_twice_or_more_than_is_lost(
    world: SimpleNamespace, data: Any, units: list[int]
) -> None:
    facts = facts_of(world, data.draw(rows(world)), [(False, False)] * 3, [])
    lines = list(responsibility_lines(rules_of(world), facts, {"师德": np.array(units, np.int64)}))
    keys = [(line.school, line.area, line.person) for line in lines]
    assert len(set(keys)) == len(keys)
    for line in lines:
        expected = line.coefficient * line.lost
        assert abs(line.carried - expected) * 2 <= 1
        assert line.lost == (units[line.school] if line.area == "师德" else 0)
