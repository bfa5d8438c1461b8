"""The only rounding in the house, against `Fraction`."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.points import (
    choose_unit,
    decimal_text,
    divide_half_up,
    multiply,
    points_text,
    round_fraction,
    round_places,
    to_units,
)

whole = st.integers(-(10**12), 10**12)
positive = st.integers(1, 10**6)


def half_up(number: Fraction) -> int:
    """Round as Decimal does, by its own rules."""
    places = Decimal(number.numerator) / Decimal(number.denominator)
    return int(places.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(st.lists(whole, min_size=1), positive)
def test_divide_half_up_by_a_constant_agrees_with_exact_rounding(numbers, denominator):
    found = divide_half_up(np.array(numbers), denominator).tolist()
    assert found == [int(round_fraction(Fraction(n, denominator), Fraction(1))) for n in numbers]


@given(st.lists(st.tuples(whole, positive), min_size=1))
def test_divide_half_up_by_a_column_agrees_with_exact_rounding(pairs):
    numbers, denominators = (np.array(each) for each in zip(*pairs, strict=True))
    found = divide_half_up(numbers, denominators).tolist()
    assert found == [int(round_fraction(Fraction(n, d), Fraction(1))) for n, d in pairs]


@given(st.integers(-10_000, 10_000), st.integers(0, 4))
def test_round_fraction_agrees_with_decimal_half_up(count, places):
    number = Fraction(count, 10**places)
    assert round_fraction(number, Fraction(1)) == half_up(number)


def test_half_is_rounded_up_and_not_to_even():
    assert divide_half_up(np.array([5, 15, 25, -5, -15]), 10).tolist() == [1, 2, 3, -1, -2]


@pytest.mark.parametrize("denominator", [1, 2, 3, 4])
@pytest.mark.parametrize("as_column", [False, True])
def test_the_smallest_numbers_are_rounded_by_their_magnitude(denominator, as_column):
    for number in range(-9, 10):
        by = np.array([denominator]) if as_column else denominator
        [found] = divide_half_up(np.array([number]), by).tolist()
        assert found == round_fraction(Fraction(number, denominator), Fraction(1))


def test_numbers_past_64_bits_are_divided_exactly():
    half = 10**30 + 10**20
    numbers = np.array([half, -half, half - 1], dtype=object)
    wanted = [5 * 10**9 + 1, -(5 * 10**9) - 1, 5 * 10**9]
    assert divide_half_up(numbers, 2 * 10**20).tolist() == wanted


def test_nothing_divided_is_nothing():
    assert divide_half_up(np.array([], np.int64), np.array([], np.int64)).tolist() == []


def test_the_unit_keeps_two_places_more_than_the_total():
    assert choose_unit([Fraction(1)], 2) == Fraction(1, 10_000)
    assert choose_unit([Fraction(1, 8)], 0) == Fraction(1, 1000)
    assert choose_unit([Fraction(1, 10**6)], 2) == Fraction(1, 10**6)
    assert choose_unit([Fraction(1, 6), Fraction(1, 15)], 0) == Fraction(1, 300)


@given(st.lists(st.tuples(st.integers(-(2**62), 2**62), st.integers(-(2**62), 2**62)), min_size=1))
def test_multiply_is_exact_even_past_64_bits(pairs):
    left, right = (np.array(each) for each in zip(*pairs, strict=True))
    assert [int(each) for each in multiply(left, right)] == [a * b for a, b in pairs]


def test_multiply_of_nothing_is_nothing():
    assert multiply(np.array([], np.int64), 3).tolist() == []


@given(st.lists(st.fractions(max_denominator=60), max_size=6), st.integers(0, 3))
def test_chosen_unit_makes_every_number_whole(numbers, decimals):
    unit = choose_unit(numbers, decimals)
    for number in [*numbers, Fraction(1, 10**decimals)]:
        assert to_units(number, unit) * unit == number


def test_to_units_refuses_a_part_of_a_unit():
    with pytest.raises(ValueError, match="whole number"):
        to_units(Fraction(1, 3), Fraction(1, 100))


def test_total_is_rounded_once_half_up_to_its_places():
    points = np.array([912_350, 912_349, 0])
    assert round_places(points, Fraction(1, 10_000), 2).tolist() == [912_400, 912_300, 0]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(100), "100"),
        (Fraction(1, 3), "1/3"),
        (Fraction(10**30), "1" + "0" * 30),
        (Fraction(10**30 + 1, 4), "250000000000000000000000000000.25"),
        (Fraction(1, 10**7), "0.0000001"),
    ],
)
def test_decimal_text_is_plain_and_exact(number, text):
    assert decimal_text(number) == text


def test_points_text_writes_units_as_points():
    assert points_text(15_000, Fraction(1, 10_000)) == "1.5"


@given(st.lists(st.integers(-(2**60), 2**60), min_size=1, max_size=5), st.integers(2**60, 2**80))
def test_whole_numbers_when_divided_by_one_of_many_digits_then_rounded_half_up(numbers, divisor):
    found = divide_half_up(np.array(numbers, np.int64), divisor).tolist()
    assert found == [round_fraction(Fraction(each, divisor), Fraction(1)) for each in numbers]
