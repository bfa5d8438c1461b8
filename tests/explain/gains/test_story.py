"""Sentences about gains: points, total and grade, and what keeps a school from more."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.facts.table import State
from engine.ruleset.combining import PointsLimit
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Linear
from engine.ruleset.model import Adjustments, MissingPolicy, Quota

HERE = Place("rules.yaml", line=1, column=1)


@pytest.fixture
def tell(world, witness):
    """Tell the gains of the first of two schools: A1 of 60, B1 of 40 points, D1 of 5 to lose."""

    def told(a="1", b="1", d="1", *, others=("1", "1", "1"), leaf=None, clause="", **more):
        def leaf_of(name, points, **own):
            method = Linear(name, Fraction(0), Fraction(1), HERE)
            return world.indicator(name, method, points, **own)

        limits = more.pop("limits", ())
        dimensions = [
            replace(world.group("A", leaf_of("A1", 60, **(leaf or {}))), limits=limits),
            world.group("B", leaf_of("B1", 40)),
        ]
        shares = {
            name: [own if isinstance(own, State) else Fraction(own), Fraction(other)]
            for name, own, other in zip(("A1", "B1", "D1"), (a, b, d), others, strict=True)
        }
        cap = more.pop("cap", None)
        batch = witness.batch_of(
            world,
            dimensions,
            shares,
            clause,
            deductions=Adjustments((leaf_of("D1", 5),), cap),
            **more,
        )
        return batch.story()

    return told


def test_item_when_it_lifts_the_grade_then_both_grades_are_named(tell) -> None:
    story = tell(a="3/4")
    [item] = story["items"]
    assert item["sentence"] == "补齐后+15分，总分85→100，等次由“良好”升为“优秀”"
    assert (item["lost"], item["gain"], item["total_after"]) == ("15", "15", "100")
    assert story["next"]["items"] == ["A1"]
    assert story["next"]["needs"] == "5"
    assert story["next"]["sentence"] == (
        "到“优秀”最少补1项：A1 A1；共+15分，总分85→100，等次由“良好”升为“优秀”"
    )


def test_item_when_a_group_is_capped_then_it_says_what_the_cap_takes(tell) -> None:
    flag = Compare("flag", Comparison.EQUALS, (True,), HERE)
    capped = PointsLimit(flag, HERE, "封顶", at_most=Fraction(50))
    [item] = tell(a="3/4", limits=(capped,))["items"]
    assert item["sentence"] == (
        "补齐后+5分（“A”有限定，少得10分），总分85→90，等次由“良好”升为“优秀”"
    )


def test_deduction_when_it_is_beyond_the_cap_then_it_says_what_was_never_taken_off(tell) -> None:
    [item] = tell(d="1/5", cap=Fraction(3))["items"]
    assert item["role"] == "deduction"
    assert item["sentence"] == (
        "若没有这项扣分，+3分（扣分已封顶，其中1分本来就没有扣），总分97→100，等次不变（优秀）"
    )


def test_next_when_a_veto_caps_the_grade_then_the_set_reaches_the_score_and_says_which(
    tell,
) -> None:
    story = tell(a="1/2", b="3/4", clause="CAP")
    assert [item["sentence"] for item in story["items"]] == [
        "补齐后+30分，总分60→90，分数够“优秀”，等次仍被CAP限在“合格”",
        "补齐后+10分，总分60→70，等次不变（合格）",
    ]
    way = story["next"]
    assert (way["grade"], way["is_reachable"], way["reaches"]) == ("良好", False, "score")
    assert way["items"] == ["A1"]
    assert way["why_not"] == "等次被CAP限在“合格”"


def test_item_when_a_veto_zeroed_it_then_mending_brings_nothing(tell) -> None:
    [item, *_] = tell(b="1/2", clause="ZERO")["items"]
    assert (item["id"], item["mendable"], item["gain"]) == ("A1", False, "0")
    assert item["why_not"] == "触发ZERO，本项计零，补齐也不得分"


def test_next_when_places_are_taken_then_it_names_rank_and_places(tell) -> None:
    quota = Quota("优秀", HERE, number=1)
    story = tell(a="5/6", others=("1", "1", "1"), quotas=(quota,), leaf={"not_rectifiable": "定了"})
    assert story["items"][0]["why_not"] == "学校自身改不了：定了"
    assert story["next"]["why_not"] == "没有名额（同组第2名，“优秀”名额1个）"
    assert story["next"]["is_reachable"] is False


def test_next_when_all_that_can_be_mended_is_not_enough_then_it_says_by_how_much(tell) -> None:
    story = tell(a="1/2", b="3/4", leaf={"not_rectifiable": "已成定论"})
    assert story["all"]["sentence"] == "能补的1项全部补齐，共+10分，总分60→70，等次不变（合格）"
    assert story["next"]["sentence"] == ("到不了“良好”：能补的全部补齐，总分70分，离“良好”还差5分")


def test_item_when_its_facts_are_missing_then_it_says_at_most(tell) -> None:
    [item] = tell(a=State.MISSING)["items"]
    assert item["at_most"]
    assert item["sentence"] == "补齐后至多+60分，总分40→100，等次由“不合格”升为“优秀”"


def test_item_when_it_blocks_the_grade_then_it_says_so(tell) -> None:
    story = tell(a=State.MISSING, leaf={"missing": MissingPolicy.BLOCK})
    [item] = story["items"]
    assert item["sentence"] == (
        "补齐后至多+60分，总分40→100，按分数线到“优秀”，但还不能定等；补齐前暂缓定等"
    )
    assert item["grade_after"] == ""
    assert story["next"]["why_not"] == "暂缓定等：A1“A1”缺失"


def test_item_when_it_was_left_out_then_filling_in_brings_it_back(tell) -> None:
    story = tell(a=State.MISSING, b="1/2", leaf={"missing": MissingPolicy.REDISTRIBUTE})
    item = story["items"][0]
    assert (item["lost"], item["mendable"]) == ("0", False)
    assert item["sentence"] == "补报后至多+30分，总分50→80，等次由“合格”升为“良好”"


def test_school_when_nothing_is_lost_then_the_highest_grade_is_all_there_is_to_say(tell) -> None:
    story = tell()
    assert story["items"] == []
    assert story["all"]["sentence"] == ""
    assert story["next"]["sentence"] == "已是最高等次“优秀”"
