"""Who answers for what, worked out by hand: once a person, in full, and nothing silent."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.points import round_fraction
from engine.reports.duty_sheet import DutySheet, duty_sheets
from engine.reports.run_folder import RunFolder, open_run

Story = dict[str, Any]


@pytest.fixture(scope="session")
def stories(run: RunFolder) -> dict[str, Story]:
    return {each["school_id"]: each["duties"] for each in run.stories()}


@pytest.fixture(scope="session")
def sheets(run: RunFolder) -> dict[tuple[str, str], DutySheet]:
    """Return the sheet of each leader by school and name."""
    return {
        (story["school_id"], sheet.name): sheet
        for story in run.stories()
        for sheet in duty_sheets(run.catalogue, story)
    }


def carried(run: RunFolder) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row["school_id"], row["person"]): (row["lost"], row["carried"])
        for row in run.table("persons")
    }


def test_loss_when_two_answer_jointly_then_each_carries_all_of_it(run: RunFolder) -> None:
    # 甲校 lost 2 in 安全, 0.5 in 组织: 书记 2 + 0.5; 校长 2 + 0.3 × 0.5.
    assert carried(run)["001", "张三"] == ("2.5", "2.5")
    assert carried(run)["001", "李四"] == ("2.5", "2.15")


def test_loss_when_a_post_and_an_area_owned_both_answer_then_the_higher_counts(
    run: RunFolder, sheets: dict[tuple[str, str], DutySheet]
) -> None:
    # 副书记 has 监 (0.5) by the post and 属 (0.8) by owning 安全: 2 × 0.8.
    assert carried(run)["001", "王 五"] == ("2", "1.6")
    (safety, _) = sheets["001", "王 五"].areas
    assert (safety.kind, safety.coefficient, safety.carried) == ("一岗双责", "0.8", "1.6")


def test_sheet_when_one_person_holds_two_posts_then_it_is_one_and_counts_once(
    stories: dict[str, Story],
) -> None:
    # 书记 1, 校长 0.3 and 组织 owned 0.8 of the 3 points that were lost: 3, not 6.3.
    (leader,) = stories["002"]["leaders"]
    assert (leader["posts"], leader["owned"]) == (["书记", "校长"], ["组织"])
    assert (leader["lost"], leader["carried"]) == ("3", "3")
    assert "不相加" in leader["sentences"][0]


def test_posts_when_summed_then_a_person_in_two_posts_stands_in_both_and_once_in_all(
    run: RunFolder,
) -> None:
    rows = {row["post"]: row for row in run.table("posts")}
    shown = {
        post: (row["persons"], row["with_other_posts"], row["carried"])
        for post, row in rows.items()
    }
    assert shown == {
        "书记": ("3", "1", "6.5"),  # 2.5 + 3 + 1
        "校长": ("3", "1", "6.15"),  # 2.15 + 3 + 1
        "副书记": ("1", "0", "1.6"),
        "工会主席": ("1", "0", "0"),
        "合计": ("7", "1", "11.25"),
    }
    assert (rows["合计"]["most_person"], rows["合计"]["most_school"]) == ("孙七", "乙校")


def test_offices_when_summed_then_indicators_without_one_are_not_lost(run: RunFolder) -> None:
    rows = [
        (row["office"], row["full"], row["lost"], row["lost_rate"], row["schools_losing"])
        for row in run.table("offices")
    ]
    assert rows == [
        ("安全科", "24", "3", "12.5", "2"),
        ("组织科", "16", "3.5", "21.9", "2"),
        ("", "8", "1", "12.5", "1"),
        ("合计", "48", "7.5", "15.6", "3"),
    ]


def test_deeds_when_facts_tell_them_then_they_stand_against_what_is_asked(
    sheets: dict[tuple[str, str], DutySheet],
) -> None:
    def deeds(school: str, name: str) -> list[tuple[str, str, str]]:
        areas = sheets[school, name].areas
        return [(deed.name, deed.text, deed.met) for area in areas for deed in area.deeds]

    assert deeds("001", "张三") == [
        ("研究安全", "1次", "未做到"),
        ("安全制度", "“是”", "做到"),
        ("到校检查", "2条记录", "做到"),
        ("检查台账", "3条记录", ""),
    ]
    # A blank cell of a record leaves open whether it counts; meetings are the 书记's.
    assert deeds("001", "李四")[:2] == [
        ("安全制度", "“是”", "做到"),
        ("到校检查", "没有记录，另有1条不能判定", "待补报"),
    ]
    assert ("到校检查", "没有记录", "未做到") in deeds("001", "王 五")
    assert ("安全制度", "缺失（未填）", "待补报") in deeds("002", "孙七")


def test_deeds_when_they_read_a_cell_then_its_place_is_told(
    sheets: dict[tuple[str, str], DutySheet],
) -> None:
    deed = sheets["001", "张三"].areas[0].deeds[0]
    assert deed.place.rpartition("/")[2].startswith("001.json:1:")


def test_events_when_a_record_met_a_clause_then_it_is_told_and_so_is_one_that_did_not(
    stories: dict[str, Story],
) -> None:
    (met,) = stories["001"]["areas"][0]["events"]
    assert "名称“踩踏”、责任“有责”" in met["text"]
    assert [(each["clause"], each["status"]) for each in met["vetoes"]] == [("V1", "生效")]
    (free,) = stories["002"]["areas"][0]["events"]
    assert ("责任“无责”" in free["text"], free["vetoes"]) == (True, [])


def test_sheet_when_held_to_account_again_then_what_is_withheld_is_said(
    sheets: dict[tuple[str, str], DutySheet],
) -> None:
    sheet = sheets["001", "张三"]
    assert (sheet.repeated, sheet.barred, sheet.vetoes) == (
        True,
        ("评先评优",),
        ("V1 责任事故〔生效〕",),
    )
    assert not sheets["001", "李四"].repeated


def test_notes_when_something_falls_on_nobody_then_it_is_said(stories: dict[str, Story]) -> None:
    assert stories["001"]["notes"] == ["另有失分1分，所属指标没有写明责任领域，没有落到人。"]
    assert stories["002"]["notes"] == ["“师德”没有任何人负责；请核对台账中的岗位和分管领域。"]
    assert stories["003"]["notes"] == [
        "“班子”台账未交，也没有零报告，责任落不到人；补报后重新考核才有清单。"
    ]
    assert (stories["003"]["state"], stories["003"]["leaders"]) == ("missing", [])


def test_leader_when_the_post_has_no_duty_then_the_sheet_says_so(
    sheets: dict[tuple[str, str], DutySheet],
) -> None:
    sheet = sheets["001", "赵六"]
    assert sheet.areas == ()
    assert sheet.sentences[0].startswith("岗位“工会主席”在责任矩阵中没有责任")


def test_names_when_two_schools_have_the_same_then_each_has_its_own_sheet(
    sheets: dict[tuple[str, str], DutySheet], city: SimpleNamespace
) -> None:
    assert (sheets["001", "张三"].carried, sheets["004", "张三"].carried) == ("2.5", "1")
    assert ("004", city.HOSTILE) in sheets


def test_mending_when_deeds_and_points_are_open_then_each_is_listed_once(
    sheets: dict[tuple[str, str], DutySheet],
) -> None:
    texts = [text for text, _ in sheets["001", "张三"].to_mend]
    assert texts[0] == "安全·研究安全：1次（要求不少于2次）"
    assert [text.partition(" ")[0] for text in texts[1:]] == ["A1", "A2"]


def test_ledger_when_persons_are_summed_then_items_areas_and_tables_agree(
    datong_run: Path,
) -> None:
    # Items × coefficient, rounded once an area, make what duties.csv says.
    run = open_run(datong_run)
    by_table: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in run.table("duties"):
        by_table[row["school_id"], row["person"]] += Fraction(row["carried"])
    unit, n_items = Fraction(1, 10_000), 0
    kinds = run.catalogue["duties"]["kinds"]
    for story in run.stories():
        areas = {each["area"]: each for each in story["duties"]["areas"]}
        for leader in story["duties"]["leaders"]:
            whole = Fraction(0)
            for area, kind in leader["areas"].items():
                told = areas[area]["carried"].get(kind, {"items": [], "total": "0"})
                coefficient = Fraction(kinds[kind]["coefficient"])
                exact = [Fraction(item["lost"]) * coefficient for item in areas[area]["items"]]
                assert [Fraction(each) for each in told["items"]] == exact
                assert Fraction(told["total"]) == round_fraction(sum(exact, Fraction(0)), unit)
                whole += Fraction(told["total"])
                n_items += len(exact)
            assert Fraction(leader["carried"]) == whole
            assert by_table[story["school_id"], leader["name"]] == whole
    assert n_items > 1000
