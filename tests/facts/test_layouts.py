"""Where the header is, what the columns mean, and which sheets hold what."""

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import State


def value(facts, field, school=0):
    return cell_text(facts.columns[field], school)


def test_reading_a_sheet_when_titles_and_notes_stand_above_the_header_then_it_is_found(
    folder, codes
):
    facts = folder.read_rows(
        ["2025年度学校党建考核事实表"],
        ["填表单位：", "市教育局", "单位：个"],
        [],
        ["支部数", "学校标识码", "有食堂"],
        [3, "0012", "是"],
    )
    assert (value(facts, "支部数"), value(facts, "有食堂")) == ("3", "是")
    assert codes(facts) == []


@pytest.mark.parametrize(
    "header",
    [
        "支部数",
        "支部数（个）",
        "* 支部数",
        "支 部 数",
        "党支部数(个)",
        "3.支部数",
        "支部数\n（个）",
        "支部数：",
    ],
)
def test_matching_a_header_when_it_is_written_with_unit_marks_or_breaks_then_it_is_known(
    folder, codes, header
):
    facts = folder.read_rows(["学校代码", header], ["0012", 3])
    assert value(facts, "支部数") == "3"
    assert codes(facts) == []


def test_matching_a_header_when_it_is_misspelt_then_one_warning_suggests(folder, only):
    facts = folder.read_rows(["学校标识码", "支部书"], ["0012", 3], ["0013", 4])
    warning = only(facts, "F012")
    assert "支部书" in warning.message
    assert "是不是想写“支部数”？" in warning.hint
    assert warning.place.cell == "B1"
    assert value(facts, "支部数") == "缺失"


def test_reading_a_column_when_it_has_no_header_then_it_is_reported(folder, only):
    facts = folder.read_rows(["学校标识码", "支部数", None], ["0012", 3, "另见附件"])
    assert only(facts, "F012").place.cell == "C1"


def test_reading_a_sheet_when_a_field_has_two_columns_then_the_second_is_an_error(folder, only):
    facts = folder.read_rows(["学校标识码", "支部数", "党支部数"], ["0012", 3, 5])
    assert only(facts, "F013").place.cell == "C1"
    assert value(facts, "支部数") == "3"


def test_reading_a_column_when_its_header_converts_then_all_cells_do_with_one_warning(folder, only):
    facts = folder.read_rows(["学校标识码", "经费（万元）"], ["0012", 12.5], ["0013", "3"])
    assert [value(facts, "经费", at) for at in (0, 1)] == ["125000", "30000"]
    assert "万元" in only(facts, "F016").message


def test_reading_a_column_when_its_header_names_another_measure_then_no_cell_is_read(folder, only):
    facts = folder.read_rows(["学校标识码", "经费（亩）"], ["0012", 12.5], ["0013", None])
    assert only(facts, "F016").severity == "error"
    assert facts.columns["经费"].states.tolist() == [State.UNREADABLE, State.MISSING]


def test_reading_a_form_when_it_has_a_field_a_line_then_it_is_one_school(folder, codes):
    facts = folder.read_rows(
        ["学校党建考核事实表"],
        ["序号", "字段", "填报值", "单位"],
        [1, "学校标识码", "0012", None],
        [2, "学校名称", "二中", None],
        [3, "支部数", 3, "个"],
        [4, "经费", 12.5, "万元"],
        [5, "覆盖率", "95%", None],
    )
    assert facts.names == ("二中",)
    assert (value(facts, "支部数"), value(facts, "覆盖率")) == ("3", "95%")
    assert value(facts, "经费") == "125000"
    assert codes(facts) == ["F016"]
    assert facts.columns["支部数"].places.place(0).cell == "C5"


def test_reading_a_form_when_it_stands_side_by_side_without_a_header_then_all_is_read(
    folder, codes
):
    facts = folder.read_rows(
        ["学校标识码：", "0012", "学校名称：", "二中"],
        ["支部数：", 3, "有食堂：", "是"],
        ["学段：", "初中", "覆盖率：", 0.95],
    )
    assert facts.names == ("二中",)
    assert [value(facts, name) for name in ("支部数", "有食堂", "学段", "覆盖率")] == [
        "3", "是", "初中", "95%",
    ]  # fmt: skip
    assert codes(facts) == []


