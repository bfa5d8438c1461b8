"""The report of the example cohort, read as a file: what stands in it and what may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.reports.run_folder import open_run
from engine.website import Report, write_report


@pytest.fixture(scope="session")
def written(datong_run: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    folder = tmp_path_factory.mktemp("report")
    return write_report(open_run(datong_run), folder), folder


def test_report_when_written_then_is_one_file_that_asks_for_no_other(
    written: tuple[Report, Path],
) -> None:
    made, folder = written
    assert [each.name for each in folder.iterdir()] == ["report.html"]
    assert (made.n_schools, made.n_pages) == (60, 0)
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src|href)=["']?(?!#)[^#"']""", text)
    assert not re.findall(r"url\((?!#)|@import|https?://", text)


def test_report_when_written_twice_then_not_a_byte_differs(
    datong_run: Path, written: tuple[Report, Path], tmp_path: Path
) -> None:
    write_report(open_run(datong_run), tmp_path)
    first = (written[1] / "report.html").read_bytes()
    assert (tmp_path / "report.html").read_bytes() == first
