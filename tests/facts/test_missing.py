"""What was left out is said: blank required fields, lost columns, lost sheets."""

from dataclasses import replace

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.conditions import AllOf

BASIC = [
    ["学校标识码", "学校名称", "学段", "有食堂"],
    *([f"000{n}", f"{n}小", "小学", "是"] for n in "123"),
]
PART = ["学校标识码", "支部数", "经费", "覆盖率", "修订日期"]
ROWS = [[f"000{n}", 3, 10, 0.5, "2025-03-01"] for n in "123"]


def told(facts, code):
    return [item for item in facts.problems if item.code == code]


def without(header, *names):
    """Return the sheet without some columns."""
    keep = [at for at, name in enumerate(header) if name not in names]
    return [[row[at] for at in keep] for row in [header, *ROWS]]


def test_reading_when_a_column_was_deleted_then_one_warning_names_it(folder_of_parts, only):
    folder_of_parts.workbook(
        "a.xlsx", {"基本信息": BASIC, "组织建设": without(PART, "经费", "覆盖率")}
    )
    facts = folder_of_parts.read()
    warning = only(facts, "F029")
    assert "“经费”、“覆盖率”" in warning.message
    assert "3 所学校" in warning.message
    assert (warning.severity, warning.place.sheet) == ("warning", "组织建设")


def test_reading_when_a_whole_sheet_was_deleted_then_one_warning_names_it(folder_of_parts, only):
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC})
    warning = only(folder_of_parts.read(), "F029")
    assert "没有“组织建设”这张表（4 个字段）" in warning.message


def test_reading_when_schools_lack_different_things_then_each_is_told_of_its_own(folder_of_parts):
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": [PART, ROWS[0]]})
    folder_of_parts.workbook("b.xlsx", {"组织建设": [PART[:2], ROWS[1][:2]]})
    said = sorted(item.message[:12] for item in told(folder_of_parts.read(), "F029"))
    assert said == ["学校“0002”的“组织", "学校“0003”没有“组"]


def test_reading_when_a_header_is_misspelt_then_only_the_header_is_told_of(folder_of_parts, only):
    sheet = [["学校标识码", "支部书", *PART[2:]], *ROWS]
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": sheet})
    facts = folder_of_parts.read()
    assert "支部数" in only(facts, "F012").hint
    assert told(facts, "F029") == []


@pytest.mark.parametrize("rows", [ROWS, [[], []] * 15 + [PART, *ROWS]], ids=["none", "far down"])
def test_reading_a_sheet_when_its_header_is_not_found_then_its_facts_are_unreadable(
    folder_of_parts, only, rows
):
    """They are there, but nobody can tell which is which: that is not the same as missing."""
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": rows})
    facts = folder_of_parts.read()
    error = only(facts, "F011")
    assert (error.severity, error.place.sheet) == ("error", "组织建设")
    assert "支部数" in error.hint
    assert facts.columns["支部数"].states.tolist() == [State.UNREADABLE] * 3
    assert told(facts, "F029") == []


def test_reading_a_sheet_when_it_lacks_the_ids_then_its_facts_are_unreadable(folder_of_parts, only):
    sheet = [row[1:] for row in [PART, *ROWS]]
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": sheet})
    facts = folder_of_parts.read()
    assert "学校标识码" in only(facts, "F020").message
    assert cell_text(facts.columns["支部数"], 0) == "无法识读"


def test_reading_csv_when_one_file_of_a_school_is_damaged_then_its_facts_are_unreadable(
    folder_of_parts,
):
    folder_of_parts.text("基本信息.csv", "学校标识码,学校名称,学段,有食堂\n0001,一小,小学,是\n")
    (folder_of_parts.path / "组织建设.csv").write_bytes(b"\xff\xff\xfe\x81")
    (folder_of_parts.path / "师德案件.csv").write_bytes(b"\xff\xff\xfe\x82")
    facts = folder_of_parts.read()
    assert cell_text(facts.columns["支部数"], 0) == "无法识读"
    assert facts.records["师德案件"].states.tolist() == [State.UNREADABLE]
    assert told(facts, "F029") == []


def test_reading_text_when_facts_are_left_out_then_only_a_whole_sheet_is_missed(folder_of_parts):
    """Who writes YAML writes what there is."""
    folder_of_parts.text("a.yaml", '学校标识码: "1"\n学校名称: 甲\n学段: 小学\n支部数: 3\n')
    folder_of_parts.text("b.yaml", '学校标识码: "2"\n学校名称: 乙\n学段: 小学\n')
    (warning,) = told(folder_of_parts.read(), "F029")
    assert "学校“2”没有“组织建设”这张表" in warning.message


