"""What a workbook hides: formulas, error values, merged cells, number formats."""

import re
import zipfile
from pathlib import Path

import pytest

from engine.diagnostics import Diagnostics, Place
from engine.facts.cells.display import cell_text
from engine.facts.table import State

HEAD = ["学校标识码", "支部数", "覆盖率", "学段"]


def value(facts, field, school=0):
    return cell_text(facts.columns[field], school)


def edit_part(file: Path, part: str, change) -> None:
    """Rewrite one part of a workbook's package."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


SHEET = "xl/worksheets/sheet1.xml"


def saved_by_excel(data: bytes) -> bytes:
    return data.replace(b' fullCalcOnLoad="1"', b"")


@pytest.mark.parametrize(
    "result",
    [b"", b"<v></v>", b"<v/>"],
    ids=["no value", "empty value", "empty element"],
)
def test_reading_a_formula_when_no_result_was_saved_then_the_cell_is_unreadable(
    folder, only, result
):
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "{=1+2|3}", 0.5, "小学"]]})
    edit_part(file, SHEET, lambda data: data.replace(b"<v>3.0</v>", result))
    facts = folder.read()
    assert facts.columns["支部数"].states[0] == State.UNREADABLE
    error = only(facts, "F042")
    assert error.place.cell == "B2"
    assert "保存" in error.hint


def test_reading_a_formula_when_its_program_never_calculated_then_its_0_is_no_result(folder, only):
    folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "{=1+2|0}", 0.5, "小学"]]})
    facts = folder.read()
    assert value(facts, "支部数") == "无法识读"
    assert only(facts, "F042").place.cell == "B2"


def test_reading_a_formula_when_excel_saved_its_0_then_it_is_0(folder, codes):
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "{=1-1|0}", 0.5, "小学"]]})
    edit_part(file, "xl/workbook.xml", saved_by_excel)
    facts = folder.read()
    assert value(facts, "支部数") == "0"
    assert codes(facts) == []


def test_reading_a_formula_when_its_result_is_saved_then_it_is_read(folder, codes):
    facts = folder.read_rows(HEAD, ["0012", "{=1+2|3}", 0.5, '{="小"&"学"|小学}'])
    assert (value(facts, "支部数"), value(facts, "学段")) == ("3", "小学")
    assert codes(facts) == []


def test_reading_a_formula_when_it_gives_an_empty_text_then_the_cell_is_blank(folder, codes):
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", 3, 0.5, '{=""|甲}']]})
    edit_part(file, SHEET, lambda data: data.replace("<v>甲</v>".encode(), b"<v></v>"))
    facts = folder.read()
    assert value(facts, "学段") == "缺失"
    assert codes(facts) == []


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_reading_an_error_value_then_the_cell_is_unreadable_not_blank(folder, only, error):
    facts = folder.read_rows(HEAD, ["0012", f"{{=A9|{error}}}", 0.5, "小学"])
    assert value(facts, "支部数") == "无法识读"
    assert error in only(facts, "F043").message


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ((1, "0%"), "100%"),
        ((0.95, "0.00%"), "95%"),
        ((0.01, "0%"), "1%"),
        ((1, "General"), "无法识读"),
        ((95, "0%"), "无法识读"),
        ((95, "General"), "95%"),
    ],
)
def test_reading_a_percentage_when_the_number_format_settles_it(folder, cell, expected):
    facts = folder.read_rows(HEAD, ["0012", 3, cell, "小学"])
    assert value(facts, "覆盖率") == expected


def test_reading_cells_merged_downwards_then_the_value_belongs_to_all_rows_with_a_note(
    folder, only
):
    folder.workbook(
        "a.xlsx",
        {"学校": [HEAD, ["0012", 3, 0.5, None], ["0013", 4, 0.6, None]]},
        merge={"学校": [(1, 3, 2, 3, "初中")]},
    )
    facts = folder.read()
    assert [value(facts, "学段", at) for at in (0, 1)] == ["初中", "初中"]
    note = only(facts, "F015")
    assert (note.severity, note.place.cell) == ("note", "D2")


def test_reading_a_merged_school_id_then_its_records_all_belong_to_it(folder):
    folder.workbook(
        "a.xlsx",
        {
            "学校": [["学校标识码"], ["0012"]],
            "获奖": [["学校标识码", "项目"], [None, "甲"], [None, "乙"], [None, None]],
        },
        merge={"获奖": [(1, 0, 3, 0, "0012")]},
    )
    facts = folder.read()
    assert facts.records["获奖"].school_index.tolist() == [0, 0]
    assert [item.code for item in facts.problems if item.code == "F056"] == []


def test_reading_cells_merged_across_then_only_the_first_column_has_the_value(folder, only):
    folder.workbook(
        "a.xlsx",
        {"学校": [["学校标识码", "支部数", "经费"], ["0012", None, None]]},
        merge={"学校": [(1, 1, 1, 2, 3)]},
    )
    facts = folder.read()
    assert (value(facts, "支部数"), value(facts, "经费")) == ("3", "缺失")
    assert only(facts, "F015").severity == "warning"


def test_reading_a_header_of_two_lines_with_merged_cells_then_it_is_understood(folder, codes):
    folder.workbook(
        "a.xlsx",
        {
            "学校": [
                [None, "组织", None, None],
                [None, "支部数", "经费", None],
                ["0012", 3, 10, "小学"],
            ]
        },
        merge={"学校": [(0, 0, 1, 0, "学校标识码"), (0, 1, 0, 2, "组织"), (0, 3, 1, 3, "学段")]},
    )
    facts = folder.read()
    assert facts.school_ids == ("0012",)
    assert (value(facts, "支部数"), value(facts, "学段")) == ("3", "小学")
    assert codes(facts) == []


def test_reading_cells_when_the_package_writes_prefixes_and_no_references_then_all_is_found(
    folder, only
):
    """Programs other than Excel write <x:c>, or leave the references of cells out."""
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", "{=1+2|3}", 0.5, "小学"]]})

    def rewrite(data: bytes) -> bytes:
        data = data.replace(b"<v>3.0</v>", b"")
        data = re.sub(rb'(<c)( r="[A-Z]+\d+")', rb"\1", data)
        return re.sub(rb'(<row) r="\d+"', rb"\1", data)

    edit_part(file, SHEET, rewrite)
    assert only(folder.read(), "F042").place.cell == "B2"


def test_reading_a_sheet_when_empty_formatted_cells_lie_far_away_then_they_do_not_count(
    folder, codes
):
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", 3, 0.5, "小学"]]})
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    edit_part(file, SHEET, lambda data: data.replace(b"</sheetData>", far))
    assert codes(folder.read()) == []


def test_reading_a_sheet_when_rows_are_hidden_then_they_are_read_with_one_note(folder, only):
    rows = [["0012", 3, 0.5, "小学"], ["0013", 4, 0.5, "小学"], ["0014", 5, 0.5, "小学"]]
    file = folder.workbook("a.xlsx", {"学校": [HEAD, *rows]})
    for number in (b"2", b"4"):
        edit_part(
            file,
            SHEET,
            lambda data, number=number: data.replace(
                b'<row r="' + number + b'"', b'<row r="' + number + b'" hidden="1"'
            ),
        )
    facts = folder.read()
    assert facts.n_schools == 3
    note = only(facts, "F014")
    assert "第 2、4 行" in note.message
    assert note.place.cell == "A2"


def test_reading_a_workbook_when_one_sheet_is_damaged_then_it_is_named(folder, only):
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", 3, 0.5, "小学"]]})
    folder.text("b.csv", "学校标识码\n0013\n")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    edit_part(file, SHEET, lambda data: data.replace(b"</sheetData>", far))
    assert "“学校”" in only(folder.read(), "F005").message


def test_reading_a_workbook_when_its_styles_are_nonsense_then_it_is_read(folder, codes):
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", 3, (0.5, "0%"), "小学"]]})
    edit_part(file, "xl/styles.xml", lambda data: re.sub(rb'numFmtId="\d+"', b'numFmtId="x"', data))
    assert value(folder.read(), "支部数") == "3"
    assert codes(folder.read()) == []


def test_reading_an_old_workbook_when_it_is_damaged_then_only_that_is_said(folder, codes):
    (folder.path / "a.xls").write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    folder.text("b.csv", "学校标识码\n0013\n")
    assert codes(folder.read()) == ["F003"]


def test_reading_a_workbook_when_texts_stand_where_only_numbers_may_then_it_is_refused(
    folder, only
):
    """The reader of workbooks would take them for blanks, without a word."""
    file = folder.workbook("a.xlsx", {"学校": [HEAD, ["0012", 3, 0.5, "小学"]]})
    folder.text("b.csv", "学校标识码\n0013\n")
    edit_part(
        file, SHEET, lambda data: re.sub(rb't="s"><v>\d+', 't="inlineStr"><v>二中'.encode(), data)
    )
    facts = folder.read()
    assert facts.school_ids == ("0013",)
    assert only(facts, "F003").severity == "error"


def test_problems_when_sorted_then_row_9_stands_before_row_10() -> None:
    cells = ("B10", "AA2", "B9", "B2")
    found = Diagnostics()
    for cell in cells:
        found.note("F031", "x", Place("a.xlsx", "表", cell=cell))
    assert [each.place.cell for each in found if each.place] == ["B2", "AA2", "B9", "B10"]
