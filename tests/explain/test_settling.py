"""What would settle an open veto: which evidence, in which direction, and the grade either way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.assess import Assessment
from engine.explain import Ledgers, Stories

AssessSchools = Callable[..., Assessment]
LedgersOf = Callable[[Assessment], Ledgers]
Node = dict[str, Any]

CASE = {
    "教师": "卫某",
    "严重程度": "S3",
    "自查发现": "否",
    "及时报告": "否",
    "隐瞒": "否",
    "学校责任": "有责",
    "决定日期": "2025-03-01",
    "认定机关": "县教育局",
    "认定文号": "1号",
}


@pytest.fixture
def story_of(assess_schools: AssessSchools, ledgers_of: LedgersOf) -> Callable[..., Node]:
    def run(**records: Any) -> Node:
        ledgers = ledgers_of(assess_schools(({}, records)))
        return Stories(ledgers).of_school(ledgers.of_school(0))

    return run


def below(nodes: list[Node], kind: str) -> list[Node]:
    found = []
    for node in nodes:
        found += [node] if node["kind"] == kind else []
        found += below(node.get("children", []), kind)
    return found


def test_choice_when_it_is_missing_then_each_outcome_is_told_with_its_values(
    story_of: Callable[..., Node],
) -> None:
    story = story_of(师德案件=[{**CASE, "严重程度": ""}])
    (settle,) = below(story["vetoes"], "settle")
    assert settle["text"].startswith("补报“严重程度”（")
    assert settle["place"]
    options = {each["text"].split(" → ")[0]: each for each in below([settle], "option")}
    assert list(options) == ["为“S1”、“S2”之一", "为“S3”", "为“S4”"]
    assert options["为“S1”、“S2”之一"]["outcome"] == "not_met"
    assert "SD-S4不触发，SD-S3不触发" in options["为“S1”、“S2”之一"]["text"]
    assert "SD-S4不触发，触发SD-S3" in options["为“S3”"]["text"]
    assert "等次为良好" in options["为“S3”"]["text"]
    assert "等次为不合格" in options["为“S4”"]["text"]


def test_relief_when_a_fact_of_it_is_missing_then_says_to_which_clause_it_leads(
    story_of: Callable[..., Node],
) -> None:
    case = {**CASE, "自查发现": "", "及时报告": "是", "减轻文号": "2号"}
    (settle,) = below(story_of(师德案件=[case])["vetoes"], "settle")
    said = [each["text"] for each in below([settle], "option")]
    assert said[0].startswith("为“是” → SD-S3减轻为SD-S3J；")
    assert said[1].startswith("为“否” → 不减轻，按SD-S3论；")


def test_table_when_it_is_missing_then_a_zero_report_settles_all_its_clauses_at_once(
    story_of: Callable[..., Node],
) -> None:
    (settle,) = below(story_of(师德案件=None)["vetoes"], "settle")
    first, *others = below([settle], "option")
    assert settle["text"].startswith("补交“师德案件”台账；没有的，交零报告（")
    assert "SD-S4、SD-S3都不触发" in first["text"]
    assert [each["outcome"] for each in (first, *others)] == ["not_met", "met", "met"]


def test_two_facts_when_both_are_missing_then_one_alone_does_not_settle_it(
    story_of: Callable[..., Node],
) -> None:
    case = {**CASE, "自查发现": "", "及时报告": "", "减轻文号": "2号"}
    settles = below(story_of(师德案件=[case])["vetoes"], "settle")
    assert [each["text"].split("（")[0] for each in settles] == ["补报“自查发现”", "补报“及时报告”"]
    yes, no = below([settles[0]], "option")
    assert (yes["outcome"], no["outcome"]) == ("open", "met")
    assert "仍不能判定" in yes["text"]


def test_near_miss_when_a_school_has_no_veto_then_its_story_still_tells_it(
    story_of: Callable[..., Node],
) -> None:
    outside = {**CASE, "决定日期": "2024-12-20"}
    story = story_of(师德案件=[outside])
    assert story["vetoes"] == []
    (miss,) = story["near_misses"]
    assert (miss["kind"], miss["clause"], miss["why"]) == ("near_miss", "SD-S3", "window")
    assert "决定日期2024-12-20不在考核期（2025-01-01至2025-12-31）内，不计" in miss["text"]
    assert miss["place"]


def test_case_file_when_told_then_every_kind_has_a_stable_key_and_a_label(
    story_of: Callable[..., Node],
) -> None:
    (root,) = story_of(师德案件=[CASE])["vetoes"]
    (veto,) = root["children"]
    assert (root["kind"], veto["kind"], veto["clause"], veto["status"]) == (
        *("record", "veto"),
        *("SD-S3", "in_force"),
    )
    acts = [each["acts_on"] for each in below([veto], "effect")]
    assert acts == ["points", "grade", "honours", "persons", "persons"]
    conditions = below([veto], "condition")
    assert {each["state"] for each in conditions} == {"holds", "fails"}
    assert all(each["place"] and each["label"] for each in conditions)


def test_effects_when_a_stricter_one_acts_then_each_says_what_it_did(
    story_of: Callable[..., Node],
) -> None:
    story = story_of(师德案件=[{**CASE, "严重程度": "S4"}, CASE])
    said = {
        effect["text"]: [each["text"] for each in effect.get("children", [])]
        for effect in below(story["vetoes"], "effect")
    }
    assert said["直接定为不合格"] == ["由合格降为不合格"]
    assert said["等次不得高于良好"] == ["按分数线已是合格，本项没有再降"]
    assert said["A203“师德师风评价”计零"] == ["A203原得6分，计零"]


def test_exception_when_it_holds_then_the_relief_says_so(story_of: Callable[..., Node]) -> None:
    case = {**CASE, "自查发现": "是", "及时报告": "是", "隐瞒": "是", "减轻文号": "2号"}
    (exception,) = below(story_of(师德案件=[case])["vetoes"], "exception")
    assert exception["text"] == "有以下情形的除外（有）"
    assert exception["children"][0]["state"] == "holds"


def test_option_when_the_fact_then_comes_then_the_school_stands_as_it_said(
    story_of: Callable[..., Node],
) -> None:
    asked = story_of(师德案件=[{**CASE, "严重程度": ""}])
    texts = [each["text"] for each in below(asked["vetoes"], "option")]
    (said,) = [text for text in texts if text.startswith("为“S4” ")]
    then = story_of(师德案件=[{**CASE, "严重程度": "S4"}])
    assert then["grade"] == "不合格"
    assert said.endswith("等次为不合格")


def test_fact_when_points_hang_on_it_too_then_says_that_they_are_taken_as_they_stand(
    story_of: Callable[..., Node],
) -> None:
    (settle,) = below(story_of(师德案件=[{**CASE, "严重程度": ""}])["vetoes"], "settle")
    assert settle["text"] == "补报“严重程度”（DE1的得分也读它，查清后总分可能再变）"
