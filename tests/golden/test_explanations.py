"""Explanations as a school reads them, word for word.

When wording changes on purpose: PINGHENG_WRITE_GOLDEN=1 pytest tests/golden, then read the
difference as a school principal would.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.assess import assess_files
from engine.reports.folder import Run, write_folder
from engine.reports.page import Line
from engine.reports.run_folder import open_run
from engine.reports.story_file import read_story
from engine.reports.story_page import indicator_page, story_page
from engine.reports.summary_page import summary_page
from engine.website.school import SchoolSections

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Places show paths as they are given; relative ones are the same on every machine.
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        assessment = assess_files("tests/rulesets/small", ["tests/golden/facts"], engine="forward")
    finally:
        os.chdir(before)
    folder = tmp_path_factory.mktemp("golden") / "out"
    write_folder(assessment, folder, Run("0"))
    check("summary", summary_page(assessment, "out", "0.1"))
    return folder


def check(name: str, page: list[Line]) -> None:
    check_text(f"{name}.txt", "".join(f"{each.text}\n" for each in page))


def check_text(name: str, text: str) -> None:
    path = HERE / "explanations" / name
    if os.environ.get("PINGHENG_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("school", ["001", "002", "003"])
def test_explanation_when_told_then_reads_word_for_word(out: Path, school: str) -> None:
    told = read_story(out, school)
    check(school, story_page(told.catalogue, told.story))


@pytest.mark.parametrize(("school", "indicator"), [("001", "A102"), ("002", "A203"), ("002", "B2")])
def test_indicator_when_told_alone_then_reads_word_for_word(
    out: Path, school: str, indicator: str
) -> None:
    told = read_story(out, school)
    check(f"{school}-{indicator}", indicator_page(told.catalogue, told.story, indicator))


def test_section_of_a_page_when_written_then_is_the_same_to_the_letter(out: Path) -> None:
    told, run = read_story(out, "002"), open_run(out)
    section = SchoolSections(told.catalogue, run.table("cohorts")).section(told.story)
    check_text("002.html", section)
