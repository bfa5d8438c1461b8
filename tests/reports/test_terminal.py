"""Colour is for people at a terminal; files and pipes get the same words plainly."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from engine.diagnostics import Diagnostic, InternalFault, Place, Severity
from engine.reports import faults, progress
from engine.reports.faults import fault_page, write_fault_report
from engine.reports.page import line
from engine.reports.progress import progress_bar
from engine.reports.terminal import diagnostic_lines, print_page


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")


PAGE = [line("等次 优秀", "good"), line("失" * 60, indent=4)]


def test_page_when_piped_then_plain_and_unbroken() -> None:
    stream = io.StringIO()
    print_page(PAGE, stream)
    assert stream.getvalue() == "等次 优秀\n" + "    " + "失" * 60 + "\n"


@pytest.mark.usefixtures("colours")
def test_page_when_on_a_terminal_then_coloured_and_broken_to_its_width() -> None:
    stream = Terminal()
    print_page(PAGE, stream)
    assert "\x1b[1;32m等次 优秀" in stream.getvalue()
    assert stream.getvalue().count("\n") == 3


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
@pytest.mark.usefixtures("colours")
def test_page_when_no_colour_is_wanted_then_plain_on_a_terminal_too(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    stream = Terminal()
    print_page(PAGE, stream)
    assert "\x1b[" not in stream.getvalue()


def test_diagnostics_when_shown_then_place_word_code_message_and_way_out() -> None:
    found = Diagnostic(
        "F031", Severity.ERROR, "生师比“19：1”不是数字", Place("a.yaml", line=3, column=5)
    )
    hinted = Diagnostic("F055", Severity.WARNING, "没有交台账", hint="填一行“无”")
    assert [each.text for each in diagnostic_lines([found, hinted])] == [
        "a.yaml:3:5: 错误 F031 生师比“19：1”不是数字",
        "警告 F055 没有交台账",
        "    → 填一行“无”",
    ]


def test_progress_when_nobody_watches_then_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_NS", 0)
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar() as stage:
        stage("读取")(1, 2)
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("colours")
def test_progress_when_work_is_quick_then_no_bar_flashes_past(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar() as stage:
        stage("读取")(1, 2)
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("colours")
def test_progress_when_patience_runs_out_then_stage_and_count_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_NS", 0)
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar() as stage:
        stage("读取事实表")(1, 2)
        stage("写出结果")(3, 60)
    assert "写出结果" in stream.getvalue()
    assert "3/60" in stream.getvalue()


def test_fault_when_the_folder_cannot_be_written_then_the_report_goes_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr(faults.Path, "cwd", lambda: tmp_path / "gone")
    monkeypatch.setattr(faults.tempfile, "gettempdir", lambda: str(spare))
    report = write_fault_report(ValueError("x"), ["assess"])
    assert report is not None
    assert report.parent == spare


def test_fault_when_no_report_can_be_written_then_still_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults.Path, "cwd", lambda: tmp_path / "gone")
    monkeypatch.setattr(faults.tempfile, "gettempdir", lambda: str(tmp_path / "too"))
    assert write_fault_report(ValueError("x"), []) is None
    page = fault_page(InternalFault("台账不平"), None)
    assert [each.text for each in page][1] == "  台账不平"
