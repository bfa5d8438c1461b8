"""Grades: cut scores, limits by vetoes, suspensions, quotas, ranks, and what might have been."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.grading import GradingStatus, MoveKind, assign_grades
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Linear
from engine.ruleset.model import (
    Clause,
    Cohorts,
    Effect,
    EffectKind,
    Exclusion,
    FieldType,
    Grade,
    MissingPolicy,
    ProposalPolicy,
    Quota,
)
from engine.scoring import score_schools
from engine.veto.trace import EffectLine, SchoolTrace, VetoCase, VetoStatus, VetoTrace

HERE = Place("ruleset.yaml")
GRADES = (
    Grade("优秀", Fraction(90), HERE),
    Grade("良好", Fraction(80), HERE),
    Grade("合格", Fraction(60), HERE),
    Grade("不合格", None, HERE),
)


def effect(kind, **more):
    return Effect(f"{kind}", kind, HERE, **more)


def clause(name, *effects):
    return Clause(name, f"条款{name}", 10, "", effects, HERE)


CLAUSES = {
    each.id: each
    for each in (
        clause("BAR", effect(EffectKind.BAR_TOP)),
        clause("CAP", effect(EffectKind.GRADE_CAP, grade="合格")),
        clause("SET", effect(EffectKind.SET_GRADE, grade="不合格")),
        clause("ZERO", effect(EffectKind.ZERO, targets=("B",))),
        clause("TITLE", effect(EffectKind.REVOKE_TITLE, targets=("清廉学校",))),
    )
}


@pytest.fixture
def grade(world):
    """Grade schools given by the shares of their two dimensions (A 70, B 30)."""

    def graded(schools, hits=(), *, more_columns=None, leaf=None, **more):
        dimensions = [
            world.group(
                name,
                world.indicator(
                    f"{name}1",
                    Linear(name.lower(), Fraction(0), Fraction(1), HERE),
                    full,
                    matters=("师德",) if name == "B" else (),
                    **(leaf or {}),
                ),
            )
            for name, full in (("A", 70), ("B", 30))
        ]
        columns = {
            name: world.column(world.field(name), [school[at] for school in schools])
            for at, name in enumerate(("a", "b"))
        }
        columns.update(more_columns or {})
        rules = world.ruleset(
            dimensions,
            fields={name: column.field for name, column in columns.items()},
            grades=GRADES,
            clauses=CLAUSES,
            matters=("师德",),
            **more,
        )
        return assign_grades(rules, score_schools(rules, world.facts(columns)), traced(hits))

    return graded


def traced(hits):
    """Make a trace of (school, clause, status) hits; a clause once a school."""
    by_school = {}
    for school in sorted({hit[0] for hit in hits}):
        cases, effects = [], []
        for at, clause_id, status in hits:
            if at != school:
                continue
            more = {"undecided": ("认定文号",)} if status is VetoStatus.PROPOSED else {}
            if status is VetoStatus.UNDETERMINED:
                more = {"unknown": ("责任认定",)}
            cases.append(VetoCase(school, clause_id, 0, status, **more))
            if status in (VetoStatus.IN_FORCE, VetoStatus.PROPOSED):
                effects += [
                    EffectLine(school, clause_id, 0, each, status)
                    for each in CLAUSES[clause_id].effects
                ]
        by_school[school] = SchoolTrace(school, (), (), tuple(cases), tuple(effects), ())
    return VetoTrace(by_school, "forward", False)


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


def test_a_school_whose_cohort_is_not_known_is_suspended(grade, world):
    columns = stages(world, ["小学", State.MISSING])
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
    assert "A1" in book.reasons[0][0]
    assert book.grade_without_vetoes[0] == ""


def test_a_school_to_which_nothing_applies_is_suspended(grade):
    book = grade([(State.NOT_APPLICABLE, State.NOT_APPLICABLE), TOP])
    assert book.status[0] is GradingStatus.SUSPENDED


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


def test_an_effect_that_cannot_be_decided_suspends_the_grade(world):
    """A 连续两年 effect whose condition on last year is not known must not pass in silence."""
    case = VetoCase(0, "TITLE", 0, IN_FORCE)
    second = effect(EffectKind.SECOND_YEAR)
    line = EffectLine(0, "TITLE", 0, second, VetoStatus.UNDETERMINED, unknown=("上年曾被否决",))
    trace = SchoolTrace(0, (), (), (case,), (line,), ())
    columns = {name: world.column(world.field(name), [1]) for name in ("a", "b")}
    leaf = world.indicator("A1", Linear("a", Fraction(0), Fraction(1), HERE), 100)
    rules = world.ruleset(
        [world.group("A", leaf)],
        fields={name: column.field for name, column in columns.items()},
        grades=GRADES,
        clauses=CLAUSES,
    )
    scores = score_schools(rules, world.facts(columns))
    book = assign_grades(rules, scores, VetoTrace({0: trace}, "forward", False))
    assert book.status == (GradingStatus.SUSPENDED,)
    assert "上年曾被否决" in book.reasons[0][0]
