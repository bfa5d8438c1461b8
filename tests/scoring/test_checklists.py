"""全有全无 and 清单累加: what holds, what does not apply, what is open."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.conditions import AllOf, Compare, Comparison
from engine.ruleset.methods import AllOrNothing, Checklist, Counting, Part
from engine.ruleset.model import FieldType

FULL = Fraction(3)
states = st.sampled_from([State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE])
truths = st.lists(st.one_of(st.booleans(), st.booleans(), states), min_size=1, max_size=20)


def is_true(world, name):
    return Compare(name, Comparison.EQUALS, (True,), world.HERE)


@given(truths)
def test_all_or_nothing_gives_full_points_only_for_true(world, score, values):
    columns = {"v": world.column(world.field("v", FieldType.BOOLEAN), values)}
    found, found_states = score(AllOrNothing(is_true(world, "v"), world.HERE), columns)
    for value, its_points, state in zip(values, found, found_states, strict=True):
        if isinstance(value, State):
            assert (its_points, state) == (0, value)
        else:
            assert its_points == (FULL if value else 0)


cell = st.one_of(st.booleans(), st.booleans(), states)


@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=20))
def test_checklist_adds_parts_and_scales_what_does_not_apply(world, score, triples):
    worth = {"a": Fraction(1, 2), "b": Fraction(1), "c": Fraction(3, 2)}
    parts = tuple(
        Part(name, is_true(world, name), points, world.HERE) for name, points in worth.items()
    )
    columns = {
        name: world.column(world.field(name, FieldType.BOOLEAN), values)
        for name, values in zip("abc", zip(*triples, strict=True), strict=True)
    }
    found, found_states = score(Checklist(parts, world.HERE), columns)
    for values, its_points, state in zip(triples, found, found_states, strict=True):
        applying = {
            name: value
            for name, value in zip("abc", values, strict=True)
            if value is not State.NOT_APPLICABLE
        }
        whole = sum((worth[name] for name in applying), Fraction(0))
        if not applying:
            assert state is State.NOT_APPLICABLE
            continue
        held = sum((worth[name] for name, value in applying.items() if value is True), Fraction(0))
        assert its_points == round_fraction(held * FULL / whole, world.UNIT)
        gaps = [value for value in applying.values() if isinstance(value, State)]
        assert state is max(gaps, default=State.PRESENT)


def test_checklist_leaves_out_a_part_that_does_not_apply(world, score):
    boarding = Compare("寄宿", Comparison.EQUALS, (True,), world.HERE)
    parts = (
        Part("a", is_true(world, "a"), Fraction(2), world.HERE),
        Part("b", is_true(world, "b"), Fraction(1), world.HERE, boarding),
    )
    kind = FieldType.BOOLEAN
    columns = {
        "a": world.column(world.field("a", kind), [True, True, False]),
        "b": world.column(world.field("b", kind), [State.MISSING, False, True]),
        "寄宿": world.column(world.field("寄宿", kind), [False, True, False]),
    }
    found, found_states = score(Checklist(parts, world.HERE), columns)
    assert found == [3, 2, 0]
    assert found_states == [State.PRESENT] * 3


def test_a_checklist_of_which_nothing_applies_does_not_apply(world, score):
    worth = {"a": Fraction(3), "b": Fraction(0)}
    parts = tuple(
        Part(name, is_true(world, name), points, world.HERE) for name, points in worth.items()
    )
    outside = State.NOT_APPLICABLE
    columns = {
        "a": world.column(world.field("a", FieldType.BOOLEAN), [outside, outside, True]),
        "b": world.column(world.field("b", FieldType.BOOLEAN), [outside, State.MISSING, outside]),
    }
    found, found_states = score(Checklist(parts, world.HERE), columns)
    assert found == [0, 0, 3]
    assert found_states == [outside, outside, State.PRESENT]


def test_a_part_that_may_not_apply_leaves_the_checklist_open(world, score):
    boarding = Compare("寄宿", Comparison.EQUALS, (True,), world.HERE)
    parts = (
        Part("a", is_true(world, "a"), Fraction(2), world.HERE),
        Part("b", is_true(world, "b"), Fraction(1), world.HERE, boarding),
    )
    kind = FieldType.BOOLEAN
    gaps = [State.MISSING, State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE, False]
    columns = {
        "a": world.column(world.field("a", kind), [True] * 5),
        "b": world.column(world.field("b", kind), [True, False, True, True, State.MISSING]),
        "寄宿": world.column(world.field("寄宿", kind), gaps),
    }
    found, found_states = score(Checklist(parts, world.HERE), columns)
    assert found == [2, 2, 3, 2, 3]  # what is certain, or the rest scaled
    assert found_states == [
        State.MISSING,
        State.MISSING,
        State.PRESENT,
        State.UNREADABLE,
        State.PRESENT,
    ]


def test_both_breaks_must_reach_thirty_minutes(world, score):
    """Appendix B, trap 3: two facts, not a sum of 60."""
    method = AllOrNothing(
        AllOf(
            tuple(
                Compare(name, Comparison.AT_LEAST, (Fraction(30),), world.HERE)
                for name in ("上午", "下午")
            ),
            world.HERE,
        ),
        world.HERE,
    )
    minutes = world.field("分钟", decimals=1)
    columns = {
        "上午": world.column(minutes, [30, Fraction(299, 10), 60, 30]),
        "下午": world.column(minutes, [30, 30, 0, State.MISSING]),
    }
    found, found_states = score(method, columns)
    assert found == [3, 0, 0, 0]
    assert found_states == [State.PRESENT] * 3 + [State.MISSING]


def test_of_the_highest_part_only_a_higher_one_that_is_open_matters(world, score):
    worth = {"a": 1, "b": 2, "c": 2, "d": 3}
    parts = tuple(
        Part(name, is_true(world, name), Fraction(points), world.HERE)
        for name, points in worth.items()
    )
    gap = State.MISSING
    rows = {
        "a": [gap, True, True, True],
        "b": [True, gap, False, gap],
        "c": [gap, False, False, gap],
        "d": [False, False, gap, True],
    }
    columns = {
        name: world.column(world.field(name, FieldType.BOOLEAN), cells)
        for name, cells in rows.items()
    }
    found = score(Checklist(parts, world.HERE, Counting.HIGHEST), columns)
    assert found == ([2, 1, 1, 3], [State.PRESENT, gap, gap, State.PRESENT])
