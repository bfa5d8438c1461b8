"""Raters against the others on the same schools, and the raters of one school."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace

import pytest

from engine.assess import Assessment
from engine.robustness import examine, notes
from engine.robustness.assessors import compare_assessors
from engine.robustness.telling import panel_sentence, rater_sentence
from engine.ruleset.methods import Ratings
from engine.ruleset.model import Field, FieldType, RecordTable
from engine.ruleset.subject import SCHOOL

Assess = Callable[..., Assessment]


@pytest.fixture
def judged(assess_points: Assess, world: SimpleNamespace) -> Callable[..., Assessment]:
    """Assess schools whose marks are given as (school, rater, mark)."""

    def run(*marks: tuple[int, str, int], n_schools: int = 6, rater: str = "评委") -> Assessment:
        table = RecordTable(
            "评分表",
            {
                rater: Field(rater, FieldType.TEXT, world.HERE),
                "评分": world.field("评分", low=Fraction(0), high=Fraction(100)),
            },
            world.HERE,
        )
        ordered = sorted(marks)
        columns = {rater: [each[1] for each in ordered], "评分": [each[2] for each in ordered]}
        records = {
            "评分表": world.record_set(
                table, [each[0] for each in ordered], columns, n_schools=n_schools
            )
        }
        rated = world.indicator("R", Ratings("评分表", "评分", world.HERE, Fraction(100)), 20)
        schools = [[5, at] for at in range(n_schools)]
        return assess_points(*schools, extra=[rated], records=records, tables={"评分表": table})

    return run


def test_rater_when_always_five_above_then_is_found(judged: Callable[..., Assessment]) -> None:
    more = {"甲": 5, "乙": 0, "丙": 0}
    marks = [(school, name, 60 + school + more[name]) for school in range(6) for name in more]
    raters, panels, unnamed = compare_assessors(judged(*marks))
    found = {each.rater: each for each in raters}
    assert found["甲"].severity == pytest.approx(5)
    assert found["乙"].severity == pytest.approx(-2.5)  # below the mean of 5 above and 0
    assert (found["甲"].n_schools, found["甲"].n_compared, found["甲"].is_few) == (6, 6, False)
    assert "平均比同评的人高5分（折百分制）" in rater_sentence(found["甲"], SCHOOL)
    assert [panel.spread for panel in panels] == pytest.approx([5] * 6)
    assert panel_sentence(panels[0]) == "3人评，最高与最低相差5分（折百分制）"
    assert unnamed == ()


def test_rater_when_judging_weak_schools_only_then_is_not_severe_for_that(
    judged: Callable[..., Assessment],
) -> None:
    marks = [(0, "甲", 20), (0, "乙", 20), (1, "乙", 90), (1, "丙", 90)]
    found = {each.rater: each for each in compare_assessors(judged(*marks))[0]}
    assert found["甲"].severity == pytest.approx(0)
    assert found["甲"].is_few
    assert rater_sentence(found["甲"], SCHOOL).endswith("与别人相当；同评的少，只供参考")


def test_rater_when_nobody_else_judged_then_there_is_nothing_to_compare(
    judged: Callable[..., Assessment],
) -> None:
    raters, panels, _ = compare_assessors(judged((0, "甲", 80), (1, "乙", 60)))
    assert [each.severity for each in raters] == [None, None]
    assert panels == ()
    assert rater_sentence(raters[0], SCHOOL) == "评了1所，没有别人同评，无从比较"


def test_raters_when_no_column_names_them_then_the_indicator_is_told(
    judged: Callable[..., Assessment],
) -> None:
    raters, panels, unnamed = compare_assessors(judged((0, "甲", 80), (0, "乙", 60), rater="签名"))
    assert raters == ()
    assert panels[0].spread == pytest.approx(20)
    assert [each.id for each in unnamed] == ["R"]


def test_raters_when_summed_up_then_tells_the_severe_ones_only(
    judged: Callable[..., Assessment],
) -> None:
    more = {"甲": 9, "乙": 0, "丙": 0}
    marks = [(school, name, 60 + school + more[name]) for school in range(6) for name in more]
    assessment = judged(*marks)
    found = examine(assessment, n_draws=0)
    (said,) = [text for topic, text in notes(found, assessment.ruleset) if topic == "评委"]
    assert said.startswith("R 甲评了6所，其中6所有别人同评，平均比同评的人高9分（折百分制）；R ")
    quiet = judged(*((school, name, 60) for school in range(6) for name in more))
    (said,) = [
        text for topic, text in notes(examine(quiet, n_draws=0), quiet.ruleset) if topic == "评委"
    ]
    assert said == "与别人同评满5所的评委，平均差别都不到3分（折百分制）"
