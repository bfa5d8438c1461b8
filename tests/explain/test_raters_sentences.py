"""The sentence of 评议 names who was left out and why, and where raters are too far apart."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from engine.diagnostics import Place
from engine.explain import Workbook
from engine.facts.table import State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import BeyondSpread, Ratings, Recusal
from engine.ruleset.model import FieldType, RecordTable
from engine.scoring import Status, score_schools
from engine.scoring.rating_problems import rating_problems

HERE = Place("rules.yaml", line=1, column=1)
RECUSAL = Recusal(HERE, ("所在单位",), "评委", {"李四": ("第一中学",)})
PLAIN = Ratings("评分表", "评分", Place("rules.yaml", line=9, column=1), Fraction(100))
# An entry sheet of assessors: 学校 | 指标 | 评委 | 所在单位 | 评分 | 评语.
ROWS: tuple[tuple[int, str, str, Any, Any], ...] = (
    (0, "C4", "张三", "第一中学", 100),
    (0, "C4", "李四", "局机关", 98),
    (0, "C4", "王五", State.MISSING, 80),
    (0, "C4", "赵六", "第二中学", 90),
    (0, "C5", "王五", State.MISSING, 10),
    (0, "C5", "钱七", "第一中学", 100),
    (1, "C4", "李四", "局机关", 95),
    (1, "C4", "王五", State.MISSING, 40),
)


@pytest.fixture
def told(world: SimpleNamespace):
    """Assess two schools by one method; return status, sentence and problems."""

    def tell(method: Ratings, school: int = 0) -> tuple[Status, str, list[str]]:
        kinds = {"指标": FieldType.TEXT, "评委": FieldType.TEXT, "所在单位": FieldType.TEXT}
        fields = {name: world.field(name, kind) for name, kind in kinds.items()}
        fields["评分"] = world.field("评分")
        table = RecordTable("评分表", fields, HERE)
        names = ("指标", "评委", "所在单位", "评分")
        columns = {name: [row[at] for row in ROWS] for at, name in enumerate(names, 1)}
        known = world.record_set(table, [row[0] for row in ROWS], columns, n_schools=2)
        number = world.field("数")
        facts = world.facts({"数": world.column(number, [1, 1])}, {"评分表": known})
        facts = replace(facts, names=("第一中学", "第二中学"))
        indicator = world.indicator("C4", method, 4, manual=True)
        rules = world.ruleset(
            [world.group("C", indicator)], tables={"评分表": table}, fields={"数": number}
        )
        scores = score_schools(rules, facts)
        working = Workbook(rules, facts, scores).school(school).work_out(0)
        problems = rating_problems(rules, facts, scores.view)
        return (
            Status(int(scores.status[school, 0])),
            working.sentence,
            [f"{each.code} {each.message}" for each in problems],
        )

    return tell


C4 = Compare("指标", Comparison.EQUALS, ("C4",), HERE)


def test_sentence_when_raters_must_not_judge_then_names_how_many_and_why(told) -> None:
    status, sentence, problems = told(replace(PLAIN, condition=C4, recusal=RECUSAL))
    assert status is Status.SCORED
    assert "评分表 2人评议，另有2人回避不计" in sentence
    assert "张三：所在单位是“第一中学”" in sentence
    assert "李四：在回避名单里不得评“第一中学”" in sentence
    assert "平均 170÷2=85分" in sentence
    assert [each[:4] for each in problems] == ["P002", "P002"]


def test_sentence_when_too_few_are_left_after_recusal_then_says_so(told) -> None:
    status, sentence, _ = told(replace(PLAIN, condition=C4, recusal=RECUSAL, least=3))
    assert status is Status.MANUAL
    assert "2人评议，另有2人回避不计" in sentence
    assert "不足3人" in sentence


def test_sentence_when_raters_are_too_far_apart_then_waits_and_never_scores_nothing(told) -> None:
    method = replace(PLAIN, condition=C4, spread_limit=Fraction(20))
    status, sentence, problems = told(method, school=1)
    assert status is Status.MANUAL
    assert "最高95分、最低40分，相差55分，超过最大分差20分，请复评" in sentence
    assert len(problems) == 1
    assert "P001" in problems[0]
    assert "第二中学" in problems[0]
    assert "待复评" in problems[0]


def test_sentence_when_the_rules_only_warn_then_scores_and_says_so(told) -> None:
    method = replace(
        PLAIN, condition=C4, spread_limit=Fraction(20), beyond_spread=BeyondSpread.WARN
    )
    status, sentence, problems = told(method, school=1)
    assert status is Status.SCORED
    assert "超过最大分差20分" in sentence
    assert "平均 135÷2=67.5分" in sentence
    assert "照常计分" in problems[0]


def test_spread_when_it_is_the_limit_then_it_is_not_too_wide(told) -> None:
    status, _, problems = told(replace(PLAIN, condition=C4, spread_limit=Fraction(55)), school=1)
    assert (status, problems) == (Status.SCORED, [])


def test_list_when_it_names_a_school_that_is_not_there_then_a_warning_says_so(told) -> None:
    recusal = replace(RECUSAL, listed={"李四": ("第九中学",)})
    _, _, problems = told(replace(PLAIN, condition=C4, recusal=recusal))
    assert any(each.startswith("P003") and "第九中学" in each for each in problems)
