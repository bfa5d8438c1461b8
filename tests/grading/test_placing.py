"""Several quotas, ties and cohorts: who holds which grade."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts.table import State
from engine.grading import MoveKind, assign_grades
from engine.grading.placing import Standing, place, ranks
from engine.ruleset.combining import Combination, Weight, WeightCase
from engine.ruleset.methods import Charge, Deduct, Linear
from engine.ruleset.model import Adjustments, Cohorts, FieldType, Grade, Quota
from engine.scoring import score_schools
from engine.veto.trace import VetoStatus, VetoTrace

HERE = Place("ruleset.yaml")
IN_FORCE = VetoStatus.IN_FORCE
ZERO, ONE = Fraction(0), Fraction(1)
GRADES = (
    Grade("优秀", Fraction(90), HERE),
    Grade("良好", Fraction(80), HERE),
    Grade("合格", Fraction(60), HERE),
    Grade("不合格", None, HERE),
)


def scored(*totals):
    """Return the shares of schools with these totals: all of A, the rest from B."""
    return [(1, Fraction(total - 70, 30)) for total in totals]


def number(grade, n, **more):
    return Quota(grade, HERE, number=n, **more)


def test_a_barred_school_with_a_higher_total_takes_no_better_grade_from_another(grade):
    """Two barred schools lead by score; those below them keep the grade they have places for."""
    schools = scored(100, 97, 94, 91, 85)
    hits = [(0, "BAR", IN_FORCE), (1, "BAR", IN_FORCE)]
    book = grade(schools, hits, quotas=(number("优秀", 2), number("良好", 3)))
    assert book.grade == ("良好", "合格", "优秀", "优秀", "合格")
    good = book.quotas[1]
    assert (good.grade, good.places, good.wanting, good.taken) == ("良好", 3, 5, 3)


def test_quotas_are_worked_from_the_best_grade_down_whatever_their_order(grade):
    schools = scored(100, 97, 94, 91)
    quotas = (number("优秀", 1), number("良好", 2))
    forward, backward = (grade(schools, quotas=each) for each in (quotas, quotas[::-1]))
    assert forward.grade == backward.grade == ("优秀", "良好", "合格", "合格")


def test_a_grade_lost_to_two_quotas_names_both(grade):
    book = grade(scored(100, 97, 94), quotas=(number("优秀", 1), number("良好", 2)))
    assert book.moves[2][-1].reason == "全部组优秀、良好名额所限，列合格"
    assert book.moves[2][-1].kind is MoveKind.QUOTA


def test_a_quota_below_the_places_already_held_takes_nobody_down(grade):
    quotas = (number("优秀", 2), number("良好", 1))
    assert grade(scored(100, 97, 85), quotas=quotas).grade == ("优秀", "优秀", "合格")


def test_more_places_than_schools_leave_everyone_as_scored(grade):
    book = grade(scored(100, 85), quotas=(number("优秀", 5),))
    assert book.grade == ("优秀", "良好")
    assert (book.quotas[0].places, book.quotas[0].taken) == (5, 1)


def test_each_cohort_has_its_own_places(grade, world):
    stage = world.field("学段", FieldType.CHOICE, choices=("小学", "初中"))
    columns = {"学段": world.column(stage, ["小学", "初中", "小学", "初中"])}
    book = grade(
        scored(91, 100, 92, 99),
        more_columns=columns,
        cohorts=Cohorts(("学段",)),
        quotas=(number("优秀", 1),),
    )
    assert book.grade == ("良好", "优秀", "优秀", "良好")
    assert {use.cohort: use.size for use in book.quotas} == {"小学": 2, "初中": 2}


def test_a_tie_can_be_parted_by_a_deduction(grade, world):
    charge = Charge("c", HERE, "次数", first=Fraction(1), each=Fraction(1))
    deductions = Adjustments((world.indicator("DE1", Deduct((charge,), HERE), 5),))
    counts = world.column(world.field("次数", FieldType.INTEGER), [1, 0])
    book = grade(
        scored(92, 91),
        more_columns={"次数": counts},
        deductions=deductions,
        quotas=(number("优秀", 1, ties="compare", compare_by=("DE1",)),),
    )
    assert book.roll_up.total.tolist() == [910_000, 910_000]
    assert book.grade == ("良好", "优秀")


def test_only_what_applies_is_compared(grade, world):
    """Half of C does not apply to the first, which has all of the rest: 5 of 5 beat 7 of 10."""
    leaves = [
        world.indicator(name, Linear(name.lower(), Fraction(0), Fraction(1), HERE), 5)
        for name in ("C1", "C2")
    ]
    shares = {"c1": [State.NOT_APPLICABLE, Fraction(7, 10)], "c2": [1, Fraction(7, 10)]}
    book = grade(
        [(1, Fraction(8, 10)), (1, Fraction(9, 10))],
        more_dimensions=(world.group("C", *leaves),),
        more_columns={
            name: world.column(world.field(name), values) for name, values in shares.items()
        },
        quotas=(number("优秀", 1, ties="compare", compare_by=("C",)),),
    )
    assert book.roll_up.total.tolist() == [1_040_000, 1_040_000]
    assert book.grade == ("优秀", "良好")


def test_an_indicator_of_no_points_is_not_compared(grade, world):
    leaves = [
        world.indicator(name, Linear(name.lower(), Fraction(0), Fraction(1), HERE), points)
        for name, points in (("C1", 0), ("C2", 10))
    ]
    shares = {"c1": [1, 0], "c2": [Fraction(1, 2), Fraction(6, 10)]}
    book = grade(
        [(1, Fraction(9, 10)), (1, Fraction(26, 30))],
        more_dimensions=(world.group("C", *leaves),),
        more_columns={
            name: world.column(world.field(name), values) for name, values in shares.items()
        },
        quotas=(number("优秀", 1, ties="compare", compare_by=("C",)),),
    )
    assert book.roll_up.total.tolist() == [1_020_000, 1_020_000]
    assert book.grade == ("良好", "优秀")


def test_what_a_school_would_be_without_a_veto_is_compared_by_its_own_points(grade):
    """B is set to zero, and B is what parts the tie that there would be without the veto."""
    schools = [(Fraction(9, 10), Fraction(9, 10)), (Fraction(99, 100), Fraction(69, 100))]
    quota = number("优秀", 1, ties="compare", compare_by=("B",))
    book = grade(schools, [(0, "ZERO", IN_FORCE)], quotas=(quota,))
    assert book.grade == ("合格", "优秀")
    assert (book.without[0, "ZERO", 0].total, book.without[0, "ZERO", 0].grade) == (900_000, "优秀")


def test_what_does_not_apply_is_compared_as_nothing(grade):
    """The second has all its points in A; of B there is nothing that could be compared."""
    schools = [(Fraction(9, 10), Fraction(9, 10)), (Fraction(9, 10), State.NOT_APPLICABLE)]
    quota = number("优秀", 1, ties="compare", compare_by=("B",))
    book = grade(schools, quotas=(quota,))
    assert book.roll_up.total.tolist() == [900_000, 900_000]
    assert book.grade == ("优秀", "良好")


def test_each_quota_is_compared_by_its_own_order(grade):
    """All have 91: by A the second leads; by B, as the second quota asks, the third."""
    schools = [
        (Fraction(94, 100), Fraction(84, 100)),
        (1, Fraction(7, 10)),
        (Fraction(88, 100), Fraction(98, 100)),
    ]
    quotas = (
        number("优秀", 1, ties="compare", compare_by=("A",)),
        number("良好", 2, ties="compare", compare_by=("B",)),
    )
    book = grade(schools, quotas=quotas)
    assert book.roll_up.total.tolist() == [910_000] * 3
    assert book.grade == ("合格", "优秀", "良好")


def test_what_nothing_can_part_leaves_the_place_empty_and_is_kept(grade):
    quota = number("优秀", 1, ties="compare", compare_by=("A", "B"))
    book = grade(scored(92, 92), quotas=(quota,))
    assert book.grade == ("良好", "良好")
    assert book.quotas[0].tied_out == (0, 1)


def test_ties_that_all_go_in_exceed_the_places(grade):
    book = grade(scored(92, 92, 91), quotas=(number("优秀", 1, ties="in"),))
    assert book.grade == ("优秀", "优秀", "良好")
    assert (book.quotas[0].places, book.quotas[0].taken) == (1, 2)


def test_a_suspended_school_counts_for_the_share_but_takes_no_place(grade):
    half = Quota("优秀", HERE, share=Fraction(1, 2))
    hits = [(0, "BAR", IN_FORCE), (0, "SET", VetoStatus.UNDETERMINED)]
    book = grade(scored(100, 92, 91, 91), hits, quotas=(replace(half, ties="out"),))
    assert book.grade == ("", "优秀", "良好", "良好")
    assert (book.quotas[0].size, book.quotas[0].freed) == (4, 0)


members = st.lists(
    st.tuples(st.integers(50, 100), st.integers(0, 3), st.booleans()), min_size=1, max_size=9
)


@given(members, st.tuples(st.integers(0, 5), st.integers(0, 9)), st.sampled_from(["in", "out"]))
def test_quotas_only_lower_grades_and_nobody_passes_a_better_placed_school(
    world, schools, places, ties
):
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", Linear("v", Fraction(0), Fraction(1), HERE), 100))],
        grades=GRADES,
        quotas=(number("优秀", places[0], ties=ties), number("良好", places[1], ties=ties)),
    )
    totals, limits, out = (np.array(each) for each in zip(*schools, strict=True))
    totals = totals.astype(np.int64) * 10_000
    standing = Standing(
        "全部",
        np.arange(len(schools)),
        totals,
        np.array([sum(total < cut for cut in (900_000, 800_000, 600_000)) for total in totals]),
        limits.astype(np.int64),
        np.full(len(schools), len(GRADES) - 1),
        ~out,
        np.ones(len(schools), bool),
        np.ones((len(schools), 2), bool),
    )
    placed = place(rules, standing, lambda _, __: ())
    allowed = np.maximum(standing.start, standing.limit)
    assert (placed.final >= allowed).all()
    graded = np.flatnonzero(~out)
    for one in graded:
        for other in graded:  # as good in vetoes and better by score: never worse in the end
            if allowed[one] <= allowed[other] and totals[one] > totals[other]:
                assert placed.final[one] <= placed.final[other]
    if ties == "out":
        best = int((placed.final[graded] == 0).sum())
        assert best <= places[0]
        assert int((placed.final[graded] <= 1).sum()) <= max(places[1], best)
    standings = ranks(standing)
    assert (standings[out] == 0).all()
    for one in graded:
        assert standings[one] == 1 + (totals[graded] > totals[one]).sum()


@pytest.mark.parametrize("n", [0, 1])
def test_a_cohort_of_nobody_else_is_placed_by_its_own_quota(grade, n):
    book = grade(scored(100), quotas=(number("优秀", n),))
    assert book.grade == ("优秀" if n else "良好",)


def test_below_a_weighted_mean_what_is_worth_more_counts_for_more(world):
    """Both have half of the points of A; the first has them where the weight is."""
    heavy, light = (
        world.indicator(f"A{at}", Linear(f"a{at}", ZERO, ONE, HERE), 10, weight=weighed(weight))
        for at, weight in ((1, 3), (2, 1))
    )
    mean = replace(
        world.group("A", heavy, light), combine=Combination.WEIGHTED_MEAN, points=Fraction(20)
    )
    rest = world.group("B", world.indicator("B1", Linear("b", ZERO, ONE, HERE), 10))
    columns = {
        name: world.column(world.field(name), values)
        for name, values in {"a1": [1, 0], "a2": [0, 1], "b": [0, 1]}.items()
    }
    rules = world.ruleset(
        [mean, rest],
        fields={name: column.field for name, column in columns.items()},
        grades=(Grade("优秀", ZERO, HERE), Grade("合格", None, HERE)),
        quotas=(number("优秀", 1, ties="compare", compare_by=("A",)),),
    )
    scores = score_schools(rules, world.facts(columns))
    assert scores.roll_up.total.tolist() == [150_000, 150_000]
    book = assign_grades(rules, scores, VetoTrace({}, "forward", False))
    assert book.grade == ("优秀", "合格")


def weighed(number):
    return Weight((WeightCase(HERE, Fraction(number)),), HERE)
