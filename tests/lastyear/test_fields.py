"""What last year found fills this year's fields, each at the cell it stood in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.facts.table import State

THIS_YEAR = "学校标识码,学校名称,办学月数,支部数,测试人数,达标人数"


def test_fields_when_last_year_is_given_then_they_hold_what_it_found(city: Any, texts: Any) -> None:
    last = city.result(2024)
    found = city.assess(2025, [last], [city.folder / "facts-2024"])
    expected = {
        "上年等次": ["良好", "不合格", "不合格", "良好", "未定等", "未定等", "不适用"],
        "上年按分等次": ["良好", "合格", "不合格", "良好", "良好", "不合格", "不适用"],
        "上年总分": ["7.6", "6.2", "4.67", "7.8", "7.96", "4.2", "不适用"],
        "上年名次": ["2", "3", "4", "1", "缺失", "不适用", "不适用"],
        "上年状态": ["已定等"] * 4 + ["暂缓定等", "不定等", "不适用"],
        "上年是否被否决": ["否", "是", "是", "否", "缺失", "否", "不适用"],
        "有延续的否决": ["否", "是", "否", "否", "缺失", "否", "不适用"],
        "延续的条款": ["无", "V2", "无", "无", "缺失", "无", "不适用"],
        "上年支部得分": ["4", "3", "2", "4", "4", "1", "不适用"],
        "上年支部数": ["8", "6", "4", "8", "8", "2", "不适用"],
        "上年达标率": ["90%", "80%", "66.67%", "95%", "99%", "80%", "不适用"],
    }
    assert {name: texts(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("name", "school", "where"),
    [
        ("上年等次", 1, "out-2024/scores.csv!I3"),
        ("上年是否被否决", 1, "out-2024/vetoes.csv!E2"),
        ("上年是否被否决", 0, "out-2024/scores.csv!A2"),
        ("延续的条款", 1, "out-2024/vetoes.csv!E2"),
        ("上年支部得分", 1, "out-2024/indicators.csv!D9"),
        ("上年支部数", 1, "facts-2024/学校.csv!D3"),
        ("上年等次", 6, "None"),
    ],
)
def test_value_of_last_year_when_taken_then_its_place_is_the_cell_of_last_year(
    city: Any, place: Any, name: str, school: int, where: str
) -> None:
    found = city.assess(2025, [city.result(2024)], [city.folder / "facts-2024"])
    assert place(found, name, school).endswith(where)


def test_place_when_taken_from_results_then_it_holds_that_very_value(city: Any, place: Any) -> None:
    last = city.result(2024)
    found = city.assess(2025, [last])
    cell = place(found, "上年总分", 2).rpartition("!")[2]
    rows = (last / "scores.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[int(cell[1:]) - 1].split(",")["ABCDEFGHIJKLM".index(cell[0])] == "4.67"


def test_fields_when_last_year_is_not_given_then_they_are_as_the_sheet_has_them(
    city: Any, texts: Any, told: Any
) -> None:
    city.sheets(2025, 学校=f"{THIS_YEAR},上年等次,上年是否被否决\n001,一中,12,9,100,91,优秀,是\n")
    found = city.assess(2025)
    assert texts(found, "上年等次") == ["优秀"]
    assert texts(found, "上年是否被否决") == ["是"]
    assert texts(found, "上年总分") == ["缺失"]
    assert found.facts.last is None
    assert not told(found, "F107")


def test_school_when_new_then_it_has_none_and_is_named_once(city: Any, told: Any) -> None:
    found = city.assess(2025, [city.result(2024)], [city.folder / "facts-2024"])
    (new,) = told(found, "F106")
    assert "007" in new.message
    assert "001" not in new.message
    assert found.facts.columns["上年是否被否决"].states[6] == State.NOT_APPLICABLE
    assert found.book.grade[6] == "合格"
    assert not [each for each in told(found, "F060") if "上年" in each.message]


def test_school_when_new_and_yet_it_says_what_it_got_last_year_then_that_is_questioned(
    city: Any, texts: Any, told: Any
) -> None:
    city.sheets(2025, 学校=f"{THIS_YEAR},上年等次\n007,七中,12,4,80,40,优秀\n")
    found = city.assess(2025, [city.result(2024)])
    assert texts(found, "上年等次") == ["优秀"]
    (odd,) = told(found, "F107")
    assert odd.severity.value == "warning"
    assert str(odd.place).endswith("学校.csv!G2")


@pytest.mark.parametrize(
    ("name", "rule", "value", "severity", "stands"),
    [
        ("上年等次", "都不采用", "优秀", "error", "无法识读"),
        ("上年支部数", "以上年为准", "1", "warning", "8"),
        ("上年达标率", "以填报为准", "12%", "warning", "12%"),
    ],
)
def test_sheet_when_it_differs_from_last_year_then_it_is_told_and_the_rule_settles_it(
    city: Any, texts: Any, told: Any, name: str, rule: str, value: str, severity: str, stands: str
) -> None:
    last = city.result(2024)
    city.sheets(2025, 学校=f"{THIS_YEAR},{name}\n001,一中,12,9,100,91,{value}\n")
    found = city.assess(2025, [last], [city.folder / "facts-2024"])
    (odd,) = told(found, "F107")
    assert odd.severity.value == severity
    assert f"“{value}”" in odd.message
    assert "-2024/" in odd.message
    assert str(odd.place).endswith("学校.csv!G2")
    assert texts(found, name) == [stands], rule


def test_sheet_when_it_says_the_same_as_last_year_then_nothing_is_told(
    city: Any, texts: Any, told: Any, place: Any
) -> None:
    last = city.result(2024)
    city.sheets(2025, 学校=f"{THIS_YEAR},上年等次\n001,一中,12,9,100,91,良好\n")
    found = city.assess(2025, [last])
    assert texts(found, "上年等次") == ["良好"]
    assert not told(found, "F107")
    assert place(found, "上年等次", 0).endswith("scores.csv!I2")


def test_unreadable_cell_when_last_year_is_to_be_trusted_then_last_year_stands(
    city: Any, texts: Any
) -> None:
    last = city.result(2024)
    city.sheets(2025, 学校=f"{THIS_YEAR},上年支部数,上年等次\n001,一中,12,9,100,91,八个,甲等\n")
    found = city.assess(2025, [last], [city.folder / "facts-2024"])
    assert texts(found, "上年支部数") == ["8"]
    assert texts(found, "上年等次") == ["无法识读"]


def test_indicator_when_last_year_had_none_of_that_id_then_it_is_told_once(
    city: Any, texts: Any, told: Any
) -> None:
    city.change(2025, "fields.yaml", "{得分: A1}", "{得分: A99}")
    found = city.assess(2025, [city.result(2024)])
    assert set(texts(found, "上年支部得分")) == {"缺失", "不适用"}
    assert [each.value for each in told(found, "F108") if "A99" in each.message] == ["A99"]


def test_grade_when_last_years_grades_had_another_name_then_it_is_an_error_at_its_cell(
    city: Any, texts: Any, told: Any
) -> None:
    city.change(2024, "ruleset.yaml", "{等次: 良好", "{等次: 较好")
    found = city.assess(2025, [city.result(2024)])
    assert texts(found, "上年等次")[0] == "无法识读"
    assert {str(each.place).rpartition("/")[2] for each in told(found, "F039")} == {
        "scores.csv!I2",
        "scores.csv!I5",
    }


def test_receipt_when_last_year_was_used_then_it_names_its_receipt_and_files(city: Any) -> None:
    last = city.result(2024)
    out = city.result(2025, last=[last], last_facts=[city.folder / "facts-2024"])
    receipt = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert list(receipt["last"]) == [last.as_posix()]
    assert len(receipt["last"][last.as_posix()]) == 64
    assert [name.rpartition("/")[2] for name in receipt["last_facts"]] == [
        "学校.csv",
        "案件.csv",
        "称号.csv",
    ]
    without = json.loads((last / "run.json").read_text(encoding="utf-8"))
    assert not {"last", "last_facts"} & set(without)


def test_last_facts_when_they_are_not_what_the_result_rests_on_then_it_is_told(
    city: Any, told: Any
) -> None:
    last = city.result(2024)
    facts = city.folder / "facts-2024"
    assert not [each for each in told(city.assess(2025, [last], [facts]), "F100") if each.place]
    (facts / "学校.csv").write_text(
        (facts / "学校.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    (odd,) = (each for each in told(city.assess(2025, [last], [facts]), "F100") if each.place)
    assert str(odd.place).endswith("facts-2024/学校.csv")


def test_school_when_its_id_changed_then_the_roster_finds_last_years_result_and_facts(
    city: Any, texts: Any, told: Any
) -> None:
    last = city.result(2024)
    city.sheets(
        2025,
        学校=f"{THIS_YEAR}\n102,二中新校区,12,6,100,82\n",
        案件="学校标识码,案情\n102,无\n",
    )
    roster = city.folder / "名册.csv"
    roster.write_text("学校标识码,学校名称,原标识码\n102,二中新校区,002\n", encoding="utf-8")
    given = {"last": [last], "last_facts": [city.folder / "facts-2024"]}
    found = city.assess(2025, **given, roster=roster)
    assert texts(found, "上年等次") == ["不合格"]
    assert texts(found, "上年支部数") == ["6"]
    assert [each.clause for each in found.trace.by_school[0].cases] == ["YX"]
    assert not told(found, "F106")
    assert texts(city.assess(2025, **given), "上年等次") == ["不适用"]


@pytest.mark.parametrize("stands", ["以上年为准", "都不采用"])
def test_field_when_a_team_verified_it_then_its_value_stands_over_last_years(
    city: Any, texts: Any, place: Any, told: Any, stands: str
) -> None:
    last = city.sheets(2024)
    city.change(2025, "fields.yaml", "支部数, 不一致时: 以上年为准", f"支部数, 不一致时: {stands}")
    verified = "学校标识码,字段,核查值,核查人,日期,理由\n003,上年支部数,5,张三,2025-12-01,查档案\n"
    city.sheets(2025, 核查记录=verified)
    found = city.assess(2025, last_facts=[last])
    assert texts(found, "上年支部数")[:4] == ["8", "6", "5", "8"]
    assert place(found, "上年支部数", 2).endswith("核查记录.csv!C2")
    assert not told(found, "F107")
