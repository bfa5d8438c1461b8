"""From indicator points to the total: rescaling, caps, clipping and rounding all leave a trace."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.methods import Linear
from engine.ruleset.model import Adjustments
from engine.scoring import score_schools
from engine.scoring.rollup import roll_up
from engine.scoring.weighing import Weighing

HERE = Place("rules.yaml")
NA, M = State.NOT_APPLICABLE, State.MISSING


def linear(name):
    return Linear(name, Fraction(0), Fraction(1), HERE)


def tree(world):
    """A1 2 分, A2 = {A21 1, A22 3}; B1 4."""
    a2 = world.group(
        "A2", world.indicator("A21", linear("p"), 1), world.indicator("A22", linear("q"), 3)
    )
    first = world.group("A", world.indicator("A1", linear("o"), 2), a2)
    return first, world.group("B", world.indicator("B1", linear("r"), 4))


def rolled(world, values, **more):
    names = ("o", "p", "q", "r")
    columns = {name: world.column(world.field(name), [values[at]]) for at, name in enumerate(names)}
    fields = {name: column.field for name, column in columns.items()}
    rules = world.ruleset(tree(world), fields=fields, **more)
    return score_schools(rules, world.facts(columns)).roll_up


def test_points_simply_add_up_where_everything_applies(world):
    stages = rolled(world, [1, 1, Fraction(1, 3), 1])
    assert stages.node_points["A2"][0] == 10_000 + 9_999
    assert stages.base[0] == 20_000 + 19_999 + 40_000
    assert stages.rounding[0] == 1
    assert stages.total[0] == 80_000


def test_siblings_take_over_what_does_not_apply(world):
    stages = rolled(world, [1, NA, Fraction(1, 2), 1])
    assert stages.node_points["A2"][0] == 20_000  # 1.5 of 3, scaled to 4
    assert stages.node_rescale["A2"][0] == 5_000
    assert stages.base[0] == 80_000


def test_an_empty_group_hands_its_points_to_the_level_above(world):
    stages = rolled(world, [Fraction(1, 2), NA, NA, 1])
    assert not stages.node_applicable_mask["A2"][0]
    assert stages.node_points["A2"][0] == 0
    assert stages.node_points["A"][0] == 30_000  # 1 of 2, scaled to 6
    assert stages.base[0] == 70_000


def test_an_empty_dimension_hands_its_points_to_the_others(world):
    stages = rolled(world, [1, 1, Fraction(1, 2), NA])
    assert stages.node_points["A"][0] == 45_000
    assert stages.base[0] == 75_000  # 4.5 of 6, scaled to 10
    assert stages.base_rescale[0] == 30_000


def test_a_school_to_which_nothing_applies_has_no_base(world):
    stages = rolled(world, [NA, NA, NA, NA])
    assert stages.base[0] == 0


cell = st.one_of(st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000)), st.just(NA), st.just(M))


def oracle(node, values):
    """Return (points, applicable) of a node, in plain fractions."""
    unit = Fraction(1, 10_000)
    if not hasattr(node, "children"):
        value = values[{"A1": 0, "A21": 1, "A22": 2, "B1": 3}[node.id]]
        if value is NA:
            return Fraction(0), False
        return (Fraction(0) if value is M else round_fraction(value * node.points, unit)), True
    parts = [(child, *oracle(child, values)) for child in node.children]
    applicable = sum((child.points for child, _, applies in parts if applies), Fraction(0))
    if applicable == 0:
        return Fraction(0), False
    raw = sum((points for _, points, _ in parts), Fraction(0))
    return round_fraction(raw * node.points / applicable, unit), True


@given(st.tuples(cell, cell, cell, cell))
@settings(max_examples=60)
def test_rescaling_agrees_with_fractions_at_every_level(world, values):
    stages = rolled(world, values)
    for dimension in tree(world):
        points, applies = oracle(dimension, values)
        assert stages.node_points[dimension.id][0] * world.UNIT == points
        assert stages.node_applicable_mask[dimension.id][0] == applies


def adjusted(world, bonuses, deductions, *, base=1, cap=2, total_cap=None):
    def items(prefix, values, full):
        return tuple(
            world.indicator(f"{prefix}{at}", linear(f"{prefix}{at}"), full)
            for at in range(len(values))
        )

    names = {"v": base}
    names.update({f"bo{at}": value for at, value in enumerate(bonuses)})
    names.update({f"de{at}": 1 - value for at, value in enumerate(deductions)})
    columns = {name: world.column(world.field(name), [value]) for name, value in names.items()}
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", linear("v"), 10))],
        fields={name: column.field for name, column in columns.items()},
        bonuses=Adjustments(items("bo", bonuses, 2), Fraction(cap)),
        deductions=Adjustments(items("de", deductions, 4), Fraction(6)),
        total_cap=total_cap,
    )
    return score_schools(rules, world.facts(columns)).roll_up


def test_bonuses_stop_at_their_cap_and_the_cut_is_kept(world):
    stages = adjusted(world, [1, Fraction(1, 2)], [])
    assert (stages.bonus[0], stages.bonus_cut[0]) == (20_000, 10_000)
    assert stages.total[0] == 120_000


def test_deductions_stop_at_their_cap_and_the_total_at_zero(world):
    stages = adjusted(world, [], [1, 1], base=Fraction(1, 10))
    assert (stages.deduction[0], stages.deduction_cut[0]) == (60_000, 20_000)
    assert (stages.clip[0], stages.total[0]) == (50_000, 0)


def test_the_total_stops_at_the_cap_the_rules_write(world):
    stages = adjusted(world, [1], [], total_cap=Fraction(11))
    assert (stages.clip[0], stages.total[0]) == (-10_000, 110_000)


def test_without_caps_nothing_is_cut(world):
    item = world.indicator("BO", linear("v"), 2)
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", linear("v"), 10))],
        fields={"v": world.field("v")},
        bonuses=Adjustments((item,), None),
    )
    points = np.array([[100_000], [20_000]])
    stages = roll_up(rules, points, Weighing({}, {}, {}, {}), world.UNIT)
    assert (stages.bonus[0], stages.bonus_cut[0], stages.total[0]) == (20_000, 0, 120_000)


def test_every_stage_closes(world):
    stages = adjusted(world, [1, 1], [Fraction(1, 3), 1], base=Fraction(1, 7))
    closing = stages.base + stages.bonus - stages.deduction + stages.clip + stages.rounding
    assert closing.tolist() == stages.total.tolist()


def test_informative_items_among_deductions_deduct_nothing(world):
    item = world.indicator("DE", None, 3, informative=True)
    columns = {"v": world.column(world.field("v"), [1])}
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", linear("v"), 10))],
        fields={"v": columns["v"].field},
        deductions=Adjustments((item,), Fraction(1)),
    )
    assert score_schools(rules, world.facts(columns)).roll_up.deduction.tolist() == [0]
