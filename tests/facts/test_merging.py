"""One school in several files and sheets is one school; contradictions are never settled."""

import itertools
from datetime import date

import pytest

from engine.facts import read_facts
from engine.facts.cells.display import cell_text
from engine.facts.table import State

HEAD = ["学校标识码", "学校名称", "支部数", "学段"]


def value(facts, field, school=0):
    return cell_text(facts.columns[field], school)


def test_merging_when_two_files_say_the_same_then_nothing_is_said(folder, codes):
    folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "二中", 3, None]]})
    folder.workbook("b.xlsx", {"学校": [HEAD, ["0012", "二中", "3", "初中"]]})
    facts = folder.read()
    assert facts.school_ids == ("0012",)
    assert (value(facts, "支部数"), value(facts, "学段")) == ("3", "初中")
    assert facts.columns["学段"].places.place(0).file.endswith("b.xlsx")
    assert codes(facts) == []


def test_merging_when_two_files_differ_then_neither_counts_and_both_places_are_named(folder, only):
    folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "二中", 3, None]]})
    folder.workbook("b.xlsx", {"学校": [HEAD, ["0012", "二中", 4, None]]})
    facts = folder.read()
    assert facts.columns["支部数"].states[0] == State.UNREADABLE
    assert facts.columns["支部数"].values[0] == 0
    error = only(facts, "F023")
    assert error.place.file.endswith("b.xlsx")
    assert "a.xlsx「学校」!C2" in error.message
    assert "“4”" in error.message
    assert "“3”" in error.message


def test_merging_when_one_says_not_applicable_and_one_a_value_then_they_contradict(folder, only):
    folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "二中", "不适用", None]]})
    folder.workbook("b.xlsx", {"学校": [HEAD, ["0012", "二中", 0, None]]})
    assert "不适用" in only(folder.read(), "F023").message


def test_merging_when_one_cell_is_unreadable_then_a_readable_one_does_not_hide_it(folder, only):
    folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "二中", "约3个", None]]})
    folder.workbook("b.xlsx", {"学校": [HEAD, ["0012", "二中", 3, None]]})
    facts = folder.read()
    assert value(facts, "支部数") == "无法识读"
    assert only(facts, "F031").place.file.endswith("a.xlsx")


def test_merging_when_names_differ_then_it_is_a_warning_and_the_first_name_stands(folder, only):
    folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "第二中学", 3, None]]})
    folder.workbook("b.xlsx", {"学校": [HEAD, ["0012", "二中", 3, None]]})
    facts = folder.read()
    assert facts.names == ("第二中学",)
    assert only(facts, "F024").severity == "warning"


def test_merging_when_a_sheet_has_a_school_twice_then_the_rows_join_with_a_warning(folder, codes):
    facts = folder.read_rows(
        HEAD, ["0012", "二中", 3, None], ["0013", "三中", 1, None], ["0012", "二中", 4, "初中"]
    )
    assert sorted(codes(facts)) == ["F022", "F023"]
    assert value(facts, "学段") == "初中"


def test_merging_when_a_file_is_given_twice_or_copied_then_it_counts_once(folder, codes):
    rows = {
        "学校": [HEAD, ["0012", "二中", 3, None]],
        "获奖": [["学校标识码", "项目"], ["0012", "合唱"]],
    }
    first = folder.workbook("a.xlsx", rows)
    copy = folder.path / "a - 副本.xlsx"
    copy.write_bytes(first.read_bytes())
    facts = folder.read(folder.path, first, first)
    assert facts.records["获奖"].n_records == 1
    assert codes(facts) == ["F008"]


def test_merging_when_a_name_is_missing_then_the_id_stands_for_it(folder):
    facts = folder.read_rows(["学校标识码", "支部数"], ["0012", 3])
    assert facts.names == ("0012",)


def test_reading_when_files_come_in_any_order_then_the_result_is_the_same(folder, ruleset):
    cases = ["学校标识码", "教师", "严重程度", "决定日期", "事件编号"]
    a = folder.workbook(
        "a.xlsx",
        {"学校": [HEAD, ["0012", "二中", 3, "初中"], ["0009", "九中", "x", None]],
         "师德案件": [cases, ["0012", "甲", "S1", date(2025, 3, 1), "E1"]]},
    )  # fmt: skip
    b = folder.workbook(
        "b.xlsx",
        {"学校": [HEAD, ["0012", "二中学", 4, "初中"], ["0020", "廿中", 5, "高中"]],
         "师德案件": [cases, ["0012", "乙", "S2", date(2024, 3, 1), "E2"], ["0020", "无"]]},
    )  # fmt: skip
    c = folder.text("c.csv", "学校标识码,有食堂\n0020,是\n0012,否\n")
    d = folder.text("d.yaml", '学校标识码: "0012"\n覆盖率: 95%\n获奖: []\n')
    seen = set()
    for paths in itertools.permutations((a, b, c, d)):
        facts = read_facts(ruleset, paths)
        seen.add(
            repr(
                (
                    facts.school_ids,
                    facts.names,
                    [str(item) for item in facts.problems],
                    sorted(facts.digests.items()),
                    [
                        (name, column.values.tolist(), column.states.tolist(), column.levels,
                         [str(column.places.place(at)) for at in range(facts.n_schools)])
                        for name, column in facts.columns.items()
                    ],
                    [
                        (name, item.school_index.tolist(), item.states.tolist(),
                         item.in_window.tolist(),
                         [str(item.places.place(at)) for at in range(item.n_records)],
                         [c.values.tolist() for c in item.columns.values()])
                        for name, item in facts.records.items()
                    ],
                )
            )
        )  # fmt: skip
    assert len(seen) == 1


def test_reading_when_required_fields_are_blank_then_a_warning_names_the_schools(
    folder, ruleset, only
):
    from dataclasses import replace

    fields = dict(ruleset.fields)
    fields["学段"] = replace(fields["学段"], required=True)
    folder.ruleset = replace(ruleset, fields=fields)
    folder.workbook("a.xlsx", {"学校": [HEAD, *([f"{n:04}", "校", 1, None] for n in range(9))]})
    assert "9 所学校没有填必填字段“学段”" in only(folder.read(), "F025").message


@pytest.mark.parametrize("value_", ["3", None])
def test_columns_promise_all_present_only_when_every_school_has_a_value(folder, value_):
    facts = folder.read_rows(HEAD, ["0012", "二中", 3, None], ["0013", "三中", value_, None])
    assert facts.columns["支部数"].all_present is (value_ is not None)


def test_reading_when_progress_is_wanted_then_it_is_told_after_each_file(folder, ruleset):
    for name in ("a", "b", "c"):
        folder.workbook(f"{name}.xlsx", {"学校": [HEAD, [f"00{name}", "校", 3, None]]})
    told = []
    read_facts(ruleset, [folder.path], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_reading_files_then_their_digests_are_kept_by_shown_name(folder):
    from hashlib import sha256

    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "二中", 3, None]]})
    assert folder.read().digests == {file.as_posix(): sha256(file.read_bytes()).hexdigest()}
