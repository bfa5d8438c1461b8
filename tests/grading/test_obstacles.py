"""What keeps a school from being graded, apart from vetoes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.grading import GradingStatus
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import (
    Cohorts,
    Exclusion,
    FieldType,
    MissingPolicy,
    Quota,
)
from engine.veto.trace import VetoStatus

HERE = Place("ruleset.yaml")
TOP = (1, 1)
QUOTA = Quota("优秀", HERE, share=Fraction(1, 2), ties="in")


def test_a_school_whose_cohort_is_not_known_is_suspended(grade, world):
    field = world.field("学段", FieldType.CHOICE, choices=("小学", "初中"))
    columns = {"学段": world.column(field, ["小学", State.MISSING])}
    book = grade([TOP, TOP], more_columns=columns, cohorts=Cohorts(("学段",)))
    assert book.status == (GradingStatus.GRADED, GradingStatus.SUSPENDED)
    assert book.cohort[1] == "未填"


def exclusion():
    young = Compare("办学月数", Comparison.LESS_THAN, (Fraction(6),), HERE)
    return (Exclusion(young, "新开办不足6个月", HERE),)


def months(world, values):
    return {"办学月数": world.column(world.field("办学月数", FieldType.INTEGER), values)}


def test_an_excluded_school_is_scored_but_neither_graded_nor_counted(grade, world):
    book = grade(
        [TOP, TOP, TOP],
        more_columns=months(world, [3, 12, State.MISSING]),
        exclusions=exclusion(),
        quotas=(replace(QUOTA, ties="in"),),
    )
    assert book.status == (
        GradingStatus.EXCLUDED,
        GradingStatus.GRADED,
        GradingStatus.SUSPENDED,
    )
    assert book.reasons[0] == ("新开办不足6个月",)
    assert "办学月数" in book.reasons[2][0]
    assert book.quotas[0].size == 2
    assert book.roll_up.total.tolist()[0] == 1_000_000


def test_a_missing_fact_under_block_suspends_and_names_the_indicator(grade):
    book = grade([(State.MISSING, 1), TOP], leaf={"missing": MissingPolicy.BLOCK})
    assert book.status == (GradingStatus.SUSPENDED, GradingStatus.GRADED)
    [reason] = book.reasons[0]
    assert reason == "A1“A1”缺失"
    assert book.grade_without_vetoes[0] == ""


def test_a_school_to_which_nothing_applies_is_suspended(grade):
    book = grade([(State.NOT_APPLICABLE, State.NOT_APPLICABLE), TOP])
    assert book.status[0] is GradingStatus.SUSPENDED


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (State.MISSING, "“学段”未填"),
        (State.UNREADABLE, "“学段”无法识读"),
        (State.NOT_APPLICABLE, "“学段”不适用"),
    ],
)
def test_what_is_wrong_with_the_field_of_a_cohort_is_told(grade, world, cell, said):
    field = world.field("学段", FieldType.CHOICE, choices=("小学", "初中"))
    columns = {"学段": world.column(field, ["小学", cell])}
    book = grade([TOP, TOP], more_columns=columns, cohorts=Cohorts(("学段",)))
    assert said in book.reasons[1][0]


def test_a_condition_on_what_a_school_has_not_excludes_nobody_and_suspends_nobody(grade, world):
    book = grade([TOP], more_columns=months(world, [State.NOT_APPLICABLE]), exclusions=exclusion())
    assert book.status == (GradingStatus.GRADED,)


def test_a_dimension_without_points_does_not_make_up_for_all_that_does_not_apply(grade, world):
    shown = world.group("C", world.indicator("C1", None, 0, informative=True))
    nothing = (State.NOT_APPLICABLE, State.NOT_APPLICABLE)
    book = grade([nothing], more_dimensions=(shown,))
    assert book.status == (GradingStatus.SUSPENDED,)


def test_an_excluded_school_with_an_obstacle_is_excluded_for_its_own_reason(grade, world):
    book = grade(
        [(State.MISSING, 1)],
        leaf={"missing": MissingPolicy.BLOCK},
        more_columns=months(world, [3]),
        exclusions=exclusion(),
    )
    assert book.status == (GradingStatus.EXCLUDED,)
    assert book.reasons == (("新开办不足6个月",),)


def test_every_reason_is_told_those_of_facts_and_those_of_vetoes(grade):
    hits = [(0, "CAP", VetoStatus.IN_FORCE), (0, "SET", VetoStatus.UNDETERMINED)]
    book = grade([(State.MISSING, 1)], hits, leaf={"missing": MissingPolicy.BLOCK})
    fact, veto = book.reasons[0]
    assert (fact, "SET" in veto) == ("A1“A1”缺失", True)


def test_a_school_stays_without_a_grade_where_only_another_veto_falls(grade):
    hits = [(0, "CAP", VetoStatus.IN_FORCE), (0, "SET", VetoStatus.UNDETERMINED)]
    book = grade([TOP], hits)
    assert book.without[0, "CAP", 0].grade == ""
    assert book.without[0, "SET", 0].grade == "合格"
    assert book.grade_without_vetoes == ("优秀",)
