"""Weights and full points of many digits: weighted means stay exact past 64 bits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.combining import Combination, InShares, Weight, WeightCase
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Direct
from engine.ruleset.model import FieldType
from engine.scoring import score_schools

HERE = Place("rules.yaml")
NA = State.NOT_APPLICABLE
UNIT = Fraction(1, 10**4)
# Coprime: their least common multiple has 23 digits.
FULLS = (97, 89, 83, 79, 73, 71, 67, 61, 59, 53, 47, 43)


def plain(number):
    return Weight((WeightCase(HERE, Fraction(number)),), HERE)


def base(world, fulls, weights, values, passes_to=(), more=None):
    """Return the base in points; values are tenths, one of them a school and an indicator."""
    names = [f"A{number}" for number in range(len(fulls))]
    columns = {
        name: world.column(world.field(name, decimals=1), column)
        for name, column in zip(names, values, strict=True)
    }
    columns |= more or {}
    leaves = [
        world.indicator(name, Direct(name, Fraction(10), HERE), full, weight=weight)
        for name, full, weight in zip(names, fulls, weights, strict=True)
    ]
    leaves[0] = replace(leaves[0], passes_to=passes_to)
    group = replace(
        world.group("A", *leaves), points=Fraction(100), combine=Combination.WEIGHTED_MEAN
    )
    fields = {name: column.field for name, column in columns.items()}
    rules = world.ruleset([group], fields=fields, full_points=Fraction(100), unit=UNIT)
    scores = score_schools(rules, world.facts(columns))
    return [units * UNIT for units in scores.roll_up.base.tolist()]


@pytest.mark.parametrize("n_parts", [9, 10, 12])
def test_full_points_without_a_common_divisor_when_averaged_then_exact(world, n_parts):
    values = [[Fraction(number % 11), Fraction(10 - number % 7)] for number in range(n_parts)]
    values[0][1] = NA
    found = base(world, FULLS[:n_parts], [plain(3)] * n_parts, values)
    for school, points in enumerate(found):
        counted = [each[school] for each in values if each[school] is not NA]
        assert points == round_fraction(sum(counted) * 10 / len(counted), UNIT)


def test_a_weight_of_many_digits_when_passed_on_then_exact(world):
    heavy = [10**12, 3]
    shares = InShares({"A1": Fraction(1, 3), "A2": Fraction(2, 3)}, HERE)
    weights = [
        Weight((WeightCase(HERE, None, "heavy"),), HERE),
        plain(Fraction(10, 7 * 10**7)),
        plain(5),
    ]
    found = base(
        world,
        (10, 10, 10),
        weights,
        [[NA, NA], [Fraction(4)] * 2, [Fraction(9)] * 2],
        (shares,),
        {"heavy": world.column(world.field("heavy"), heavy)},
    )
    for points, weight in zip(found, heavy, strict=True):
        one, two = Fraction(10, 7 * 10**7) + Fraction(weight, 3), 5 + Fraction(2 * weight, 3)
        assert points == round_fraction((one * 40 + two * 90) / (one + two), UNIT)


def test_a_large_weight_by_a_condition_when_averaged_then_exact(world):
    is_small = Compare("small", Comparison.EQUALS, (True,), HERE)
    cases = (WeightCase(HERE, Fraction(1), "", is_small), WeightCase(HERE, Fraction(10**19)))
    found = base(
        world,
        (10, 10),
        [Weight(cases, HERE), plain(10**19)],
        [[Fraction(4)] * 2, [Fraction(9)] * 2],
        more={"small": world.column(world.field("small", FieldType.BOOLEAN), [False, True])},
    )
    assert found == [65, 90]


def test_a_mean_within_a_mean_when_its_weights_have_many_places_then_its_losses_are_exact(world):
    long, share = Fraction("12.345678"), Fraction(2, 3)
    leaves = [
        world.indicator(name, Direct(name, Fraction(10), HERE), points, weight=plain(weight))
        for name, points, weight in (
            ("A0", Fraction("16.6667"), share),
            ("A1", Fraction("0.01"), 1),
            ("A2", Fraction("16.6667"), long),
        )
    ]
    other = world.indicator("B0", Direct("B0", Fraction(10), HERE), Fraction("33.3333"))
    groups = [
        replace(world.group("A", *leaves), points=Fraction(5), weight=plain(share)),
        replace(world.group("B", replace(other, weight=plain(7))), weight=plain(long)),
    ]
    groups = [replace(each, combine=Combination.WEIGHTED_MEAN) for each in groups]
    columns = {
        name: world.column(world.field(name, decimals=1), [Fraction(number)])
        for number, name in enumerate(("A0", "A1", "A2", "B0"))
    }
    unit = Fraction(1, 10**10)
    rules = world.ruleset(
        groups,
        fields={name: column.field for name, column in columns.items()},
        full_points=Fraction(100),
        combine=Combination.WEIGHTED_MEAN,
        unit=unit,
    )
    stages = score_schools(rules, world.facts(columns)).roll_up
    worth = 100 * share / (share + long) / (share + 1 + long)  # of a weight in A, in the total
    for at, weight in enumerate((share, 1, long)):
        whole = round_fraction(worth * weight, unit)
        got = round_fraction(worth * weight * at / 10, unit)
        assert stages.leaf_lost[at][0] * unit == got - whole
