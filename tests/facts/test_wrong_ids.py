"""Ids that are slips make no school that nobody knows, and are never guessed to be another's."""

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import State

IDS = ["0220047", "0220048", "0220051", "0230052", "0230053", "0250055"]
BASIC = [
    ["学校标识码", "学校名称", "学段"],
    *([each, f"第{each[-2:]}小学", "小学"] for each in IDS),
]


def organisation(written, name=None):
    """Return a sheet on which the first school's id is written in another way."""
    rows = [[each, f"第{each[-2:]}小学", 3] for each in IDS]
    rows[0][:2] = [written, name or rows[0][1]]
    return [["学校标识码", "学校名称", "支部数"], *rows]


def read(folder, sheet, **sheets):
    folder.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": sheet, **sheets})
    return folder.read()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("0220O47", "别的学校"),
        (220047, "别的学校"),
        ("220047", "别的学校"),
        ("0220074", "别的学校"),
        ("2.2E+05", "第47小学"),
        ("第47小学", "第47小学"),
    ],
)
def test_reading_a_row_when_its_id_is_a_slip_then_it_is_not_read_and_the_school_is_guessed(
    folder_of_parts, only, written, name
):
    facts = read(folder_of_parts, organisation(written, name))
    assert facts.school_ids == tuple(IDS)
    error = only(facts, "F028")
    assert (error.place.sheet, error.place.cell) == ("组织建设", "A2")
    assert "没有读" in error.message
    assert "0220047" in error.hint
    assert [cell_text(facts.columns["支部数"], at) for at in (0, 1)] == ["无法识读", "3"]


def test_reading_a_row_when_nothing_is_like_its_id_then_no_school_is_guessed(folder_of_parts, only):
    facts = read(folder_of_parts, organisation("9999999", "别的学校"))
    assert facts.school_ids == tuple(IDS)
    assert "是不是" not in only(facts, "F028").hint
    assert cell_text(facts.columns["支部数"], 0) == "缺失"


def test_reading_the_records_of_a_wrong_id_then_they_are_reported_once_a_table(
    folder_of_parts, only
):
    awards = [["学校标识码", "项目"], *(["9999999", f"合唱{n}"] for n in range(4))]
    facts = read(folder_of_parts, organisation("9999999", "别的学校"), 获奖=awards)
    assert facts.records["获奖"].n_records == 0
    assert "4 行" in only(facts, "F050").message


def test_reading_a_school_when_only_its_basic_row_is_lost_then_it_stays_and_is_told_once(
    folder_of_parts, only
):
    """Its id stands on several sheets: it is no slip, and must not vanish from the batch."""
    sheets = {
        "基本信息": [BASIC[0], *BASIC[2:]],
        "组织建设": organisation("0220047"),
        "补充": [["学校标识码", "经费"], *([each, 1] for each in IDS)],
    }
    folder_of_parts.workbook("a.xlsx", sheets)
    facts = folder_of_parts.read()
    assert facts.school_ids == tuple(IDS)
    error = only(facts, "F028")
    assert "照一所学校读" in error.message
    assert cell_text(facts.columns["支部数"], 0) == "3"
    lacking = [item.message for item in facts.problems if item.code == "F029"]
    assert not any("基本信息" in message and IDS[0] in message for message in lacking)


def test_reading_a_school_when_no_sheet_tells_its_basics_then_it_stays_a_school(
    folder_of_parts, codes
):
    """A county that handed in one sheet only has bad schools, not slips."""
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC})
    folder_of_parts.workbook("b.xlsx", {"组织建设": [["学校标识码", "支部数"], ["0330001", 3]]})
    facts = folder_of_parts.read()
    assert "0330001" in facts.school_ids
    assert codes(facts) == []


def test_reading_ids_when_two_differ_only_by_zeros_then_it_is_said(folder_of_parts, only):
    rows = [*BASIC, ["220047", "甲校", "小学"]]
    folder_of_parts.workbook("a.xlsx", {"基本信息": rows})
    facts = folder_of_parts.read()
    assert len(facts.school_ids) == 7
    assert "0220047" in only(facts, "F028").message


def test_reading_ids_when_one_is_shorter_than_all_others_then_it_is_said(folder_of_parts, only):
    rows = [*BASIC, ["330001", "甲校", "小学"]]
    folder_of_parts.workbook("a.xlsx", {"基本信息": rows})
    warning = only(folder_of_parts.read(), "F028")
    assert warning.place.cell == "A8"
    assert "少 1 位" in warning.message


