"""What a run holds beside its schools stands on the overview; what it does not hold does not."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from engine.reports.receipts import RECEIPT
from engine.reports.run_folder import RunFolder, open_run
from engine.website import write_report
from engine.website.run_tables import run_tables

ROOT = Path(__file__).parents[2]

TREND = ("year", "kind", "figure", "name", "said", "note", "coverage")
YEARS = (
    "level", "school_id", "name", "cohort", "seen", "last_total", "last_grade", "total", "grade",
    "change", "last_by_this", "by_rules", "by_performance", "this_by_last", "by_rules_2",
    "by_performance_2", "schools", "note",
)  # fmt: skip

NOT_EVERY_RUN = ("city", "years", "trend", "robustness", "robustness_notes", "posts", "offices")


@pytest.fixture
def run(datong_run: Path, tmp_path: Path) -> RunFolder:
    """Return a copy of the example's run without any table that not every run has."""
    folder = shutil.copytree(datong_run, tmp_path / "out")
    receipt = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
    for name in (*NOT_EVERY_RUN, "indicator_analysis"):
        (folder / f"{name}.csv").unlink(missing_ok=True)
        receipt["outputs"].pop(f"{name}.csv", None)
    (folder / RECEIPT).write_text(json.dumps(receipt), encoding="utf-8")
    return open_run(folder)


def write(run: RunFolder, name: str, head: tuple[str, ...], *rows: list[str]) -> None:
    with (run.path / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def test_overview_when_the_run_holds_no_more_then_has_no_empty_box(
    run: RunFolder, tmp_path: Path
) -> None:
    write_report(run, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for absent in ("city", "trend", "years", "sure", "duties"):
        assert f'<h2 id="{absent}"' not in text
        assert f'href="#{absent}"' not in text


def test_trend_when_of_one_year_then_is_none_and_of_two_stands_side_by_side(
    run: RunFolder,
) -> None:
    one = ["2025", "figure", "Q1", "培训教师", "9 人次", "口径不同", ""]
    write(run, "trend", TREND, one)
    assert run_tables(run, ()).trends == ()
    last = ["2024", "figure", "Q1", "培训", "7 人次", "", ""]
    total = ["2024", "total", "", "平均总分（全部）", "92 分", "", "2 所都有总分"]
    write(run, "trend", TREND, last, one, total)
    tables = run_tables(run, ())
    assert tables.trend_years == ("2024", "2025")
    [trend] = tables.trends
    assert (trend.name, trend.said) == ("培训教师", {"2024": "7 人次", "2025": "9 人次"})
    assert trend.notes == ("口径不同",)
    assert tables.trend_coverage == {"2024": "2 所都有总分"}


def test_years_when_told_then_changes_have_signs_and_schools_have_links(
    run: RunFolder, tmp_path: Path
) -> None:
    whole = {
        "level": "全市", "last_total": "90", "total": "92", "change": "2", "by_rules": "-0.5",
        "by_performance": "2.5", "schools": "60", "note": "'=不是公式",
    }  # fmt: skip
    school = {
        "level": "学校", "school_id": "0120020", "name": "云泉小学", "seen": "两年都有",
        "last_total": "95", "total": "93.57", "change": "-1.43", "by_rules": "0",
        "by_performance": "-1.43",
    }  # fmt: skip
    gone = {"level": "学校", "school_id": "9999999", "name": "撤并小学", "seen": "今年没有"}
    rows = [[each.get(name, "") for name in YEARS] for each in (whole, school, gone)]
    write(run, "years", YEARS, *rows)
    write_report(run, tmp_path)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "▼ -0.5" in text
    assert "▲ 2.5" in text
    assert ">=不是公式<" in text
    assert "▼ -1.43" in text
    assert "各学校（2 所）" in text
    assert "撤并小学" in text
