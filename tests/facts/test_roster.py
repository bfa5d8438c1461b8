"""The roster says who is assessed: names become ids by it, and who handed in nothing is told."""

from __future__ import annotations

import pytest

from engine.diagnostics import FactsUnusable
from engine.facts import Inputs, read_facts
from engine.facts.cells.display import cell_text

ROSTER = [
    ["学校标识码", "学校名称", "曾用名", "简称", "所在县区", "学段", "地址"],
    ["0012", "云川区第一小学", "云川镇小学、城关小学", "云川一小", "云川区", "小学", "甲路1号"],
    ["0013", "第二小学", None, None, "云川区", "小学", None],
    ["0031", "第二小学", None, None, "桑源县", "小学", None],
    ["0044", "桑源县第一中学（高中部）", None, None, "桑源县", "高中", None],
]
HEAD = ["学校名称", "支部数", "有食堂"]


@pytest.fixture
def listed(folder):
    """Read one sheet of a safety office against the roster."""
    roster = folder.workbook("名册/学校名册.xlsx", {"名册": ROSTER})

    def read(*rows, head=HEAD, name="安全科.xlsx", **sheets):
        folder.workbook(f"表/{name}", {"学校": [head, *rows], **sheets})
        return read_facts(folder.ruleset, Inputs((folder.path / "表",), roster=roster))

    return read


def told(facts, code):
    return [each for each in facts.problems if each.code == code]


def test_reading_names_when_the_roster_has_them_then_their_facts_stand_under_its_ids(listed, only):
    facts = listed(
        ["云川区第一小学", 3, "是"], ["桑源县第一中学（高中部）", 5, "否"], ["合计", 8, None]
    )
    assert facts.school_ids == ("0012", "0044")
    assert facts.names == ("云川区第一小学", "桑源县第一中学（高中部）")
    assert [cell_text(facts.columns["支部数"], at) for at in (0, 1)] == ["3", "5"]
    note = only(facts, "F092")
    assert note.severity == "note"
    assert (note.place.sheet, note.place.cell) == ("学校", "A2")
    assert "2 行" in note.message


def test_reading_names_when_only_width_and_spaces_differ_then_it_is_the_school_and_said(
    listed, only
):
    facts = listed(["云川区 第一小学", 3, "是"], ["桑源县第一中学(高中部)", 5, "否"])
    assert facts.school_ids == ("0012", "0044")
    assert "2 行的名称只差空格或全角半角" in only(facts, "F092").message


@pytest.mark.parametrize(
    "written",
    ["第一小学", "云川第一小学", "云川区一小", "大同市云川区第一小学", "云川区第一小学东校区"],
)
def test_reading_names_when_merely_alike_then_the_school_is_suggested_and_never_taken(
    listed, only, written
):
    facts = listed([written, 3, "是"], ["桑源县第一中学（高中部）", 5, "否"])
    assert facts.school_ids == ("0044",)
    error = only(facts, "F090")
    assert error.severity == "error"
    assert error.place.cell == "A2"
    assert "0012" in error.hint
    assert "没有读" in error.message


def test_reading_names_when_nothing_is_like_them_then_no_school_is_suggested(listed, only):
    facts = listed(["外星学校", 3, "是"], ["桑源县第一中学（高中部）", 5, "否"])
    assert "是不是" not in only(facts, "F090").hint


@pytest.mark.parametrize("written", ["城关小学", "云川一小"])
def test_reading_names_when_the_school_was_called_so_then_it_is_read_and_said(
    listed, only, written
):
    facts = listed([written, 3, "是"])
    assert facts.school_ids == ("0012",)
    assert facts.names == ("云川区第一小学",)
    assert "0012" in only(facts, "F093").message


def test_reading_names_when_two_schools_bear_one_then_neither_is_taken(listed, only):
    facts = listed(["第二小学", 3, "是"], ["云川区第一小学", 5, "否"])
    assert facts.school_ids == ("0012",)
    error = only(facts, "F091")
    assert "0013" in error.message
    assert "0031" in error.message
    assert "所在县区" in error.hint


def test_reading_names_when_the_county_is_written_then_it_tells_two_schools_apart(listed):
    facts = listed(
        ["第二小学", "桑源县", 3], ["第二小学", "云川", 4], head=["学校名称", "所在县区", "支部数"]
    )
    assert facts.school_ids == ("0013", "0031")
    assert [cell_text(facts.columns["支部数"], at) for at in (0, 1)] == ["4", "3"]
    assert not told(facts, "F091")


