"""Grades: cut scores, limits by vetoes, suspensions, quotas, ranks, and what might have been."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.grading import GradingStatus, MoveKind, assign_grades
from engine.ruleset.combining import Combination, Weight, WeightCase
from engine.ruleset.methods import Linear
from engine.ruleset.model import (
    Adjustments,
    Clause,
    Cohorts,
    Effect,
    EffectKind,
    FieldType,
    Grade,
    ProposalPolicy,
    Quota,
)
from engine.scoring import score_schools
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus, VetoTrace

HERE = Place("ruleset.yaml")
IN_FORCE, PROPOSED = VetoStatus.IN_FORCE, VetoStatus.PROPOSED
TOP, GOOD, PASS = (1, 1), (Fraction(9, 10), Fraction(8, 10)), (Fraction(7, 10), Fraction(7, 10))


def test_grades_follow_the_cut_scores_and_the_cut_itself_belongs_to_the_better_grade(grade):
    exactly = (Fraction(9, 10), Fraction(9, 10))
    just_below = (Fraction(9, 10), Fraction(8999, 10_000))
    book = grade([TOP, exactly, just_below, PASS, (0, 1)])
    assert book.grade == ("优秀", "优秀", "优秀", "合格", "不合格")  # 89.997 is rounded to 90.00
    assert book.roll_up.rounding[2] == 30
    assert grade([(Fraction(8999, 10_000), Fraction(9, 10))]).grade == ("良好",)


@pytest.mark.parametrize(
    ("clause_id", "wanted", "kind"),
    [
        ("BAR", "良好", MoveKind.BAR_TOP),
        ("CAP", "合格", MoveKind.GRADE_CAP),
        ("SET", "不合格", MoveKind.SET_GRADE),
    ],
)
def test_a_veto_in_force_limits_the_grade_and_leaves_the_score(grade, clause_id, wanted, kind):
    book = grade([TOP], [(0, clause_id, IN_FORCE)])
    assert book.grade == (wanted,)
    assert book.grade_by_score == ("优秀",)
    assert book.grade_without_vetoes == ("优秀",)
    assert book.roll_up.total.tolist() == [1_000_000]
    assert book.capped_by == ((clause_id,),)
    assert [move.kind for move in book.moves[0]] == [MoveKind.BY_SCORE, kind]
    assert book.without[0, clause_id, 0].grade == "优秀"


def test_a_cap_never_raises_a_grade(grade):
    book = grade([(0, 0)], [(0, "CAP", IN_FORCE)])
    assert book.grade == ("不合格",)
    assert book.capped_by == ((),)


def test_of_two_vetoes_the_strictest_cap_wins_and_each_is_seen_without_the_other(grade):
    """Appendix B, trap 8."""
    book = grade([TOP], [(0, "BAR", IN_FORCE), (0, "SET", IN_FORCE)])
    assert book.grade == ("不合格",)
    assert book.capped_by == (("SET", "BAR"),)
    assert book.without[0, "SET", 0].grade == "良好"
    assert book.without[0, "BAR", 0].grade == "不合格"


def test_a_veto_on_points_lowers_the_total_and_the_total_without_it_is_kept(grade):
    book = grade([TOP, TOP], [(1, "ZERO", IN_FORCE)])
    assert book.roll_up.total.tolist() == [1_000_000, 700_000]
    assert book.roll_up_without.total.tolist() == [1_000_000, 1_000_000]
    assert book.zeroed == {1: {"ZERO": (1,)}}
    assert book.grade == ("优秀", "合格")
    assert book.without[1, "ZERO", 0].total == 1_000_000
    assert book.roll_up.node_points["B"].tolist() == [300_000, 0]


def test_an_effect_on_titles_leaves_the_grade(grade):
    book = grade([TOP], [(0, "TITLE", IN_FORCE)])
    assert book.grade == ("优秀",)


def test_an_undetermined_veto_suspends_the_grade_and_says_what_is_missing(grade):
    book = grade([TOP], [(0, "SET", VetoStatus.UNDETERMINED)])
    assert book.grade == ("",)
    assert book.status == (GradingStatus.SUSPENDED,)
    assert "待核实" in book.reasons[0][0]
    assert "责任认定" in book.reasons[0][0]
    assert book.rank.tolist() == [0]
    assert book.grade_without_vetoes == ("优秀",)
    assert book.without[0, "SET", 0].grade == "优秀"


def test_a_proposed_veto_suspends_until_it_is_decided(grade):
    book = grade([TOP], [(0, "CAP", PROPOSED)])
    assert book.status == (GradingStatus.SUSPENDED,)
    assert "认定文号" in book.reasons[0][0]
    assert book.if_decided[0].grade == "合格"


def test_a_proposed_veto_acts_at_once_where_the_ruleset_says_so(grade):
    book = grade([TOP], [(0, "CAP", PROPOSED)], proposals=ProposalPolicy.APPLY)
    assert book.grade == ("合格",)


@pytest.mark.parametrize("status", [VetoStatus.REDUCED, VetoStatus.EXEMPTED, VetoStatus.ABSORBED])
def test_a_clause_that_gave_way_does_nothing(grade, status):
    book = grade([TOP], [(0, "SET", status)])
    assert book.grade == ("优秀",)


def stages(world, values):
    field = world.field("学段", FieldType.CHOICE, choices=("小学", "初中"))
    return {"学段": world.column(field, values)}


QUOTA = Quota("优秀", HERE, share=Fraction(1, 2), ties="compare", compare_by=("师德", "A"))


def test_a_barred_school_takes_no_place_and_the_place_goes_to_the_next(grade):
    """domain.md section 4.1: the place goes to the next."""
    schools = [TOP, (1, Fraction(9, 10)), (1, Fraction(8, 10)), (1, Fraction(7, 10))]
    without = grade(schools, quotas=(QUOTA,))
    assert without.grade == ("优秀", "优秀", "良好", "良好")
    barred = grade(schools, [(0, "BAR", IN_FORCE)], quotas=(QUOTA,))
    assert barred.grade == ("良好", "优秀", "优秀", "良好")
    [use] = barred.quotas
    assert (use.size, use.places, use.wanting, use.taken, use.freed) == (4, 2, 3, 2, 1)
    assert barred.moves[3][-1].kind is MoveKind.QUOTA


def test_a_tie_at_the_edge_is_settled_by_the_matter_first(grade):
    schools = [TOP, (Fraction(27, 35), 1), (1, Fraction(14, 30)), (0, 0)]
    tied = [(Fraction(6, 7), 1), (1, Fraction(2, 3)), TOP, (0, 0)]
    assert grade(schools, quotas=(QUOTA,)).grade[0] == "优秀"
    book = grade(tied, quotas=(replace(QUOTA, share=Fraction(1, 2)),))
    # 6/7 has four places: 0.8571 x 70 = 59.997; both have 90.00 after rounding.
    assert book.roll_up.total.tolist()[:2] == [900_000, 900_000]
    assert book.grade == ("优秀", "良好", "优秀", "不合格")


def test_small_cohorts_are_graded_by_score_only(grade, world):
    schools = [TOP, TOP, TOP, TOP, TOP]
    columns = stages(world, ["小学", "小学", "小学", "初中", "初中"])
    book = grade(schools, more_columns=columns, cohorts=Cohorts(("学段",), 3), quotas=(QUOTA,))
    assert book.grade == ("良好", "良好", "良好", "优秀", "优秀")
    assert book.cohort == ("小学", "小学", "小学", "初中", "初中")
    assert book.quotas[0].tied_out == (0, 1, 2)


def test_ranks_are_within_the_cohort_and_ties_share_one(grade, world):
    schools = [GOOD, TOP, TOP, PASS, PASS]
    columns = stages(world, ["小学", "小学", "小学", "小学", "初中"])
    book = grade(schools, more_columns=columns, cohorts=Cohorts(("学段",)))
    assert book.rank.tolist() == [3, 1, 1, 4, 1]


def test_a_veto_overturned_on_appeal_moves_the_places_of_the_whole_cohort(grade):
    """Appendix B, trap 8: recompute the quota of the whole group."""
    schools = [TOP, (1, Fraction(9, 10)), (1, Fraction(8, 10)), (1, Fraction(7, 10))]
    vetoed = grade(schools, [(0, "SET", IN_FORCE)], quotas=(QUOTA,))
    upheld = grade(schools, quotas=(QUOTA,))
    assert vetoed.grade == ("不合格", "优秀", "优秀", "良好")
    assert upheld.grade == ("优秀", "优秀", "良好", "良好")
    assert vetoed.without[0, "SET", 0].grade == "优秀"


def test_all_schools_vetoed_leave_all_places_empty(grade):
    book = grade([TOP, TOP], [(0, "SET", IN_FORCE), (1, "SET", IN_FORCE)], quotas=(QUOTA,))
    assert book.grade == ("不合格", "不合格")
    assert book.quotas[0].taken == 0
    assert book.quotas[0].freed == 2


def test_an_effect_that_cannot_be_decided_suspends_the_grade(grade):
    """A 连续两年 effect whose condition on last year is not known must not pass in silence."""
    second = Effect("second", EffectKind.SECOND_YEAR, HERE)
    case = VetoCase(0, "TITLE", 0, IN_FORCE)
    line = EffectLine(0, "TITLE", 0, second, VetoStatus.UNDETERMINED, unknown=("上年曾被否决",))
    trace = SchoolTrace(0, (), (), (case,), (line,), ())
    book = grade([TOP], trace=VetoTrace({0: trace}, "forward", False))
    assert book.status == (GradingStatus.SUSPENDED,)
    assert "上年曾被否决" in book.reasons[0][0]


@pytest.mark.parametrize("shares", [PASS, (0, 0)])
def test_a_grade_set_by_a_veto_never_raises_one(grade, shares):
    low = Clause("LOW", "定合格", 10, "", (Effect("x", EffectKind.SET_GRADE, HERE, "合格"),), HERE)
    line = EffectLine(0, "LOW", 0, low.effects[0], IN_FORCE)
    trace = SchoolTrace(0, (), (), (VetoCase(0, "LOW", 0, IN_FORCE),), (line,), ())
    book = grade([shares], trace=VetoTrace({0: trace}, "forward", False), clauses={"LOW": low})
    assert book.grade == book.grade_by_score


def test_a_proposed_veto_on_points_acts_at_once_where_the_ruleset_says_so(grade):
    book = grade([TOP], [(0, "ZERO", PROPOSED)], proposals=ProposalPolicy.APPLY)
    assert book.roll_up.total.tolist() == [700_000]
    assert book.status == (GradingStatus.GRADED,)
    assert (book.without[0, "ZERO", 0].total, book.if_decided[0].total) == (1_000_000, 700_000)


def test_a_proposed_veto_on_points_leaves_them_until_it_is_decided(grade):
    book = grade([TOP], [(0, "ZERO", PROPOSED)])
    assert book.roll_up.total.tolist() == [1_000_000]
    assert book.zeroed == {}
    assert book.if_decided[0].total == 700_000


def test_points_of_what_does_not_apply_cannot_be_set_to_zero(grade):
    """The rest was scaled up in its place, and stays."""
    book = grade([(1, State.NOT_APPLICABLE)], [(0, "ZERO", IN_FORCE)])
    assert book.roll_up.total.tolist() == [1_000_000]


def test_a_zero_is_scaled_up_with_nothing_where_its_siblings_do_not_apply(grade):
    book = grade([(State.NOT_APPLICABLE, 1)], [(0, "ZERO", IN_FORCE)])
    assert book.roll_up.total.tolist() == [0]
    assert book.roll_up_without.total.tolist() == [1_000_000]


def test_a_veto_sets_a_bonus_to_zero_and_what_its_cap_took_comes_back(grade, world):
    one = Linear("a", Fraction(0), Fraction(1), HERE)
    bonuses = Adjustments(
        (world.indicator("BO1", one, 3), world.indicator("BO2", one, 2)), Fraction(4)
    )
    zero = Effect("x", EffectKind.ZERO, HERE, targets=("BO1",))
    clause = Clause("ZB", "加分清零", 10, "", (zero,), HERE)
    line = EffectLine(0, "ZB", 0, zero, IN_FORCE)
    trace = SchoolTrace(0, (), (), (VetoCase(0, "ZB", 0, IN_FORCE),), (line,), ())
    book = grade(
        [TOP],
        trace=VetoTrace({0: trace}, "forward", False),
        clauses={"ZB": clause},
        bonuses=bonuses,
    )
    assert book.roll_up_without.bonus.tolist() == [40_000]
    assert book.roll_up.bonus.tolist() == [20_000]


def test_no_schools_make_an_empty_book(grade):
    book = grade([], quotas=(QUOTA,))
    assert (book.grade, book.quotas, book.rank.tolist()) == ((), (), [])


def test_a_limit_of_the_second_year_says_so(grade):
    fail = Effect("AGAIN/1/1", EffectKind.SET_GRADE, HERE, grade="不合格")
    second = Effect("AGAIN/1", EffectKind.SECOND_YEAR, HERE, then=(fail,))
    clauses = {"AGAIN": Clause("AGAIN", "屡犯", 10, "", (second,), HERE)}
    case = VetoCase(0, "AGAIN", 0, IN_FORCE)
    line = EffectLine(0, "AGAIN", 0, fail, IN_FORCE)
    trace = VetoTrace({0: SchoolTrace(0, (), (), (case,), (line,), ())}, "forward", False)
    book = grade([TOP], trace=trace, clauses=clauses)
    assert book.grade == ("不合格",)
    assert "连续两年" in book.moves[0][-1].reason


def test_where_there_is_one_grade_there_is_no_top_to_be_barred_from(grade):
    one = (Grade("合格", None, HERE),)
    assert grade([TOP], [(0, "BAR", IN_FORCE)], grades=one).grade == ("合格",)


def test_a_weight_that_cannot_be_decided_keeps_the_school_waiting_and_says_what_is_missing(world):
    pupils = world.field("pupils", FieldType.INTEGER, low=Fraction(0))
    weight = Weight((WeightCase(HERE, None, "pupils"),), HERE)
    leaf = world.indicator("A1", Linear("a", Fraction(0), Fraction(1), HERE), 10, weight=weight)
    level = replace(world.group("A", leaf), combine=Combination.WEIGHTED_MEAN)
    columns = {
        "a": world.column(world.field("a"), [1, 1, 1]),
        "pupils": world.column(pupils, [30, State.MISSING, State.NOT_APPLICABLE]),
    }
    rules = world.ruleset([level], fields={name: each.field for name, each in columns.items()})
    scores = score_schools(rules, world.facts(columns))
    book = assign_grades(rules, scores, VetoTrace({}, "forward", False))
    assert [status.value for status in book.status] == ["graded", "suspended", "suspended"]
    assert "“A1”的权重或限定不能确定：缺pupils" in book.reasons[1]
    assert book.reasons[2] == ("计分的各项权重都是0，没有可计的分",)
