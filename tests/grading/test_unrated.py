"""A school to which nothing applies has no total: blank, never 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from engine.assess import Assessment
from engine.diagnostics import Place
from engine.explain import Ledgers, Stories, catalogue
from engine.facts.table import State
from engine.grading import GradingStatus, MoveKind, assign_grades
from engine.reports.frames import scores_frame
from engine.reports.story_page import story_page
from engine.ruleset.methods import Linear
from engine.ruleset.model import (
    Adjustments,
    MissingPolicy,
    NotApplicablePolicy,
    Quota,
    Unrated,
    UnratedPolicy,
)
from engine.scoring import score_schools
from engine.veto.trace import VetoStatus, VetoTrace

HERE = Place("ruleset.yaml")
TOP, HALF = (1, 1), (Fraction(1, 2), Fraction(1, 2))
NOTHING = (State.NOT_APPLICABLE, State.NOT_APPLICABLE)
EXCLUDE = Unrated(UnratedPolicy.EXCLUDE)
PASS = Unrated(UnratedPolicy.GRADE, "合格")


def test_without_a_word_of_the_rules_a_school_without_a_total_is_suspended(grade):
    book = grade([NOTHING, TOP])
    assert book.status == (GradingStatus.SUSPENDED, GradingStatus.GRADED)
    assert "没有可计的分" in book.reasons[0][0]
    assert (book.total_of(0), book.total_of(1)) == (None, 1_000_000)
    assert (book.grade_by_score[0], book.moves[0], book.rank.tolist()) == ("", (), [0, 1])


def test_a_school_of_zero_points_has_a_total_of_zero(grade):
    book = grade([(0, 0)])
    assert (book.total_of(0), book.grade, book.rank.tolist()) == (0, ("不合格",), [1])


def test_it_is_excluded_where_the_rules_say_so(grade):
    book = grade([NOTHING], unrated=EXCLUDE)
    assert book.status == (GradingStatus.EXCLUDED,)
    assert "没有可计的分" in book.reasons[0][0]


def test_it_gets_the_grade_that_the_rules_give_it_and_no_rank(grade):
    book = grade([NOTHING, TOP], unrated=PASS)
    assert book.grade == ("合格", "优秀")
    assert book.status[0] is GradingStatus.GRADED
    assert (book.grade_by_score[0], book.rank.tolist()) == ("", [0, 1])
    [move] = book.moves[0]
    assert (move.kind, move.to_grade) == (MoveKind.UNRATED, "合格")
    assert "没有可计的分" in move.reason


def test_the_grade_of_a_school_without_a_total_is_lowered_by_a_veto(grade):
    book = grade([NOTHING], [(0, "SET", VetoStatus.IN_FORCE)], unrated=PASS)
    assert (book.grade, book.capped_by) == (("不合格",), (("SET",),))
    assert book.grade_without_vetoes == ("合格",)
    outlook = book.without[0, "SET", 0]
    assert (outlook.total, outlook.grade) == (None, "合格")


@pytest.mark.parametrize("unrated", [Unrated(), EXCLUDE, Unrated(UnratedPolicy.GRADE, "优秀")])
def test_quotas_do_not_see_it(grade, unrated):
    quota = Quota("优秀", HERE, share=Fraction(1, 3), ties="out")
    book = grade([NOTHING, TOP, (1, Fraction(9, 10)), HALF], unrated=unrated, quotas=(quota,))
    [use] = book.quotas
    assert (use.size, use.places, use.wanting, use.taken) == (3, 1, 2, 1)
    assert book.grade[1:] == ("优秀", "良好", "不合格")
    assert book.grade[0] == unrated.grade


def test_nothing_scored_is_a_total_of_zero_where_the_rules_say_so(grade):
    book = grade([NOTHING, TOP], unrated=Unrated(UnratedPolicy.ZERO))
    assert (book.total_of(0), book.grade[0], book.rank.tolist()) == (0, "不合格", [2, 1])
    assert book.status[0] is GradingStatus.GRADED


@pytest.fixture
def told(world) -> Callable[..., Assessment]:
    """Assess a school to which nothing applies, with a bonus, and one like any other."""

    def assessed(**more):
        one = Linear("b", Fraction(0), Fraction(1), HERE)
        columns = {
            "a": world.column(world.field("a"), [State.NOT_APPLICABLE, 1]),
            "b": world.column(world.field("b"), [1, 1]),
        }
        rules = world.ruleset(
            [world.group("A", world.indicator("A1", Linear("a", Fraction(0), Fraction(1), HERE)))],
            fields={name: each.field for name, each in columns.items()},
            bonuses=Adjustments((world.indicator("BO", one, 2),)),
            **more,
        )
        facts = world.facts(columns)
        scores, trace = score_schools(rules, facts), VetoTrace({}, "forward", False)
        book = assign_grades(rules, scores, trace)
        return Assessment(rules, facts, scores, trace, book, ())

    return assessed


def test_the_ledger_closes_at_nothing_and_says_so(told):
    assessment = told()
    ledgers = Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
    lines = ledgers.of_school(0).lines
    assert [line.kind.label for line in lines] == ["满分", "不适用", "加分", "无分"]
    assert sum(line.points for line in lines) == 0
    assert lines[-1].points == -20_000
    assert "空白，不是0分" in lines[-1].sentence
    assert "无分" not in [line.kind.label for line in ledgers.of_school(1).lines]


def test_scores_leave_base_and_total_blank(told):
    frame = scores_frame(told())
    assert frame["total"].tolist() == ["", "3"]
    assert frame["base"].tolist() == ["", "1"]
    assert frame["rank"].isna().tolist() == [True, False]


def test_the_page_of_the_school_says_that_there_is_no_total(told):
    assessment = told(unrated=Unrated(UnratedPolicy.GRADE, "合格"))
    ledgers = Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
    story = Stories(ledgers).of_school(ledgers.of_school(0))
    assert (story["total"], story["base"], story["grade"]) == (None, None, "合格")
    page = "\n".join(
        each.text for each in story_page(catalogue(assessment.ruleset, assessment.facts), story)
    )
    assert "等次 合格   总分 无" in page
    assert "按规则定为合格" in page


@pytest.fixture
def withheld(world) -> Callable[..., Assessment]:
    """Assess a school that lacks what must be there for any total, and one that lacks nothing."""

    def assessed(**more):
        columns = {
            "a": world.column(world.field("a"), [State.MISSING, 1]),
            "b": world.column(world.field("b"), [1, 1]),
        }
        leaves = [
            world.indicator(
                name.upper(), Linear(name, Fraction(0), Fraction(1), HERE), missing=policy
            )
            for name, policy in (("a", MissingPolicy.NO_TOTAL), ("b", MissingPolicy.ZERO))
        ]
        rules = world.ruleset(
            [world.group("D", *leaves)],
            fields={name: each.field for name, each in columns.items()},
            **more,
        )
        facts = world.facts(columns)
        scores, trace = score_schools(rules, facts), VetoTrace({}, "forward", False)
        return Assessment(rules, facts, scores, trace, assign_grades(rules, scores, trace), ())

    return assessed


WHY = "A“A”缺失，按规则不出总分"


@pytest.mark.parametrize(
    ("unrated", "status"),
    [
        (Unrated(), GradingStatus.SUSPENDED),
        (Unrated(UnratedPolicy.ZERO), GradingStatus.SUSPENDED),
        (EXCLUDE, GradingStatus.EXCLUDED),
    ],
)
def test_a_withheld_total_is_blank_and_says_what_is_missing(withheld, unrated, status):
    book = withheld(unrated=unrated).book
    assert (book.total_of(0), book.total_of(1)) == (None, 20_000)
    assert (book.status[0], book.reasons[0]) == (status, (WHY,))
    assert (book.grade, book.rank.tolist()) == (("", "优秀"), [0, 1])


def test_a_withheld_total_may_have_a_grade_of_its_own(withheld):
    book = withheld(unrated=PASS).book
    assert (book.grade[0], book.total_of(0)) == ("合格", None)
    assert book.moves[0][0].reason == f"{WHY}，按规则定为合格"


def test_the_ledger_of_a_withheld_total_closes_at_nothing(withheld):
    assessment = withheld()
    ledgers = Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
    lines = ledgers.of_school(0).lines
    assert [line.kind.label for line in lines] == ["满分", "缺项", "无分"]
    assert sum(line.points for line in lines) == 0
    assert lines[-1].sentence == f"{WHY}，总分空白（不是0分），以上合计1分不计"
    assert scores_frame(assessment)["total"].tolist() == ["", "2"]


def test_scores_show_the_full_marks_where_they_shrink(withheld, world):
    assessment = withheld()
    assert "full" not in scores_frame(assessment)
    [dimension] = assessment.ruleset.dimensions
    shrinking = tuple(
        replace(each, not_applicable=NotApplicablePolicy.SHRINK) for each in dimension.children
    )
    rules = replace(assessment.ruleset, dimensions=(replace(dimension, children=shrinking),))
    columns = {name: world.column(world.field(name), [State.NOT_APPLICABLE, 1]) for name in "ab"}
    columns["b"] = world.column(world.field("b"), [Fraction(1, 2), 1])
    facts = world.facts(columns)
    scores, trace = score_schools(rules, facts), VetoTrace({}, "forward", False)
    book = assign_grades(rules, scores, trace)
    frame = scores_frame(Assessment(rules, facts, scores, trace, book, ()))
    assert frame["full"].tolist() == ["1", "2"]
    assert frame["total"].tolist() == ["0.5", "2"]
    [first, *_] = Ledgers(rules, facts, scores, trace, book).of_school(0).lines[1:]
    assert (first.points, first.sentence.endswith("满分减1分，其余指标的分值不变")) == (
        -10_000,
        True,
    )