def test_reading_a_form_when_a_line_is_not_known_then_it_is_reported(folder, only):
    facts = folder.read_rows(
        ["字段", "填报值"],
        ["学校标识码", "0012"],
        ["支部书", 3],
        ["组织建设", None],
        ["学段", "小学"],
    )
    assert only(facts, "F012").place.cell == "A3"


def test_reading_a_workbook_when_a_sheet_lists_the_fields_then_it_is_no_form(folder, codes):
    facts = folder.read_rows(
        ["学校标识码", "支部数"],
        ["0012", 3],
        指标体系=[["字段", "类型"], ["学校标识码", "文本"], ["支部数", "整数"], ["学段", "单选"]],
    )
    assert facts.school_ids == ("0012",)
    assert codes(facts) == ["F010"] or codes(facts) == ["F020"]


def test_reading_a_workbook_when_a_sheet_explains_then_it_is_noted_and_not_read(folder, only):
    facts = folder.read_rows(
        ["学校标识码", "支部数"], ["0012", 3], 填表说明=[["学校标识码", "支部数"], ["文本", "整数"]]
    )
    assert facts.school_ids == ("0012",)
    assert only(facts, "F010").place.sheet == "填表说明"


def test_reading_a_workbook_when_facts_stand_on_several_sheets_then_they_join(folder, codes):
    facts = folder.read_rows(
        ["学校标识码", "支部数"],
        ["0012", 3],
        ["0013", 4],
        安全=[["有食堂", "学校标识码"], ["是", "0013"], ["否", "0012"]],
    )
    assert [value(facts, "有食堂", at) for at in (0, 1)] == ["否", "是"]
    assert codes(facts) == []


def test_reading_a_workbook_of_one_school_when_sheets_leave_the_id_out_then_it_applies(
    folder, codes
):
    facts = folder.read_rows(
        ["字段", "填报值"],
        ["学校标识码", "0012"],
        安全=[["有食堂", "支部数"], ["是", 3]],
        组织=[["字段", "填报值"], ["学段", "小学"], ["覆盖率", "95%"]],
        师德案件=[["教师", "严重程度", "决定日期"], ["甲", "S1", "2025-03-01"]],
    )
    assert facts.school_ids == ("0012",)
    assert [value(facts, name) for name in ("有食堂", "学段", "覆盖率")] == ["是", "小学", "95%"]
    assert facts.records["师德案件"].n_records == 1
    assert codes(facts) == []


def test_reading_a_workbook_of_many_schools_when_a_sheet_lacks_the_id_then_it_is_an_error(
    folder, only
):
    facts = folder.read_rows(
        ["学校标识码", "支部数"],
        ["0012", 3],
        ["0013", 4],
        师德案件=[["教师", "严重程度"], ["甲", "S1"]],
    )
    assert "学校标识码" in only(facts, "F020").message
    assert facts.records["师德案件"].n_records == 0


@pytest.mark.parametrize("name", ["师德案件", "师德案件台账", "表3 师德案件", "3.师德案件明细表"])
def test_matching_a_sheet_when_its_name_is_decorated_then_the_record_table_is_known(folder, name):
    facts = folder.read_rows(
        ["学校标识码"], ["0012"], **{name: [["学校标识码", "教师"], ["0012", "甲"]]}
    )
    assert facts.records["师德案件"].n_records == 1


def test_matching_a_sheet_when_only_its_title_names_the_table_then_it_is_known(folder):
    facts = folder.read_rows(
        ["学校标识码"],
        ["0012"],
        Sheet3=[
            ["二中师德案件台账（2025年）"],
            ["学校标识码", "教师", "严重程度"],
            ["0012", "甲", "S1"],
        ],
    )
    assert facts.records["师德案件"].n_records == 1


def test_reading_a_record_sheet_when_it_has_no_header_then_the_table_is_unreadable(folder, only):
    facts = folder.read_rows(["学校标识码"], ["0012"], 获奖=[["一等奖", "张三"]])
    assert only(facts, "F011").place.sheet == "获奖"
    assert facts.records["获奖"].states.tolist() == [State.UNREADABLE]


def test_reading_a_sheet_when_it_is_hidden_then_it_is_read_with_a_note(folder, only):
    folder.workbook(
        "a.xlsx",
        {"学校": [["学校标识码"], ["0012"]], "旧": [["学校标识码", "支部数"], ["0012", 3]]},
        hide=["旧"],
    )
    facts = folder.read()
    assert value(facts, "支部数") == "3"
    assert only(facts, "F014").place.sheet == "旧"


