"""`pingheng letter`: which files are written, where, and what is said of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

import cli
from engine.commandline.letter import PAPERS
from engine.letters import Paper


@pytest.fixture
def out(datong_run: Path, tmp_path: Path) -> Path:
    return shutil.copytree(datong_run, tmp_path / "结果")


def test_all_schools_get_both_papers_and_again_the_same(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["letter", str(out), "--office", "市委教育工委"]) == 0
    first = {each.name: each.read_bytes() for each in (out / "letters").iterdir()}
    assert len(first) == 120
    assert "0120020_云泉小学_反馈意见书.docx" in first
    said = capsys.readouterr().out
    assert "写好 120 份" in said
    assert "留空待手填的：文号" in said
    assert cli.run(["letter", str(out), "云泉", "--office", "市委教育工委"]) == 0
    assert {each.name: each.read_bytes() for each in (out / "letters").iterdir()} == first


def test_picked_schools_get_the_paper_that_was_asked_for(out: Path) -> None:
    assert cli.run(["letter", str(out), "云泉", "0120019", "--only", "整改"]) == 0
    names = sorted(each.name for each in (out / "letters").iterdir())
    assert names == ["0120019_柏台小学_整改清单.docx", "0120020_云泉小学_整改清单.docx"]


def test_a_letter_that_somebody_went_on_working_in_is_kept(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["letter", str(out), "云泉", "--only", "整改"]) == 0
    path = out / "letters" / "0120020_云泉小学_整改清单.docx"
    path.write_bytes(b"mine")
    assert cli.run(["letter", str(out), "云泉"]) == 2
    assert "写出后被改过" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"
    assert len(list(path.parent.iterdir())) == 1  # nor is the other paper written


def test_a_term_before_the_date_of_the_letter_is_refused(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dates = ["--date", "2026-01-20", "--mend-by", "2025-03-31"]
    assert cli.run(["letter", str(out), "云泉", *dates]) == 2
    assert "整改期限 2025-03-31 比落款日期 2026-01-20 还早" in capsys.readouterr().err


def test_own_templates_are_written_out_restyled_and_used(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], word_files: SimpleNamespace
) -> None:
    folder = tmp_path / "模板"
    assert cli.run(["letter", "--new-template", str(folder)]) == 0
    assert {each.name for each in folder.glob("*.docx")} == {
        "反馈意见书.docx",
        "整改清单.docx",
        "公示名单.docx",
        "标签说明.docx",
    }
    guide = word_files.text_of((folder / "标签说明.docx").read_bytes())
    assert "学校名称" in guide
    assert "└ 整改要求" in guide
    (folder / "整改清单.docx").unlink()
    capsys.readouterr()
    command = ["letter", str(out), "云泉", "--template", str(folder), "-o", str(tmp_path / "信")]
    assert cli.run(command) == 0
    assert "没有自己的模板、用自带样式的：整改清单" in capsys.readouterr().out
    assert len(list((tmp_path / "信").glob("*.docx"))) == 2
    assert not (out / "letters").exists()
    (folder / "反馈意见书.docx").write_bytes(b"no")
    assert cli.run(command) == 2
    assert "不是 .docx 文件" in capsys.readouterr().err


def test_what_is_lacking_or_unknown_is_told(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, said in (
        (["letter"], "缺少 结果文件夹"),
        (["letter", str(out), "没有的学校"], "没有学校“没有的学校”"),
        (["letter", str(out), "--date", "2026/1/1"], "不是日期"),
        (["letter", str(out), "--only", "表扬"], "只能是 反馈、整改 之一"),
        (["letter", str(out / "letters")], "没有文件夹"),
    ):
        assert cli.run(command) == 2
        assert said in capsys.readouterr().err


def test_the_options_name_all_papers() -> None:
    assert [Paper(each) for each in PAPERS.values()] == list(Paper)
