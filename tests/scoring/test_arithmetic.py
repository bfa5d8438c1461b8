"""Exact columns: every operation against `Fraction`, whatever the scales and denominators."""

from __future__ import annotations

import operator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.facts.table import State
from engine.ruleset.conditions import Comparison
from engine.scoring.arithmetic import add, add_up, divide, product
from engine.scoring.values import Quantity, compare_constant, compare_quantities

M, NA, BAD = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE
numerator = st.one_of(st.integers(-99, 99), st.integers(-(2**60), 2**60))
below = st.one_of(st.integers(1, 99), st.integers(1, 2**60))
state = st.sampled_from([State.PRESENT, State.PRESENT, M, NA, BAD])


@st.composite
def quantities(draw, n_rows):
    """Draw a fixed-point column or one of fractions, with or without gaps."""
    numerators = draw(st.lists(numerator, min_size=n_rows, max_size=n_rows))
    states = draw(st.none() | st.lists(state, min_size=n_rows, max_size=n_rows))
    denominators = draw(st.none() | st.lists(below, min_size=n_rows, max_size=n_rows))
    if states is not None:
        numerators = [0 if gap else each for each, gap in zip(numerators, states, strict=True)]
    return Quantity(
        np.array(numerators, np.int64),
        10 ** draw(st.integers(0, 6)),
        None if denominators is None else np.array(denominators, np.int64),
        None if states is None else np.array(states, np.uint8),
    )


pairs = st.integers(1, 6).flatmap(lambda n: st.tuples(quantities(n), quantities(n)))


def known(quantity, row):
    its_state = quantity.state(row)
    return quantity.fraction(row) if its_state is State.PRESENT else its_state


def wanted(left, right, row, operation):
    """Return the exact result of one row, or the state that prevails."""
    a, b = known(left, row), known(right, row)
    gaps = [each for each in (a, b) if isinstance(each, State)]
    return max(gaps) if gaps else operation(a, b)


def assert_rows(result, left, right, operation):
    for row in range(len(left.numerators)):
        assert known(result, row) == wanted(left, right, row, operation)
        if result.state(row) is not State.PRESENT:
            assert result.numerators[row] == 0  # what counts them must find nothing
        if result.denominators is not None:
            assert result.denominators[row] > 0


@given(pairs, st.sampled_from([1, -1]))
def test_sums_and_differences_are_those_of_fractions(both, sign):
    assert_rows(add(*both, sign), *both, lambda a, b: a + sign * b)


@given(pairs)
def test_products_are_those_of_fractions(both):
    assert_rows(product(*both), *both, lambda a, b: a * b)


@given(pairs)
def test_a_known_zero_below_is_not_applicable_and_else_ratios_are_those_of_fractions(both):
    above, under = both
    result = divide(above, under)
    for row in range(len(above.numerators)):
        if known(under, row) == 0 and under.state(row) is State.PRESENT:
            assert known(result, row) is NA
        else:
            assert known(result, row) == wanted(above, under, row, Fraction)
        if result.denominators is not None:
            assert result.denominators[row] > 0


COMPARE = {
    Comparison.EQUALS: operator.eq,
    Comparison.NOT_EQUALS: operator.ne,
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE_THAN: operator.gt,
    Comparison.AT_MOST: operator.le,
    Comparison.LESS_THAN: operator.lt,
}
comparisons = st.sampled_from(list(COMPARE))
constants = st.one_of(st.fractions(max_denominator=120), st.integers().map(Fraction))


@given(st.integers(1, 6).flatmap(quantities), comparisons, constants)
def test_comparing_with_a_constant_divides_nothing(quantity, comparison, constant):
    found = compare_constant(quantity, comparison, constant)
    for row, holds in enumerate(found.tolist()):
        if quantity.state(row) is State.PRESENT:
            assert holds == COMPARE[comparison](quantity.fraction(row), constant)


@given(quantities(3), comparisons, st.integers(0, 2))
def test_comparing_with_its_own_value_parts_equal_from_more(quantity, comparison, row):
    own = quantity.fraction(row)
    assert compare_constant(quantity, comparison, own)[row] == COMPARE[comparison](own, own)


@given(pairs, comparisons)
def test_comparing_two_columns_divides_nothing(both, comparison):
    left, right = both
    found = compare_quantities(left, comparison, right)
    for row, holds in enumerate(found.tolist()):
        if left.state(row) is right.state(row) is State.PRESENT:
            wanted = COMPARE[comparison](left.fraction(row), right.fraction(row))
            assert holds == wanted


@pytest.mark.parametrize("compare", [compare_constant, compare_quantities])
def test_numbers_include_and_hold_nothing(compare):
    one = Quantity(np.array([1]))
    with pytest.raises((KeyError, ValueError)):
        compare(one, Comparison.INCLUDES, Fraction(1) if compare is compare_constant else one)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-(2**62), 2**62)), max_size=8))
def test_adding_up_is_exact_even_past_64_bits(parts):
    at = np.array([each for each, _ in parts], np.int64)
    values = np.array([each for _, each in parts], np.int64)
    found = [int(each) for each in add_up(values, at, 4)]
    assert found == [sum(value for where, value in parts if where == sum_) for sum_ in range(4)]


@pytest.mark.parametrize("operation", [add, product])
def test_numbers_that_fit_stay_whole_numbers_of_64_bits(operation):
    small = Quantity(np.array([1, 2]), 100)
    assert operation(small, small).numerators.dtype == np.int64
