"""No text that a school writes runs as a formula in anything that is written for people."""

import csv
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from engine.annotating.problem_list import write_problem_list
from engine.assess import assess_files
from engine.reports.csv_file import text_cell
from engine.reports.folder import Run, write_folder

RULES = Path(__file__).parents[1] / "rulesets" / "small"
EVIL = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "＝1+1", "\t=1+1")
NUMBER = re.compile(r"-?\d+( \d+/\d+)?(\.\d+)?%?")


@pytest.fixture(scope="module")
def assessment(tmp_path_factory):
    """Schools whose every text is a formula: names, teachers, documents, events, sheets."""
    folder = tmp_path_factory.mktemp("facts")
    with xlsxwriter.Workbook(str(folder / "=1+1.xlsx"), {"strings_to_formulas": False}) as book:
        schools, cases = book.add_worksheet("学校"), book.add_worksheet("师德案件")
        schools.write_row(0, 0, ["学校标识码", "学校名称", "学段", "支部数", "有食堂"])
        heads = ["学校标识码", "教师", "严重程度", "决定日期", "事件编号", "认定机关", "认定文号"]
        cases.write_row(0, 0, heads)
        for number, text in enumerate(EVIL, 1):
            school = f"{text}{number}".strip() if number < 4 else f"00{number}"
            schools.write_row(number, 0, [school, text, text, text, text])
            row = [school, text, "S1", "2025-03-01", text, text, text]
            for column, cell in enumerate(row):
                cases.write_string(number, column, cell)
        book.add_worksheet("=1+1")
    return assess_files(RULES, [folder])


def dangerous(rows):
    return [
        cell
        for row in rows
        for cell in row
        if text_cell(cell) != cell and not NUMBER.fullmatch(cell)
    ]


def test_writing_results_when_all_texts_are_formulas_then_no_cell_of_any_table_is_one(
    assessment, tmp_path
):
    write_folder(assessment, tmp_path / "out", Run("9.9", ["assess"], "", {}))
    files = sorted((tmp_path / "out").glob("*.csv"))
    assert {"scores.csv", "ledger.csv", "vetoes.csv", "problems.csv"} <= {
        each.name for each in files
    }
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.reader(text))
        assert dangerous(rows) == [], file.name
    scores = (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd|' /C calc'!A0" in scores


@pytest.mark.parametrize("name", ["问题.csv", "问题.xlsx"])
def test_writing_a_problem_list_when_values_are_formulas_then_they_stay_texts(
    assessment, tmp_path, name
):
    path = tmp_path / name
    write_problem_list(path, assessment.problems, {})
    if name.endswith(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as text:
            assert dangerous(csv.reader(text)) == []
        return
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(part) for part in book.namelist() if "worksheets/sheet" in part]
    assert sheets
    assert not any(b"<f>" in sheet for sheet in sheets)


@pytest.mark.parametrize("number", ["-5", "-0.25", "-3.2%", "0", "12"])
def test_writing_a_number_when_it_is_negative_then_it_stays_a_number(number):
    assert text_cell(number) == number


@pytest.mark.parametrize("text", [*EVIL, "-", "--", "-5+cmd", "-5%%", "\n=1", "-１"])
def test_writing_a_text_when_it_only_begins_like_a_number_then_it_is_defused(text):
    assert text_cell(text) == "'" + text
