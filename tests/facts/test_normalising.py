"""What reading changed is told, once a sheet where it is often; what it cannot know is an error."""

import subprocess
from datetime import date
from shutil import which

import pytest
import xlsxwriter

from engine.facts.cells.display import cell_text


def test_reading_a_column_when_many_cells_are_full_width_then_one_note_lists_them(folder, only):
    rows = [[f"00{number}", "８"] for number in range(10, 30)]
    facts = folder.read_rows(["学校标识码", "支部数"], *rows)
    note = only(facts, "F111")
    assert (note.place.cell, note.severity) == ("B2", "note")
    assert "共 20 处（还有 B3、B4、B5、B6、B7、B8、B9、B10…）" in note.message


def test_reading_a_sheet_when_few_cells_are_unusual_then_each_has_its_note(folder):
    facts = folder.read_rows(
        ["学校标识码", "支部数", "经费"], ["0012", "８", "1,200"], ["0013", 3, 4]
    )
    told = [(item.place.cell, item.message) for item in facts.problems if item.code == "F111"]
    assert told == [("B2", "支部数“８”按 8 读"), ("C2", "经费“1,200”按 1200 读")]


def test_reading_errors_when_they_are_many_then_each_keeps_its_cell(folder):
    """A note may be gathered; what somebody must mend may not."""
    rows = [[f"00{number}", "约8"] for number in range(10, 30)]
    facts = folder.read_rows(["学校标识码", "支部数"], *rows)
    assert len([item for item in facts.problems if item.code == "F031"]) == 20


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("¥12.5", "12.5"), ("￥1,200.00", "1200"), ("12500元整", "12500"), ("1 200", "1200"),
        ("'85", "85"), ("85\u00ad", "85"), ("①", "无法识读"), ("85①", "无法识读"),
        ("85²", "无法识读"), ("85 90", "无法识读"), ("85\n90", "无法识读"),
        ("85\ue001", "无法识读"),
        ("1,5", "无法识读"), ("12.5万", "无法识读"), ("¥12亩", "无法识读"),
    ],
)  # fmt: skip
def test_reading_an_amount_when_it_is_written_as_people_do_then_it_is_never_guessed(
    folder, raw, expected
):
    facts = folder.read_rows(["学校标识码", "经费"], ["0012", raw])
    assert cell_text(facts.columns["经费"], 0) == expected
    assert [item for item in facts.problems if item.place and item.place.cell == "B2"]


@pytest.mark.parametrize(
    "line", [[2, "", "合计", 9], ["", "", "（以下空白）", ""], ["3.0", "", "小计", 1]]
)
def test_reading_rows_when_a_total_stands_beside_its_number_then_it_is_no_school(
    folder, codes, line
):
    facts = folder.read_rows(
        ["序号", "学校标识码", "学校名称", "支部数"], [1, "0012", "二中", 9], line
    )
    assert facts.school_ids == ("0012",)
    assert codes(facts) == ["F017"] or line[0] == "3.0"


def test_reading_an_id_when_it_lost_its_digits_to_an_exponent_then_it_is_a_warning(folder, only):
    folder.text("表.csv", "学校标识码,支部数\n3.21E+11,3\n0012,4\n")
    assert only(folder.read(), "F021").value == "3.21E+11"


def test_reading_a_workbook_when_it_counts_days_from_1904_then_its_dates_are_right(folder, only):
    with xlsxwriter.Workbook(str(folder.path / "表.xlsx"), {"date_1904": True}) as book:
        sheet = book.add_worksheet("学校")
        sheet.write_row(0, 0, ["学校标识码", "修订日期"])
        sheet.write_string(1, 0, "0012")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 1, date(2025, 9, 1), day)
    facts = folder.read()
    assert cell_text(facts.columns["修订日期"], 0) == "2025-09-01"
    assert only(facts, "F115").severity == "note"


def test_reading_a_sheet_when_columns_are_hidden_then_they_are_read_with_one_note(folder, only):
    with xlsxwriter.Workbook(str(folder.path / "表.xlsx")) as book:
        sheet = book.add_worksheet("学校")
        sheet.write_row(0, 0, ["学校标识码", "学校名称", "支部数"])
        sheet.write_row(1, 0, ["0012", "二中", 3])
        sheet.set_column("C:F", None, None, {"hidden": True})
    facts = folder.read()
    assert cell_text(facts.columns["支部数"], 0) == "3"
    assert "第 C 列是隐藏的" in only(facts, "F014").message


def test_reading_merged_cells_when_values_are_left_under_them_then_each_row_has_its_own(folder):
    """Copied formats merge cells and leave what stood in them, which filters and sums still see."""
    with xlsxwriter.Workbook(str(folder.path / "表.xlsx")) as book:
        sheet = book.add_worksheet("学校")
        sheet.write_row(0, 0, ["学校标识码", "支部数"])
        sheet.merge_range(1, 1, 2, 1, 3)
        for row, school in enumerate(("0012", "0013"), 1):
            sheet.write_string(row, 0, school)
            sheet.write_number(row, 1, row)
    facts = folder.read()
    assert [cell_text(facts.columns["支部数"], at) for at in range(2)] == ["1", "2"]


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xls", "ods", "csv:Text - txt - csv (StarCalc):44,34,76"])
def test_reading_a_workbook_when_libreoffice_saved_it_then_its_facts_are_the_same(
    folder, tmp_path, kind
):
    sheet = [
        ["某市党建事实表"],
        [
            "学校标识码",
            "学校名称",
            "有食堂",
            "支部数",
            "经费（万元）",
            "覆盖率",
            "修订日期",
            "球类项目",
        ],
        ["0012", "二中", "是", 3, 1.5, (0.95, "0%"), date(2025, 9, 1), "足球、篮球"],
        ["0003", "三\n小", "否", "３", "1,200元", "95%", "2025.9.1", "无"],
    ]
    source = folder.workbook("表.xlsx", {"学校": sheet})
    expected = folder.read(source)
    saved = tmp_path / "saved"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", kind, "--outdir", str(saved), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    facts = folder.read(saved / f"表.{kind.partition(':')[0]}")
    assert facts.school_ids == expected.school_ids
    for name, column in expected.columns.items():
        texts = [[cell_text(each, at) for at in range(2)] for each in (column, facts.columns[name])]
        assert texts[0] == texts[1], name
    errors = [item for item in facts.problems if item.severity == "error"]
    assert errors == []
