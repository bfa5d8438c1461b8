"""Limits of grades: caps before quotas, floors after them, both below vetoes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.assess import Assessment, assess
from engine.diagnostics import InternalFault, Place
from engine.explain import Ledgers, Stories
from engine.facts import read_facts
from engine.facts.table import State
from engine.grading import GradingStatus, MoveKind
from engine.reports.frames import scores_frame
from engine.ruleset import load_ruleset
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.model import GradeLimit, Quota, Result, ResultKind, Unrated, UnratedPolicy
from engine.veto.trace import VetoStatus

HERE = Place("ruleset.yaml")
LIMITS = Path(__file__).parent.parent / "rulesets" / "limits"
IN_FORCE = VetoStatus.IN_FORCE
TOP, GOOD, FAIL = (1, 1), (Fraction(9, 10), Fraction(8, 10)), (0, 0)
LOWEST = Result("最弱", ResultKind.LOWEST_SHARE, HERE, ("A", "B"))

VETO = """\
否决条款:
  - 编号: V1
    名称: 公办学校一律不合格
    轻重: 10
    责任领域: 安全
    触发: {取值: 办学类型, 等于: 公办}
    后果: [{直接定等: 不合格}]
"""


def limit(name, value, comparison, operand, **grade):
    return GradeLimit(name, Compare(value, comparison, (operand,), HERE), HERE, **grade)


WEAK = limit("有短板", "最弱", Comparison.LESS_THAN, Fraction(6, 10), at_most="良好")
PRIOR = limit("上年好", "上年", Comparison.AT_LEAST, Fraction(1), at_least="合格")


def prior(world, values):
    return {"上年": world.column(world.field("上年", decimals=0), values)}


def test_a_cap_lowers_the_grade_and_says_by_what(grade):
    book = grade([(1, Fraction(6, 10)), (1, Fraction(2, 3))], results={"最弱": LOWEST})
    assert book.grade == ("良好", "优秀")
    weak = (Fraction(1), Fraction(59, 100))
    book = grade([(1, 1), weak], results={"最弱": LOWEST}, grade_limits=(WEAK,))
    assert book.grade == ("优秀", "良好")
    assert book.capped_by == ((), ())  # 87.7 is 良好 by score: the cap moved nothing
    strict = replace(WEAK, at_most="合格")
    book = grade([(1, 1), weak], results={"最弱": LOWEST}, grade_limits=(strict,))
    assert (book.grade, book.capped_by) == (("优秀", "合格"), ((), ("有短板",)))
    move = book.moves[1][-1]
    assert (move.kind, move.by, move.place) == (MoveKind.CAP, "有短板", HERE)
    assert move.reason == "等次限定“有短板”成立，等次不得高于合格"


def test_a_capped_school_takes_no_place_and_the_place_goes_to_the_next(grade):
    capped = limit("限", "最弱", Comparison.AT_LEAST, Fraction(1), at_most="良好")
    quota = Quota("优秀", HERE, number=1)
    schools = [TOP, (1, Fraction(9, 10)), (1, Fraction(8, 10))]
    book = grade(schools, results={"最弱": LOWEST}, grade_limits=(capped,), quotas=(quota,))
    assert book.grade == ("良好", "优秀", "良好")
    assert (book.quotas[0].taken, book.quotas[0].freed) == (1, 1)


def test_a_floor_lifts_after_quotas_and_takes_no_place_from_others(grade, world):
    best = replace(PRIOR, at_least="优秀")
    quota = Quota("优秀", HERE, number=1)
    book = grade(
        [TOP, (1, Fraction(9, 10)), FAIL],
        more_columns=prior(world, [0, 1, 1]),
        grade_limits=(best,),
        quotas=(quota,),
    )
    assert book.grade == ("优秀", "优秀", "优秀")
    assert book.floored_by == ((), ("上年好",), ("上年好",))
    assert [move.kind for move in book.moves[1]] == [
        MoveKind.BY_SCORE,
        MoveKind.QUOTA,
        MoveKind.FLOOR,
    ]
    assert (book.quotas[0].places, book.quotas[0].taken) == (1, 1)
    assert book.grade_by_score[2] == "不合格"


@pytest.mark.parametrize(("clause", "wanted"), [("SET", "不合格"), ("CAP", "合格")])
def test_a_veto_dominates_a_floor(grade, world, clause, wanted):
    book = grade(
        [TOP],
        [(0, clause, IN_FORCE)],
        more_columns=prior(world, [1]),
        grade_limits=(replace(PRIOR, at_least="良好"),),
    )
    assert book.grade == (wanted,)
    assert book.without[0, clause, 0].grade == "优秀"
    assert book.moves[0][-1].reason == (
        f"等次限定“上年好”成立，等次不得低于良好，但受“{clause}”所限，仍为{wanted}"
    )
    assert book.floored_by == ((),)


def test_a_floor_that_a_cap_holds_back_says_how_far_it_went(grade, world):
    cap = limit("限", "上年", Comparison.AT_LEAST, Fraction(1), at_most="合格")
    book = grade(
        [FAIL],
        more_columns=prior(world, [1]),
        grade_limits=(cap, replace(PRIOR, at_least="良好")),
    )
    assert book.grade == ("合格",)
    assert book.moves[0][-1].reason == (
        "等次限定“上年好”成立，等次不得低于良好，但受“限”所限，只到合格"
    )


@pytest.mark.parametrize("gap", [State.MISSING, State.UNREADABLE])
def test_a_limit_that_cannot_be_decided_suspends_and_names_the_fact(grade, world, gap):
    book = grade([GOOD, TOP], more_columns=prior(world, [gap, 1]), grade_limits=(PRIOR,))
    assert book.status == (GradingStatus.SUSPENDED, GradingStatus.GRADED)
    assert book.reasons[0] == ("不能判定等次限定“上年好”是否成立：缺上年",)


def test_a_limit_on_what_does_not_apply_does_not_hold(grade, world):
    nothing = (State.NOT_APPLICABLE, State.NOT_APPLICABLE)
    book = grade(
        [FAIL, nothing],
        more_columns=prior(world, [State.NOT_APPLICABLE, State.NOT_APPLICABLE]),
        results={"最弱": LOWEST},
        grade_limits=(PRIOR, WEAK),
        unrated=Unrated(UnratedPolicy.GRADE, "优秀"),
    )
    assert book.grade == ("不合格", "优秀")


def test_a_what_if_without_a_veto_keeps_the_limits_and_reads_the_points_given_back(grade):
    """The veto sets B to 0, so that the weakest share is 0; without it the share is 1."""
    limits = (replace(WEAK, at_most="不合格"),)
    hits = [(0, "ZERO", IN_FORCE), (1, "ZERO", IN_FORCE)]
    schools = [TOP, (1, Fraction(1, 2))]
    book = grade(schools, hits, results={"最弱": LOWEST}, grade_limits=limits)
    assert book.grade == ("不合格", "不合格")
    assert book.without[0, "ZERO", 0].grade == "优秀"
    assert book.without[1, "ZERO", 0].grade == "不合格"
    assert book.grade_without_vetoes == ("优秀", "不合格")


def test_a_what_if_stays_open_where_a_limit_cannot_be_decided(grade, world):
    book = grade(
        [TOP],
        [(0, "CAP", IN_FORCE)],
        more_columns=prior(world, [State.MISSING]),
        grade_limits=(PRIOR,),
    )
    assert book.without[0, "CAP", 0].grade == ""


@pytest.mark.parametrize(
    ("result", "operand", "holds"),
    [
        (Result("r", ResultKind.POINTS, HERE, ("A",)), Fraction(70), [True, False, True]),
        (Result("r", ResultKind.POINTS, HERE, ("B1",)), Fraction(15), [True, True, False]),
        (Result("r", ResultKind.SHARE, HERE, ("B",)), Fraction(1, 2), [True, True, False]),
        (Result("r", ResultKind.LOWEST_SHARE, HERE, ("B", "A")), Fraction(1), [True, False, True]),
        (Result("r", ResultKind.TOTAL, HERE), Fraction(100), [True, False, True]),
        (Result("r", ResultKind.TOTAL_SHARE, HERE), Fraction(1), [True, False, True]),
        (
            Result("r", ResultKind.N_BELOW, HERE, ("A", "B"), Fraction(9, 10)),
            Fraction(1),
            [False, True, False],
        ),
    ],
)
def test_each_result_is_what_it_says(grade, result, operand, holds):
    """The third school has nothing in B: what is left is scaled, and B counts for nothing."""
    cap = limit("限", "r", Comparison.AT_LEAST, operand, at_most="不合格")
    half = (Fraction(1, 2), Fraction(1, 2))
    schools = [TOP, half, (1, State.NOT_APPLICABLE)]
    book = grade(schools, results={"r": result}, grade_limits=(cap,))
    assert [truth == 2 for truth in book.judged[0].truth.values.tolist()] == holds


@pytest.fixture
def assessed(tmp_path: Path) -> Callable[..., Assessment]:
    """Assess schools of one kind of the ruleset `limits`, given as rows of a CSV."""

    def run(*rows: str, kind: str = "公办", part_size: int = 100) -> Assessment:
        head = "学校标识码,学校名称,上年等次,党建得分率,安全得分率,质量得分率,办学类型\n"
        text = head + "".join(f"{row},{kind}\n" for row in rows)
        (tmp_path / "基本信息.csv").write_text(text, encoding="utf-8")
        ruleset = load_ruleset(LIMITS, "limits")
        facts = read_facts(ruleset, [tmp_path])
        return assess(ruleset, facts, engine="forward", part_size=part_size)

    return run


def stories_of(assessment: Assessment) -> Stories:
    return Stories(
        Ledgers(
            assessment.ruleset,
            assessment.facts,
            assessment.scores,
            assessment.trace,
            assessment.book,
        )
    )


def test_the_story_names_the_rule_the_facts_and_their_cells(assessed):
    assessment = assessed("0001,甲校,优秀,50%,60%,60%", "0002,乙校,良好,100%,55%,100%")
    stories = stories_of(assessment)
    first, second = (
        stories.of_school(stories.ledgers.of_school(school))["moves"] for school in (0, 1)
    )
    assert [move["kind"] for move in first] == ["by_score", "floor"]
    floor = first[-1]
    assert floor["reason"] == (
        "等次限定“上年优秀”成立，等次不得低于合格（上年等次“优秀”、总得分率 56%）"
    )
    assert floor["place"].startswith("limits/ruleset.yaml:")
    [fact, result] = floor["facts"]
    assert fact[:2] == ["上年等次", "“优秀”"]
    assert fact[2].endswith("基本信息.csv!C2")
    assert result == ["总得分率", "56%", ""]
    assert [move["kind"] for move in second] == ["by_score"]  # 86.5 is 良好 anyhow
    assert scores_frame(assessment)["floored_by"].tolist() == ["上年优秀", ""]


def test_the_story_of_a_cap_names_the_nodes_behind_the_result(assessed):
    assessment = assessed(
        "0001,甲校,良好,50%,100%,100%", "0002,乙校,良好,100%,59%,59%", kind="特教"
    )
    stories = stories_of(assessment)
    first, second = (
        stories.of_school(stories.ledgers.of_school(school))["moves"] for school in (0, 1)
    )
    assert first[0]["reason"].startswith("总分80，按另定的分数线（不低于80分）为优秀")
    assert first[0]["facts"][0][:2] == ["办学类型", "“特教”"]
    assert first[1]["facts"] == [["最弱维度", "50%（党建20÷40）", ""]]
    assert second[1]["to"] == "合格"
    assert second[1]["facts"] == [["短板数", "2项（安全17.7÷30、质量17.7÷30）", ""]]


def test_the_size_of_the_parts_that_are_scored_at_once_changes_no_grade(assessed):
    rows = [f"{n:04d},校{n},优秀,{n * 9}%,{100 - n}%,{60 + n}%" for n in range(12)]
    books = [assessed(*rows, part_size=size).book for size in (1, 5, 100)]
    for book in books[1:]:
        assert (book.grade, book.capped_by) == (books[0].grade, books[0].capped_by)
        assert (book.floored_by, book.moves) == (books[0].floored_by, books[0].moves)


def test_a_grade_by_score_that_comes_out_otherwise_stops_everything(assessed):
    assessment = assessed("0001,甲校,良好,85%,85%,85%", kind="特教")
    wrong = replace(assessment.book, grade_by_score=("合格",))
    stories = stories_of(replace(assessment, book=wrong))
    with pytest.raises(InternalFault, match="复算不一致"):
        stories.ledgers.of_school(0)


def test_a_condition_that_is_judged_otherwise_the_second_time_stops_everything(assessed):
    assessment = assessed("0001,甲校,优秀,50%,60%,60%")
    book = assessment.book
    wrong = tuple(
        replace(each, truth=replace(each.truth, values=2 - each.truth.values))
        for each in book.judged
    )
    stories = stories_of(replace(assessment, book=replace(book, judged=wrong)))
    with pytest.raises(InternalFault, match="两次判定不一致"):
        stories.ledgers.of_school(0)


def test_a_grade_past_a_limit_that_holds_stops_everything(assessed):
    assessment = assessed("0001,甲校,优秀,50%,60%,60%")
    wrong = replace(assessment.book, grade=("不合格",))
    stories = stories_of(replace(assessment, book=wrong))
    with pytest.raises(InternalFault, match="越过了成立的等次限定"):
        stories.ledgers.of_school(0)


def test_a_veto_that_lowers_nothing_itself_still_holds_a_floor_back(tmp_path):
    rules, sheets = tmp_path / "rules", tmp_path / "sheets"
    shutil.copytree(LIMITS, rules, ignore=shutil.ignore_patterns("cases"))
    (rules / "vetoes.yaml").write_text(VETO, encoding="utf-8")
    sheets.mkdir()
    head = "学校标识码,学校名称,办学类型,上年等次,党建得分率,安全得分率,质量得分率\n"
    row = "0001,甲校,公办,优秀,50%,50%,50%\n"
    (sheets / "基本信息.csv").write_text(head + row, encoding="utf-8")
    ruleset = load_ruleset(rules)
    assessment = assess(ruleset, read_facts(ruleset, [sheets]), engine="forward")
    assert (assessment.book.grade_by_score, assessment.book.grade) == (("不合格",), ("不合格",))
    stories_of(assessment).ledgers.of_school(0)  # judges the grade a second time
    assert assessment.book.moves[0][-1].reason == (
        "等次限定“上年优秀”成立，等次不得低于合格，但受“V1”所限，仍为不合格"
    )


def test_without_limits_nothing_is_judged(grade):
    book = grade([TOP])
    assert (book.judged, book.floored_by) == ((), ((),))
    assert isinstance(book.rank, np.ndarray)
