"""Letters as PDF: what people wrote is text, and what is lacking on a computer is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cli
from engine.diagnostics import UsageProblem
from engine.letters import Paper
from engine.letters import pdf as letters_pdf
from engine.letters.pdf import PdfPaper

pytest.importorskip("typst", reason="typst is not installed (extra pdf)")
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def papers() -> dict[Paper, PdfPaper]:
    try:
        return {each: PdfPaper(each) for each in Paper}
    except UsageProblem as problem:
        pytest.skip(str(problem))


def text_of(data: bytes, tmp_path: Path) -> str:
    """Return the text of a PDF without line breaks and spaces."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    made = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return "".join(made.stdout.decode().split())


def test_papers_say_what_the_values_say(
    papers: dict[Paper, PdfPaper], values: Values, tmp_path: Path
) -> None:
    for school in ("云泉小学", "桑源县汇桥初级中学"):
        for paper in papers.values():
            said = text_of(paper.filled(values[school]), tmp_path)
            for problem in values[school]["问题清单"]:
                assert "".join(problem["问题"].split()) in said
    assert "暂缓定等" in said


@pytest.mark.parametrize(
    "name", ['#import "x": *', "{{ 7*7 }}", "*粗*_斜_$x$", "<w:p>", "#(1+1)", "\\u{41}@x[甲]"]
)
def test_markup_in_a_name_is_text(
    papers: dict[Paper, PdfPaper], values: Values, tmp_path: Path, name: str
) -> None:
    told = values["云泉小学"] | {"学校名称": name}
    assert name.replace(" ", "") in text_of(papers[Paper.FEEDBACK].filled(told), tmp_path)


def test_the_same_values_make_the_same_bytes(papers: dict[Paper, PdfPaper], values: Values) -> None:
    told = values["云川区育台小学"]
    assert papers[Paper.MENDING].filled(told) == PdfPaper(Paper.MENDING).filled(told)


def test_the_command_writes_pdf(
    papers: dict[Paper, PdfPaper], datong_run: Path, tmp_path: Path
) -> None:
    assert papers
    command = ["letter", str(datong_run), "云泉", "--pdf", "-o", str(tmp_path / "信")]
    assert cli.run(command) == 0
    files = sorted((tmp_path / "信").glob("*.pdf"))
    assert [each.name for each in files] == [
        "0120020_云泉小学_反馈意见书.pdf",
        "0120020_云泉小学_整改清单.pdf",
    ]
    assert all(each.read_bytes().startswith(b"%PDF") for each in files)


def test_a_word_template_is_refused_for_pdf(
    datong_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["letter", str(datong_run), "--pdf", "--template", str(tmp_path)]) == 2
    assert "另存为 PDF" in capsys.readouterr().err


def test_a_computer_without_typst_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageProblem, match=r"pip install .pingheng\[pdf\]"):
        PdfPaper(Paper.FEEDBACK)


def test_a_computer_without_chinese_fonts_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters_pdf, "_WANTED", {"body": ("没有这种字体",)})
    monkeypatch.setattr(letters_pdf, "_ANY", ())
    letters_pdf._fonts.cache_clear()
    with pytest.raises(UsageProblem, match="没有找到中文字体"):
        PdfPaper(Paper.FEEDBACK)
    letters_pdf._fonts.cache_clear()
