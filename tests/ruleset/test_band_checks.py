"""Bands leave no gap and do not overlap: the checks against a slow, obvious count."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Diagnostics, Place
from engine.ruleset.checking.bands import check_bands
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import Band, Bands
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

HERE = Place("a.yaml", line=1, column=1)
HALF = Fraction(1, 2)


@dataclass
class Reports:
    """As much of an inspection as bands need."""

    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    def at(self, part: Place, _key: str) -> Place:
        return part

    def is_percent(self, _number: Place) -> bool:
        return False


def holds(bounds: tuple[tuple[Comparison, Fraction], ...], value: Fraction) -> bool:
    tests = {
        Comparison.EQUALS: lambda limit: value == limit,
        Comparison.AT_LEAST: lambda limit: value >= limit,
        Comparison.MORE_THAN: lambda limit: value > limit,
        Comparison.AT_MOST: lambda limit: value <= limit,
        Comparison.LESS_THAN: lambda limit: value < limit,
    }
    return all(tests[comparison](limit) for comparison, limit in bounds)


def codes(
    bands: list[tuple[tuple[Comparison, Fraction], ...]],
    kind: FieldType,
    low: Fraction | None,
    high: Fraction | None,
) -> set[str]:
    reports = Reports()
    made = tuple(
        Band(bounds, Fraction(0), Place("a.yaml", line=number, column=1))
        for number, bounds in enumerate(bands, start=1)
    )
    term = Term("值", kind, HERE, low=low, high=high)
    check_bands(Bands("值", made, HERE), term, reports)  # type: ignore[arg-type]
    return {item.code for item in reports.diagnostics}


comparisons = st.sampled_from(
    [
        Comparison.EQUALS,
        Comparison.AT_LEAST,
        Comparison.MORE_THAN,
        Comparison.AT_MOST,
        Comparison.LESS_THAN,
    ]
)
limits = st.integers(0, 8).map(lambda number: number * HALF)
bands_of_bounds = st.lists(
    st.lists(st.tuples(comparisons, limits), min_size=1, max_size=2).map(tuple),
    min_size=1,
    max_size=4,
)


@given(bands_of_bounds, st.sampled_from([FieldType.INTEGER, FieldType.NUMBER]))
def test_bands_when_any_then_the_check_agrees_with_counting(
    bands: list[tuple[tuple[Comparison, Fraction], ...]], kind: FieldType
) -> None:
    low, high = Fraction(0), Fraction(4)
    step = Fraction(1) if kind is FieldType.INTEGER else Fraction(1, 4)
    values = [low + step * number for number in range(int((high - low) / step) + 1)]
    beyond = [low - 9 + step * number for number in range(int(22 / step) + 1)]
    counts = [sum(holds(band, value) for band in bands) for value in values]
    empty = [not any(holds(band, value) for value in beyond) for band in bands]
    found = codes(bands, kind, low, high)
    if any(empty):
        assert found == {"R055"}
        return
    assert ("R054" in found) == (0 in counts)
    overlap = any(sum(holds(band, value) for band in bands) > 1 for value in beyond)
    assert ("R053" in found) == overlap


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(None, None, {"R054"}), (Fraction(0), None, set()), (None, Fraction(9), {"R054"})],
)
def test_bands_when_the_lower_end_is_open_then_only_a_range_closes_it(
    low: Fraction | None, high: Fraction | None, told: set[str]
) -> None:
    bands = [
        ((Comparison.AT_LEAST, Fraction(1)),),
        ((Comparison.AT_LEAST, Fraction(0)), (Comparison.LESS_THAN, Fraction(1))),
    ]
    assert codes(bands, FieldType.NUMBER, low, high) == told


def test_bands_when_079_is_followed_by_080_then_shares_have_a_gap_and_counts_have_none() -> None:
    shares = [
        ((Comparison.AT_LEAST, Fraction(80, 100)),),
        ((Comparison.AT_MOST, Fraction(79, 100)),),
    ]
    assert codes(shares, FieldType.PERCENT, Fraction(0), Fraction(1)) == {"R054"}
    whole = [((Comparison.AT_LEAST, Fraction(80)),), ((Comparison.AT_MOST, Fraction(79)),)]
    assert codes(whole, FieldType.INTEGER, Fraction(0), Fraction(100)) == set()


def test_bands_when_both_ends_are_closed_at_one_value_then_they_overlap_there() -> None:
    bands = [((Comparison.AT_LEAST, Fraction(120)),), ((Comparison.AT_MOST, Fraction(120)),)]
    assert codes(bands, FieldType.NUMBER, None, None) == {"R053"}
