"""Conditions over columns against Kleene's logic on single values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts.table import State
from engine.ruleset.conditions import AllOf, AnyOf, AtLeastOf, Compare, Comparison, Not
from engine.ruleset.model import FieldType
from engine.scoring.conditions import FALSE, TRUE, UNKNOWN, evaluate, unknown_names
from engine.scoring.values import Quantity

HERE = Place("rules.yaml")
NAMES = ("a", "b", "c")
cell = st.one_of(
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from([State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE]),
)
leaf = st.builds(
    lambda name, comparison, bound: Compare(name, comparison, (Fraction(bound),), HERE),
    st.sampled_from(NAMES),
    st.sampled_from(
        [
            Comparison.EQUALS,
            Comparison.NOT_EQUALS,
            Comparison.AT_LEAST,
            Comparison.MORE_THAN,
            Comparison.AT_MOST,
            Comparison.LESS_THAN,
        ]
    ),
    st.integers(0, 3) | st.sampled_from([Fraction(1, 2), Fraction(5, 2)]),
)


def joined(children):
    several = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: AllOf(parts, HERE)),
        several.map(lambda parts: AnyOf(parts, HERE)),
        children.map(lambda part: Not(part, HERE)),
        st.tuples(st.integers(1, 3), several).map(lambda pair: AtLeastOf(*pair, HERE)),
    )


conditions = st.recursive(leaf, joined, max_leaves=8)
COMPARE = {
    Comparison.EQUALS: lambda a, b: a == b,
    Comparison.NOT_EQUALS: lambda a, b: a != b,
    Comparison.AT_LEAST: lambda a, b: a >= b,
    Comparison.MORE_THAN: lambda a, b: a > b,
    Comparison.AT_MOST: lambda a, b: a <= b,
    Comparison.LESS_THAN: lambda a, b: a < b,
}


def judge(condition, values):
    """One value at a time: True, False or None."""
    match condition:
        case Compare():
            value = values[condition.value]
            if isinstance(value, State):
                return None
            return COMPARE[condition.comparison](value, condition.operands[0])
        case Not():
            inner = judge(condition.part, values)
            return None if inner is None else not inner
    found = [judge(part, values) for part in condition.parts]
    sure, open_ = found.count(True), found.count(None)
    wanted = {AllOf: len(found), AnyOf: 1}.get(type(condition)) or condition.count
    if sure >= wanted:
        return True
    return None if sure + open_ >= wanted else False


@given(conditions, st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=20))
def test_columns_are_judged_as_single_values_are(world, condition, triples):
    whole = FieldType.INTEGER
    columns = {
        name: world.column(world.field(name, whole), values)
        for name, values in zip(NAMES, zip(*triples, strict=True), strict=True)
    }
    truth = evaluate(condition, world.rows(columns).view)
    wanted = {True: TRUE, False: FALSE, None: UNKNOWN}
    for at, values in enumerate(triples):
        by_name = dict(zip(NAMES, values, strict=True))
        assert truth.values[at] == wanted[judge(condition, by_name)]
        cause = 0 if truth.causes is None else truth.causes[at]
        assert (cause != 0) == (truth.values[at] == UNKNOWN)


def truths(world, condition, columns):
    return evaluate(condition, world.rows(columns).view).values.tolist()


def test_a_choice_not_settled_yet_is_unknown_unless_it_is_named(world):
    liability = world.field(
        "责任认定", FieldType.CHOICE, choices=("全责", "无责", "待定"), pending=("待定",)
    )
    columns = {"责任认定": world.column(liability, ["全责", "无责", "待定", State.MISSING])}
    is_full = Compare("责任认定", Comparison.EQUALS, ("全责",), HERE)
    is_not_none = Compare("责任认定", Comparison.NOT_EQUALS, ("无责",), HERE)
    is_open = Compare("责任认定", Comparison.ONE_OF, ("待定",), HERE)
    assert truths(world, is_full, columns) == [TRUE, FALSE, UNKNOWN, UNKNOWN]
    assert truths(world, is_not_none, columns) == [TRUE, FALSE, UNKNOWN, UNKNOWN]
    assert truths(world, is_open, columns) == [FALSE, FALSE, TRUE, UNKNOWN]
    view = world.rows(columns).view
    assert unknown_names(is_full, view, 2) == ("责任认定",)
    assert unknown_names(is_full, view, 0) == ()


def test_naming_one_choice_not_settled_yet_does_not_settle_the_others(world):
    field = world.field(
        "责任", FieldType.CHOICE, choices=("全责", "待定", "调查中"), pending=("待定", "调查中")
    )
    columns = {"责任": world.column(field, ["全责", "待定", "调查中"])}
    named = Compare("责任", Comparison.ONE_OF, ("全责", "待定"), HERE)
    assert truths(world, named, columns) == [TRUE, TRUE, UNKNOWN]
    view = world.rows(columns).view
    assert [unknown_names(named, view, row) for row in range(3)] == [(), (), ("责任",)]


def test_only_what_leaves_a_condition_open_is_named(world):
    columns = {
        "a": world.column(world.field("a"), [State.MISSING]),
        "b": world.column(world.field("b"), [State.MISSING]),
        "c": world.column(world.field("c"), [1]),
        "球": world.column(
            world.field("球", FieldType.SET, choices=("足", "篮", "待定"), pending=("待定",)),
            [["足", "待定"]],
        ),
    }
    less = Comparison.LESS_THAN
    condition = AllOf(
        (
            Compare("a", Comparison.FILLED, (False,), HERE),
            Not(Compare("b", less, (Fraction(1),), HERE), HERE),
            Compare("c", less, (), HERE, other="b"),
            Compare("球", Comparison.INCLUDES, ("足",), HERE),
        ),
        HERE,
    )
    assert unknown_names(condition, world.rows(columns).view, 0) == ("b",)
    assert unknown_names(None, world.rows(columns).view, 0) == ()


def test_a_derived_value_that_is_not_known_is_named(world):
    view = world.rows({"x": world.column(world.field("x"), [0, 0])}).view
    gaps = np.array([State.PRESENT, State.NOT_APPLICABLE], np.uint8)
    view.quantities["占比"] = Quantity(np.array([1, 0]), 1, np.array([2, 1]), gaps)
    condition = Compare("占比", Comparison.AT_LEAST, (Fraction(1, 2),), HERE)
    assert [unknown_names(condition, view, row) for row in (0, 1)] == [(), ("占比",)]
    assert evaluate(condition, view).values.tolist() == [TRUE, UNKNOWN]


@pytest.mark.parametrize(
    ("comparison", "operands", "wanted"),
    [
        (Comparison.INCLUDES, ("足球", "篮球"), [TRUE, FALSE, FALSE, UNKNOWN]),
        (Comparison.ONE_OF, ("足球", "篮球"), [TRUE, TRUE, FALSE, UNKNOWN]),
        (Comparison.EQUALS, ("足球",), [FALSE, TRUE, FALSE, UNKNOWN]),
        (Comparison.NOT_EQUALS, ("足球",), [TRUE, FALSE, TRUE, UNKNOWN]),
    ],
)
def test_sets_are_compared_by_what_they_hold(world, comparison, operands, wanted):
    balls = world.field("三大球", FieldType.SET, choices=("足球", "篮球", "排球"))
    values = [["足球", "篮球"], ["足球"], [], State.MISSING]
    columns = {"三大球": world.column(balls, values)}
    assert truths(world, Compare("三大球", comparison, operands, HERE), columns) == wanted


def test_filled_is_never_unknown(world):
    columns = {"v": world.column(world.field("v"), [0, State.MISSING, State.NOT_APPLICABLE])}
    filled = Compare("v", Comparison.FILLED, (True,), HERE)
    blank = Compare("v", Comparison.FILLED, (False,), HERE)
    assert truths(world, filled, columns) == [TRUE, FALSE, FALSE]
    assert truths(world, blank, columns) == [FALSE, TRUE, TRUE]


def test_dates_compare_with_constants_and_with_each_other(world):
    day = world.field("日期", FieldType.DATE)
    columns = {
        "销号": world.column(day, [date(2025, 3, 1), date(2025, 4, 2), State.MISSING]),
        "限期": world.column(day, [date(2025, 3, 1), date(2025, 4, 1), date(2025, 4, 1)]),
    }
    in_time = Compare("销号", Comparison.AT_MOST, (), HERE, other="限期")
    in_march = Compare("销号", Comparison.LESS_THAN, (date(2025, 4, 1),), HERE)
    assert truths(world, in_time, columns) == [TRUE, FALSE, UNKNOWN]
    assert truths(world, in_march, columns) == [TRUE, FALSE, UNKNOWN]


def test_numbers_and_text_can_be_one_of_several(world):
    columns = {
        "n": world.column(world.field("n", FieldType.INTEGER), [1, 2, 3]),
        "t": world.column(world.field("t", FieldType.TEXT), ["甲", "乙", "丙"]),
    }
    one_or_three = Compare("n", Comparison.ONE_OF, (Fraction(1), Fraction(3)), HERE)
    assert truths(world, one_or_three, columns) == [TRUE, FALSE, TRUE]
    first_two = Compare("t", Comparison.ONE_OF, ("甲", "乙", "丁"), HERE)
    assert truths(world, first_two, columns) == [TRUE, TRUE, FALSE]


def test_a_threshold_finer_than_the_field_is_still_exact(world):
    columns = {"v": world.column(world.field("v", decimals=1), [Fraction(3, 10), Fraction(4, 10)])}
    third = Fraction(1, 3)
    for comparison, wanted in [
        (Comparison.AT_LEAST, [FALSE, TRUE]),
        (Comparison.LESS_THAN, [TRUE, FALSE]),
        (Comparison.EQUALS, [FALSE, FALSE]),
        (Comparison.NOT_EQUALS, [TRUE, TRUE]),
    ]:
        assert truths(world, Compare("v", comparison, (third,), HERE), columns) == wanted
