"""The screen: what is a finding, and that what is missing is never "nothing happened"."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.facts.table import FactTable, State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import Derived, RuleSet
from engine.scoring.derived import school_view
from engine.veto.findings import Finding
from engine.veto.screen import screen_vetoes


def screen(rules: RuleSet, facts: FactTable) -> dict[int, tuple[Finding, ...]]:
    return dict(screen_vetoes(rules, facts, school_view(rules, facts)))


@pytest.fixture
def s3(world: SimpleNamespace) -> Any:
    return world.clause("S3", table="案件", trigger=world.equals("严重程度", "S3"))


def test_record_when_the_trigger_holds_then_it_is_a_certain_finding(
    world: SimpleNamespace, s3: Any
) -> None:
    facts = world.fact_table({}, {}, 案件=[{"学校": 1, "严重程度": "S3"}, {"严重程度": "S1"}])
    (finding,) = screen(world.ruleset(s3), facts)[1]
    assert (finding.record, finding.certain, finding.case) == (1, True, "S3@1")


def test_record_when_the_trigger_reads_a_blank_then_it_is_open_and_names_it(
    world: SimpleNamespace, s3: Any
) -> None:
    (finding,) = screen(world.ruleset(s3), world.fact_table(案件=[{"教师": "赵"}]))[0]
    assert (finding.certain, finding.is_open, finding.unknown) == (False, True, ("严重程度",))


def test_record_when_the_trigger_reads_what_does_not_apply_then_it_is_no_finding(
    world: SimpleNamespace, s3: Any
) -> None:
    assert screen(world.ruleset(s3), world.fact_table(案件=[{"严重程度": world.NA}])) == {}


def test_record_when_liability_is_pending_then_it_is_open(world: SimpleNamespace) -> None:
    clause = world.clause("R", table="案件", trigger=world.equals("责任", "有责"))
    (finding,) = screen(world.ruleset(clause), world.fact_table(案件=[{"责任": "待定"}]))[0]
    assert (finding.certain, finding.unknown) == (False, ("责任",))


def test_record_when_it_is_outside_the_window_then_it_is_no_finding(
    world: SimpleNamespace, s3: Any
) -> None:
    facts = world.fact_table(案件=[{"严重程度": "S3", "窗口外": True}])
    assert screen(world.ruleset(s3), facts) == {}


@pytest.mark.parametrize("state", [State.MISSING, State.UNREADABLE])
def test_table_when_it_is_unknown_for_a_school_then_each_of_its_clauses_is_open(
    world: SimpleNamespace, s3: Any, state: State
) -> None:
    other = world.clause("S4", table="案件", trigger=world.equals("严重程度", "S4"))
    facts = world.fact_table({}, {}, states={"案件": {1: state}})
    found = screen(world.ruleset(s3, other), facts)
    assert list(found) == [1]
    assert [(f.clause, f.record, f.certain, f.unknown) for f in found[1]] == [
        ("S3", -1, False, ("案件",)),
        ("S4", -1, False, ("案件",)),
    ]


def test_table_when_it_does_not_apply_then_nothing_is_open(world: SimpleNamespace, s3: Any) -> None:
    facts = world.fact_table(states={"案件": {0: State.NOT_APPLICABLE}})
    assert screen(world.ruleset(s3), facts) == {}


def test_school_when_its_own_fact_triggers_then_it_is_a_finding_without_record(
    world: SimpleNamespace,
) -> None:
    clause = world.clause("XJK", trigger=world.equals("小金库", True))
    facts = world.fact_table({}, {"小金库": True}, {"小金库": world.MISSING})
    found = screen(world.ruleset(clause), facts)
    assert [(at, found[at][0].record, found[at][0].certain) for at in found] == [
        (1, -1, True),
        (2, -1, False),
    ]


def test_clause_when_only_reliefs_lead_to_it_then_it_is_not_screened(
    world: SimpleNamespace,
) -> None:
    facts = world.fact_table(案件=[{"严重程度": "S3"}])
    assert screen(world.ruleset(world.clause("J")), facts) == {}


def test_condition_when_it_reads_the_school_then_the_record_is_joined_with_its_own_school(
    world: SimpleNamespace,
) -> None:
    both = world.both(world.equals("严重程度", "S3"), world.equals("小金库", True))
    clause = world.clause("B", table="案件", trigger=both)
    facts = world.fact_table(
        {"小金库": True}, {}, 案件=[{"严重程度": "S3"}, {"学校": 1, "严重程度": "S3"}]
    )
    assert list(screen(world.ruleset(clause), facts)) == [0]


def test_condition_when_the_schools_own_fact_is_missing_then_that_fact_is_named(
    world: SimpleNamespace,
) -> None:
    both = world.both(world.equals("严重程度", "S3"), world.equals("小金库", True))
    clause = world.clause("B", table="案件", trigger=both)
    facts = world.fact_table(
        {"小金库": True}, {"小金库": world.MISSING}, 案件=[{"学校": 1, "严重程度": "S3"}]
    )
    assert screen(world.ruleset(clause), facts)[1][0].unknown == ("小金库",)


def test_condition_when_a_derived_value_is_missing_then_it_is_named(
    world: SimpleNamespace,
) -> None:
    count = Derived("件数", "count", world.HERE, table="案件")
    many = Compare("件数", Comparison.AT_LEAST, (Fraction(2),), world.HERE)
    both = world.both(world.equals("等级", "重大"), many)
    clauses = [
        world.clause("N", trigger=many),
        world.clause("R", table="事故", trigger=both),
    ]
    rules = world.ruleset(*clauses, derived={"件数": count})
    facts = world.fact_table(states={"案件": {0: State.MISSING}}, 事故=[{"等级": "重大"}])
    found = screen(rules, facts)[0]
    assert [(f.clause, f.certain, f.unknown) for f in found] == [
        ("N", False, ("件数",)),
        ("R", False, ("件数",)),
    ]


def test_event_when_a_record_names_none_then_the_record_itself_is_the_event(
    world: SimpleNamespace, s3: Any
) -> None:
    rows = [{"严重程度": "S3"}, {"严重程度": "S3"}, {"严重程度": "S3", "事件": "E"}]
    one, two, three = screen(world.ruleset(s3), world.fact_table(案件=rows))[0]
    assert len({one.event, two.event, three.event}) == 3
    assert (three.event, three.event_id) == (("event", "E"), "E")


def test_schools_when_none_has_a_finding_then_none_is_visited_one_by_one(
    world: SimpleNamespace, s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.veto as doorway

    def refuse(*_: object) -> None:
        raise AssertionError("a school without a finding was visited")

    monkeypatch.setattr(doorway, "run_chain", refuse)
    monkeypatch.setattr(doorway.Roster, "of", refuse)
    facts = world.fact_table(*[{}] * 50, 案件=[{"学校": 3, "严重程度": "S1"}])
    assert np.count_nonzero(facts.records["案件"].school_index == 3) == 1
    assert doorway.trace_vetoes(world.ruleset(s3), facts).by_school == {}
