"""Units stand in headers, in a line below them, in titles: none may be overlooked."""

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.cells.units import unit_in


def money(facts):
    return cell_text(facts.columns["经费"], 0)


@pytest.mark.parametrize(
    "header",
    [
        "经费（万元）", "经费(单位：万元)", "经费（万元，保留两位小数）", "经费（以万元为单位）",
        "经费\n（万元）", "经费（万元）（必填）", "* 经费（必填）（万元）", "经费/万元",
        "经费：万元", "经费 万元", "经费_万元", "经费〔万元〕", "3. 经费（单位为万元）",
    ],
)  # fmt: skip
def test_reading_a_column_when_its_header_names_a_unit_in_any_way_then_it_converts_with_a_warning(
    folder, only, header
):
    facts = folder.read_rows(["学校标识码", header], ["0012", 1.5])
    assert money(facts) == "15000"
    warning = only(facts, "F016")
    assert warning.place.cell == "B1"
    assert "10000 倍" in warning.message


@pytest.mark.parametrize("header", ["经费", "经费（元）", "经费（必填）", "经费（预算，决算）"])
def test_reading_a_column_when_its_header_names_no_other_unit_then_nothing_is_said(
    folder, codes, header
):
    facts = folder.read_rows(["学校标识码", header], ["0012", 1.5])
    assert (money(facts), codes(facts)) == ("1.5", [])


@pytest.mark.parametrize("title", ["单位：万元", "（金额单位：万元）", "2025年   单位:人、万元"])
def test_reading_a_column_when_a_title_names_the_unit_then_it_converts_with_a_warning(
    folder, only, title
):
    facts = folder.read_rows(
        ["基本情况表"], ["", "", title], ["学校标识码", "支部数", "经费"], ["0012", 3, 1.5]
    )
    assert money(facts) == "15000"
    assert cell_text(facts.columns["支部数"], 0) == "3"
    warning = only(facts, "F016")
    assert "上方" in warning.message
    assert warning.place.cell == "C3"


def test_reading_a_column_when_title_and_header_differ_then_the_nearer_one_counts(folder):
    facts = folder.read_rows(["单位：万元"], ["学校标识码", "经费（元）"], ["0012", 15000])
    assert money(facts) == "15000"


@pytest.mark.parametrize("title", ["填报单位：万元中学", "单位：大同一中", "单位："])
def test_reading_a_column_when_a_title_names_the_school_then_it_is_no_unit(folder, codes, title):
    facts = folder.read_rows([title], ["学校标识码", "经费"], ["0012", 1.5])
    assert (money(facts), codes(facts)) == ("1.5", [])


@pytest.mark.parametrize("line", [["", "个", "万元"], ["单位", "（个）", "（万元）"]])
def test_reading_a_sheet_when_units_stand_in_a_line_below_the_names_then_they_count(
    folder, codes, line
):
    facts = folder.read_rows(["学校标识码", "支部数", "经费"], line, ["0012", 3, 1.5])
    assert facts.school_ids == ("0012",)
    assert money(facts) == "15000"
    assert codes(facts) == ["F016"]


def test_reading_a_form_when_a_title_names_the_unit_then_it_converts_with_a_warning(folder, only):
    facts = folder.read_rows(
        ["填报表", "单位：万元"], ["字段", "填报值"], ["学校标识码", "0012"], ["经费", 1.5]
    )
    assert money(facts) == "15000"
    assert only(facts, "F016").place.cell == "B4"


def test_reading_a_header_of_two_lines_when_nothing_is_merged_then_both_lines_count(folder, codes):
    facts = folder.read_rows(
        ["2025 年度情况表"],
        ["序号", "学校标识码", "学校名称", "基本情况", "", "其他"],
        ["", "", "", "支部数（个）", "经费（元）", ""],
        [1, "0012", "二中", 3, 1.5, ""],
    )
    assert facts.names == ("二中",)
    assert cell_text(facts.columns["支部数"], 0) == "3"
    assert money(facts) == "1.5"
    assert str(facts.columns["支部数"].places.place(0)).endswith("!D4")
    assert [code for code in codes(facts) if code != "F012"] == []


def test_reading_a_header_when_its_first_line_has_some_names_then_they_count_too(folder):
    facts = folder.read_rows(
        ["学校标识码", "学校名称", "组织"],
        ["", "", "支部数", "经费", "有食堂", "学段"],
        ["0012", "二中", 3, 1.5, "是", "小学"],
    )
    assert facts.school_ids == ("0012",)
    assert facts.names == ("二中",)


@pytest.mark.parametrize(
    ("bracket", "unit"),
    [
        ("万元", "万元"),
        ("单位:万元", "万元"),
        ("不含税,万元", "万元"),
        ("必填", ""),
        ("元、人", ""),
    ],
)
def test_finding_a_unit_in_brackets(bracket, unit):
    assert unit_in(bracket) == unit


def test_reading_a_merged_header_when_units_stand_beside_names_that_reach_down_then_they_count(
    folder, only
):
    names = {"学校": [(0, 0, 2, 0, "学校标识码"), (0, 1, 0, 2, "组织")]}
    folder.workbook(
        "表.xlsx",
        {
            "学校": [
                ["学校标识码", "组织", ""],
                ["", "支部数", "经费"],
                ["", "（个）", "（万元）"],
                ["0012", 3, 1.5],
            ]
        },
        merge=names,
    )
    facts = folder.read()
    assert money(facts) == "15000"
    assert only(facts, "F016").place.cell == "C2"


def test_reading_percentages_when_some_are_written_as_shares_then_one_warning_names_both(
    folder, only
):
    rows = [["0012", 95], ["0013", 0.5], ["0014", (0.95, "0%")], ["0015", 0.6]]
    facts = folder.read_rows(["学校标识码", "覆盖率"], *rows)
    assert [cell_text(facts.columns["覆盖率"], at) for at in range(4)] == [
        "95%",
        "50%",
        "95%",
        "60%",
    ]
    warning = only(facts, "F116")
    assert (warning.place.cell, warning.severity) == ("B3", "warning")
    assert "B2" in warning.message


@pytest.mark.parametrize(
    "values", [[0.5, 0.6], [95, 50], [95, (0.5, "0%")], [95, "50%"], [95, 0], [95, None]]
)
def test_reading_percentages_when_all_are_written_alike_then_there_is_no_warning(
    folder, codes, values
):
    rows = [[f"001{number}", value] for number, value in enumerate(values)]
    assert "F116" not in codes(folder.read_rows(["学校标识码", "覆盖率"], *rows))
