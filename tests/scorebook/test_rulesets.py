"""Rulesets unlike the city's: other subjects, no cohorts, fractions, public systems."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from engine.assess import Assessment, assess_files
from engine.reports.city_tables import FIGURES, SOURCES, YEARS
from engine.reports.cohort_table import COHORTS
from engine.reports.conflict_table import CONFLICTS
from engine.reports.duty_table import OFFICES, PERSONS, POSTS
from engine.reports.evidence_tables import EVIDENCE
from engine.reports.folder import Run, write_folder
from engine.reports.quota_table import QUOTAS
from engine.reports.robustness_tables import ASSESSORS, INDICATOR_ANALYSIS, INTERVALS
from engine.reports.run_folder import open_run
from engine.reports.stage_tables import INFLATION, REVISIONS
from engine.reports.tables import PROBLEMS
from engine.ruleset import check_ruleset
from engine.scorebook import write_scorebook
from engine.scorebook.tables import AFTER, BESIDE_RANKS, BESIDE_VETOES

TOP = Path(__file__).parents[2]
# Weighted means, grades from above and below, editions, places.
PUBLIC = ("euro_ncap", "nyc_progress_reports_2009_10", "sf_restaurants", "formulas/lighthouse")
COUNTY = TOP / "examples" / "county-2025"


def book_of(assessment: Assessment, folder: Path) -> openpyxl.Workbook:
    write_folder(assessment, folder, Run("9.9"))
    write_scorebook(open_run(folder), folder)
    book = openpyxl.load_workbook(folder / "scorebook.xlsx")
    assert all(sheet.max_row > 1 for sheet in book.worksheets)
    return book


@pytest.mark.parametrize("name", PUBLIC)
def test_a_unit_of_which_nothing_is_known_has_its_rows_under_a_public_ruleset(name, tmp_path):
    rules = TOP / "examples" / "public" / name
    ruleset, _ = check_ruleset(rules)
    assert ruleset is not None
    with (tmp_path / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[ruleset.id_field, ruleset.name_field], ["u1", "=1+1"]])
    assessment = assess_files(rules, [tmp_path / "facts.csv"], engine="forward")
    book = book_of(assessment, tmp_path / "out")
    assert book["总表"]["A2"].value == "u1"
    assert book["总表"]["B2"].value in ("u1", "=1+1")  # where the name is the id
    assert book["指标得分"].max_column == 3 + len(assessment.scores.indicators)
    assert "否决与追责" not in book.sheetnames
    sheet = openpyxl.load_workbook(next((tmp_path / "out" / "score-sheets").iterdir()))["评分表"]
    assert "u1" in sheet["A2"].value


def test_counties_are_called_counties_and_no_cohort_is_shown_where_there_is_none(tmp_path):
    facts = COUNTY / "facts" / "counties.csv"
    book = book_of(assess_files(COUNTY / "counties", [facts], engine="forward"), tmp_path / "out")
    heads = [cell.value for cell in book["总表"][1]]
    assert heads[:2] == ["县区标识码", "县区"]
    assert "同组" not in heads
    assert "名次" in heads
    sheet = openpyxl.load_workbook(next((tmp_path / "out" / "score-sheets").iterdir()))["评分表"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("县区负责人（签字）" in text for text in texts)


def test_points_without_an_end_are_numbers_that_show_their_fraction(tmp_path):
    rules = tmp_path / "rules"
    shutil.copytree(COUNTY / "schools", rules)
    path = next((rules / "dimensions").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    text = text.replace("名称: 巡察整改, 分值: 20", "名称: 巡察整改, 分值: 40/3") + (
        "  - {编号: A4, 名称: 整改报告, 分值: 20/3, 计分: {方法: 全有全无, 条件: 整改完成}}\n"
    )
    path.write_text(text, encoding="utf-8")
    facts = COUNTY / "facts" / "schools.csv"
    book = book_of(assess_files(rules, [facts], engine="forward"), tmp_path / "out")
    cells = [row[5] for row in book["指标得分"].iter_rows(min_row=5)]
    found = [cell for cell in cells if isinstance(cell.value, float)]
    assert found
    assert {round(cell.value, 9) for cell in found} == {round(40 / 3, 9)}
    assert {cell.number_format for cell in found} == {"# ?/3"}


def test_every_column_of_a_table_is_one_that_runs_have():
    headers = {
        "city": FIGURES,
        "city_sources": SOURCES,
        "years": YEARS,
        "robustness": INTERVALS,
        "indicator_analysis": INDICATOR_ANALYSIS,
        "assessors": ASSESSORS,
        "persons": PERSONS,
        "posts": POSTS,
        "offices": OFFICES,
        "quotas": QUOTAS,
        "cohorts": COHORTS,
        "revisions": REVISIONS,
        "inflation": INFLATION,
        "evidence": EVIDENCE,
        "conflicts": CONFLICTS,
        "problems": PROBLEMS,
    }
    for table in (*BESIDE_VETOES, *BESIDE_RANKS, *AFTER):
        if table.file not in headers:
            continue
        assert set(table.columns) <= set(headers[table.file]), table.sheet
