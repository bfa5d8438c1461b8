"""Counts of units are written as the exact points they are."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engine.explain import UnitsText
from engine.points import points_text


@given(st.integers(-(10**12), 10**12), st.sampled_from([1, 10, 10_000, 3, 30_000, 8]))
def test_units_when_written_then_as_the_points_module_writes_them(
    units: int, denominator: int
) -> None:
    unit = Fraction(1, denominator)
    assert UnitsText(unit)(units) == points_text(units, unit)
