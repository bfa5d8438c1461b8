"""Records of many rows a school: whose, counted or not, and known or missing."""

from datetime import date

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import State

SCHOOLS = [["学校标识码"], ["0012"], ["0013"]]
CASES = ["学校标识码", "教师", "严重程度", "决定日期", "事件编号"]
P, M, U = State.PRESENT, State.MISSING, State.UNREADABLE


def test_records_when_a_zero_report_is_wanted_then_only_rows_or_none_make_it_known(folder):
    facts = folder.read_rows(
        *SCHOOLS,
        ["0014"],
        师德案件=[CASES, ["0012", "甲", "S1", "2025-03-01", "E1"], ["0013", "无"]],
    )
    assert facts.records["师德案件"].states.tolist() == [P, P, M]
    assert facts.records["师德案件"].n_records == 1
    missing = [item for item in facts.problems if item.code == "F055" and item.value == "师德案件"]
    assert "0014" in missing[0].message


def test_records_when_an_empty_sheet_was_handed_in_then_it_is_known_without_zero_report(folder):
    facts = folder.read_rows(*SCHOOLS, 获奖=[["学校标识码", "项目", "级别"]])
    assert facts.records["获奖"].states.tolist() == [P, P]


def test_records_when_another_workbook_has_the_sheet_then_it_says_nothing_of_this_school(folder):
    folder.workbook(
        "a.xlsx", {"学校": [["学校标识码"], ["0012"]], "获奖": [["学校标识码", "项目"]]}
    )
    folder.workbook("b.xlsx", {"学校": [["学校标识码"], ["0013"]]})
    assert folder.read().records["获奖"].states.tolist() == [P, M]


def test_records_when_they_come_in_a_file_of_their_own_then_only_their_schools_are_known(folder):
    folder.workbook("a.xlsx", {"学校": SCHOOLS})
    folder.workbook("b.xlsx", {"获奖": [["学校标识码", "项目"], ["0013", "合唱"]]})
    facts = folder.read()
    assert facts.records["获奖"].states.tolist() == [M, P]
    assert facts.records["获奖"].school_index.tolist() == [1]


@pytest.mark.parametrize("word", ["无", " 无 ", "零报告", "本年度无"])
def test_records_when_a_workbook_of_one_school_says_none_then_that_is_a_zero_report(folder, word):
    facts = folder.read_rows(
        ["字段", "填报值"],
        ["学校标识码", "0012"],
        师德案件=[["序号", "教师", "严重程度"], [1, word, None]],
    )
    assert facts.records["师德案件"].states.tolist() == [P]
    assert facts.records["师德案件"].n_records == 0


def test_records_when_none_and_rows_are_both_written_then_the_rows_stand_with_an_error(
    folder, only
):
    facts = folder.read_rows(
        *SCHOOLS,
        师德案件=[CASES, ["0012", "无"], ["0012", "甲", "S1", "2025-03-01", "E1"], ["0013", "无"]],
    )
    assert only(facts, "F051").place.cell == "B2"
    assert facts.records["师德案件"].n_records == 1


def test_records_when_a_row_names_a_school_and_nothing_else_then_it_is_no_zero_report(folder, only):
    facts = folder.read_rows(*SCHOOLS, 师德案件=[CASES, ["0012"], ["0013", "无"]])
    assert only(facts, "F056").place.cell == "B2"
    assert facts.records["师德案件"].states.tolist() == [M, P]


def test_records_when_the_only_school_left_its_id_column_blank_then_it_applies_with_a_note(
    folder, only
):
    facts = folder.read_rows(
        ["学校标识码"], ["0012"], 获奖=[["学校标识码", "项目"], [None, "合唱"], [None, "体操"]]
    )
    assert facts.records["获奖"].n_records == 2
    assert only(facts, "F027").severity == "note"


def test_records_when_a_row_looks_like_a_remark_then_only_real_remarks_are_skipped(folder, codes):
    facts = folder.read_rows(
        ["学校标识码"],
        ["0012"],
        获奖=[
            ["项目", "级别"],
            ["说明文写作大赛", "市"],
            ["合计划桨", "省"],
            ["说明：以上均为学生奖项"],
        ],
    )
    assert facts.records["获奖"].n_records == 2
    assert codes(facts) == ["F017"]


