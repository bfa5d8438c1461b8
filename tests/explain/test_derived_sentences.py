"""What a school reads about values over what applies, and about its place among its peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engine.assess import Assessment
from engine.diagnostics import InternalFault, Place
from engine.explain import Ledgers, Workbook
from engine.explain.story import Stories
from engine.ruleset.conditions import Comparison
from engine.ruleset.methods import Band, Linear, Method, Ranked
from engine.ruleset.model import Derived, Peers, RuleSet

HERE = Place("rules.yaml", line=1, column=1)
NAMES = ("办学月数", "运动会次数", "教师人数")

Sentences = Callable[..., list[str]]


def with_method(node: Any, method: Method) -> Any:
    """Return a tree whose B3 is scored by another method."""
    if getattr(node, "id", "") == "B3":
        return replace(node, method=method)
    if not hasattr(node, "children"):
        return node
    return replace(node, children=tuple(with_method(each, method) for each in node.children))


@pytest.fixture
def sentences(
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
    small_rules: RuleSet,
) -> Sentences:
    """Return what each school reads about B3 when it is scored by the method given."""

    def run(method: Method, *facts: dict[str, Any], derived: tuple[Derived, ...] = ()) -> list[str]:
        dimensions = tuple(with_method(each, method) for each in small_rules.dimensions)
        more = {**small_rules.derived, **{each.id: each for each in derived}}
        schools = [(each, {}) for each in facts]
        batch = ledgers_of(assess_schools(*schools, dimensions=dimensions, derived=more))
        at = batch.positions["B3"]
        return [
            batch.of_school(each).workbook.work_out(at).sentence for each in range(len(schools))
        ]

    return run


def over(kind: str, names: tuple[str, ...] = NAMES) -> Derived:
    return Derived("均值", kind, HERE, operands=names)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("mean", "均值 (12+50)÷2（不计不适用的运动会次数）=31，"),
        ("sum_of_applicable", "均值 12+50（不计不适用的运动会次数）=62，"),
        ("n_applicable", "均值 3项中运动会次数不适用，适用2项，"),
    ],
)
def test_value_over_what_applies_when_one_does_not_then_it_is_named_as_left_out(
    sentences: Sentences, kind: str, said: str
) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    facts = {"办学月数": 12, "运动会次数": "不适用"}
    [sentence] = sentences(method, facts, derived=(over(kind),))
    assert sentence.startswith(said)


@pytest.mark.parametrize("kind", ["mean", "sum_of_applicable", "n_applicable"])
def test_value_over_what_applies_when_one_is_missing_then_only_that_is_blamed(
    sentences: Sentences, kind: str
) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    facts = {"办学月数": "", "运动会次数": "不适用"}
    [sentence] = sentences(method, facts, derived=(over(kind),))
    assert sentence.startswith("均值无法计算（办学月数缺失（未填）），")


def test_mean_when_all_apply_then_nothing_is_left_out(sentences: Sentences) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    [sentence] = sentences(method, {"办学月数": 13}, derived=(over("mean"),))
    assert sentence.startswith("均值 (13+2+50)÷3=约21.67，")
    assert "4×(65÷3)÷1000≈0.0867" in sentence


def test_mean_when_only_one_value_is_asked_then_it_is_that_value(sentences: Sentences) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    [sentence] = sentences(method, {"办学月数": 13}, derived=(over("mean", ("办学月数",)),))
    assert sentence.startswith("均值 13÷1=13，")


def among(kind: str, **more: Any) -> Derived:
    return Derived("比较", kind, HERE, peers=Peers("教师人数", **more))


HALF = Fraction(1, 2)
TEACHERS = (
    {"教师人数": 40},
    {"教师人数": 60},
    {"教师人数": 60},
    {"教师人数": 20},
    {"教师人数": ""},
)


@pytest.mark.parametrize(
    ("derived", "said"),
    [
        (among("rank"), "比较第3（教师人数 40人，全体4所，从高到低）"),
        (among("rank", lower_is_better=True), "比较第2（教师人数 40人，全体4所，从低到高）"),
        (among("percentile"), "比较 50%（教师人数 40人，全体4所中2所不比它好，含它自己）"),
        (among("best"), "比较 60人（全体4所最高的）"),
        (among("best", lower_is_better=True), "比较 20人（全体4所最低的）"),
        (among("peer_mean"), "比较 45人（全体4所平均）"),
        (
            among("z_score", decimals=2),
            "比较 -0.26（教师人数 40人，全体4所平均45人、标准差约19.1485人）",
        ),
        (
            among("z_score", decimals=2, winsorise=(Fraction(3, 10), Fraction(1))),
            "比较 -0.87（教师人数 40人，全体4所平均50人、标准差约11.547人，"
            "按30%与100%缩尾到40人至60人）",
        ),
        (
            among("z_score", decimals=2, winsorise=(HALF, Fraction(1)), cut_at="interpolated"),
            "比较 -0.87（教师人数 40人，按50人计，全体4所平均55人、标准差约5.7735人，"
            "按50%与100%缩尾到50人至60人）",
        ),
        (among("rank", within=("学段",)), "比较第3（教师人数 40人，同一学段4所，从高到低）"),
    ],
)
def test_value_over_the_batch_then_the_peers_are_named(
    sentences: Sentences, derived: Derived, said: str
) -> None:
    method = Linear("比较", Fraction(-10), Fraction(1000), HERE)
    assert sentences(method, *TEACHERS, derived=(derived,))[0].startswith(said + "，")


def test_place_when_shared_then_it_is_said(sentences: Sentences) -> None:
    method = Linear("比较", Fraction(10), Fraction(0), HERE)
    told = sentences(method, *TEACHERS, derived=(among("rank"),))
    assert told[1].startswith("比较并列第1（教师人数 60人，")
    assert told[2].startswith("比较并列第1（教师人数 60人，")
    assert told[4].startswith("比较无法计算（教师人数缺失（未填）），")
    told = sentences(method, *TEACHERS, derived=(among("rank", ties="average"),))
    assert told[1].startswith("比较并列第1.5（")


def test_standard_score_when_there_is_no_deviation_then_why_it_does_not_apply(
    sentences: Sentences,
) -> None:
    method = Linear("比较", Fraction(10), Fraction(0), HERE)
    [told] = sentences(method, {}, derived=(among("z_score"),))
    assert told.startswith("比较不适用（全体1所的“教师人数”没有差别，算不出标准分），")


def test_best_value_when_nobody_has_one_then_it_does_not_apply(sentences: Sentences) -> None:
    method = Linear("比较", Fraction(10), Fraction(0), HERE)
    [told] = sentences(method, {"教师人数": ""}, derived=(among("best"),))
    assert told.startswith("比较不适用（全体没有一所有“教师人数”），")


def test_facts_of_a_place_then_own_value_and_cohort_are_cited(
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
    small_rules: RuleSet,
) -> None:
    derived = {**small_rules.derived, "比较": among("rank", within=("学段",))}
    method = Linear("比较", Fraction(10), Fraction(0), HERE)
    dimensions = tuple(with_method(each, method) for each in small_rules.dimensions)
    batch = ledgers_of(assess_schools(({}, {}), dimensions=dimensions, derived=derived))
    facts = batch.of_school(0).workbook.work_out(batch.positions["B3"]).facts
    assert [str(fact) for fact in facts] == ["教师人数=50人", "学段=“小学”"]


def ranked(by: str, bands: tuple[Band, ...] = (), **more: Any) -> Ranked:
    return Ranked(Peers("教师人数", **more), by, HERE, bands)


def band(comparison: Comparison, bound: int | Fraction, points: int) -> Band:
    return Band(((comparison, Fraction(bound)),), Fraction(points), HERE)


THREE = (band(Comparison.AT_MOST, 2, 4), band(Comparison.MORE_THAN, 2, 1))
HALF = (
    band(Comparison.MORE_THAN, Fraction(1, 2), 4),
    band(Comparison.AT_MOST, Fraction(1, 2), 1),
)


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (ranked("proportion"), "全体4所最高60人，按比例 4×40÷60≈2.6667，得2.6667分"),
        (
            ranked("proportion", lower_is_better=True),
            "全体4所最低20人，按比例 4×20÷40=2，得2分",
        ),
        (
            ranked("rank"),
            "第3（全体4所，从高到低），第1得满分、第4不得分：4×(4−3)÷(4−1)≈1.3333，得1.3333分",
        ),
        (ranked("rank", THREE), "第3（全体4所，从高到低），属“大于2名”一档，得1分"),
        (
            ranked("percentile", HALF),
            "百分位50%（全体4所中2所不比它好，含它自己），属“不超过50%”一档，得1分",
        ),
    ],
)
def test_ranked_then_the_peers_and_the_arithmetic_are_told(
    sentences: Sentences, method: Ranked, said: str
) -> None:
    assert sentences(method, *TEACHERS)[0] == f"教师人数 40人，{said}"


def test_ranked_by_proportion_when_it_is_the_best_or_nothing_then_it_is_said(
    sentences: Sentences,
) -> None:
    none, most = {"教师人数": 0}, {"教师人数": 9}
    higher, lower = ranked("proportion"), ranked("proportion", lower_is_better=True)
    assert sentences(higher, none, most) == [
        "教师人数 0人，全体2所最高9人，不大于0，没有比例可算，不得分",
        "教师人数 9人，全体2所最高9人，就是它，得4分",
    ]
    assert sentences(lower, none, most) == [
        "教师人数 0人，全体2所最低0人，就是它，得4分",
        "教师人数 9人，全体2所最低0人，不大于0，没有比例可算，只有它得分，不得分",
    ]


def test_ranked_when_there_is_nobody_else_then_it_is_first(sentences: Sentences) -> None:
    assert sentences(ranked("rank"), {}) == [
        "教师人数 50人，第1（全体1所，从高到低），只有它一所，得4分"
    ]


def test_ranked_when_all_are_tied_then_all_are_first(sentences: Sentences) -> None:
    told = sentences(ranked("rank"), {}, {})
    assert told[0] == told[1]
    assert told[0] == (
        "教师人数 50人，并列第1（全体2所，从高到低），第1得满分、第2不得分：4×(2−1)÷(2−1)=4，得4分"
    )


def test_ranked_when_nobody_has_a_value_then_it_is_missing_for_all(sentences: Sentences) -> None:
    none = {"教师人数": ""}
    assert sentences(ranked("rank"), none, none) == ["教师人数缺失（未填），按规则计0分"] * 2


def shown(node: Any) -> Any:
    """Return a tree whose A204, which only shows a value, shows the derived one."""
    if getattr(node, "id", "") == "A204":
        return replace(node, value="均值")
    if not hasattr(node, "children"):
        return node
    return replace(node, children=tuple(shown(each) for each in node.children))


def test_informative_value_when_derived_then_its_arithmetic_is_told(
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
    small_rules: RuleSet,
) -> None:
    derived = {**small_rules.derived, "均值": over("mean")}
    dimensions = tuple(shown(each) for each in small_rules.dimensions)
    assessment = assess_schools(({"办学月数": 12}, {}), dimensions=dimensions, derived=derived)
    batch = ledgers_of(assessment)
    ledger = batch.of_school(0)
    told = ledger.workbook.work_out(batch.positions["A204"]).sentence
    assert told == "仅供参考，不计分：均值 (12+2+50)÷3=约21.33"
    assert Stories(batch).of_school(ledger)["informative"]["A204"] == told


def test_informative_value_when_two_ways_differ_then_nothing_is_told(
    assess_schools: Callable[..., Assessment], small_rules: RuleSet
) -> None:
    derived = {**small_rules.derived, "均值": over("mean")}
    dimensions = tuple(shown(each) for each in small_rules.dimensions)
    assessment = assess_schools(({}, {}), dimensions=dimensions, derived=derived)
    view = assessment.scores.view
    wrong = {**view.quantities, "均值": view.quantity("教职工总数")}
    scores = replace(assessment.scores, view=replace(view, quantities=wrong))
    book = Workbook(assessment.ruleset, assessment.facts, scores)
    at = [each.id for each in book.indicators].index("A204")
    with pytest.raises(InternalFault, match="“均值”两次计算不一致"):
        book.school(0).work_out(at)