def test_reading_when_a_school_leaves_several_required_fields_blank_then_they_are_told_together(
    folder_of_parts, only
):
    fields = dict(folder_of_parts.ruleset.fields)
    fields["有食堂"] = replace(fields["有食堂"], required=True)
    folder_of_parts.ruleset = replace(folder_of_parts.ruleset, fields=fields)
    blank = [["学校标识码", "学段", "有食堂"], ["0001", None, None], ["0002", "小学", "是"]]
    folder_of_parts.workbook("a.xlsx", {"基本信息": blank})
    warning = only(folder_of_parts.read(), "F025")
    assert "“有食堂”、“学段”" in warning.message or "“学段”、“有食堂”" in warning.message
    assert warning.place.sheet == "基本信息"


@pytest.mark.parametrize("word", ["不适用", "/", "N/A"])
def test_reading_a_required_field_when_it_says_not_applicable_then_it_is_an_error(
    folder_of_parts, only, word
):
    """Else a school could write itself out of what every school is asked."""
    folder_of_parts.workbook(
        "a.xlsx", {"基本信息": [["学校标识码", "学段"], ["0001", word], ["0002", "小学"]]}
    )
    facts = folder_of_parts.read()
    assert only(facts, "F047").place.cell == "B2"
    assert facts.columns["学段"].states[0] == State.UNREADABLE


def test_reading_a_field_when_schools_call_it_not_applicable_then_one_note_lists_them(
    folder_of_parts, only
):
    rows = [
        ["0001", "/", 1, 0.5, None],
        ["0002", "不适用", 1, 0.5, None],
        ["0003", 3, 1, 0.5, None],
    ]
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": [PART, *rows]})
    note = only(folder_of_parts.read(), "F060")
    assert note.severity == "note"
    assert "2 所学校（0001、0002）的“支部数”" in note.message
    assert note.place.cell == "B2"


def test_reading_records_when_a_column_was_deleted_then_one_warning_names_it(folder):
    facts = folder.read_rows(
        ["学校标识码"],
        ["0012"],
        师德案件=[["教师", "严重程度", "决定日期"], *([f"教师{n}", "S1", None] for n in range(3))],
    )
    warning = only_of(facts, "F029", "师德案件")
    assert "“事件编号”、“认定文号”" in warning.message
    assert warning.place.sheet == "师德案件"


def only_of(facts, code, table):
    (found,) = (item for item in told(facts, code) if f"台账“{table}”" in item.message)
    return found


def test_reading_records_when_the_table_has_no_record_then_its_columns_do_not_matter(folder):
    facts = folder.read_rows(
        ["学校标识码"], ["0012"], 师德案件=[["教师", "严重程度"], ["无", None]]
    )
    assert not any("师德案件" in item.message for item in told(facts, "F029"))


@pytest.mark.parametrize(("count", "said"), [(1, 1), (3, 3), (9, 1)])
def test_reading_records_when_a_required_field_is_blank_then_it_is_a_warning_with_its_cell(
    folder, ruleset, count, said
):
    table = ruleset.tables["获奖"]
    fields = table.fields | {"级别": replace(table.fields["级别"], required=True)}
    tables = ruleset.tables | {"获奖": replace(table, fields=fields)}
    folder.ruleset = replace(ruleset, tables=tables)
    rows = [[f"项目{n}", None] for n in range(count)]
    facts = folder.read_rows(["学校标识码"], ["0012"], 获奖=[["项目", "级别"], *rows])
    warnings = told(facts, "F025")
    assert len(warnings) == said
    assert warnings[0].place.cell == "B2"
    assert "“级别”" in warnings[0].message


@pytest.mark.parametrize(("required", "severity"), [(True, "warning"), (False, "note")])
def test_reading_records_when_many_have_no_date_then_it_is_said_once(
    folder, ruleset, only, required, severity
):
    table = ruleset.tables["师德案件"]
    fields = table.fields | {"决定日期": replace(table.fields["决定日期"], required=required)}
    tables = ruleset.tables | {"师德案件": replace(table, fields=fields)}
    folder.ruleset = replace(ruleset, tables=tables)
    rows = [[f"教师{n}", None] for n in range(9)]
    facts = folder.read_rows(["学校标识码"], ["0012"], 师德案件=[["教师", "决定日期"], *rows])
    assert "9 行" in only(facts, "F053").message
    assert only(facts, "F053").severity == severity
    assert told(facts, "F025") == []


def test_reading_when_a_column_of_a_conditional_field_was_deleted_then_it_is_said_too(
    folder_of_parts, only
):
    fields = dict(folder_of_parts.ruleset.fields)
    fields["经费"] = replace(fields["经费"], applies=AllOf((), fields["经费"].place))
    folder_of_parts.ruleset = replace(folder_of_parts.ruleset, fields=fields)
    folder_of_parts.workbook("a.xlsx", {"基本信息": BASIC, "组织建设": without(PART, "经费")})
    assert "“经费”" in only(folder_of_parts.read(), "F029").message
