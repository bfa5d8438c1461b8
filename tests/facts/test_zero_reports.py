"""Zero reports: what says that there was nothing, and what does not say so."""

import pytest

from engine.facts.table import State

SCHOOLS = [["学校标识码"], ["0012"], ["0013"]]
CASES = ["学校标识码", "教师", "严重程度", "决定日期"]


def read(folder, row):
    return folder.read_rows(*SCHOOLS, 师德案件=[CASES, row, ["0013", "无", None, None]])


@pytest.mark.parametrize(
    "word",
    [
        "无",
        "没有",
        "无。",
        "本年度无",
        "本年度无案件",
        "全年未发生师德案件",
        "我校2025年无违纪情况",
        "零报告",
    ],
)
def test_reading_a_row_when_it_says_plainly_that_there_was_nothing_then_the_table_is_known(
    folder, codes, word
):
    facts = read(folder, ["0012", word, None, None])
    assert facts.records["师德案件"].states.tolist() == [State.PRESENT, State.PRESENT]
    assert facts.records["师德案件"].n_records == 0
    assert codes(facts) == []


@pytest.mark.parametrize("mark", ["/", "-", "—", "0", 0, "零", "否", "N/A", "不适用"])
@pytest.mark.parametrize("column", [1, 3])
def test_reading_a_row_when_it_holds_only_a_mark_then_the_table_is_not_known(
    folder, only, mark, column
):
    """It is no record either: an accident named 「/」 would count."""
    row = ["0012", None, None, None]
    row[column] = mark
    facts = read(folder, row)
    assert facts.records["师德案件"].states.tolist() == [State.UNREADABLE, State.PRESENT]
    assert facts.records["师德案件"].n_records == 0
    error = only(facts, "F057")
    assert error.place.cell == f"{'ABCD'[column]}2"
    assert "请填“无”" in error.hint


def test_reading_a_row_when_it_has_anything_else_then_it_is_a_record(folder):
    facts = read(folder, ["0012", "/", "S1", None])
    assert facts.records["师德案件"].n_records == 1


def test_reading_a_row_when_only_the_name_of_its_school_stands_beside_then_it_has_no_content(
    folder, only
):
    facts = folder.read_rows(
        *SCHOOLS, 获奖=[["学校标识码", "学校名称", "项目"], ["0012", "无棣路小学", None]]
    )
    assert only(facts, "F056").place.cell == "C2"
    assert facts.records["获奖"].n_records == 0
