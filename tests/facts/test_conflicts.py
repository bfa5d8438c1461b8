"""Two offices, two values: both places are told, and the stated order of sources settles it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.diagnostics import Place
from engine.facts import Inputs, read_facts
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.model import ConflictPolicy, DataSource

HERE = Place("ruleset.yaml", line=1, column=1)
HEAD = ["学校标识码", "学校名称", "支部数", "有食堂"]
CASES = ["学校标识码", "教师", "严重程度", "决定日期", "事件编号", "认定文号"]


def source(name, *files, **more):
    return DataSource(name, HERE, files or (name,), **more)


@pytest.fixture
def offices(folder):
    """Write sheets of a safety office and of a school, and read them by an order of sources."""

    def read(safety, school, *sources, policy=ConflictPolicy.BY_ORDER, **inputs):
        folder.workbook("安全科/汇总.xlsx", {"学校": [HEAD, *safety]})
        folder.workbook("各校/二中.xlsx", {"学校": [HEAD, *school]})
        rules = replace(folder.ruleset, data_sources=sources, conflicts=policy)
        return read_facts(rules, Inputs((folder.path,), **inputs))

    return read


def of(facts, field="支部数", school=0):
    return cell_text(facts.columns[field], school)


def test_sources_when_two_differ_then_the_one_listed_first_stands_and_both_are_told(offices, only):
    facts = offices(
        [["0012", "二中", 3, "是"]], [["0012", "二中", 4, "是"]], source("安全科"), source("各校")
    )
    assert of(facts) == "3"
    assert facts.columns["支部数"].places.place(0).file.endswith("安全科/汇总.xlsx")
    note = only(facts, "F098")
    assert note.severity == "note"
    assert note.place.file.endswith("各校/二中.xlsx")
    assert "“安全科”先于“各校”" in note.message
    (conflict,) = facts.conflicts
    assert (conflict.school_id, conflict.field, conflict.is_settled) == ("0012", "支部数", True)
    assert [(each.text, each.source, each.stands) for each in conflict.claims] == [
        ("3", "安全科", True),
        ("4", "各校", False),
    ]


def test_sources_when_listed_the_other_way_round_then_the_other_one_stands(offices):
    facts = offices(
        [["0012", "二中", 3, "是"]], [["0012", "二中", 4, "是"]], source("各校"), source("安全科")
    )
    assert of(facts) == "4"


def test_sources_when_the_policy_is_neither_then_the_fact_is_unreadable(offices, only):
    facts = offices(
        [["0012", "二中", 3, "是"]], [["0012", "二中", 4, "是"]],
        source("安全科"), source("各校"), policy=ConflictPolicy.NEITHER,
    )  # fmt: skip
    assert of(facts) == "无法识读"
    assert only(facts, "F023").severity == "error"
    (conflict,) = facts.conflicts
    assert not conflict.is_settled
    assert not any(each.stands for each in conflict.claims)
    assert "没有写按次序" in conflict.why


def test_sources_when_the_first_says_nothing_then_the_second_stands(offices, codes):
    facts = offices(
        [["0012", "二中", None, "是"]],
        [["0012", "二中", 4, "是"]],
        source("安全科"),
        source("各校"),
    )
    assert of(facts) == "4"
    assert codes(facts) == []


def test_sources_when_the_first_cannot_be_read_then_the_second_does_not_hide_it(offices, only):
    facts = offices(
        [["0012", "二中", "约3个", "是"]], [["0012", "二中", 4, "是"]],
        source("安全科"), source("各校"),
    )  # fmt: skip
    assert of(facts) == "无法识读"
    assert only(facts, "F031").place.file.endswith("汇总.xlsx")


def test_sources_when_only_the_second_cannot_be_read_then_the_first_stands(offices, only):
    facts = offices(
        [["0012", "二中", 3, "是"]], [["0012", "二中", "约3个", "是"]],
        source("安全科"), source("各校"),
    )  # fmt: skip
    assert of(facts) == "3"
    assert only(facts, "F031").place.file.endswith("二中.xlsx")


def test_sources_when_both_are_of_no_source_then_neither_stands(offices, only):
    facts = offices([["0012", "二中", 3, "是"]], [["0012", "二中", 4, "是"]], source("人事科"))
    assert of(facts) == "无法识读"
    assert "没有先后" in facts.conflicts[0].why
    only(facts, "F023")


def test_sources_when_one_counts_for_some_fields_then_only_for_those(offices):
    facts = offices(
        [["0012", "二中", 3, "是"]], [["0012", "二中", 4, "否"]],
        source("安全科", fields=("有食堂",)), source("各校"),
    )  # fmt: skip
    assert (of(facts), of(facts, "有食堂")) == ("4", "是")


def test_sources_when_one_counts_for_a_sheet_then_for_all_its_fields(offices, folder):
    fields = {
        name: replace(each, sheet="组织" if name == "支部数" else "安全")
        for name, each in folder.ruleset.fields.items()
    }
    folder.ruleset = replace(folder.ruleset, fields=fields)
    facts = offices(
        [["0012", "二中", 3, "是"]], [["0012", "二中", 4, "否"]],
        source("安全科", sheets=("安全",)), source("各校"),
    )  # fmt: skip
    assert (of(facts), of(facts, "有食堂")) == ("4", "是")


@pytest.mark.parametrize("pattern", ["安全", "*安全科*", "汇总*", "汇总.xlsx", "汇？.xlsx"])
def test_sources_when_a_file_or_its_folder_is_named_so_then_the_file_is_of_it(offices, pattern):
    facts = offices([["0012", "二中", 3, "是"]], [["0012", "二中", 4, "是"]], source("科", pattern))
    assert of(facts) == "3"


def test_sources_when_all_files_lie_in_a_folder_then_its_name_tells_nothing(folder):
    folder.workbook("安全科/甲/a.xlsx", {"学校": [HEAD, ["0012", "二中", 3, "是"]]})
    folder.workbook("安全科/乙/b.xlsx", {"学校": [HEAD, ["0012", "二中", 4, "是"]]})
    rules = replace(
        folder.ruleset, data_sources=(source("安全科"),), conflicts=ConflictPolicy.BY_ORDER
    )
    assert of(read_facts(rules, [folder.path / "安全科"])) == "无法识读"


def test_sources_when_the_roster_is_one_then_its_basic_facts_take_their_place(offices, folder):
    roster = folder.workbook("册.xlsx", {"名册": [HEAD, ["0012", "二中", 9, None]]})
    row = [["0012", "二中", 4, "是"]]
    first = DataSource("名册", HERE, is_roster=True)
    assert of(offices(row, row, first, source("各校"), roster=roster)) == "9"
    assert of(offices(row, row, source("各校"), first, roster=roster)) == "4"


def test_sources_when_three_places_speak_then_each_is_listed_once_with_its_place(offices, folder):
    folder.workbook("人事科.xlsx", {"学校": [HEAD, ["0012", "二中", 4, None]]})
    facts = offices([["0012", "二中", 3, "是"]], [["0012", "二中", 4, "是"]], source("安全科"))
    (conflict,) = facts.conflicts
    assert [each.text for each in conflict.claims] == ["3", "4", "4"]
    assert len({each.place for each in conflict.claims}) == 3


# one event told of by two offices


def cases(folder, first, second, *sources):
    folder.workbook("人事科.xlsx", {"师德案件": [CASES, *first]})
    folder.workbook(
        "学校.xlsx", {"学校": [HEAD, ["0012", "二中", 3, "是"]], "师德案件": [CASES, *second]}
    )
    rules = replace(folder.ruleset, data_sources=sources, conflicts=ConflictPolicy.BY_ORDER)
    return read_facts(rules, [folder.path])


def cells(facts, row=0):
    return [cell_text(column, row) for column in facts.records["师德案件"].columns.values()]


def test_event_when_two_offices_tell_the_same_then_it_is_one_record(folder, only):
    row = ["0012", "甲", "S2", "2025-03-01", "E1", None]
    facts = cases(folder, [row], [row])
    assert facts.records["师德案件"].n_records == 1
    assert not facts.conflicts
    only(facts, "F052")


def test_event_when_one_office_leaves_a_cell_blank_then_the_other_fills_it(folder, only):
    facts = cases(
        folder,
        [["0012", "甲", "S2", "2025-03-01", "e－1", "人字1号"]],
        [["0012", "甲", "S2", None, "E-1", None]],
    )
    assert facts.records["师德案件"].n_records == 1
    assert cells(facts) == ["甲", "S2", "2025-03-01", "E-1", "人字1号"]
    assert only(facts, "F099").place.file.endswith("学校.xlsx")
    assert not facts.conflicts


def test_event_when_two_offices_differ_then_the_cell_is_unreadable_and_both_are_told(folder, only):
    facts = cases(
        folder,
        [["0012", "甲", "S3", "2025-03-01", "E1", None]],
        [["0012", "甲", "S1", "2025-03-01", "E1", None]],
    )
    assert facts.records["师德案件"].n_records == 1
    assert facts.records["师德案件"].columns["严重程度"].states.tolist() == [State.UNREADABLE]
    error = only(facts, "F023")
    assert "事件“E1”" in error.message
    (conflict,) = facts.conflicts
    assert (conflict.table, conflict.event, conflict.field) == ("师德案件", "E1", "严重程度")
    assert {each.text for each in conflict.claims} == {"S1", "S3"}


def test_event_when_the_order_of_sources_settles_it_then_the_first_stands(folder, only):
    first, second = (
        ["0012", "甲", "S3", "2025-03-01", "E1"],
        ["0012", "甲", "S1", "2025-03-01", "E1"],
    )
    facts = cases(folder, [[*first, None]], [[*second, "无"]], source("学校"), source("人事科"))
    assert cells(facts)[1] == "S1"
    assert facts.records["师德案件"].places.place(0).file.endswith("学校.xlsx")
    only(facts, "F098")


def test_event_when_a_sheet_has_several_rows_of_it_then_all_stay_apart(folder, codes):
    of_event = ["2025-03-01", "E1", None]
    facts = cases(
        folder,
        [["0012", "甲", "S3", *of_event], ["0012", "乙", "S1", *of_event]],
        [["0012", "丙", "S1", *of_event]],
    )
    assert facts.records["师德案件"].n_records == 3
    assert "F099" not in codes(facts)
