"""逐次扣分 and 逐次得分 over counted values, occurrence by occurrence."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.table import State
from engine.ruleset.methods import Charge, Deduct, Earn
from engine.ruleset.model import FieldType
from engine.scoring.values import Quantity

FULL = Fraction(3)
points = st.integers(1, 300).map(lambda count: Fraction(count, 100))


counts = st.lists(st.integers(-3, 30), min_size=1, max_size=20)


def moved_oracle(count, charge):
    moved = Fraction(0)
    for number in range(max(0, count - charge.threshold)):
        moved += charge.first if number == 0 else charge.each
    return moved if charge.cap is None else min(moved, charge.cap)


@given(counts, points, points, st.integers(0, 3), st.none() | points, points)
def test_deduct_charges_each_occurrence_down_to_the_floor(
    world, score, values, first, each, threshold, cap, floor
):
    charge = Charge("c", world.HERE, "v", first=first, each=each, threshold=threshold, cap=cap)
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), values)}
    found, _ = score(Deduct((charge,), world.HERE, floor), columns)
    assert found == [max(floor, FULL - moved_oracle(value, charge)) for value in values]


@given(counts, points, points, st.integers(0, 3), st.none() | points)
def test_earn_gains_each_occurrence_up_to_full_points(
    world, score, values, first, each, threshold, cap
):
    charge = Charge("c", world.HERE, "v", first=first, each=each, threshold=threshold, cap=cap)
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), values)}
    found, _ = score(Earn((charge, charge), world.HERE), columns)
    assert found == [min(FULL, 2 * moved_oracle(value, charge)) for value in values]


def test_a_huge_count_does_not_overflow(world, score):
    charge = Charge("c", world.HERE, "v", first=Fraction(1), each=Fraction(1), cap=Fraction(2))
    columns = {"v": world.column(world.field("v", FieldType.INTEGER), [10**12])}
    found, _ = score(Earn((charge,), world.HERE), columns)
    assert found == [2]


@pytest.mark.parametrize("make", [Deduct, Earn])
@pytest.mark.parametrize("each", [Fraction(1), Fraction(0), Fraction(1, 10_000)])
@pytest.mark.parametrize("count", [10**12, 2**64 // 10_000 + 7, 10**30])
def test_counts_without_a_cap_stop_at_what_the_indicator_has(world, score, make, each, count):
    """A count so large that its product wraps round in 64 bits must not come back as points."""
    charge = Charge("c", world.HERE, "v", first=Fraction(1), each=each)
    columns = {"x": world.column(world.field("x"), [0, 0])}
    far = Quantity(np.array([count, 0], dtype=object if count > 2**62 else np.int64))
    found, _ = score(make((charge,), world.HERE), columns, quantities={"v": far})
    moved = 3 if each else 1
    assert found == ([FULL - moved, FULL] if make is Deduct else [moved, 0])


def test_a_charge_that_does_not_apply_moves_nothing_and_leaves_the_others(world, score):
    whole = world.field("v", FieldType.INTEGER)
    missing, outside, bad = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE
    columns = {
        "a": world.column(whole, [1, outside, outside, outside, missing]),
        "b": world.column(whole, [1, 1, missing, outside, bad]),
    }
    charges = tuple(
        Charge(name, world.HERE, name, first=Fraction(1), each=Fraction(1)) for name in "ab"
    )
    found, found_states = score(Deduct(charges, world.HERE), columns, is_deduction=True)
    assert found == [1, 2, 3, 3, 3]
    assert found_states == [State.PRESENT, State.PRESENT, missing, outside, bad]


def test_a_charge_that_is_known_everywhere_keeps_the_whole_applicable(world, score):
    whole = world.field("v", FieldType.INTEGER)
    columns = {
        "a": world.column(whole, [State.NOT_APPLICABLE, State.MISSING]),
        "b": world.column(whole, [1, 1]),
    }
    charges = tuple(
        Charge(name, world.HERE, name, first=Fraction(1), each=Fraction(1)) for name in "ab"
    )
    found, found_states = score(Earn(charges, world.HERE), columns)
    assert found == [1, 1]
    assert found_states == [State.PRESENT, State.MISSING]
