"""A team judges the rows of a record table on its own sheet: 认可, 不认可, 补登, 更正."""

from datetime import date

import pytest

from engine.facts.stages.revision import Outcome
from engine.facts.table import State

SCHOOLS = [["学校标识码", "学校名称"], ["0012", "二中"], ["0013", "三中"]]
AWARDS = ["学校标识码", "项目", "级别", "核查结论", "核查人", "核查日期", "核查理由"]
CASES = ["学校标识码", "教师", "严重程度", "决定日期", "核查结论", "核查人", "核查日期", "核查理由"]
STAMP = ["张三", date(2025, 11, 20)]


@pytest.fixture
def read(folder):
    def reading(*rows, head=AWARDS, table="获奖", **sheets):
        folder.workbook("a.xlsx", {"学校": SCHOOLS, table: [head, *rows], **sheets})
        return folder.read()

    return reading


def counted(records):
    column = records.columns[next(iter(records.table.fields))]
    return [column.levels[code] for code in column.values[records.in_window]]


def test_record_when_it_is_refused_then_it_is_kept_told_and_not_counted(read, only, codes):
    facts = read(
        ["0012", "合唱", "市", "认可", *STAMP, None],
        ["0012", "足球", "省", "不认可", *STAMP, "证书是去年的"],
        ["0013", "朗诵", "市", None, None, None, None],
    )
    records = facts.records["获奖"]
    assert records.n_records == 3
    assert counted(records) == ["合唱", "朗诵"]
    assert records.left_out == {1: "核查不认可：证书是去年的"}
    assert counted(facts.reported_records["获奖"]) == ["合唱", "足球", "朗诵"]
    assert "足球" in only(facts, "F078").message
    assert codes(facts) == ["F078"]
    assert [(each.table, each.outcome, each.new) for each in facts.revisions] == [
        ("获奖", Outcome.CONFIRMED, "计入"), ("获奖", Outcome.REFUSED, "不计入"),
    ]  # fmt: skip
    assert str(facts.revisions[1].place).endswith("「获奖」!D3")


def test_record_when_a_review_accepts_it_then_it_counts_again(read):
    head = [*AWARDS, "复核结论", "复核人", "复核日期", "复核理由"]
    review = ["李四", date(2025, 12, 1), "补看了证书"]
    facts = read(
        ["0012", "足球", "省", "不认可", *STAMP, "没有证书", "认可", *review],
        ["0012", "合唱", "市", "不认可", *STAMP, "没有证书", "维持", *review],
        head=head,
    )
    assert counted(facts.records["获奖"]) == ["足球"]
    assert [each.outcome for each in facts.revisions] == [
        Outcome.REFUSED, Outcome.CHANGED, Outcome.REFUSED, Outcome.REFUSED,
    ]  # fmt: skip


def test_record_when_the_team_added_it_then_it_counts_and_was_not_reported(read, codes):
    facts = read(
        ["0012", "无"],
        ["0012", "甲", "S1", date(2025, 3, 1), "补登", *STAMP, "信访查实"],
        ["0013", "乙", "S2", date(2025, 3, 1), "补登", *STAMP, "信访查实"],
        head=CASES,
        table="师德案件",
    )
    now, reported = facts.records["师德案件"], facts.reported_records["师德案件"]
    assert counted(now) == ["甲", "乙"]
    assert counted(reported) == []
    assert now.states.tolist() == [State.PRESENT] * 2
    assert reported.states.tolist() == [State.PRESENT, State.MISSING]
    assert "F051" not in codes(facts)


def test_record_when_it_was_corrected_in_place_then_that_is_told_with_its_reason(read, codes):
    facts = read(["0012", "合唱", "市", "更正", *STAMP, "级别由省改为市"])
    assert facts.revisions[0].new == "更正后计入"
    assert facts.revisions[0].why == "级别由省改为市"
    assert counted(facts.records["获奖"]) == ["合唱"]
    assert codes(facts) == []


@pytest.mark.parametrize("word", ["大概可以", "部分认可", "缺失"])
def test_record_when_the_conclusion_cannot_be_read_then_the_table_is_open(read, only, word):
    facts = read(["0012", "合唱", "市", word, *STAMP, "看不清"])
    assert facts.records["获奖"].states.tolist()[0] == State.UNREADABLE
    assert word in only(facts, "F079").message


def test_record_when_nobody_judged_it_yet_then_it_counts_as_reported(read, codes):
    facts = read(["0012", "合唱", "市", "待核", None, None, None])
    assert counted(facts.records["获奖"]) == ["合唱"]
    assert (facts.revisions, codes(facts)) == ((), [])


def test_record_when_none_is_refused_without_a_record_then_the_table_is_open(read, only):
    facts = read(
        ["0012", "无", None, None, "不认可", *STAMP, "有一起"], head=CASES, table="师德案件"
    )
    assert facts.records["师德案件"].states.tolist()[0] == State.UNREADABLE
    assert "补登" in only(facts, "F079").hint
    accepted = read(["0012", "无", None, None, "认可", *STAMP], head=CASES, table="师德案件")
    assert accepted.records["师德案件"].states.tolist()[0] == State.PRESENT


def test_record_when_who_when_or_why_is_lacking_then_a_warning_says_so(read, only):
    warning = only(read(["0012", "合唱", "市", "不认可", None, None, None]), "F074")
    assert "核查人、核查日期、核查理由" in warning.message


def test_record_when_a_copy_of_the_sheet_carries_the_verdict_then_it_is_taken(folder):
    plain = [AWARDS[:3], ["0012", "合唱", "市"], ["0012", "足球", "省"]]
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "获奖": plain})
    judged = [["0012", "合唱", "市", "不认可", *STAMP, "没有证书"]]
    folder.workbook("b.xlsx", {"获奖": [AWARDS, *judged]})
    facts = folder.read()
    assert counted(facts.records["获奖"]) == ["足球"]
    assert facts.revisions[0].why == "没有证书"


def test_record_when_the_table_has_a_column_of_its_own_named_so_then_it_is_no_verdict(
    folder, ruleset
):
    from dataclasses import replace

    from engine.ruleset.model import Field, FieldType

    table = ruleset.tables["获奖"]
    own = Field("核查结论", FieldType.TEXT, table.place)
    tables = {**ruleset.tables, "获奖": replace(table, fields={**table.fields, own.id: own})}
    folder.ruleset = replace(ruleset, tables=tables)
    rows = [AWARDS, ["0012", "合唱", "市", "不认可", *STAMP, "没有证书"]]
    folder.workbook("a.xlsx", {"学校": SCHOOLS, "获奖": rows})
    facts = folder.read()
    assert counted(facts.records["获奖"]) == ["合唱"]
    assert facts.revisions == ()