def test_reading_a_name_when_its_county_is_another_then_it_is_another_school(listed, only):
    facts = listed(
        ["云川区第一小学", "桑源县", 3], ["第二小学", "云川区", 4],
        head=["学校名称", "所在县区", "支部数"],
    )  # fmt: skip
    assert facts.school_ids == ("0013",)
    assert only(facts, "F090").value == "云川区第一小学"


def test_reading_records_when_rows_only_name_their_schools_then_they_are_theirs(listed):
    facts = listed(
        ["云川区第一小学", 3, "是"], ["桑源县第一中学（高中部）", 5, "否"],
        师德案件=[
            ["学校名称", "教师", "严重程度", "决定日期"],
            ["桑源县第一中学（高中部）", "甲", "S1", "2025-03-01"],
            ["云川区第一小学", "无", None, None],
        ],
    )  # fmt: skip
    cases = facts.records["师德案件"]
    assert cases.school_index.tolist() == [1]
    assert cases.states.tolist() == [0, 0]


def test_reading_a_form_when_it_gives_only_the_name_then_it_is_that_school(folder):
    roster = folder.workbook("名册/学校名册.xlsx", {"名册": ROSTER})
    folder.workbook(
        "表/一小.xlsx",
        {
            "基本信息": [["字段", "填报值"], ["学校名称", "云川区第一小学"], ["支部数", 3]],
            "获奖": [["项目", "级别"], ["合唱", "市"]],
        },
    )
    folder.text("表/二小.yaml", "学校名称: 第二小学\n所在县区: 桑源县\n支部数: 4\n")
    facts = read_facts(folder.ruleset, Inputs((folder.path / "表",), roster=roster))
    assert facts.school_ids == ("0012", "0031")
    assert facts.records["获奖"].school_index.tolist() == [0]


def test_reading_names_when_another_workbook_gives_their_ids_then_no_roster_is_needed(
    folder, codes
):
    folder.workbook("a.xlsx", {"学校": [["学校标识码", "学校名称"], ["0012", "二中"]]})
    folder.workbook("b.xlsx", {"学校": [["学校名称", "支部数"], ["二中", 3], ["三中", 4]]})
    facts = folder.read()
    assert facts.school_ids == ("0012",)
    assert cell_text(facts.columns["支部数"], 0) == "3"
    assert sorted(codes(facts)) == ["F020", "F092"]


def test_reading_an_id_when_it_is_not_on_the_roster_then_it_is_an_error_and_not_read(listed):
    facts = listed(
        ["0O12", "云川区第一小学", 3], ["9999", "外星学校", 4],
        ["0044", "桑源县第一中学（高中部）", 5],
        head=["学校标识码", "学校名称", "支部数"],
    )  # fmt: skip
    assert facts.school_ids == ("0044",)
    first, second = told(facts, "F094")
    assert "0012" in first.hint
    assert "是不是" not in second.hint


def test_reading_a_name_when_it_differs_from_the_roster_then_the_roster_stands_with_a_warning(
    listed, only
):
    facts = listed(["0012", "云川一校", 3], head=["学校标识码", "学校名称", "支部数"])
    assert facts.names == ("云川区第一小学",)
    warning = only(facts, "F095")
    assert warning.severity == "warning"
    assert warning.place.cell == "B2"


def test_reading_when_schools_of_the_roster_handed_in_nothing_then_one_warning_lists_them(
    listed, only
):
    facts = listed(["云川区第一小学", 3, "是"])
    assert [school_id for school_id, _ in facts.absent] == ["0013", "0031", "0044"]
    warning = only(facts, "F096")
    assert "4 所学校里有 3 所" in warning.message
    assert "桑源县第一中学（高中部）（0044）" in warning.message


def test_reading_when_the_roster_carries_basic_facts_then_they_are_facts_of_the_school(listed):
    facts = listed(["云川区第一小学", 3, "是"])
    assert cell_text(facts.columns["学段"], 0) == "小学"
    place = facts.columns["学段"].places.place(0)
    assert (place.file.rpartition("/")[2], place.cell) == ("学校名册.xlsx", "F2")


def test_reading_when_a_sheet_differs_from_the_roster_then_both_places_are_told(listed, only):
    facts = listed(["云川区第一小学", "初中"], head=["学校名称", "学段"])
    assert cell_text(facts.columns["学段"], 0) == "无法识读"
    error = only(facts, "F023")
    assert "学校名册.xlsx" in str(error)
    assert "安全科.xlsx" in str(error)


