"""Cut scores by condition, quotas for some, and schools that rank without a grade."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.grading import GradingStatus, MoveKind
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import CutCase, Exclusion, FieldType, Grade, Quota
from engine.veto.trace import VetoStatus

HERE = Place("ruleset.yaml")
THERE = Place("ruleset.yaml", line=9)
IN_FORCE = VetoStatus.IN_FORCE
OLD, YOUNG = "老校", "新校"


def kind_is(name):
    return Compare("类别", Comparison.EQUALS, (name,), HERE)


def kinds(world, *values):
    field = world.field("类别", FieldType.CHOICE, choices=(OLD, YOUNG))
    return {"类别": world.column(field, values)}


def scored(*totals):
    return [(1, Fraction(total - 70, 30)) for total in totals]


GRADES = (
    Grade("优秀", Fraction(90), HERE, (CutCase(kind_is(YOUNG), Fraction(80), THERE),)),
    Grade("良好", Fraction(80), HERE, (CutCase(kind_is(YOUNG), Fraction(75), THERE),)),
    Grade("合格", Fraction(60), HERE),
    Grade("不合格", None, HERE),
)


def test_a_cut_score_by_condition_holds_for_those_it_names(grade, world):
    columns = kinds(world, OLD, YOUNG, YOUNG, YOUNG)
    book = grade(scored(85, 85, 75, 74), more_columns=columns, grades=GRADES)
    assert book.grade == ("良好", "优秀", "良好", "合格")
    common, special = book.moves[0][0], book.moves[1][0]
    assert (common.reason, common.place) == ("总分85，按分数线为良好", None)
    assert special.reason == "总分85，按另定的分数线（不低于80分）为优秀"
    assert special.place == THERE


def test_the_first_case_that_holds_is_taken(grade, world):
    cases = (CutCase(kind_is(OLD), Fraction(95), HERE), CutCase(kind_is(OLD), Fraction(80), HERE))
    grades = (replace(GRADES[0], cases=cases), *GRADES[1:])
    book = grade(scored(92, 92), more_columns=kinds(world, OLD, YOUNG), grades=grades)
    assert book.grade == ("良好", "优秀")


def test_a_cut_score_that_cannot_be_decided_suspends_and_names_the_fact(grade, world):
    columns = kinds(world, State.MISSING, State.NOT_APPLICABLE)
    book = grade(scored(85, 85), more_columns=columns, grades=GRADES)
    assert book.status == (GradingStatus.SUSPENDED, GradingStatus.GRADED)
    assert book.grade[1] == "良好"  # on what does not apply the condition does not hold
    assert "不能判定“优秀”适用哪条分数线：缺类别" in book.reasons[0]


def test_a_case_that_comes_after_one_that_holds_is_not_waited_for(grade, world):
    months = world.column(world.field("月数", FieldType.INTEGER), [State.MISSING])
    late = Compare("月数", Comparison.LESS_THAN, (Fraction(6),), HERE)
    cases = (CutCase(kind_is(YOUNG), Fraction(80), HERE), CutCase(late, Fraction(70), HERE))
    grades = (replace(GRADES[0], cases=cases), *GRADES[1:])
    columns = {**kinds(world, YOUNG), "月数": months}
    assert grade(scored(85), more_columns=columns, grades=grades).grade == ("优秀",)


def test_a_what_if_is_held_to_the_same_cut_scores(grade, world):
    book = grade(
        scored(85),
        [(0, "SET", IN_FORCE)],
        more_columns=kinds(world, YOUNG),
        grades=GRADES,
    )
    assert (book.grade, book.without[0, "SET", 0].grade) == (("不合格",), "优秀")


def quota(name, n, kind, **more):
    return Quota(name, HERE, number=n, applies=kind_is(kind), **more)


def test_a_quota_neither_counts_nor_limits_those_it_is_not_for(grade, world):
    half = Quota("优秀", HERE, share=Fraction(1, 2), applies=kind_is(OLD), ties="out")
    columns = kinds(world, YOUNG, YOUNG, OLD, OLD)
    book = grade(scored(100, 99, 98, 97), more_columns=columns, quotas=(half,))
    assert book.grade == ("优秀", "优秀", "优秀", "良好")
    [use] = book.quotas
    assert (use.size, use.places, use.wanting, use.taken) == (2, 1, 2, 1)


def test_two_quotas_of_one_grade_each_have_their_own_schools(grade, world):
    columns = kinds(world, OLD, OLD, YOUNG, YOUNG, YOUNG)
    quotas = (quota("优秀", 1, OLD), quota("优秀", 2, YOUNG), quota("良好", 1, OLD))
    book = grade(scored(100, 99, 98, 97, 96), more_columns=columns, quotas=quotas)
    # one place for 良好 or better among the old: the first holds it
    assert book.grade == ("优秀", "合格", "优秀", "优秀", "良好")


def test_a_quota_that_cannot_be_decided_suspends_and_names_the_fact(grade, world):
    columns = kinds(world, OLD, State.MISSING)
    book = grade(scored(95, 100), more_columns=columns, quotas=(quota("优秀", 1, OLD),))
    assert book.grade == ("优秀", "")
    assert book.reasons[1] == ("不能判定“优秀”的名额是否适用：缺类别",)


RANKED = Exclusion(kind_is(YOUNG), "新校不定等", HERE, ranked=True)


def test_an_excluded_school_that_ranks_takes_a_place_but_gets_no_grade(grade, world):
    columns = kinds(world, YOUNG, OLD, OLD)
    number = Quota("优秀", HERE, share=Fraction(1, 3), rounding="nearest")
    book = grade(scored(100, 95, 94), more_columns=columns, exclusions=(RANKED,), quotas=(number,))
    assert book.grade == ("", "良好", "良好")
    assert book.status[0] is GradingStatus.EXCLUDED
    assert book.rank.tolist() == [1, 2, 3]
    assert (book.quotas[0].size, book.quotas[0].taken) == (3, 1)
    unranked = grade(
        scored(100, 95, 94),
        more_columns=columns,
        exclusions=(replace(RANKED, ranked=False),),
        quotas=(number,),
    )
    assert (unranked.grade, unranked.rank.tolist()) == (("", "优秀", "良好"), [0, 1, 2])


def test_of_two_exclusions_the_one_without_a_rank_prevails(grade, world):
    also = Exclusion(kind_is(YOUNG), "另有原因", HERE)
    book = grade(scored(100), more_columns=kinds(world, YOUNG), exclusions=(RANKED, also))
    assert book.rank.tolist() == [0]
    assert book.reasons == (("新校不定等", "另有原因"),)


@pytest.mark.parametrize("status", [VetoStatus.UNDETERMINED, VetoStatus.PROPOSED])
def test_an_excluded_school_that_something_holds_up_does_not_rank_yet(grade, world, status):
    book = grade(
        scored(100, 95),
        [(0, "SET", status)],
        more_columns=kinds(world, YOUNG, OLD),
        exclusions=(RANKED,),
    )
    assert book.status[0] is GradingStatus.EXCLUDED
    assert book.rank.tolist() == [0, 1]


def test_grades_without_any_cut_score_begin_at_the_best(grade):
    grades = (Grade("甲", None, HERE), Grade("乙", None, HERE))
    book = grade([(0, 0)], grades=grades, quotas=(Quota("甲", HERE, number=0),))
    assert (book.grade_by_score, book.grade) == (("甲",), ("乙",))
    assert [move.kind for move in book.moves[0]] == [MoveKind.BY_SCORE, MoveKind.QUOTA]
