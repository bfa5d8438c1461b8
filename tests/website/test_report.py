"""The report of the example cohort, read as files: what stands in them and what may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cli
from engine.reports.run_folder import open_run
from engine.website import Report
from engine.website.glance import next_page


def test_report_when_written_then_is_one_file_that_asks_for_no_other(
    written: tuple[Report, Path],
) -> None:
    made, folder = written
    assert [each.name for each in folder.iterdir()] == ["report.html"]
    assert list(made.files) == ["report.html"]
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)=["']?(?!#)[^#"']""", text)
    assert not re.findall(r"url\((?!#)|@import|https?://", text)


def test_overview_when_gathered_then_counts_what_the_tables_hold(
    datong_run: Path, written: tuple[Report, Path]
) -> None:
    overview, run = written[0].overview, open_run(datong_run)
    whole = overview.grades[-1]
    grades = [each["grade"] or each["status"] for each in run.scores]
    assert [each.name for each in overview.outcomes] == list(
        dict.fromkeys(["优秀", "良好", "合格", "不合格", "暂缓定等", "不定等"])
    )
    assert whole.counts == tuple(grades.count(each.name) for each in overview.outcomes)
    assert overview.distribution is not None
    assert sum(bar.count for bar in overview.distribution.bars) == 60
    in_force = sum(each["status"] == "生效" for each in run.table("vetoes"))
    assert sum(each.counts["生效"] for each in overview.clauses) == in_force
    assert sum(overview.problems.counted.values()) == len(run.table("problems"))


def test_report_when_written_then_the_screen_names_what_goes_out_next() -> None:
    said = "".join(text for each in next_page("我的 结果") for text, _ in each.runs)
    assert 'pingheng publication "我的 结果"' in said
    assert 'pingheng letter "我的 结果"' in said


def test_report_when_its_book_is_in_the_way_then_the_page_is_not_written_either(
    datong_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scorebook.xlsx").write_text("我的", encoding="utf-8")
    assert cli.run(["report", str(datong_run), "-o", str(tmp_path)]) == 2
    assert "不是评衡写的成绩册" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["scorebook.xlsx"]
