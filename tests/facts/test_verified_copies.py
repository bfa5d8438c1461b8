"""A team judges a copy of a school's records: each verdict meets the row that it is about."""

from datetime import date

import pytest

from engine.diagnostics import Severity
from engine.facts.stages.revision import Outcome
from engine.facts.table import State

SCHOOLS = [["学校标识码", "学校名称"], ["0012", "二中"], ["0013", "三中"]]
AWARDS = ["学校标识码", "项目", "级别"]
CASES = ["学校标识码", "教师", "严重程度", "决定日期"]
VERDICT = ["核查结论", "核查人", "核查日期", "核查理由"]
STAMP = ["张三", date(2025, 11, 20), "没有材料"]


@pytest.fixture
def read(folder):
    """Read what schools handed in of one table, and the team's copy of it."""

    def reading(table, head, own, judged):
        folder.workbook("a.xlsx", {"学校": SCHOOLS, table: [head, *own]})
        rows = [[*row, verdict, *STAMP] for *row, verdict in judged]
        folder.workbook("b.xlsx", {table: [[*head, *VERDICT], *rows]})
        return folder.read()

    return reading


def test_verdict_when_the_copy_writes_a_date_otherwise_then_it_is_still_taken(read):
    own, copied = ["0012", "甲", "S1", "2025.3.1"], ["0012", "甲", "S1", date(2025, 3, 1)]
    facts = read("师德案件", CASES, [own], [[*copied, "不认可"]])
    assert facts.records["师德案件"].in_window.tolist() == [False]


def test_verdicts_when_two_rows_are_alike_then_each_has_its_own(read, codes):
    row = ["0012", "合唱", "市"]
    facts = read("获奖", AWARDS, [row, row], [[*row, "认可"], [*row, "不认可"]])
    assert facts.records["获奖"].in_window.tolist() == [True, False]
    assert "F075" not in codes(facts)
    facts = read("获奖", AWARDS, [row, row], [[*row, "不认可"], [*row, "不认可"]])
    assert facts.records["获奖"].in_window.tolist() == [False, False]


@pytest.mark.parametrize("verdict", ["认可", "不认可", "更正"])
def test_verdict_when_the_school_has_no_such_row_then_the_table_is_open(read, only, verdict):
    own = [["0012", "合唱", "省"], ["0013", "足球", "市"]]
    facts = read(
        "获奖", AWARDS, own, [["0012", "合唱", "市", verdict], ["0013", "足球", "市", "认可"]]
    )
    assert facts.records["获奖"].states.tolist() == [State.UNREADABLE, State.PRESENT]
    error = only(facts, "F076")
    assert "合唱" in error.message
    assert str(error.place).endswith("b.xlsx「获奖」!D2")


@pytest.mark.parametrize("verdict", ["认可", "不认可", "更正"])
def test_verdict_when_its_sheet_repeats_no_row_at_all_then_it_is_warned_of(read, only, verdict):
    facts = read("获奖", AWARDS, [["0012", "合唱", "省"]], [["0012", "大合唱", "省", verdict]])
    assert facts.records["获奖"].states[0] == State.PRESENT
    warning = only(facts, "F076")
    assert warning.severity is Severity.WARNING
    assert "没有“项目 大合唱”这样的一行" in warning.message
    alone = read("获奖", AWARDS, [["0013", "合唱", "省"]], [["0012", "大合唱", "省", verdict]])
    assert not [each for each in alone.problems if each.code == "F076"]


def test_record_when_the_team_added_it_to_its_copy_then_the_table_is_known(read, codes):
    own = ["0012", "合唱", "省"]
    facts = read("获奖", AWARDS, [own], [[*own, "不认可"], ["0012", "合唱", "市", "补登"]])
    assert facts.records["获奖"].in_window.tolist() == [False, True]
    assert facts.records["获奖"].states[0] == State.PRESENT
    assert "F076" not in codes(facts)


@pytest.mark.parametrize("team", ["0核查.xlsx", "b.xlsx"])
@pytest.mark.parametrize("grade", ["S1", None])
def test_record_when_the_school_had_told_of_what_the_team_adds_then_it_was_reported(
    folder, team, grade
):
    own = ["0012", "甲", "S1", date(2025, 3, 1), "E1"]
    head = [*CASES, "事件编号"]
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "师德案件": [head, own]})
    added = ["0012", "甲", grade, date(2025, 3, 1), "E1", "补登", *STAMP]
    folder.workbook(team, {"师德案件": [[*head, *VERDICT], added]})
    facts = folder.read()
    assert facts.records["师德案件"].in_window.tolist() == [True]
    assert "师德案件" not in facts.reported_records
    assert [each.outcome for each in facts.revisions] == [Outcome.CONFIRMED]


def test_verdict_when_a_school_repeats_an_event_on_its_own_sheet_then_the_table_is_known(
    folder, codes
):
    rows = [["0012", "甲", "S1", date(2025, 3, 1), "E1"], ["0012", "乙", "S2", None, "E2"]]
    judged = [[*row, "认可", *STAMP] for row in (rows[0], *rows)]
    sheet = [[*CASES, "事件编号", *VERDICT], *judged]
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "师德案件": sheet})
    facts = folder.read()
    assert facts.records["师德案件"].states[0] == State.PRESENT
    assert "F076" not in codes(facts)
