"""Whatever schools are called, the book stays a book: no formula, no broken file, no lost zero."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from engine.assess import assess_files
from engine.reports.folder import Run, write_folder
from engine.reports.run_folder import open_run
from engine.scorebook import write_scorebook
from engine.scorebook.cells import plain_text

RULES = Path(__file__).parents[1] / "rulesets" / "small"
NAMES = {
    "001": "=cmd|' /C calc'!A0",
    "002": "+1+1",
    "003": "-1",
    "004": "@SUM(1)",
    "005": "＝1+1",
    "006": "甲" * 58,
    "007": 'CON<a>&"#%?*|',
    "008": "_x0041_小学",
    "009": "http://x.invalid/小学",
    "+1+1": "乙小学",
    "1e5": "丙小学",
}
SAFE = re.compile(r"[^<>:\"/\\|?*#%\x00-\x1f]{1,200}\.xlsx")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "facts.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["学校标识码", "学校名称", "学段", "支部数", "有食堂"])
        for school, name in NAMES.items():
            writer.writerow([school, name, name, "二", "=1+1"])
    assessment = assess_files(RULES, [folder / "facts.csv"])
    write_folder(assessment, folder / "out", Run("9.9", ["assess"], "", {}))
    write_scorebook(open_run(folder / "out"), folder / "out")
    return folder / "out"


def test_no_workbook_holds_a_formula_or_leads_out_of_its_folder(written):
    books = [*written.rglob("*.xlsx")]
    assert len(books) == len(NAMES) + 1
    for path in books:
        with zipfile.ZipFile(path) as book:
            for part in book.namelist():
                text = book.read(part).decode("utf-8", "replace")
                if "worksheets/sheet" in part:
                    assert "<f>" not in text
                if part.endswith(".rels"):
                    targets = re.findall(r'Target="([^"]*)" TargetMode="External"', text)
                    assert all(each.startswith("score-sheets\\") for each in targets)
                    assert not any(".." in each for each in targets)


def test_ids_and_names_are_texts_as_they_were_written(written):
    sheet = openpyxl.load_workbook(written / "scorebook.xlsx")["总表"]
    cells = {row[0].value: row[1] for row in sheet.iter_rows(min_row=2)}
    found = {school: unescape(cell.value) for school, cell in cells.items()}
    assert found == NAMES
    assert {cell.data_type for cell in cells.values()} == {"s"}


def test_score_sheets_have_names_that_any_system_takes(written):
    files = [path.name for path in (written / "score-sheets").iterdir()]
    assert len({name.casefold() for name in files}) == len(NAMES)
    assert all(SAFE.fullmatch(name) for name in files)


def test_a_score_sheet_is_headed_by_the_school(written):
    sheet = openpyxl.load_workbook(next((written / "score-sheets").glob("001_*.xlsx")))["评分表"]
    assert NAMES["001"] in sheet["A2"].value
    assert "001" in sheet["A2"].value


def test_the_same_run_gives_the_same_bytes(written, tmp_path):
    write_scorebook(open_run(written), tmp_path)
    files = [path.relative_to(written) for path in written.rglob("*.xlsx")]
    assert len(files) == len(NAMES) + 1
    for file in files:
        assert (tmp_path / file).read_bytes() == (written / file).read_bytes()


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so():
    text = plain_text("一\x00二\ud800" + "三" * 40_000)
    assert len(text) == 32_767
    assert text.startswith("一\ufffd二\ufffd三")
    assert text.endswith("其余从略）")
    assert text.encode("utf-8")
