"""What the page says once for many schools stands in each school's own copy."""

import pytest

from engine.annotating import annotate_files, apart
from engine.facts import read_facts
from tests.annotating.conftest import Book
from tests.facts.conftest import Folder, build_ruleset

BASIC = ["学校标识码", "学校名称", "学段", "支部数"]


@pytest.fixture
def folder(tmp_path) -> Folder:
    from dataclasses import replace

    ruleset = build_ruleset()
    fields = dict(ruleset.fields)
    fields["学段"] = replace(fields["学段"], required=True)
    fields["支部数"] = replace(fields["支部数"], required=True)
    for name in ("覆盖率", "修订日期"):
        fields[name] = replace(fields[name], sheet="组织建设")
    return Folder(tmp_path / "表", replace(ruleset, fields=fields))


def found(folder: Folder, code: str) -> tuple[list, list]:
    """Return the problems with a code as the page says them, and one by one."""
    table = read_facts(folder.ruleset, [folder.path])
    each = apart(folder.ruleset, table, table.problems)
    return [
        [problem for problem in problems if problem.code == code]
        for problems in (table.problems, each)
    ]


def test_required_fields_when_many_schools_left_them_blank_then_each_cell_is_marked(folder):
    rows = [[f"00{n}", f"第{n}校", None, None] for n in range(10, 17)]
    path = folder.workbook("一.xlsx", {"学校": [BASIC, *rows]})
    said, each = found(folder, "F025")
    assert len(said) == 1
    assert {problem.place.cell for problem in each} == {
        f"{letter}{row}" for letter in "CD" for row in range(2, 9)
    }
    assert each[0].message == "学校“0010”没有填必填字段“学段”"
    annotate_files([folder.path], each, folder.path.parent / "退回")
    copy = Book((folder.path.parent / "退回" / path.name).read_bytes())
    assert len(copy.comments()) == 14


def test_a_sheet_when_schools_did_not_hand_it_in_then_each_file_is_told(folder):
    for n in (10, 11):
        folder.workbook(f"{n}.xlsx", {"学校": [BASIC, [f"00{n}", f"第{n}校", "小学", 1]]})
    said, each = found(folder, "F029")
    lost = [problem for problem in each if "组织建设" in problem.message]
    assert [problem.place.file.rpartition("/")[2] for problem in lost] == ["10.xlsx", "11.xlsx"]
    assert ["0010" in problem.message for problem in lost] == [True, False]
    assert len(each) > len(said)


def test_a_record_table_when_schools_did_not_hand_it_in_then_each_file_is_told(folder):
    for n in (10, 11):
        folder.workbook(f"{n}.xlsx", {"学校": [BASIC, [f"00{n}", f"第{n}校", "小学", 1]]})
    said, each = found(folder, "F055")
    assert {problem.place for problem in said} == {None}
    cases = [problem for problem in each if problem.value == "师德案件"]
    assert [problem.place.file.rpartition("/")[2] for problem in cases] == ["10.xlsx", "11.xlsx"]
    assert cases[0].message == "学校“0010”没有交台账“师德案件”，按缺失处理"


def test_ids_when_many_are_numbers_then_each_cell_is_marked(folder):
    rows = [[n, f"第{n}校", "小学", 1] for n in range(10, 17)]
    folder.workbook("一.xlsx", {"学校": [BASIC, *rows]})
    said, each = found(folder, "F021")
    assert "7 个" in said[0].message
    assert [problem.place.cell for problem in each] == [f"A{row}" for row in range(2, 9)]


def test_cells_when_many_were_normalised_alike_then_each_is_marked(folder):
    rows = [[f"00{n}", f"第{n}校", "小学", f"{n}个"] for n in range(10, 17)]
    folder.workbook("一.xlsx", {"学校": [BASIC, *rows]})
    said, each = found(folder, "F034")
    assert len(said) == 1
    assert [problem.place.cell for problem in each] == [f"D{row}" for row in range(2, 9)]
    assert not any("这样的" in problem.message for problem in each)


def test_rows_when_many_repeat_a_school_then_each_is_marked(folder):
    rows = [["0010", "第10校", "小学", 1]] * 8
    folder.workbook("一.xlsx", {"学校": [BASIC, *rows]})
    said, each = found(folder, "F022")
    assert len(said) == 1
    assert [problem.place.cell for problem in each] == [f"A{row}" for row in range(3, 10)]
    assert "这样的" not in each[0].message


def test_problems_when_not_one_school_was_read_then_stay_as_they_are(folder):
    from tests.annotating.conftest import problem

    assert apart(folder.ruleset, None, [problem()]) == (problem(),)


def test_a_file_when_changed_while_it_was_checked_then_has_no_copy(folder):
    path = folder.workbook("一.xlsx", {"学校": [BASIC, ["0010", "第10校", "小学", "三"]]})
    table = read_facts(folder.ruleset, [folder.path])
    path.write_bytes(path.read_bytes() + b"\0")
    done = annotate_files(
        [folder.path], table.problems, folder.path.parent / "退回", digests=table.digests
    )
    assert done.copies == {}
    assert [each.code for each in done.problems] == ["B003"]
