"""Methods that read one value, over all rows at once, against a slow `Fraction` oracle."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import (
    AllOrNothing,
    Band,
    Bands,
    Direct,
    Levels,
    Linear,
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


def ratio(pairs):
    above, below = (np.array(each) for each in zip(*pairs, strict=True))
    return {"v": Quantity(above, 1, below)}


def clip(value, low, high):
    return max(low, min(high, value))


def linear_oracle(value, zero, end):
    return round_fraction(FULL * clip((value - zero) / (end - zero), 0, 1), Fraction(1, 10_000))


@given(cells, numbers, numbers)
def test_linear_interpolates_and_clips_as_fractions_do(world, score, values, zero, end):
    if zero == end:
        end += 1
    method = Linear("v", zero, end, world.HERE)
    found, found_states = score(method, {"v": world.column(world.field("v"), values)})
    for value, its_points, state in zip(values, found, found_states, strict=True):
        if isinstance(value, State):
            assert state is value
        else:
            assert (its_points, state) == (linear_oracle(value, zero, end), State.PRESENT)


@given(ratios, shares, st.integers(1, 7).map(lambda n: Fraction(n, 7)))
def test_linear_of_a_ratio_divides_nothing_before_the_end(world, score, pairs, zero, span):
    method = Linear("v", zero, zero + span, world.HERE)
    columns = {"x": world.column(world.field("x"), [0] * len(pairs))}
    found, _ = score(method, columns, quantities=ratio(pairs))
    assert found == [linear_oracle(Fraction(a, b), zero, zero + span) for a, b in pairs]


@pytest.mark.parametrize("zero", [Fraction(0), Fraction(1, 3)])
@pytest.mark.parametrize("full", [2**48, 2**50, 2**60])
def test_linear_is_exact_where_full_points_are_very_large(world, zero, full):
    method = Linear("v", zero, Fraction(1), world.HERE)
    values = [Fraction(1, 2), Fraction(9999, 10_000)]
    columns = {"v": world.column(world.field("v"), values)}
    rows = world.rows(columns)
    found = score_method(method, full, rows).points.tolist()
    wanted = [round_fraction(full * (value - zero) / (1 - zero), Fraction(1)) for value in values]
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
def test_linear_is_exact_between_ends_far_apart_or_far_away(world, score, zero, end):
    method = Linear("v", zero, end, world.HERE)
    columns = {"v": world.column(world.field("v"), [5])}
    assert score(method, columns)[0] == [linear_oracle(5, zero, end)]
    over = Quantity(np.array([50_000]), 10_000, np.array([10**16]))
    columns = {"x": world.column(world.field("x"), [0])}
    found, _ = score(method, columns, quantities={"v": over})
    assert found == [linear_oracle(Fraction(5, 10**16), zero, end)]


def target_oracle(value, goal, step, loss, floor, lower):
    short = value - goal if lower else goal - value
    return max(floor, FULL - max(0, ceil(short / step)) * loss)


@given(ratios, shares, points, points, st.booleans())
def test_target_counts_started_steps_of_a_ratio(world, score, pairs, goal, step, loss, lower):
    step = step / 100
    method = Target("v", goal, step, loss, world.HERE, Fraction(1, 2), lower)
    columns = {"x": world.column(world.field("x"), [0] * len(pairs))}
    found, _ = score(method, columns, quantities=ratio(pairs))
    wanted = [
        target_oracle(Fraction(a, b), goal, step, loss, Fraction(1, 2), lower) for a, b in pairs
    ]
    assert found == wanted


def test_target_of_ninety_percent_is_not_reached_by_a_hair(world, score):
    method = Target("v", Fraction(9, 10), Fraction(1, 100), Fraction(1, 10), world.HERE)
    pairs = [(9, 10), (899_999, 1_000_000), (89, 100), (1, 1), (0, 1)]
    columns = {"x": world.column(world.field("x"), [0] * 5)}
    found, _ = score(method, columns, quantities=ratio(pairs))
    assert found == [Fraction(3), Fraction(29, 10), Fraction(29, 10), Fraction(3), Fraction(0)]


def test_target_without_a_loss_takes_nothing_off(world, score):
    method = Target("v", Fraction(1), Fraction(1, 100), Fraction(0), world.HERE)
    found, _ = score(method, {"v": world.column(world.field("v"), [0, 1])})
    assert found == [3, 3]


def test_target_far_beyond_64_bits_is_exact(world, score):
    method = Target("v", Fraction(1), Fraction(1, 1000), Fraction(1, 10), world.HERE)
    far = Quantity(np.array([10**30, -(10**30), 0], dtype=object))
    columns = {"x": world.column(world.field("x"), [0] * 3)}
    found, _ = score(method, columns, quantities={"v": far})
    assert found == [3, 0, 0]


def test_small_sample_is_scored_by_the_other_method(world, score):
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
    found, _ = score(method, columns, quantities=ratio(list(zip(done, total, strict=True))))
    assert found == [3, 0, 3, 3, 2]


def test_exactly_the_least_denominator_is_not_a_small_sample(world, score):
    none = Compare("n", Comparison.LESS_THAN, (Fraction(0),), world.HERE)
    small = SmallSample("n", 3, AllOrNothing(none, world.HERE), world.HERE)
    method = Target("n", Fraction(0), Fraction(1), Fraction(1), world.HERE, small=small)
    columns = {"n": world.column(world.field("n", FieldType.INTEGER), [2, 3])}
    assert score(method, columns)[0] == [0, 3]


def test_a_sample_of_unknown_size_is_missing(world, score):
    small = SmallSample("n", 3, Linear("v", Fraction(0), Fraction(1), world.HERE), world.HERE)
    method = Target("v", Fraction(1), Fraction(1, 100), Fraction(1), world.HERE, small=small)
    columns = {
        "v": world.column(world.field("v"), [1, 1]),
        "n": world.column(world.field("n", FieldType.INTEGER), [State.MISSING, 5]),
    }
    assert score(method, columns)[1] == [State.MISSING, State.PRESENT]


def test_small_sample_of_nothing_stays_not_applicable(world, score):
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
    _, found_states = score(method, columns, quantities={"v": quantity})
    assert found_states == [State.NOT_APPLICABLE, State.MISSING, State.PRESENT]


edges = st.lists(numbers, min_size=1, max_size=4, unique=True).map(sorted)


@given(st.lists(numbers, min_size=1), edges, st.lists(points, min_size=5, max_size=5), st.data())
def test_bands_find_the_one_band_whose_bounds_hold(world, score, values, cuts, worth, data):
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
    found, _ = score(method, {"v": world.column(world.field("v"), values)})
    holds = {
        Comparison.AT_LEAST: lambda v, b: v >= b,
        Comparison.MORE_THAN: lambda v, b: v > b,
        Comparison.LESS_THAN: lambda v, b: v < b,
        Comparison.AT_MOST: lambda v, b: v <= b,
    }
    for value, its_points in zip(values, found, strict=True):
        [band] = [b for b in bands if all(holds[c](value, bound) for c, bound in b.bounds)]
        assert its_points == band.points


def test_bands_call_a_value_outside_all_of_them_unreadable(world, score):
    bands = (
        Band(((Comparison.EQUALS, Fraction(0)),), Fraction(0), world.HERE),
        Band(((Comparison.EQUALS, Fraction(1)),), Fraction(1), world.HERE),
        Band(((Comparison.EQUALS, Fraction(2)),), Fraction(3), world.HERE),
    )
    whole = world.field("v", FieldType.INTEGER)
    columns = {"v": world.column(whole, [-1, 0, 1, 2, 3, State.MISSING])}
    found, found_states = score(Bands("v", bands, world.HERE), columns)
    assert found[1:4] == [0, 1, 3]
    assert found_states == [
        State.UNREADABLE,
        State.PRESENT,
        State.PRESENT,
        State.PRESENT,
        State.UNREADABLE,
        State.MISSING,
    ]


def test_a_missing_value_is_missing_though_no_band_holds_zero(world, score):
    bands = (
        Band(((Comparison.EQUALS, Fraction(1)),), Fraction(1), world.HERE),
        Band(((Comparison.EQUALS, Fraction(2)),), Fraction(3), world.HERE),
    )
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), [0, State.MISSING, 2])}
    wanted = [State.UNREADABLE, State.MISSING, State.PRESENT]
    assert score(Bands("v", bands, world.HERE), columns)[1] == wanted


def test_the_tightest_of_several_bounds_is_the_end_of_a_band(world, score):
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
    found, found_states = score(bands, {"v": world.column(world.field("v"), values)})
    assert found[:3] == [1, 1, 3]
    wanted = [State.PRESENT] * 3 + [State.UNREADABLE, State.MISSING]
    assert found_states == wanted


def test_bands_may_be_more_than_a_byte_counts(world, score):
    bands = [Band(((Comparison.LESS_THAN, Fraction(1)),), Fraction(0), world.HERE)]
    for at in range(1, 300):
        bounds = ((Comparison.AT_LEAST, Fraction(at)), (Comparison.LESS_THAN, Fraction(at + 1)))
        bands.append(Band(bounds, Fraction(at, 100), world.HERE))
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), [0, 127, 128, 255, 256, 299])}
    found, _ = score(Bands("v", tuple(bands), world.HERE), columns)
    assert found == [Fraction(at, 100) for at in (0, 127, 128, 255, 256, 299)]


@given(st.lists(st.one_of(st.sampled_from(["好", "中", "差"]), states), min_size=1))
def test_levels_look_up_the_points_of_each_choice(world, score, values):
    table = {"好": Fraction(3), "中": Fraction(3, 2), "差": Fraction(0)}
    choice = world.field("v", FieldType.CHOICE, choices=("好", "中", "差"))
    columns = {"v": world.column(choice, values)}
    found, found_states = score(Levels("v", table, world.HERE), columns)
    for value, its_points, state in zip(values, found, found_states, strict=True):
        if isinstance(value, State):
            assert state is value
        else:
            assert its_points == table[value]


def test_levels_take_a_choice_not_settled_yet_as_missing(world, score):
    choice = world.field("v", FieldType.CHOICE, choices=("好", "待定"), pending=("待定",))
    columns = {"v": world.column(choice, ["好", "待定"])}
    _, found_states = score(Levels("v", {"好": FULL}, world.HERE), columns)
    assert found_states == [State.PRESENT, State.MISSING]


@given(st.lists(numbers, min_size=1), points)
def test_direct_scales_an_outside_score(world, score, values, out_of):
    found, _ = score(Direct("v", out_of, world.HERE), {"v": world.column(world.field("v"), values)})
    assert found == [linear_oracle(value, Fraction(0), out_of) for value in values]