def test_reading_when_the_roster_lies_among_the_facts_then_it_hands_in_nothing(folder):
    roster = folder.workbook("学校名册.xlsx", {"名册": ROSTER})
    folder.workbook("a.xlsx", {"学校": [HEAD, ["云川区第一小学", 3, "是"]]})
    facts = read_facts(folder.ruleset, Inputs((folder.path,), roster=roster))
    assert facts.school_ids == ("0012",)
    assert roster.as_posix() in facts.digests


@pytest.mark.parametrize("kind", ["csv", "yaml", "title"])
def test_reading_a_roster_then_it_may_be_of_any_kind_we_read(folder, kind):
    if kind == "csv":
        roster = folder.text("册.csv", "学校代码,校名,曾用名\n0012,云川区第一小学,城关小学\n")
    elif kind == "yaml":
        roster = folder.text("册.yaml", "- {学校标识码: '0012', 学校名称: 云川区第一小学}\n")
    else:
        rows = [["2025年度学校名册"], ["序号", "标识码", "学校"], [1, "0012", "云川区第一小学"]]
        roster = folder.workbook("册.xlsx", {"学校目录": rows})
    folder.workbook("表/a.xlsx", {"学校": [HEAD, ["云川区第一小学", 3, "是"]]})
    facts = read_facts(folder.ruleset, Inputs((folder.path / "表",), roster=roster))
    assert facts.school_ids == ("0012",)
    assert not facts.absent


def test_reading_a_roster_when_it_has_no_school_then_nothing_can_be_assessed(folder):
    roster = folder.workbook("册.xlsx", {"名册": [["名称", "地址"], ["一小", "甲路"]]})
    folder.workbook("表/a.xlsx", {"学校": [HEAD, ["一小", 3, "是"]]})
    with pytest.raises(FactsUnusable, match="名册"):
        read_facts(folder.ruleset, Inputs((folder.path / "表",), roster=roster))


def test_reading_an_id_of_before_when_the_roster_tells_of_it_then_the_new_one_is_suggested(
    folder, only
):
    head = ["学校标识码", "学校名称", "原标识码"]
    rows = [head, ["0012", "一小", "9912"], ["0013", "二小", None]]
    roster = folder.workbook("册.xlsx", {"名册": rows})
    sheet = [["学校标识码", "支部数"], ["9912", 3], ["0013", 4]]
    folder.workbook("表/a.xlsx", {"学校": sheet})
    facts = read_facts(folder.ruleset, Inputs((folder.path / "表",), roster=roster))
    assert facts.school_ids == ("0013",)
    assert "0012" in only(facts, "F094").hint


def test_roster_when_it_is_given_as_a_fact_sheet_too_then_it_is_said_to_be_read_as_roster_only(
    folder, only
):
    roster = folder.workbook("学校名册.xlsx", {"名册": ROSTER})
    sheet = folder.workbook("安全科.xlsx", {"学校": [HEAD, ["云川区第一小学", 3, "是"]]})
    facts = read_facts(folder.ruleset, Inputs((sheet, roster), roster=roster))
    error = only(facts, "F097")
    assert error.place.file.endswith("学校名册.xlsx")
    assert "只当名册读" in error.message
    with pytest.raises(FactsUnusable) as refusal:
        read_facts(folder.ruleset, Inputs((roster,), roster=roster))
    assert "F097" in [each.code for each in refusal.value.diagnostics]


def test_roster_when_it_stands_among_the_fact_sheets_then_nothing_is_said(folder, codes):
    roster = folder.workbook("表/学校名册.xlsx", {"名册": ROSTER})
    folder.workbook("表/安全科.xlsx", {"学校": [HEAD, ["云川区第一小学", 3, "是"]]})
    facts = read_facts(folder.ruleset, Inputs((folder.path / "表",), roster=roster))
    assert "F097" not in codes(facts)


def test_roster_when_its_workbook_has_record_tables_then_no_row_of_them_is_a_school(folder, codes):
    table = next(iter(folder.ruleset.tables))
    listed = [["学校标识码", "学校名称"], ["0012", "云川区第一小学"]]
    roster = folder.workbook(
        "学校名册.xlsx", {"名册": listed, table: [listed[0], ["0099", "别的学校"]]}
    )
    sheet = folder.workbook("安全科.xlsx", {"学校": [HEAD, ["云川区第一小学", 3, "是"]]})
    facts = read_facts(folder.ruleset, Inputs((sheet,), roster=roster))
    assert facts.school_ids == ("0012",)
    assert "F096" not in codes(facts)
