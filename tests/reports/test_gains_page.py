"""What the run folder holds of gains, and the page that `pingheng gains` prints of it."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

import cli
from engine.reports.page import display_width
from engine.reports.run_folder import open_run


def rows_of(run: Path) -> list[dict[str, str]]:
    with (run / "gains.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_table_when_read_then_it_holds_every_item_of_every_story(datong_run: Path) -> None:
    rows = rows_of(datong_run)
    told = [
        (story["school_id"], item["id"], item["sentence"])
        for story in open_run(datong_run).stories()
        for item in story["gains"]["items"]
    ]
    assert [(row["school_id"], row["item"], row["sentence"]) for row in rows] == told
    assert {row["in_least_set"] for row in rows} == {"是", "否"}
    # The rules say of events that they cannot be undone.
    assert {row["mendable"] for row in rows if row["role"] == "扣分"} == {"否"}


def test_total_when_an_item_is_mended_then_it_is_the_total_and_the_gain(datong_run: Path) -> None:
    totals = {row["school_id"]: row["total"] for row in open_run(datong_run).scores}
    for row in rows_of(datong_run):
        if row["gain"]:
            before = round(float(totals[row["school_id"]]) * 100)
            assert before + round(float(row["gain"]) * 100) == round(
                float(row["total_after"]) * 100
            )


def test_command_when_a_school_is_named_then_its_page_is_printed(
    datong_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["gains", str(datong_run), "汇园小学"]) == 0
    page = capsys.readouterr().out
    assert "到“优秀”的分数线最少补2项：C101 “大思政课”工作机制、D301b 隐患按期销号" in page
    assert "怎样补：党组织研究通过“大思政课”工作方案" in page
    assert "KF-SD 师德问题（失2分）  学校自身改不了：问题已经发生，当年不能挽回" in page
    head = next(each for each in page.splitlines() if each.lstrip().startswith("编号"))
    row = next(each for each in page.splitlines() if "良好  最少这几项" in each)
    at = display_width(head[: head.index("等次")])
    assert display_width(row[: row.index("良好")]) == at


def test_command_when_asked_for_json_then_it_is_the_story_and_nothing_else(
    datong_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["gains", str(datong_run), "汇园小学", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["name"] == "桑源县汇园小学"
    assert data["next"]["items"] == ["C101", "D301b"]


def test_command_when_the_school_is_unknown_then_it_is_a_usage_problem(
    datong_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["gains", str(datong_run), "没有这所"]) == 2
    assert "没有这所" in capsys.readouterr().err


def test_modules_when_the_command_line_is_read_then_no_solver_is_loaded() -> None:
    import subprocess

    code = "import cli, sys; cli.run(['gains', '--help']); print('scipy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(cli.__file__).parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False"
