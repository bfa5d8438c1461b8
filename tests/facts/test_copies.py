"""Records that were handed in twice count once; events are tied however their ids are written."""

from engine.facts.cells.display import cell_text

SCHOOLS = [["学校标识码"], ["0012"], ["0013"]]
AWARDS = ["学校标识码", "项目", "级别"]
CHOIR, DANCE, CHESS = ["0012", "合唱", "市"], ["0012", "舞蹈", "省"], ["0013", "象棋", "市"]


def test_reading_a_table_when_its_sheet_was_copied_then_each_record_counts_once(folder, only):
    rows = [AWARDS, CHOIR, DANCE, CHESS]
    facts = folder.read_rows(*SCHOOLS, **{"获奖": rows, "获奖 (2)": rows})
    assert facts.records["获奖"].n_records == 3
    warning = only(facts, "F052")
    assert warning.place.sheet == "获奖 (2)"
    assert "3 行" in warning.message
    assert "只计一次" in warning.message


def test_reading_a_table_when_a_workbook_was_saved_again_then_only_the_new_row_is_added(
    folder, only
):
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "获奖": [AWARDS, CHOIR, DANCE]})
    folder.workbook("b.xlsx", {"学校": SCHOOLS, "获奖": [AWARDS, CHOIR, ["0012", "书法", "市"]]})
    facts = folder.read()
    assert facts.records["获奖"].n_records == 3
    warning = only(facts, "F052")
    assert warning.place.file.endswith("b.xlsx")
    assert "另有 1 行" in warning.hint


def test_reading_a_table_when_rows_repeat_on_one_sheet_then_each_counts_with_a_warning(
    folder, only
):
    """Two may have happened on one day; nobody can tell but the school."""
    facts = folder.read_rows(*SCHOOLS, 获奖=[AWARDS, CHOIR, CHOIR])
    assert facts.records["获奖"].n_records == 2
    assert "各计一次" in only(facts, "F052").message


def test_reading_a_table_when_other_schools_stand_beside_a_copy_then_they_are_not_counted_as_new(
    folder, only
):
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "获奖": [AWARDS, CHOIR]})
    folder.workbook("b.xlsx", {"学校": SCHOOLS, "获奖": [AWARDS, CHOIR, CHESS]})
    assert "另有" not in only(folder.read(), "F052").hint


def test_reading_event_ids_when_they_are_written_differently_then_they_are_one_event(folder):
    head = ["学校标识码", "教师", "事件编号"]
    written = ["SY2025-07", " sy2025-07　", "ＳＹ2025－07", "SY2025—07", "SY 2025‑07"]
    rows = [["0012", f"教师{n}", text] for n, text in enumerate(written)]
    facts = folder.read_rows(*SCHOOLS, 师德案件=[head, *rows])
    events = facts.records["师德案件"].columns["事件编号"]
    assert {cell_text(events, at) for at in range(len(written))} == {"SY2025-07"}


def test_reading_a_case_when_its_date_is_outside_the_year_then_it_is_a_warning(folder, only):
    """A slip in the year must not make a case disappear without a look."""
    facts = folder.read_rows(
        *SCHOOLS,
        师德案件=[["学校标识码", "教师", "决定日期"], ["0012", "甲", "2052-03-01"]],
    )
    warning = only(facts, "F054")
    assert warning.severity == "warning"
    assert "决定日期" in warning.hint


def test_reading_a_sheet_when_only_its_header_tells_the_table_then_it_is_an_error(folder, only):
    cases = ["学校标识码", "教师", "严重程度", "决定日期", "认定文号"]
    facts = folder.read_rows(*SCHOOLS, Sheet3=[cases, ["0012", "甲", "S3", None, None]])
    error = only(facts, "F058")
    assert error.place.sheet == "Sheet3"
    assert "师德案件" in error.hint
    assert [cell_text(facts.columns["学校标识码"], at) for at in (0, 1)] == ["0012", "0013"]
    assert set(facts.records["师德案件"].states.tolist()) == {3}


def test_reading_a_sheet_when_it_has_fields_of_the_school_then_it_is_no_record_table(folder, codes):
    facts = folder.read_rows(
        *SCHOOLS, Sheet3=[["学校标识码", "支部数", "有食堂", "学段"], ["0012", 3, "是", "小学"]]
    )
    assert cell_text(facts.columns["支部数"], 0) == "3"
    assert codes(facts) == []


def test_reading_a_sheet_when_its_note_names_another_table_then_the_columns_decide(folder, only):
    note = ["获奖情况另表填报；本表填师德师风"]
    cases = ["教师", "严重程度", "决定日期", "级别"]
    facts = folder.read_rows(
        ["学校标识码"], ["0012"], Sheet3=[note, cases, ["甲", "S3", None, None]]
    )
    assert "师德案件" in only(facts, "F058").message


def test_reading_a_table_when_many_rows_repeat_on_one_sheet_then_it_is_said_once(folder, only):
    facts = folder.read_rows(*SCHOOLS, 获奖=[AWARDS, *[CHOIR] * 9])
    assert facts.records["获奖"].n_records == 9
    assert "8 行" in only(facts, "F052").message


def test_reading_a_table_when_all_of_it_is_of_another_year_then_it_is_said_once(folder, only):
    rows = [["0012", f"教师{n}", f"2024-03-{n + 1:02}"] for n in range(20)]
    facts = folder.read_rows(*SCHOOLS, 师德案件=[["学校标识码", "教师", "决定日期"], *rows])
    assert not facts.records["师德案件"].in_window.any()
    assert "20 行" in only(facts, "F054").message
    assert "2024-03-01 至 2024-03-20" in only(facts, "F054").message
