"""A total that a gap withholds (不出总分), and full marks that shrink (减满分)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.combining import Combination, Weight, WeightCase
from engine.ruleset.methods import Linear
from engine.ruleset.model import (
    Group,
    MissingPolicy,
    NotApplicablePolicy,
    Unrated,
    UnratedPolicy,
)
from engine.scoring import score_schools

HERE = Place("rules.yaml")
NA, M = State.NOT_APPLICABLE, State.MISSING
SHRINK, REDISTRIBUTE = NotApplicablePolicy.SHRINK, NotApplicablePolicy.REDISTRIBUTE
NO_TOTAL = MissingPolicy.NO_TOTAL
NAMES = ("A1", "A21", "A22", "B1")
ZERO = Unrated(UnratedPolicy.ZERO)


def tree(world, missing, outside, weights):
    """A1 2 points and A2, a weighted mean of 4 (A21 of 1, A22 of 3), make A; B1 makes B."""

    def leaf(at, full, weight=None):
        more = {"missing": missing[at], "not_applicable": outside[at]}
        if weight is not None:
            more["weight"] = Weight((WeightCase(HERE, Fraction(weight)),), HERE)
        linear = Linear(NAMES[at], Fraction(0), Fraction(1), HERE)
        return world.indicator(NAMES[at], linear, full, **more)

    mean = world.group("A2", leaf(1, 1, weights[0]), leaf(2, 3, weights[1]))
    mean = replace(mean, combine=Combination.WEIGHTED_MEAN)
    return world.group("A", leaf(0, 2), mean), world.group("B", leaf(3, 4))


def scored(world, schools, missing, outside, weights=(1, 1), part_size=100, **more):
    columns = {
        name: world.column(world.field(name), [school[at] for school in schools])
        for at, name in enumerate(NAMES)
    }
    fields = {name: column.field for name, column in columns.items()}
    rules = world.ruleset(tree(world, missing, outside, weights), fields=fields, **more)
    return score_schools(rules, world.facts(columns), part_size=part_size)


def test_a_total_is_withheld_where_what_must_be_there_is_missing(world):
    table = scored(world, [(1, M, 1, 1), (1, 1, M, 1), (1, NA, 1, 1)], [NO_TOTAL] * 4, [SHRINK] * 4)
    assert table.roll_up.rated_mask.tolist() == [False, False, True]
    assert {NAMES[at]: mask.tolist() for at, mask in table.weighing.withheld.items()} == {
        "A21": [True, False, False],
        "A22": [False, True, False],
    }


def test_what_weighs_nothing_withholds_no_total(world):
    means = [NO_TOTAL] * 4, [REDISTRIBUTE] * 4
    table = scored(world, [(1, M, 1, 1), (1, 1, M, 1)], *means, weights=(0, 2))
    assert table.roll_up.rated_mask.tolist() == [True, False]


@pytest.mark.parametrize(("unrated", "rated"), [(Unrated(), False), (ZERO, True)])
def test_nothing_scored_is_zero_only_where_the_rules_say_so(world, unrated, rated):
    policies = [NO_TOTAL] * 4, [REDISTRIBUTE] * 4
    table = scored(world, [(NA,) * 4, (NA, NA, NA, M)], *policies, unrated=unrated)
    assert table.roll_up.rated_mask.tolist() == [rated, False]
    assert table.roll_up.total.tolist() == [0, 0]


def test_full_marks_shrink_and_the_others_keep_their_points(world):
    half = Fraction(1, 2)
    policies = [MissingPolicy.ZERO] * 4, [SHRINK, REDISTRIBUTE, REDISTRIBUTE, SHRINK]
    table = scored(world, [(NA, 1, 1, half), (1, 1, 1, NA), (NA, NA, NA, NA)], *policies)
    assert table.roll_up.full.tolist() == [80_000, 60_000, 40_000]
    assert table.roll_up.total.tolist() == [60_000, 60_000, 0]
    assert table.roll_up.node_rescale["A"].tolist() == [0, 0, 0]
    assert table.roll_up.rated_mask.tolist() == [True, True, False]


def added(parts):
    """Return (points, full, out) of a sum of such parts."""
    full = sum((each[1] for each in parts), Fraction(0))
    applicable = sum((each[1] for each in parts if not each[2]), Fraction(0))
    if applicable == 0:
        return Fraction(0), full, True
    points = sum((each[0] for each in parts), Fraction(0))
    return round_fraction(points * full / applicable, Fraction(1, 10_000)), full, False


def oracle(node, values):
    """Return (points, full, out, withheld) of a node, in plain fractions."""
    if not isinstance(node, Group):
        value, gap = values[NAMES.index(node.id)], node.missing is NO_TOTAL
        if value is NA:
            return Fraction(0), node.points if node.not_applicable is not SHRINK else 0, True, False
        if value is M:
            out = node.missing is MissingPolicy.REDISTRIBUTE
            return Fraction(0), node.points, out, gap
        points = round_fraction(value * node.points, Fraction(1, 10_000))
        return points, node.points, False, False
    parts = [oracle(child, values) for child in node.children]
    if node.combine is Combination.SUM:
        return (*added(parts), any(each[3] for each in parts))
    weights = [child.weight.cases[0].number for child in node.children]
    withheld = any(each[3] and weight for each, weight in zip(parts, weights, strict=True))
    counted = [each for each in zip(weights, parts, strict=True) if not each[1][2]]
    whole = sum((weight for weight, _ in counted), Fraction(0))
    if not whole:
        return Fraction(0), node.points, True, withheld
    shares = sum((weight * each[0] / each[1] for weight, each in counted), Fraction(0))
    points = round_fraction(node.points * shares / whole, Fraction(1, 10_000))
    return points, node.points, False, withheld


cell = st.one_of(st.sampled_from([NA, M]), st.integers(0, 10_000).map(lambda n: Fraction(n, 10**4)))
schools = st.lists(st.tuples(cell, cell, cell, cell), min_size=1, max_size=4)
missing = st.sampled_from([MissingPolicy.ZERO, MissingPolicy.REDISTRIBUTE, NO_TOTAL])
outside = st.sampled_from([SHRINK, REDISTRIBUTE])
weights = st.sampled_from([(1, 1), (0, 2), (3, 0), (1, 2)])


@given(schools, st.tuples(*[missing] * 4), outside, outside, weights, st.booleans())
@settings(max_examples=80)
def test_totals_agree_with_fractions_however_the_batch_is_split(
    world, schools, missing, first, last, weights, is_zero
):
    policies = missing, (first, REDISTRIBUTE, REDISTRIBUTE, last)
    more = {"weights": weights, "unrated": ZERO if is_zero else Unrated()}
    whole = scored(world, schools, *policies, **more)
    dimensions = tree(world, *policies, weights)
    for at, school in enumerate(schools):
        parts = [oracle(each, school) for each in dimensions]
        points, full, out = added(parts)
        rated = (is_zero or not out) and not any(each[3] for each in parts)
        stages = whole.roll_up
        assert stages.base[at] * world.UNIT == points
        assert stages.full[at] * world.UNIT == full
        assert stages.rated_mask[at] == rated
    split = scored(world, schools, *policies, part_size=1, **more).roll_up
    for name in ("base", "full", "rated_mask", "total"):
        assert np.array_equal(getattr(whole.roll_up, name), getattr(split, name))