def test_records_when_their_date_is_outside_the_window_then_they_are_kept_and_not_counted(
    folder, only
):
    facts = folder.read_rows(
        *SCHOOLS,
        师德案件=[
            CASES,
            ["0012", "甲", "S1", date(2024, 12, 31), "E1"],
            ["0012", "乙", "S1", date(2025, 1, 1), "E2"],
            ["0012", "丙", "S1", date(2025, 12, 31), "E3"],
            ["0012", "丁", "S1", None, "E4"],
            ["0012", "戊", "S1", "2025年3月", "E5"],
            ["0013", "无"],
        ],
    )
    assert facts.records["师德案件"].in_window.tolist() == [False, True, True, True, True]
    assert "E1" in only(facts, "F054").message
    assert "2024-12-31" in only(facts, "F054").message
    assert only(facts, "F053").place.cell == "D5"
    assert facts.records["师德案件"].columns["决定日期"].states.tolist() == [P, P, P, M, U]


def test_records_when_a_cell_is_unreadable_then_the_row_stays_with_that_cell_unreadable(
    folder, only
):
    facts = folder.read_rows(
        *SCHOOLS, 师德案件=[CASES, ["0012", "甲", "S9", None, None], ["0013", "无"]]
    )
    records = facts.records["师德案件"]
    assert records.n_records == 1
    assert cell_text(records.columns["严重程度"], 0) == "无法识读"
    assert only(facts, "F039").place.cell == "C2"


def test_records_when_their_school_is_not_known_then_each_is_an_error_with_a_guess(folder):
    facts = folder.read_rows(
        *SCHOOLS, 获奖=[["学校标识码", "项目"], ["12", "合唱"], ["9999", "无"]]
    )
    errors = [item for item in facts.problems if item.code == "F050"]
    assert [item.value for item in errors] == ["12", "9999"]
    assert "0012" in errors[0].hint
    assert facts.records["获奖"].n_records == 0


def test_records_when_whole_rows_repeat_then_only_those_with_an_event_id_count_once(folder):
    row = ["0012", "甲", "S1", "2025-03-01"]
    folder.workbook(
        "a.xlsx",
        {
            "学校": SCHOOLS,
            "师德案件": [CASES, [*row, "E1"], ["0013", "无"]],
            "获奖": [["学校标识码", "项目"], ["0012", "合唱"], ["0012", "合唱"]],
        },
    )
    folder.workbook("b.xlsx", {"师德案件": [CASES, [*row, "Ｅ1"], [*row, None], [*row, None]]})
    facts = folder.read()
    events = facts.records["师德案件"]
    assert [cell_text(events.columns["事件编号"], at) for at in range(events.n_records)] == [
        "E1", "缺失", "缺失",
    ]  # fmt: skip
    assert facts.records["获奖"].n_records == 2
    repeated = [item for item in facts.problems if item.code == "F052"]
    assert len(repeated) == 3
    assert sum("只计一次" in item.message for item in repeated) == 1


def test_records_when_they_come_from_several_files_then_they_stand_by_school_then_place(folder):
    for name, awards in (("b", ["丙"]), ("a", ["甲", "乙"])):
        folder.workbook(
            f"{name}.xlsx",
            {
                "学校": SCHOOLS,
                "获奖": [["学校标识码", "项目"], ["0013", name], *(["0012", x] for x in awards)],
            },
        )
    awards = folder.read().records["获奖"]
    assert [cell_text(awards.columns["项目"], at) for at in range(5)] == [
        "甲",
        "乙",
        "丙",
        "a",
        "b",
    ]
    assert awards.school_index.tolist() == [0, 0, 0, 1, 1]
    assert str(awards.places.place(0)).endswith("a.xlsx「获奖」!B3")


def test_records_when_a_school_field_stands_among_them_then_the_hint_says_where_it_belongs(
    folder, only
):
    facts = folder.read_rows(
        *SCHOOLS, 获奖=[["学校标识码", "学校名称", "项目", "支部数"], ["0012", "二中", "合唱", 3]]
    )
    assert only(facts, "F012").place.cell == "D1"
    assert "学校" in only(facts, "F012").hint
