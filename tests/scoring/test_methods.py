"""Every method, over all rows at once, against a slow and obvious `Fraction` oracle."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.conditions import AllOf, Compare, Comparison
from engine.ruleset.methods import (
    AllOrNothing,
    Band,
    Bands,
    Charge,
    Checklist,
    Deduct,
    Direct,
    Earn,
    Levels,
    Linear,
    Part,
    SmallSample,
    Target,
)
from engine.ruleset.model import FieldType
from engine.scoring.methods import score_method
from engine.scoring.values import Quantity

FULL = Fraction(3)
states = st.sampled_from([State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE])
numbers = st.integers(-20_000, 40_000).map(lambda count: Fraction(count, 10_000))
shares = st.integers(0, 12_000).map(lambda count: Fraction(count, 10_000))
cells = st.lists(st.one_of(numbers, numbers, states), min_size=1, max_size=30)
ratios = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=30)
points = st.integers(1, 300).map(lambda count: Fraction(count, 100))


def score(world, method, columns, full=FULL, quantities=None):
    rows = world.rows(columns)
    rows.view.quantities.update(quantities or {})
    scored = score_method(method, rows.units(full), rows)
    found = [int(each) * world.UNIT for each in scored.points]
    found_states = [0] * len(found) if scored.states is None else scored.states.tolist()
    return found, [State(each) for each in found_states]


def ratio(pairs):
    above, below = (np.array(each) for each in zip(*pairs, strict=True))
    return {"v": Quantity(above, 1, below)}


def clip(value, low, high):
    return max(low, min(high, value))


def linear_oracle(value, zero, end):
    return round_fraction(FULL * clip((value - zero) / (end - zero), 0, 1), Fraction(1, 10_000))


@given(cells, numbers, numbers)
def test_linear_interpolates_and_clips_as_fractions_do(world, values, zero, end):
    if zero == end:
        end += 1
    method = Linear("v", zero, end, world.HERE)
    found, found_states = score(world, method, {"v": world.column(world.field("v"), values)})
    for value, its_points, state in zip(values, found, found_states, strict=True):
        if isinstance(value, State):
            assert state is value
        else:
            assert (its_points, state) == (linear_oracle(value, zero, end), State.PRESENT)


@given(ratios, shares, st.integers(1, 7).map(lambda n: Fraction(n, 7)))
def test_linear_of_a_ratio_divides_nothing_before_the_end(world, pairs, zero, span):
    method = Linear("v", zero, zero + span, world.HERE)
    columns = {"x": world.column(world.field("x"), [0] * len(pairs))}
    found, _ = score(world, method, columns, quantities=ratio(pairs))
    assert found == [linear_oracle(Fraction(a, b), zero, zero + span) for a, b in pairs]


def target_oracle(value, goal, step, loss, floor, lower):
    short = value - goal if lower else goal - value
    return max(floor, FULL - max(0, ceil(short / step)) * loss)


@given(ratios, shares, points, points, st.booleans())
def test_target_counts_started_steps_of_a_ratio(world, pairs, goal, step, loss, lower):
    step = step / 100
    method = Target("v", goal, step, loss, world.HERE, Fraction(1, 2), lower)
    columns = {"x": world.column(world.field("x"), [0] * len(pairs))}
    found, _ = score(world, method, columns, quantities=ratio(pairs))
    wanted = [
        target_oracle(Fraction(a, b), goal, step, loss, Fraction(1, 2), lower) for a, b in pairs
    ]
    assert found == wanted


def test_target_of_ninety_percent_is_not_reached_by_a_hair(world):
    method = Target("v", Fraction(9, 10), Fraction(1, 100), Fraction(1, 10), world.HERE)
    pairs = [(9, 10), (899_999, 1_000_000), (89, 100), (1, 1), (0, 1)]
    columns = {"x": world.column(world.field("x"), [0] * 5)}
    found, _ = score(world, method, columns, quantities=ratio(pairs))
    assert found == [Fraction(3), Fraction(29, 10), Fraction(29, 10), Fraction(3), Fraction(0)]


def test_target_without_a_loss_takes_nothing_off(world):
    method = Target("v", Fraction(1), Fraction(1, 100), Fraction(0), world.HERE)
    found, _ = score(world, method, {"v": world.column(world.field("v"), [0, 1])})
    assert found == [3, 3]


def test_target_far_beyond_64_bits_is_exact(world):
    method = Target("v", Fraction(1), Fraction(1, 1000), Fraction(1, 10), world.HERE)
    far = Quantity(np.array([10**30, -(10**30), 0], dtype=object))
    columns = {"x": world.column(world.field("x"), [0] * 3)}
    found, _ = score(world, method, columns, quantities={"v": far})
    assert found == [3, 0, 0]


def test_small_sample_is_scored_by_the_other_method(world):
    small = SmallSample(
        "n",
        3,
        AllOrNothing(Compare("k", Comparison.AT_LEAST, (Fraction(1),), world.HERE), world.HERE),
        world.HERE,
    )
    method = Target(
        "v", Fraction(9, 10), Fraction(1, 100), Fraction(1, 10), world.HERE, small=small
    )
    whole = world.field("k", FieldType.INTEGER)
    done, total = [1, 0, 2, 9, 8], [1, 2, 2, 10, 10]
    columns = {"k": world.column(whole, done), "n": world.column(whole, total)}
    found, _ = score(world, method, columns, quantities=ratio(list(zip(done, total, strict=True))))
    assert found == [3, 0, 3, 3, 2]


def test_exactly_the_least_denominator_is_not_a_small_sample(world):
    none = Compare("n", Comparison.LESS_THAN, (Fraction(0),), world.HERE)
    small = SmallSample("n", 3, AllOrNothing(none, world.HERE), world.HERE)
    method = Target("n", Fraction(0), Fraction(1), Fraction(1), world.HERE, small=small)
    columns = {"n": world.column(world.field("n", FieldType.INTEGER), [2, 3])}
    assert score(world, method, columns)[0] == [0, 3]


def test_small_sample_of_nothing_stays_not_applicable(world):
    small = SmallSample(
        "n",
        3,
        AllOrNothing(Compare("n", Comparison.AT_LEAST, (Fraction(0),), world.HERE), world.HERE),
        world.HERE,
    )
    method = Target("v", Fraction(1), Fraction(1, 100), Fraction(1), world.HERE, small=small)
    columns = {"n": world.column(world.field("n", FieldType.INTEGER), [0, State.MISSING, 1])}
    quantity = Quantity(
        np.array([0, 0, 1]),
        1,
        np.array([1, 1, 1]),
        np.array([State.NOT_APPLICABLE, State.MISSING, 0], np.uint8),
    )
    _, found_states = score(world, method, columns, quantities={"v": quantity})
    assert found_states == [State.NOT_APPLICABLE, State.MISSING, State.PRESENT]


edges = st.lists(numbers, min_size=1, max_size=4, unique=True).map(sorted)


@given(st.lists(numbers, min_size=1), edges, st.lists(points, min_size=5, max_size=5), st.data())
def test_bands_find_the_one_band_whose_bounds_hold(world, values, cuts, worth, data):
    closed_below = [data.draw(st.booleans()) for _ in cuts]
    bands = []
    for at in range(len(cuts) + 1):
        bounds = []
        if at > 0:
            lower = Comparison.AT_LEAST if closed_below[at - 1] else Comparison.MORE_THAN
            bounds.append((lower, cuts[at - 1]))
        if at < len(cuts):
            upper = Comparison.LESS_THAN if closed_below[at] else Comparison.AT_MOST
            bounds.append((upper, cuts[at]))
        bands.append(Band(tuple(bounds), worth[at], world.HERE))
    method = Bands("v", tuple(data.draw(st.permutations(bands))), world.HERE)
    found, _ = score(world, method, {"v": world.column(world.field("v"), values)})
    holds = {
        Comparison.AT_LEAST: lambda v, b: v >= b,
        Comparison.MORE_THAN: lambda v, b: v > b,
        Comparison.LESS_THAN: lambda v, b: v < b,
        Comparison.AT_MOST: lambda v, b: v <= b,
    }
    for value, its_points in zip(values, found, strict=True):
        [band] = [b for b in bands if all(holds[c](value, bound) for c, bound in b.bounds)]
        assert its_points == band.points


def test_bands_call_a_value_outside_all_of_them_unreadable(world):
    bands = (
        Band(((Comparison.EQUALS, Fraction(0)),), Fraction(0), world.HERE),
        Band(((Comparison.EQUALS, Fraction(1)),), Fraction(1), world.HERE),
        Band(((Comparison.EQUALS, Fraction(2)),), Fraction(3), world.HERE),
    )
    whole = world.field("v", FieldType.INTEGER)
    columns = {"v": world.column(whole, [-1, 0, 1, 2, 3, State.MISSING])}
    found, found_states = score(world, Bands("v", bands, world.HERE), columns)
    assert found[1:4] == [0, 1, 3]
    assert found_states == [
        State.UNREADABLE,
        State.PRESENT,
        State.PRESENT,
        State.PRESENT,
        State.UNREADABLE,
        State.MISSING,
    ]


def test_the_tightest_of_several_bounds_is_the_end_of_a_band(world):
    low = ((Comparison.LESS_THAN, Fraction(9)), (Comparison.AT_MOST, Fraction(2)))
    high = (
        (Comparison.AT_LEAST, Fraction(1)),
        (Comparison.MORE_THAN, Fraction(2)),
        (Comparison.AT_MOST, Fraction(3)),
        (Comparison.LESS_THAN, Fraction(3)),
    )
    bands = Bands(
        "v",
        (Band(high, Fraction(3), world.HERE), Band(low, Fraction(1), world.HERE)),
        world.HERE,
    )
    values = [Fraction(3, 2), 2, Fraction(5, 2), 3, State.MISSING]
    found, found_states = score(world, bands, {"v": world.column(world.field("v"), values)})
    assert found[:3] == [1, 1, 3]
    wanted = [State.PRESENT] * 3 + [State.UNREADABLE, State.MISSING]
    assert found_states == wanted


def test_bands_may_be_more_than_a_byte_counts(world):
    bands = [Band(((Comparison.LESS_THAN, Fraction(1)),), Fraction(0), world.HERE)]
    for at in range(1, 300):
        bounds = ((Comparison.AT_LEAST, Fraction(at)), (Comparison.LESS_THAN, Fraction(at + 1)))
        bands.append(Band(bounds, Fraction(at, 100), world.HERE))
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), [0, 127, 128, 255, 256, 299])}
    found, _ = score(world, Bands("v", tuple(bands), world.HERE), columns)
    assert found == [Fraction(at, 100) for at in (0, 127, 128, 255, 256, 299)]


counts = st.lists(st.integers(-3, 30), min_size=1, max_size=20)


def moved_oracle(count, charge):
    moved = Fraction(0)
    for number in range(max(0, count - charge.threshold)):
        moved += charge.first if number == 0 else charge.each
    return moved if charge.cap is None else min(moved, charge.cap)


@given(counts, points, points, st.integers(0, 3), st.none() | points, points)
def test_deduct_charges_each_occurrence_down_to_the_floor(
    world, values, first, each, threshold, cap, floor
):
    charge = Charge("c", world.HERE, "v", first=first, each=each, threshold=threshold, cap=cap)
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), values)}
    found, _ = score(world, Deduct((charge,), world.HERE, floor), columns)
    assert found == [max(floor, FULL - moved_oracle(value, charge)) for value in values]


@given(counts, points, points, st.integers(0, 3), st.none() | points)
def test_earn_gains_each_occurrence_up_to_full_points(world, values, first, each, threshold, cap):
    charge = Charge("c", world.HERE, "v", first=first, each=each, threshold=threshold, cap=cap)
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), values)}
    found, _ = score(world, Earn((charge, charge), world.HERE), columns)
    assert found == [min(FULL, 2 * moved_oracle(value, charge)) for value in values]


def test_a_huge_count_does_not_overflow(world):
    charge = Charge("c", world.HERE, "v", first=Fraction(1), each=Fraction(1), cap=Fraction(2))
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), [10**12])}
    found, _ = score(world, Earn((charge,), world.HERE), columns)
    assert found == [2]


@pytest.mark.parametrize("make", [Deduct, Earn])
@pytest.mark.parametrize("each", [Fraction(1), Fraction(0), Fraction(1, 10_000)])
@pytest.mark.parametrize("count", [10**12, 2**64 // 10_000 + 7, 10**30])
def test_counts_without_a_cap_stop_at_what_the_indicator_has(world, make, each, count):
    """A count so large that its product wraps round in 64 bits must not come back as points."""
    charge = Charge("c", world.HERE, "v", first=Fraction(1), each=each)
    columns = {"x": world.column(world.field("x"), [0, 0])}
    far = Quantity(np.array([count, 0], dtype=object if count > 2**62 else np.int64))
    found, _ = score(world, make((charge,), world.HERE), columns, quantities={"v": far})
    moved = 3 if each else 1
    assert found == ([FULL - moved, FULL] if make is Deduct else [moved, 0])


def test_a_charge_that_does_not_apply_moves_nothing_and_leaves_the_others(world):
    whole = world.field("v", FieldType.INTEGER)
    missing, outside, bad = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE
    columns = {
        "a": world.column(whole, [1, outside, outside, outside, missing]),
        "b": world.column(whole, [1, 1, missing, outside, bad]),
    }
    charges = tuple(
        Charge(name, world.HERE, name, first=Fraction(1), each=Fraction(1)) for name in "ab"
    )
    found, found_states = score(world, Deduct(charges, world.HERE), columns)
    assert found == [1, 2, 3, 3, 3]
    assert found_states == [State.PRESENT, State.PRESENT, missing, outside, bad]


def test_a_charge_that_is_known_everywhere_keeps_the_whole_applicable(world):
    whole = world.field("v", FieldType.INTEGER)
    columns = {
        "a": world.column(whole, [State.NOT_APPLICABLE, State.MISSING]),
        "b": world.column(whole, [1, 1]),
    }
    charges = tuple(
        Charge(name, world.HERE, name, first=Fraction(1), each=Fraction(1)) for name in "ab"
    )
    found, found_states = score(world, Earn(charges, world.HERE), columns)
    assert found == [1, 1]
    assert found_states == [State.PRESENT, State.MISSING]


@given(st.lists(st.one_of(st.sampled_from(["好", "中", "差"]), states), min_size=1))
def test_levels_look_up_the_points_of_each_choice(world, values):
    table = {"好": Fraction(3), "中": Fraction(3, 2), "差": Fraction(0)}
    choice = world.field("v", FieldType.CHOICE, choices=("好", "中", "差"))
    columns = {"v": world.column(choice, values)}
    found, found_states = score(world, Levels("v", table, world.HERE), columns)
    for value, its_points, state in zip(values, found, found_states, strict=True):
        if isinstance(value, State):
            assert state is value
        else:
            assert its_points == table[value]


def test_levels_take_a_choice_not_settled_yet_as_missing(world):
    choice = world.field("v", FieldType.CHOICE, choices=("好", "待定"), pending=("待定",))
    columns = {"v": world.column(choice, ["好", "待定"])}
    _, found_states = score(world, Levels("v", {"好": FULL}, world.HERE), columns)
    assert found_states == [State.PRESENT, State.MISSING]


@given(st.lists(numbers, min_size=1), points)
def test_direct_scales_an_outside_score(world, values, out_of):
    found, _ = score(
        world, Direct("v", out_of, world.HERE), {"v": world.column(world.field("v"), values)}
    )
    assert found == [linear_oracle(value, Fraction(0), out_of) for value in values]


truths = st.lists(st.one_of(st.booleans(), st.booleans(), states), min_size=1, max_size=20)


def is_true(world, name):
    return Compare(name, Comparison.EQUALS, (True,), world.HERE)


@given(truths)
def test_all_or_nothing_gives_full_points_only_for_true(world, values):
    columns = {"v": world.column(world.field("v", FieldType.BOOLEAN), values)}
    found, found_states = score(world, AllOrNothing(is_true(world, "v"), world.HERE), columns)
    for value, its_points, state in zip(values, found, found_states, strict=True):
        if isinstance(value, State):
            assert (its_points, state) == (0, value)
        else:
            assert its_points == (FULL if value else 0)


cell = st.one_of(st.booleans(), st.booleans(), states)


@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=20))
def test_checklist_adds_parts_and_scales_what_does_not_apply(world, triples):
    worth = {"a": Fraction(1, 2), "b": Fraction(1), "c": Fraction(3, 2)}
    parts = tuple(
        Part(name, is_true(world, name), points, world.HERE) for name, points in worth.items()
    )
    columns = {
        name: world.column(world.field(name, FieldType.BOOLEAN), values)
        for name, values in zip("abc", zip(*triples, strict=True), strict=True)
    }
    found, found_states = score(world, Checklist(parts, world.HERE), columns)
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


def test_checklist_leaves_out_a_part_that_does_not_apply(world):
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
    found, found_states = score(world, Checklist(parts, world.HERE), columns)
    assert found == [3, 2, 0]
    assert found_states == [State.PRESENT] * 3


def test_a_part_that_may_not_apply_leaves_the_checklist_open(world):
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
    found, found_states = score(world, Checklist(parts, world.HERE), columns)
    assert found == [2, 2, 3, 2, 3]  # what is certain, or the rest scaled
    assert found_states == [
        State.MISSING,
        State.MISSING,
        State.PRESENT,
        State.UNREADABLE,
        State.PRESENT,
    ]


def test_both_breaks_must_reach_thirty_minutes(world):
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
    found, found_states = score(world, method, columns)
    assert found == [3, 0, 0, 0]
    assert found_states == [State.PRESENT] * 3 + [State.MISSING]


@pytest.mark.parametrize("zero", [Fraction(0), Fraction(1, 3)])
def test_linear_is_exact_where_full_points_are_very_large(world, zero):
    method = Linear("v", zero, Fraction(1), world.HERE)
    values = [Fraction(1, 2), Fraction(9999, 10_000)]
    columns = {"v": world.column(world.field("v"), values)}
    rows = world.rows(columns)
    found = score_method(method, 2**60, rows).points.tolist()
    wanted = [round_fraction(2**60 * (value - zero) / (1 - zero), Fraction(1)) for value in values]
    assert found == wanted


@pytest.mark.parametrize(
    ("zero", "end"),
    [
        (Fraction(10**18), Fraction(10**18 + 1)),
        (Fraction(-(10**18)), Fraction(1)),
        (Fraction(0), Fraction(10**18)),
        (Fraction(0), Fraction(100)),
    ],
)
def test_linear_is_exact_between_ends_far_apart_or_far_away(world, zero, end):
    method = Linear("v", zero, end, world.HERE)
    columns = {"v": world.column(world.field("v"), [5])}
    assert score(world, method, columns)[0] == [linear_oracle(5, zero, end)]
    over = Quantity(np.array([50_000]), 10_000, np.array([10**16]))
    columns = {"x": world.column(world.field("x"), [0])}
    found, _ = score(world, method, columns, quantities={"v": over})
    assert found == [linear_oracle(Fraction(5, 10**16), zero, end)]
