"""Near misses: one comparison short, or a record that does not count; never every school."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from engine.facts.table import FactTable
from engine.ruleset.conditions import AnyOf, Compare, Comparison, Not
from engine.ruleset.model import Derived, Field, FieldType, RecordTable, RuleSet
from engine.scoring.derived import school_view
from engine.veto.near_misses import NearMiss, Why, screen_near_misses
from engine.veto.screen import screen_vetoes


def near(rules: RuleSet, facts: FactTable) -> list[NearMiss]:
    view = school_view(rules, facts)
    found = screen_near_misses(rules, facts, view, screen_vetoes(rules, facts, view))
    return [miss for each in found.values() for miss in each]


@pytest.fixture
def liable(world: SimpleNamespace) -> Any:
    """A grave case for which the school answers."""
    asked = world.both(world.equals("严重程度", "S3"), world.equals("责任", "有责"))
    return world.clause("S3", table="案件", trigger=asked)


def test_record_when_only_liability_is_lacking_then_it_is_a_near_miss(
    world: SimpleNamespace, liable: Any
) -> None:
    facts = world.fact_table({}, 案件=[{"严重程度": "S3", "责任": "无责"}])
    (miss,) = near(world.ruleset(liable), facts)
    assert (miss.clause, miss.record, miss.why) == ("S3", 0, Why.CONDITION)
    assert miss.failed is not None
    assert miss.failed.value == "责任"


@pytest.mark.parametrize(
    "row",
    [
        {"严重程度": "S1", "责任": "无责"},  # two short
        {"严重程度": "S3", "责任": "待定"},  # undetermined: a case already
        {"严重程度": "S3", "责任": "有责"},  # met
        {},
    ],
)
def test_record_when_it_is_not_exactly_one_short_then_it_is_none(
    world: SimpleNamespace, liable: Any, row: dict[str, str]
) -> None:
    assert near(world.ruleset(liable), world.fact_table({}, 案件=[row])) == []


def test_record_when_the_trigger_asks_for_one_thing_only_then_others_are_not_near(
    world: SimpleNamespace,
) -> None:
    alone = world.clause("S3", table="案件", trigger=world.equals("严重程度", "S3"))
    assert near(world.ruleset(alone), world.fact_table({}, 案件=[{"严重程度": "S2"}])) == []


def test_record_when_only_a_bare_yes_stands_beside_it_then_it_is_not_near(
    world: SimpleNamespace,
) -> None:
    asked = world.both(world.equals("严重程度", "S3"), world.equals("自查", True))
    rules = world.ruleset(world.clause("S3", table="案件", trigger=asked))
    assert near(rules, world.fact_table({}, 案件=[{"严重程度": "S1", "自查": True}])) == []
    (miss,) = near(rules, world.fact_table({}, 案件=[{"严重程度": "S3", "自查": False}]))
    assert miss.failed is not None
    assert miss.failed.value == "自查"


def test_record_when_another_clause_takes_it_then_it_is_told_there_only(
    world: SimpleNamespace, liable: Any
) -> None:
    excused = world.clause("S3W", table="案件", trigger=world.equals("责任", "无责"))
    rules = world.ruleset(liable, excused)
    rows = [{"严重程度": "S3", "责任": "无责", "事件": "E1"}]
    assert near(rules, world.fact_table({}, 案件=rows)) == []


def test_record_when_several_clauses_are_near_then_the_two_nearest_levels_are_told(
    world: SimpleNamespace,
) -> None:
    def level(name: str) -> Any:
        asked = world.both(world.equals("严重程度", name), world.equals("责任", "有责"))
        return world.clause(name, table="案件", trigger=asked)

    rules = world.ruleset(level("S4"), level("S3"), level("S2"))
    found = near(rules, world.fact_table({}, 案件=[{"严重程度": "S1", "责任": "有责"}]))
    assert [miss.clause for miss in found] == ["S3", "S2"]  # in the order of the rules


def test_branch_when_one_of_its_conditions_fails_then_it_is_a_near_miss(
    world: SimpleNamespace,
) -> None:
    branch = world.both(world.equals("严重程度", "S2"), world.equals("责任", "有责"))
    trigger = AnyOf((world.equals("严重程度", "S4"), branch), world.HERE)
    rules = world.ruleset(world.clause("X", table="案件", trigger=trigger))
    (miss,) = near(rules, world.fact_table({}, 案件=[{"严重程度": "S2", "责任": "无责"}]))
    assert miss.failed is not None
    assert miss.failed.value == "责任"


def test_negation_when_it_alone_fails_then_says_that_the_comparison_holds(
    world: SimpleNamespace,
) -> None:
    asked = world.both(
        world.equals("严重程度", "S3"), Not(world.equals("责任", "无责"), world.HERE)
    )
    rules = world.ruleset(world.clause("X", table="案件", trigger=asked))
    (miss,) = near(rules, world.fact_table({}, 案件=[{"严重程度": "S3", "责任": "无责"}]))
    assert miss.negated


@pytest.mark.parametrize(("n_cases", "is_near"), [(0, False), (1, False), (2, True), (3, False)])
def test_count_when_it_is_one_short_then_it_is_a_near_miss_but_nothing_is_not(
    world: SimpleNamespace, n_cases: int, is_near: bool
) -> None:
    counted = Derived("案件数", "count", world.HERE, table="案件")
    trigger = Compare("案件数", Comparison.AT_LEAST, (Fraction(3),), world.HERE)
    rules = world.ruleset(world.clause("N", trigger=trigger), derived={"案件数": counted})
    facts = world.fact_table({}, 案件=[{"严重程度": "S1"}] * n_cases)
    assert bool(near(rules, facts)) is is_near


def test_first_event_when_none_happened_then_no_school_is_near(world: SimpleNamespace) -> None:
    counted = Derived("案件数", "count", world.HERE, table="案件")
    trigger = Compare("案件数", Comparison.AT_LEAST, (Fraction(1),), world.HERE)
    rules = world.ruleset(world.clause("N", trigger=trigger), derived={"案件数": counted})
    assert near(rules, world.fact_table({})) == []


DATED = RecordTable(
    "案件",
    {
        "严重程度": Field("严重程度", FieldType.CHOICE, None, choices=("S1", "S3")),  # type: ignore[arg-type]
        "日期": Field("日期", FieldType.DATE, None),  # type: ignore[arg-type]
    },
    None,  # type: ignore[arg-type]
    date_field="日期",
)


@pytest.mark.parametrize(
    ("day", "is_near"), [(date(2024, 12, 28), True), (date(2024, 6, 1), False)]
)
def test_record_when_it_is_just_outside_the_window_then_it_is_a_near_miss(
    world: SimpleNamespace, day: date, is_near: bool
) -> None:
    trigger = world.equals("严重程度", "S3")
    rules = world.ruleset(
        world.clause("S3", table="案件", trigger=trigger), tables={**world.TABLES, "案件": DATED}
    )
    row = {"严重程度": "S3", "日期": (day - date(1970, 1, 1)).days, "窗口外": True}
    facts = world.fact_table({})
    tables = {**facts.records, "案件": world.records(DATED, [row], 1)}
    facts = FactTable(facts.school_ids, facts.names, facts.columns, tables)
    assert [miss.why for miss in near(rules, facts)] == ([Why.WINDOW] if is_near else [])