def test_reading_rows_when_some_are_no_schools_then_they_are_told_apart(folder, codes):
    facts = folder.read_rows(
        ["序号", "学校标识码", "支部数", "经费"],
        [1, "0012", 3, 10],
        [2, None, None, None],
        ["序号", "学校标识码", "支部数", "经费"],
        [3, None, 4, 20],
        [4, "0013", 5, 30],
        [None, "合计", 12, 60],
        ["注：以上为年末数"],
        ["填表人：", "张三"],
    )
    assert facts.school_ids == ("0012", "0013")
    assert sorted(codes(facts)) == ["F017", "F017", "F017", "F020"]
    place = next(item.place for item in facts.problems if item.code == "F020")
    assert place.cell == "B5"


def test_reading_ids_when_they_are_numbers_then_one_warning_tells_of_lost_zeros(folder, only):
    facts = folder.read_rows(["学校标识码", "支部数"], [12, 3], [13.0, 4], ["0014", 5])
    assert facts.school_ids == ("0014", "12", "13")
    warning = only(facts, "F021")
    assert (warning.place.cell, warning.value) == ("A2", "12")
    assert "2 个" in warning.message


@pytest.mark.parametrize("raw", [1.5, True, "无", 10**16, "x" * 65])
def test_reading_an_id_when_it_cannot_be_one_then_the_row_is_an_error(folder, only, raw):
    facts = folder.read_rows(["学校标识码", "支部数"], [raw, 3], ["0013", 4])
    assert facts.school_ids == ("0013",)
    assert only(facts, "F020").place.cell == "A2"


def test_reading_ids_when_they_have_width_or_spaces_then_they_are_one_school(folder, codes):
    facts = folder.read_rows(
        ["学校标识码", "支部数"], ["００12 ", 3], 安全=[["学校标识码", "有食堂"], ["0012", "是"]]
    )
    assert facts.school_ids == ("0012",)
    assert codes(facts) == ["F113"]


def test_reading_a_sheet_when_another_table_stands_below_then_it_is_not_read_as_this_one(
    folder, only
):
    """Its cells would be read under the wrong headers."""
    facts = folder.read_rows(
        ["学校标识码", "支部数", "有食堂"],
        ["0012", 3, "是"],
        ["学校标识码", "有食堂", "学段"],
        ["0012", "否", "小学"],
    )
    error = only(facts, "F013")
    assert (error.place.cell, error.severity) == ("A3", "error")
    assert (value(facts, "支部数"), value(facts, "有食堂")) == ("3", "是")


def test_reading_rows_when_many_schools_stand_twice_then_it_is_said_once(folder, only):
    rows = [[f"00{n:02}", 3] for n in range(20)]
    facts = folder.read_rows(["学校标识码", "支部数"], *rows, *rows)
    assert facts.n_schools == 20
    assert "20 行" in only(facts, "F022").message


def test_reading_columns_when_many_have_no_header_then_it_is_said_once(folder, only):
    facts = folder.read_rows(["学校标识码", "支部数"], ["0012", 3, *range(1, 30)])
    warning = only(facts, "F012")
    assert warning.place.cell == "C1"
    assert "29 列" in warning.message


@pytest.mark.parametrize(
    ("title", "codes_"),
    [
        ("二中2024年度党建考核事实表", ["F061"]),
        ("二中 2023-2024学年度事实表", ["F061"]),
        ("二中2025 年度党建考核事实表", []),
        ("二中2024—2025学年度事实表", []),
        ("二中事实表（2024年12月制）", []),
    ],
)
def test_reading_a_workbook_when_its_title_names_another_year_then_it_is_a_warning(
    folder, codes, title, codes_
):
    facts = folder.read_rows([title], ["学校标识码", "支部数"], ["0012", 3])
    assert value(facts, "支部数") == "3"
    assert codes(facts) == codes_


def test_reading_a_sheet_when_it_is_called_an_explanation_but_looks_like_facts_then_it_is_a_warning(
    folder, only
):
    header = ["学校标识码", "学校名称", "支部数", "有食堂", "学段"]
    facts = folder.read_rows(
        ["学校标识码"], ["0012"], 填报说明=[header, ["0012", "二中", 3, "是", "初中"]]
    )
    assert only(facts, "F010").severity == "warning"
