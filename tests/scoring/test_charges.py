"""Record charges: one event once, one item once, and nothing decided that is open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Charge, Deduct, Earn, SmallSample, Target
from engine.ruleset.model import Adjustments, FieldType, RecordTable
from engine.scoring import score_schools
from engine.scoring.charges import Outcome

M, NA, OK = State.MISSING, State.NOT_APPLICABLE, State.PRESENT
LEVELS = {"轻": Fraction(1, 2), "重": Fraction(2)}


def place(line):
    return Place("rules.yaml", line=line, column=1)


@pytest.fixture
def tables(world):
    fields = {
        "级别": world.field("级别", FieldType.CHOICE, choices=("轻", "重")),
        "事件": world.field("事件", FieldType.TEXT),
        "项目": world.field("项目", FieldType.TEXT),
    }
    return {
        name: RecordTable(name, fields, world.HERE, event_field="事件") for name in ("甲表", "乙表")
    }


def charge(line, table, **more):
    more.setdefault("by_level", LEVELS)
    return Charge("c", place(line), table=table, level_field="级别", **more)


def assessed(world, tables, records, charges, *, method=Deduct, full=6):
    """Score one indicator a charge, as deductions or (earn) as base indicators."""
    items = tuple(
        world.indicator(f"X{at}", method((each,), world.HERE), full)
        for at, each in enumerate(charges)
    )
    base = world.group("A", *(items if method is Earn else [world.indicator("A1", None, 0)]))
    rules = world.ruleset(
        [base],
        tables=tables,
        full_points=Fraction(100),
        deductions=Adjustments(() if method is Earn else items),
    )
    n_schools = len(next(iter(records.values())).states)
    column = world.column(world.field("x", FieldType.INTEGER), [0] * n_schools)
    return score_schools(rules, world.facts({"x": column}, records)), rules


def outcomes(table, line):
    return [Outcome(each) for each in table.charges[place(line)].outcomes]


def test_one_event_in_three_tables_is_charged_once_the_heaviest(world, tables):
    """Appendix B, trap 11."""
    first = world.record_set(
        tables["甲表"],
        [0, 0, 1],
        {"级别": ["轻", "轻", "轻"], "事件": ["E1", "E2", "E1"], "项目": [M, M, M]},
        n_schools=2,
    )
    second = world.record_set(
        tables["乙表"], [0], {"级别": ["重"], "事件": ["E1"], "项目": [M]}, n_schools=2
    )
    table, _ = assessed(
        world, tables, {"甲表": first, "乙表": second}, [charge(1, "甲表"), charge(2, "乙表")]
    )
    assert outcomes(table, 1) == [Outcome.SAME_EVENT, Outcome.COUNTED, Outcome.COUNTED]
    assert outcomes(table, 2) == [Outcome.COUNTED]
    assert table.roll_up.deduction.tolist() == [25_000, 5_000]


def test_events_are_charged_separately_where_the_rule_says_so(world, tables):
    records = {
        name: world.record_set(
            tables[name], [0], {"级别": ["重"], "事件": ["E1"], "项目": [M]}, n_schools=1
        )
        for name in tables
    }
    both = [charge(1, "甲表"), charge(2, "乙表", settle_events=False)]
    table, _ = assessed(world, tables, records, both)
    assert table.roll_up.deduction.tolist() == [40_000]


def test_an_equal_event_stays_with_the_rule_that_stands_first(world, tables):
    records = {
        name: world.record_set(
            tables[name], [0], {"级别": ["重"], "事件": ["E1"], "项目": [M]}, n_schools=1
        )
        for name in tables
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表"), charge(2, "乙表")])
    assert outcomes(table, 1) == [Outcome.COUNTED]
    assert outcomes(table, 2) == [Outcome.SAME_EVENT]


def one_event(world, tables):
    return {
        name: world.record_set(
            tables[name],
            [0, 1],
            {"级别": ["重"] * 2, "事件": ["E1"] * 2, "项目": [M] * 2},
            n_schools=2,
        )
        for name in tables
    }


@pytest.mark.parametrize(("knows", "taken"), [(False, 20_000), (M, 20_000), (True, 60_000)])
def test_a_charge_takes_no_event_from_a_school_that_it_is_not_known_to_apply_to(
    world, tables, knows, taken
):
    """Else an event would be charged nowhere: the lighter charge gave way, the heavier is off."""
    applies = Compare("公办", Comparison.EQUALS, (True,), world.HERE)
    heavy = charge(1, "甲表", by_level={"重": Fraction(6)})
    items = (
        world.indicator("D1", Deduct((heavy,), world.HERE), 6, applies=applies),
        world.indicator("D2", Deduct((charge(2, "乙表"),), world.HERE), 6),
    )
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, 0))],
        tables=tables,
        full_points=Fraction(100),
        deductions=Adjustments(items),
    )
    columns = {"公办": world.column(world.field("公办", FieldType.BOOLEAN), [knows, True])}
    table = score_schools(rules, world.facts(columns, one_event(world, tables)))
    assert table.roll_up.deduction.tolist() == [taken, 60_000]


@pytest.mark.parametrize(("n", "points"), [(2, [10_000, 30_000]), (3, [30_000, 10_000])])
def test_the_charge_of_a_small_sample_takes_events_only_from_small_schools(
    world, tables, n, points
):
    heavy = charge(1, "甲表", by_level={"重": Fraction(2)})
    small = SmallSample("n", 3, Deduct((heavy,), world.HERE), world.HERE)
    step = Fraction(1)
    items = (
        world.indicator("A1", Target("n", step, step, step, world.HERE, small=small), 3),
        world.indicator("A2", Deduct((charge(2, "乙表"),), world.HERE), 3),
    )
    rules = world.ruleset([world.group("A", *items)], tables=tables)
    columns = {"n": world.column(world.field("n", FieldType.INTEGER), [n, n])}
    table = score_schools(rules, world.facts(columns, one_event(world, tables)))
    assert table.points[0].tolist() == points


def test_one_item_earns_once_the_highest(world, tables):
    """Appendix B, trap 6: awarded by the city, later by the province."""
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0, 0, 0],
            {"级别": ["轻", "重", "轻", "轻"], "事件": [M] * 4, "项目": ["合唱", "合唱", M, M]},
            n_schools=1,
        )
    }
    earning = charge(1, "甲表", item_field="项目")
    table, _ = assessed(world, tables, records, [earning], method=Earn)
    assert outcomes(table, 1) == [Outcome.SAME_ITEM] + [Outcome.COUNTED] * 3
    assert table.points[:, 0].tolist() == [30_000]


def test_of_two_equal_rows_of_an_item_the_first_counts(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0, 0],
            {"级别": ["轻", "重", "重"], "事件": [M] * 3, "项目": ["合唱"] * 3},
            n_schools=1,
        )
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表", item_field="项目")], method=Earn)
    assert outcomes(table, 1) == [Outcome.SAME_ITEM, Outcome.COUNTED, Outcome.SAME_ITEM]


def test_first_and_further_occurrences_cost_their_own_amounts(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0, 0, 1, 1, 1, 1],
            {"级别": ["轻"] * 7, "事件": [M] * 7, "项目": [M] * 7},
            n_schools=2,
            in_window=[True] * 6 + [False],
        )
    }
    each = charge(
        1, "甲表", by_level=None, first=Fraction(1), each=Fraction(2), threshold=1, cap=Fraction(4)
    )
    table, _ = assessed(world, tables, records, [each])
    assert table.charges[place(1)].amounts.tolist() == [0, 10_000, 20_000, 0, 10_000, 20_000, 0]
    assert outcomes(table, 1)[0] is Outcome.FREE
    assert outcomes(table, 1)[-1] is Outcome.OUT_OF_WINDOW
    assert table.roll_up.deduction.tolist() == [30_000, 30_000]


def test_a_charge_stops_at_its_own_cap(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0],
            {"级别": ["重", "重"], "事件": [M, M], "项目": [M, M]},
            n_schools=1,
        )
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表", cap=Fraction(3))])
    assert table.roll_up.deduction.tolist() == [30_000]


def test_a_blank_level_leaves_the_school_open_but_certain_deductions_are_made(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0, 1],
            {"级别": [M, "重", "轻"], "事件": [M] * 3, "项目": [M] * 3},
            n_schools=2,
        )
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表")])
    assert outcomes(table, 1)[0] is Outcome.OPEN
    assert table.status[:, -1].tolist() == [State.MISSING, OK]
    assert table.roll_up.deduction.tolist() == [20_000, 5_000]


@pytest.mark.parametrize(("cell", "state"), [(NA, M), (M, M), (State.UNREADABLE, State.UNREADABLE)])
def test_a_record_without_a_level_is_open_and_never_free(world, tables, cell, state):
    """Even 不适用: every record is of some level, or the condition would not have meant it."""
    records = {
        "甲表": world.record_set(
            tables["甲表"], [0], {"级别": [cell], "事件": [M], "项目": [M]}, n_schools=1
        )
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表")])
    assert table.status[:, -1].tolist() == [state]


def test_gains_on_record_stay_while_another_record_is_open(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0],
            {"级别": ["重", M], "事件": [M] * 2, "项目": [M] * 2},
            n_schools=1,
        )
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表")], method=Earn)
    assert (table.points[0, 0], table.status[0, 0]) == (20_000, M)


def test_an_undecidable_condition_leaves_the_record_open(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [0, 0, 0],
            {"级别": ["轻"] * 3, "事件": [M] * 3, "项目": ["是", "否", M]},
            n_schools=1,
        )
    }
    condition = Compare("项目", Comparison.EQUALS, ("是",), world.HERE)
    table, _ = assessed(world, tables, records, [charge(1, "甲表", condition=condition)])
    assert outcomes(table, 1) == [Outcome.COUNTED, Outcome.NOT_MEANT, Outcome.OPEN]
    assert table.status[0, -1] == M


def test_a_condition_on_what_a_record_has_not_is_not_meant_for_it(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"], [0], {"级别": ["轻"], "事件": [M], "项目": [NA]}, n_schools=1
        )
    }
    condition = Compare("项目", Comparison.EQUALS, ("是",), world.HERE)
    table, _ = assessed(world, tables, records, [charge(1, "甲表", condition=condition)])
    assert outcomes(table, 1) == [Outcome.NOT_MEANT]
    assert table.status[0, -1] == OK


def test_a_table_that_was_not_handed_in_is_missing_and_not_zero(world, tables):
    records = {
        "甲表": world.record_set(
            tables["甲表"],
            [],
            {"级别": [], "事件": [], "项目": []},
            n_schools=2,
            states=[OK, M],
        )
    }
    table, _ = assessed(world, tables, records, [charge(1, "甲表")])
    assert table.status[:, -1].tolist() == [OK, M]