@pytest.mark.parametrize("written", ["'0220047", "’0220047", "0220047\u200b", "\u202e0220047"])
def test_reading_an_id_when_signs_came_along_then_it_is_the_same_id(
    folder_of_parts, codes, written
):
    facts = read(folder_of_parts, organisation(written))
    assert facts.school_ids == tuple(IDS)
    assert codes(facts) == ["F113"]


def test_reading_an_id_when_its_format_shows_the_zeros_then_they_count(folder_of_parts, codes):
    facts = read(folder_of_parts, organisation((220047, "0000000")))
    assert facts.school_ids == tuple(IDS)
    assert codes(facts) == ["F113"]


def test_reading_an_id_when_a_program_made_it_a_decimal_then_it_is_read_with_a_warning(
    folder_of_parts, only
):
    facts = read(folder_of_parts, organisation("0220047.0"))
    assert facts.school_ids == tuple(IDS)
    assert only(facts, "F021").place.cell == "A2"


def test_reading_a_form_when_its_id_is_a_number_then_it_is_a_warning(folder, only):
    facts = folder.read_rows(["字段", "填报值"], ["学校标识码", 12], ["支部数", 3])
    assert facts.school_ids == ("12",)
    assert only(facts, "F021").place.cell == "B2"


def test_reading_ids_when_the_same_one_is_unusable_on_many_rows_then_it_is_said_once(folder, only):
    rows = [["x" * 65, f"项目{n}"] for n in range(30)]
    facts = folder.read_rows(["学校标识码"], ["0012"], 获奖=[["学校标识码", "项目"], *rows])
    assert "30 行" in only(facts, "F020").message


def test_reading_an_id_when_it_is_a_formula_without_a_result_then_the_way_out_is_to_save(
    folder, only
):
    facts = folder.read_rows(["学校标识码", "支部数"], ['{="0012"|0}', 3], ["0013", 4])
    assert facts.school_ids == ("0013",)
    assert "公式" in only(facts, "F020").message
    assert "保存" in only(facts, "F020").hint


def test_reading_a_workbook_when_nothing_names_its_school_then_it_is_said_once(folder, only):
    folder.text("b.csv", "学校标识码,支部数\n0013,1\n")
    folder.workbook(
        "a/a.xlsx",
        {
            "基本信息": [["字段", "填报值"], ["学校标识码", None], ["支部数", 3]],
            "安全": [["字段", "填报值"], ["有食堂", "是"], ["学段", "小学"]],
            "获奖": [["项目", "级别"], ["合唱", "市"]],
        },
    )
    error = only(folder.read(), "F020")
    assert (error.place.sheet, error.place.cell) == ("基本信息", "B2")
    assert "3 张表" in error.message


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([None, "47小学", "甲", "S1", None, None, None], "F020"),
        (["220047", "第47小学", "甲", "S1", None, None, None], "F050"),
        (["x" * 65, "第47小学", "甲", "S1", None, None, None], "F020"),
    ],
)
def test_reading_a_case_when_its_row_cannot_be_read_then_its_school_is_not_free_of_cases(
    folder_of_parts, only, row, code
):
    """A veto whose row was lost is 待核实, never 「not triggered」."""
    head = ["学校标识码", "学校名称", "教师", "严重程度", "决定日期", "事件编号", "认定文号"]
    none = [[each, None, "无", None, None, None, None] for each in IDS]
    facts = read(folder_of_parts, organisation("0220047"), 师德案件=[head, *none, row])
    assert only(facts, code).place.sheet == "师德案件"
    states = facts.records["师德案件"].states.tolist()
    assert states == [State.UNREADABLE, *[State.PRESENT] * 5]


def test_reading_an_award_when_its_row_cannot_be_read_then_the_others_count(folder_of_parts):
    awards = [["学校标识码", "项目"], ["220047", "合唱"], ["0220047", "舞蹈"]]
    facts = read(folder_of_parts, organisation("0220047"), 获奖=awards)
    assert facts.records["获奖"].states.tolist() == [State.PRESENT] * 6


def test_naming_a_school_when_its_name_is_untidy_then_it_is_one_short_line(folder, codes):
    facts = folder.read_rows(
        ["学校标识码", "学校名称"], ["0012", "二\n中\u202e\u200b"], ["0013", "校" * 300]
    )
    assert facts.names[0] == "二 中"
    assert len(facts.names[1]) == 60
    assert codes(facts) == ["F114"]


def test_naming_a_school_when_many_sheets_have_another_name_then_it_is_said_once(folder, only):
    rows = [["学校标识码", "学校名称"], ["0012", "第二中学"]]
    facts = folder.read_rows(
        ["学校标识码", "学校名称"], ["0012", "二中"], 甲=rows, 乙=rows, 丙=rows
    )
    assert "第二中学" in only(facts, "F024").message
