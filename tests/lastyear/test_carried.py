"""A veto whose effects last meets this year's rules, and next year's, and then no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.reports.story_file import read_story
from engine.reports.story_page import story_page

NOBODY = "学校标识码,案情,轻重,决定日期,当事人,认定文号\n" + "".join(
    f"00{each},无,,,,\n" for each in range(1, 8)
)


def rows(found: Any) -> list[list[str]]:
    records = found.facts.records["延续否决"]
    return [
        [
            found.facts.school_ids[records.school_index[at]],
            *(cell_text(column, at) for column in records.columns.values()),
        ]
        for at in range(records.n_records)
    ]


def test_veto_when_it_lasts_then_it_stands_in_this_years_table_with_clause_document_and_place(
    city: Any,
) -> None:
    found = city.assess(2025, [city.result(2024)])
    first, second = rows(found)
    assert first[:7] == ["002", "V2", "严重案件", "生效", "2024", "2", "责任办法 第七条"]
    assert first[7].endswith("facts-2024/案件.csv!B2")
    assert second[:4] == ["005", "V2", "严重案件", "否决建议"]
    places = found.facts.records["延续否决"].places
    assert str(places.place(0)).endswith("out-2024/vetoes.csv!E2")


def test_clause_when_a_veto_lasts_then_it_is_met_and_a_proposal_is_still_open(city: Any) -> None:
    city.sheets(2025, 案件=NOBODY)
    found = city.assess(2025, [city.result(2024)])
    cases = {
        found.facts.school_ids[school]: [(each.clause, each.status.value) for each in trace.cases]
        for school, trace in found.trace.by_school.items()
    }
    assert cases == {"002": [("YX", "in_force")], "005": [("YX", "undetermined")]}
    assert found.book.grade[4] == ""


def test_story_when_a_veto_was_carried_then_it_names_last_years_clause_document_and_place(
    city: Any,
) -> None:
    out = city.result(2025, last=[city.result(2024)])
    told = read_story(out, "002")
    page = "\n".join(each.text for each in story_page(told.catalogue, told.story))
    for said in ("V2", "严重案件", "责任办法 第七条", "facts-2024/案件.csv!B2"):
        assert said in page
    assert "out-2024/vetoes.csv!E2" in page


def test_veto_when_it_lasts_two_years_then_the_third_year_is_free(city: Any) -> None:
    out = city.result(2024)
    for year, left in ((2025, ["2"]), (2026, ["1"]), (2027, [])):
        sheet = (city.folder / "facts-2024" / "学校.csv").read_text(encoding="utf-8")
        city.sheets(year, 学校=sheet, 案件=NOBODY, 称号="")
        found = city.assess(year, [out])
        assert [each[5] for each in rows(found) if each[0] == "002"] == left
        assert [each[4] for each in rows(found) if each[0] == "002"] == ["2024"] * len(left)
        assert 1 not in found.trace.by_school or left
        out = city.result(year, last=[out])


def test_carried_veto_when_in_force_then_it_is_no_veto_of_its_own_year(
    city: Any, texts: Any
) -> None:
    city.sheets(2025, 案件=NOBODY)
    second = city.result(2025, last=[city.result(2024)])
    city.sheets(2026, 学校="学校标识码,学校名称\n001,一中\n002,二中\n", 案件="", 称号="")
    found = city.assess(2026, [second])
    assert texts(found, "上年是否被否决")[1] == "否"


def test_second_year_when_last_year_was_vetoed_then_the_heavier_effect_follows(city: Any) -> None:
    light = "学校标识码,案情,轻重,决定日期,当事人,认定文号\n003,己案,轻,2025-03-01,某己,\n"
    city.sheets(2025, 案件=light)
    last = city.result(2024)
    assert city.assess(2025, [last]).book.grade[2] == "不合格"
    city.sheets(2025, 案件=light.replace("003", "004"))
    assert city.assess(2025, [last]).book.grade[3] == "合格"


def test_rows_when_filled_in_by_hand_beside_the_results_then_they_are_not_read_and_told(
    city: Any, told: Any
) -> None:
    by_hand = "学校标识码,条款,状态,剩余年数\n001,V2,生效,1\n"
    city.sheets(2025, 延续否决=by_hand)
    found = city.assess(2025, [city.result(2024)])
    (odd,) = told(found, "F109")
    assert "1 行没有读" in odd.message
    assert "001" not in {each[0] for each in rows(found)}


def test_rows_when_there_are_no_results_then_those_filled_in_by_hand_count(city: Any) -> None:
    city.sheets(2025, 延续否决="学校标识码,条款,状态,剩余年数\n001,V2,生效,2\n")
    found = city.assess(2025)
    assert [each[:2] for each in rows(found)] == [["001", "V2"]]
    assert [each.clause for each in found.trace.by_school[0].cases] == ["YX"]
    left = json.loads((city.result(2025) / "trace.json").read_text(encoding="utf-8"))["carried"]
    assert [(each["school_id"], each["years_left"]) for each in left] == [("001", 1)]


@pytest.mark.parametrize(
    ("rule", "state", "code"),
    [(", 没有上年时: 按没有", State.PRESENT, "F109"), ("", State.MISSING, "F055")],
)
def test_table_when_there_are_no_results_then_the_rule_says_whether_it_is_missing(
    city: Any, told: Any, rule: str, state: State, code: str
) -> None:
    city.change(2025, "fields.yaml", ", 没有上年时: 按没有", rule)
    found = city.assess(2025)
    assert set(found.facts.records["延续否决"].states.tolist()) == {state}
    assert [each for each in told(found, code) if "--last" in each.hint]


def test_veto_when_the_rules_have_no_use_for_it_then_that_is_told(city: Any, told: Any) -> None:
    last = city.result(2024)
    path = city.rules_of(2025) / "fields.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(each for each in lines if "延续的否决" not in each), encoding="utf-8")
    rules = city.rules_of(2025) / "vetoes.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text[: text.index("  - 编号: YX")], encoding="utf-8")
    (odd,) = told(city.assess(2025, [last]), "F109")
    assert "2 所学校（002、005）" in odd.message
