"""Forms that were filled in badly: nothing that was written in them is lost in silence."""

import xlsxwriter

from engine.facts import read_facts
from engine.facts.cells.display import cell_text

HEAD = ["字段", "填报值", "单位", "填报说明"]
SCHOOL = ["学校标识码", "0012", None, None]


def value(facts, field):
    return cell_text(facts.columns[field], 0)


def test_reading_a_form_when_a_field_stands_twice_then_the_second_is_an_error(folder, only):
    facts = folder.read_rows(HEAD, SCHOOL, ["支部数", 3, "个", None], ["支部数", 9, "个", None])
    error = only(facts, "F013")
    assert (error.place.cell, error.severity) == ("A4", "error")
    assert "有两行" in error.message
    assert value(facts, "支部数") == "3"


def test_reading_a_form_when_a_second_school_is_pasted_below_then_it_is_said_once(folder, only):
    facts = folder.read_rows(
        HEAD,
        SCHOOL,
        ["支部数", 3, "个", None],
        ["学校标识码", "0013", None, None],
        ["支部数", 9, "个", None],
        ["学段", "小学", None, None],
    )
    error = only(facts, "F013")
    assert error.place.cell == "A4"
    assert "0013" in error.message
    assert facts.school_ids == ("0012",)
    assert (value(facts, "支部数"), value(facts, "学段")) == ("3", "缺失")


def test_reading_a_form_when_a_value_has_no_name_then_it_is_a_warning(folder, only):
    facts = folder.read_rows(HEAD, SCHOOL, [None, 3, "个", None], ["学段", "小学", None, None])
    warning = only(facts, "F012")
    assert (warning.place.cell, warning.value) == ("B3", "3")
    assert value(facts, "支部数") == "缺失"


def test_reading_a_form_when_values_stand_in_the_column_of_units_then_one_warning_tells(
    folder, only
):
    facts = folder.read_rows(
        HEAD,
        SCHOOL,
        ["支部数", None, "个", None],
        ["学段", None, "小学", None],
        ["有食堂", None, "是", None],
    )
    warning = only(facts, "F049")
    assert (warning.place.cell, warning.value) == ("C4", "小学")
    assert "共 2 行" in warning.message
    assert value(facts, "学段") == "缺失"


def test_reading_a_form_when_people_sign_below_then_nothing_is_said(folder, codes):
    facts = folder.read_rows(
        HEAD,
        SCHOOL,
        ["支部数", 3, "个", None],
        ["填表人：", "张三", None, None],
        ["审核人（签字）：", "李四", None, None],
        ["填报日期：", "2025-12-31", None, None],
    )
    assert value(facts, "支部数") == "3"
    assert codes(facts) == []


def test_reading_a_table_when_its_header_stands_far_down_then_it_is_no_form(folder, only):
    """Each cell of it would be taken for an unknown field."""
    rows = [["说明"]] * 25
    header = ["学校标识码", "学校名称", "支部数", "有食堂", "学段"]
    facts = folder.read_rows(
        ["学校标识码", "支部数"],
        ["0012", 3],
        安全=[*rows, header, ["0013", "三中", 4, "是", "初中"]],
    )
    assert facts.school_ids == ("0012",)
    assert only(facts, "F010").place.sheet == "安全"


def test_reading_a_sheet_when_it_has_a_school_a_column_then_it_is_not_read(folder_of_parts, only):
    folder_of_parts.workbook(
        "a.xlsx",
        {
            "基本信息": [["学校标识码", "学段"], ["0012", "小学"], ["0013", "小学"]],
            "组织建设": [["学校标识码", "0012", "0013"], ["支部数", 3, 4], ["经费", 1, 2]],
        },
    )
    facts = folder_of_parts.read()
    assert only(facts, "F011").place.sheet == "组织建设"
    assert "转置" in only(facts, "F011").hint
    assert value(facts, "支部数") == "无法识读"


def test_reading_a_form_when_one_value_is_merged_over_two_fields_then_only_the_first_has_it(
    tmp_path, ruleset, only
):
    path = tmp_path / "一校.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("学校")
    for row, line in enumerate((HEAD, SCHOOL, ["支部数", 3, "个"], ["经费", None, "万元"])):
        sheet.write_row(row, 0, line)
    sheet.merge_range(2, 1, 3, 1, 3)
    book.close()
    facts = read_facts(ruleset, [path])
    warning = only(facts, "F015")
    assert (warning.place.cell, warning.severity) == ("B3", "warning")
    assert (value(facts, "支部数"), value(facts, "经费")) == ("3", "缺失")


def test_reading_a_form_when_another_column_holds_numbers_then_it_is_said_that_they_are_not_read(
    folder, only
):
    facts = folder.read_rows(
        ["字段", "填报值", "单位", "上年", "更正后"],
        ["学校标识码", "0012", None, None, None],
        ["支部数", 3, "个", 4, 5],
    )
    warning = only(facts, "F012")
    assert (warning.place.cell, warning.value) == ("E3", "5")
    assert "“更正后”一列" in warning.message
    assert value(facts, "支部数") == "3"
