"""What gaps do to points: missing, not applicable, still to be judged, unreadable."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.ruleset import load_ruleset
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import AllOrNothing, Charge, Checklist, Deduct, Linear, Part
from engine.ruleset.model import (
    Adjustments,
    Cohorts,
    FieldType,
    MissingPolicy,
    NotApplicablePolicy,
)
from engine.scoring import Status, score_schools

HERE = Place("rules.yaml")
SMALL = Path(__file__).parent.parent / "rulesets" / "small"
M, NA, BAD = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE


def linear(name):
    return Linear(name, Fraction(0), Fraction(1), HERE)


def scored(world, columns, leaves, **more):
    fields = {name: column.field for name, column in columns.items()}
    rules = world.ruleset([world.group("A", *leaves)], fields=fields, **more)
    return score_schools(rules, world.facts(columns))


def shares(world, name, values):
    return world.column(world.field(name), values)


@pytest.mark.parametrize(
    ("policy", "points", "blocked"),
    [
        (MissingPolicy.ZERO, 0, False),
        (MissingPolicy.BLOCK, 0, True),
        (MissingPolicy.FULL, 20_000, False),
        (MissingPolicy.COHORT_MEAN, 10_000, False),
        (MissingPolicy.NO_TOTAL, 0, False),
    ],
)
def test_a_missing_fact_acts_as_the_rules_say_and_is_never_a_silent_zero(
    world, policy, points, blocked
):
    columns = {"v": shares(world, "v", [M, 1, 0])}
    table = scored(world, columns, [world.indicator("A1", linear("v"), 2, missing=policy)])
    assert table.points[:, 0].tolist() == [points, 20_000, 0]
    assert table.status[:, 0].tolist() == [Status.MISSING, Status.SCORED, Status.SCORED]
    assert table.blocked_mask.tolist() == [blocked, False, False]


@pytest.mark.parametrize(
    ("policy", "points", "total"),
    [
        (NotApplicablePolicy.REDISTRIBUTE, 0, 30_000),
        (NotApplicablePolicy.FULL, 20_000, 30_000),
        (NotApplicablePolicy.COHORT_MEAN, 10_000, 20_000),
        (NotApplicablePolicy.SHRINK, 0, 10_000),
    ],
)
def test_not_applicable_acts_as_the_rules_say(world, policy, points, total):
    columns = {"v": shares(world, "v", [NA, 1, 0]), "w": shares(world, "w", [1, 1, 1])}
    leaves = [
        world.indicator("A1", linear("v"), 2, not_applicable=policy),
        world.indicator("A2", linear("w"), 1),
    ]
    table = scored(world, columns, leaves)
    assert table.points[0].tolist() == [points, 10_000]
    assert table.status[0, 0] == Status.NOT_APPLICABLE
    assert table.roll_up.total[0] == total


def test_the_mean_is_that_of_the_scored_schools_of_the_cohort(world):
    stage = world.field("学段", FieldType.CHOICE, choices=("小学", "初中", "高中"))
    columns = {
        "学段": world.column(stage, ["小学", "小学", "初中", "小学", "高中"]),
        "v": shares(world, "v", [NA, Fraction(1, 3), 1, M, NA]),
        "w": shares(world, "w", [1, 1, 1, 1, Fraction(1, 2)]),
    }
    leaves = [
        world.indicator("A1", linear("v"), 2, not_applicable=NotApplicablePolicy.COHORT_MEAN),
        world.indicator("A2", linear("w"), 1),
    ]
    table = scored(world, columns, leaves, cohorts=Cohorts(("学段",)))
    # 1/3 with 4 places is 0.3333; the only scored primary school has 0.6666 points.
    assert table.points[:, 0].tolist() == [6_666, 6_666, 20_000, 0, 0]
    # Nobody to take the mean of: left out, and the rest is scaled to 3 points.
    assert table.roll_up.base.tolist()[-1] == 15_000
    assert table.left_out[0].tolist() == [False, False, False, False, True]


def test_an_indicator_outside_its_applicability_is_not_applicable_whatever_the_fact(world):
    kind = world.field("性质", FieldType.CHOICE, choices=("公办", "民办"))
    columns = {
        "性质": world.column(kind, ["公办", "民办", M]),
        "v": shares(world, "v", [1, 1, 1]),
    }
    public = Compare("性质", Comparison.EQUALS, ("公办",), HERE)
    table = scored(world, columns, [world.indicator("A1", linear("v"), 2, applies=public)])
    assert table.status[:, 0].tolist() == [
        Status.SCORED,
        Status.NOT_APPLICABLE,
        Status.MISSING,
    ]


def test_what_nobody_has_judged_yet_is_manual_and_keeps_from_a_grade(world):
    columns = {"v": shares(world, "v", [M, 1, BAD, NA])}
    leaf = world.indicator("A1", linear("v"), 2, manual=True)
    table = scored(world, columns, [leaf])
    assert table.status[:, 0].tolist() == [
        Status.MANUAL,
        Status.SCORED,
        Status.ERROR,
        Status.NOT_APPLICABLE,
    ]
    assert table.blocked_mask.tolist() == [True, False, True, False]


def test_an_unreadable_cell_keeps_from_a_grade_whatever_the_policy(world):
    columns = {"v": shares(world, "v", [BAD, 1])}
    table = scored(world, columns, [world.indicator("A1", linear("v"), 2)])
    assert table.status[:, 0].tolist() == [Status.ERROR, Status.SCORED]
    assert table.blocked_mask.tolist() == [True, False]


def test_informative_indicators_carry_no_points(world):
    columns = {"v": shares(world, "v", [1])}
    leaves = [
        world.indicator("A1", linear("v"), 2),
        world.indicator("A2", None, 0, informative=True, value="v"),
    ]
    table = scored(world, columns, leaves)
    assert table.status[0].tolist() == [Status.SCORED, Status.INFORMATIVE]
    assert table.roll_up.total.tolist() == [20_000]


@pytest.mark.parametrize("state", [M, NA, BAD])
def test_an_open_deduction_deducts_nothing_yet(world, state):
    columns = {
        "v": shares(world, "v", [1, 1]),
        "n": world.column(world.field("n", FieldType.INTEGER), [state, 2]),
        "否": world.column(world.field("否", FieldType.BOOLEAN), [state, False]),
    }
    charge = Charge("c", HERE, "n", first=Fraction(1, 10), each=Fraction(1, 10))
    clean = AllOrNothing(Compare("否", Comparison.EQUALS, (True,), HERE), HERE)
    items = (
        world.indicator("D1", Deduct((charge,), HERE), 1),
        world.indicator("D2", clean, Fraction(1, 2)),
    )
    table = scored(
        world,
        columns,
        [world.indicator("A1", linear("v"), 2)],
        deductions=Adjustments(items, Fraction(5)),
    )
    assert table.roll_up.deduction.tolist() == [0, 7_000]
    assert table.status[0, 1] == state


def test_nothing_is_missing_where_everything_is_there(world):
    columns = {"v": shares(world, "v", [1, 0])}
    table = scored(world, columns, [world.indicator("A1", linear("v"), 2)])
    assert not table.status.any()
    assert not table.left_out


def test_nothing_is_certain_before_it_is_known_to_apply(world):
    kind = FieldType.BOOLEAN
    columns = {
        "适用否": world.column(world.field("适用否", kind), [M, True]),
        "a": world.column(world.field("a", kind), [True, True]),
        "n": world.column(world.field("n", FieldType.INTEGER), [1, 1]),
    }
    applies = Compare("适用否", Comparison.EQUALS, (True,), HERE)
    holds = Compare("a", Comparison.EQUALS, (True,), HERE)
    parts = Checklist((Part("a", holds, Fraction(2), HERE),), HERE)
    charge = Charge("c", HERE, "n", first=Fraction(1), each=Fraction(1))
    table = scored(
        world,
        columns,
        [world.indicator("A1", parts, 2, applies=applies)],
        deductions=Adjustments(
            (world.indicator("D1", Deduct((charge,), HERE), 3, applies=applies),), None
        ),
    )
    assert table.points.tolist() == [[0, 30_000], [20_000, 20_000]]
    assert table.status[0].tolist() == [Status.MISSING, Status.MISSING]


@pytest.mark.parametrize(
    ("ruleset_line", "wanted"),
    [
        ("缺失时: 直接得分", (MissingPolicy.ZERO, NotApplicablePolicy.REDISTRIBUTE)),
        ("缺失时: 取同类平均", (MissingPolicy.ZERO, NotApplicablePolicy.REDISTRIBUTE)),
        ("缺失时: 暂缓定等", (MissingPolicy.BLOCK, NotApplicablePolicy.REDISTRIBUTE)),
        ("缺失时: 计零", (MissingPolicy.ZERO, NotApplicablePolicy.REDISTRIBUTE)),
    ],
)
def test_a_bonus_has_no_points_for_gaps_unless_it_says_so_itself(tmp_path, ruleset_line, wanted):
    shutil.copytree(SMALL, tmp_path / "rules")
    change(tmp_path / "rules/ruleset.yaml", "缺失时: 计零", ruleset_line)
    change(tmp_path / "rules/ruleset.yaml", "不适用时: 剔除折算", "不适用时: 直接得分")
    change(
        tmp_path / "rules/adjustments.yaml",
        "      分值: 1\n",
        "      分值: 1\n      缺失时: 直接得分\n",
    )
    first, second = load_ruleset(tmp_path / "rules").bonuses.items
    assert (first.missing, first.not_applicable) == wanted
    assert (second.missing, second.not_applicable) == (MissingPolicy.FULL, wanted[1])


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("n_schools", [0, 1])
def test_the_mean_of_nobody_else_is_no_mean(world, n_schools):
    columns = {"v": shares(world, "v", [M] * n_schools), "w": shares(world, "w", [1] * n_schools)}
    leaves = [
        world.indicator("A1", linear("v"), 2, missing=MissingPolicy.COHORT_MEAN),
        world.indicator("A2", linear("w"), 1),
    ]
    table = scored(world, columns, leaves)
    assert table.roll_up.total.tolist() == [10_000] * n_schools


def test_the_mean_is_rounded_half_up_to_the_unit(world):
    columns = {"v": shares(world, "v", [M, Fraction(1, 10_000), 0])}
    leaf = world.indicator("A1", linear("v"), 1, missing=MissingPolicy.COHORT_MEAN)
    assert scored(world, columns, [leaf]).points[0, 0] == 1


def test_a_zero_point_indicator_moves_nothing_and_takes_nothing_over(world):
    columns = {"v": shares(world, "v", [NA, 1]), "w": shares(world, "w", [1, 1])}
    leaves = [world.indicator("A1", linear("v"), 2), world.indicator("A2", linear("w"), 0)]
    table = scored(world, columns, leaves)
    # What is left of the group carries no points: the whole group does not apply.
    assert table.roll_up.node_applicable_mask["A"].tolist() == [False, True]
    assert table.roll_up.total.tolist() == [0, 20_000]


def test_a_bonus_that_does_not_apply_gives_nothing_and_moves_nobody_else(world):
    columns = {"v": shares(world, "v", [1]), "w": shares(world, "w", [NA])}
    table = scored(
        world,
        columns,
        [world.indicator("A1", linear("v"), 2)],
        bonuses=Adjustments((world.indicator("BO1", linear("w"), 1),), Fraction(1)),
    )
    assert (table.roll_up.bonus[0], table.roll_up.total[0]) == (0, 20_000)


@pytest.mark.parametrize(("cell", "manual"), [(BAD, False), (M, True)])
def test_the_mean_is_not_for_what_is_unreadable_or_still_to_be_judged(world, cell, manual):
    columns = {"v": shares(world, "v", [cell, 1])}
    leaf = world.indicator("A1", linear("v"), 2, missing=MissingPolicy.COHORT_MEAN, manual=manual)
    table = scored(world, columns, [leaf])
    assert table.points[:, 0].tolist() == [0, 20_000]
    assert table.blocked_mask.tolist() == [True, False]


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (MissingPolicy.ZERO, [20_000, 20_000, 0]),
        (MissingPolicy.FULL, [20_000, 20_000, 0]),
        (MissingPolicy.COHORT_MEAN, [20_000, 20_000, 10_000]),
    ],
)
def test_deductions_on_record_are_made_whatever_else_is_missing(world, policy, wanted):
    """Else a blank in one of its records would spare a school what the others cost."""
    whole = FieldType.INTEGER
    columns = {
        "v": shares(world, "v", [1, 1, 1, 1]),
        "n": world.column(world.field("n", whole), [2, 2, 0, 0]),
        "m": world.column(world.field("m", whole), [M, 0, M, 0]),
    }
    charges = tuple(Charge(each, HERE, each, first=Fraction(1), each=Fraction(1)) for each in "nm")
    item = world.indicator("D1", Deduct(charges, HERE), 3, missing=policy)
    table = scored(
        world,
        columns,
        [world.indicator("A1", linear("v"), 10)],
        deductions=Adjustments((item,), None),
    )
    assert table.roll_up.deduction.tolist() == [*wanted, 0]


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [(MissingPolicy.COHORT_MEAN, [20_000, 10_000]), (MissingPolicy.FULL, [30_000, 30_000])],
)
def test_parts_on_record_stay_where_the_mean_is_less(world, policy, wanted):
    kind = FieldType.BOOLEAN
    columns = {
        "a": world.column(world.field("a", kind), [True, False, True, False]),
        "b": world.column(world.field("b", kind), [M, M, False, False]),
    }
    parts = tuple(
        Part(name, Compare(name, Comparison.EQUALS, (True,), HERE), Fraction(points), HERE)
        for name, points in (("a", 2), ("b", 1))
    )
    leaf = world.indicator("A1", Checklist(parts, HERE), 3, missing=policy)
    assert scored(world, columns, [leaf]).points[:, 0].tolist()[:2] == wanted
