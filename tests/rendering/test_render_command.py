"""Hold the command `pingheng rules render`."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

import cli
from engine.commandline.render import PARTS
from engine.rendering import Part

SMALL = str(Path(__file__).parent.parent / "rulesets" / "small")


def run(*arguments: str) -> int:
    return cli.run(["rules", "render", SMALL, *arguments])


def test_parts_when_offered_then_are_those_that_there_are() -> None:
    assert tuple(part.value for part in Part) == PARTS


def test_sheet_when_no_file_is_named_then_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--part", "等次", "--part", "附则") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# ")
    assert "## 一、等次与名额" in printed
    assert "## 二、附则" in printed


def test_indicator_when_wanted_alone_then_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--indicator", "a102") == 0
    assert "评分标准：支部占比达到90%的得5分；每低1个百分点扣0.1分" in capsys.readouterr().out


def test_indicator_when_unknown_then_near_ones_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("--indicator", "A1O2") == 2
    assert "是不是 A102" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["评分表.docx", "评分表.md", "子/评分表.DOCX"])
def test_file_when_named_then_is_written_and_may_be_written_again(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    assert run("-o", str(path)) == 0
    first = path.read_bytes()
    assert run("-o", str(path)) == 0
    assert path.read_bytes() == first
    assert "已写出评分表" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["评分表.doc", "评分表", "评分表.pdf"])
def test_file_when_of_another_kind_then_is_refused_with_a_way_out(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("-o", str(tmp_path / name)) == 2
    assert ".docx（Word）或 .md（Markdown）" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_file_when_a_person_has_changed_it_then_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    markdown, word = tmp_path / "评分表.md", tmp_path / "评分表.docx"
    assert (run("-o", str(markdown)), run("-o", str(word))) == (0, 0)
    markdown.write_text(markdown.read_text(encoding="utf-8") + "\n批注", encoding="utf-8")
    saved = docx.Document(str(word))
    saved.add_paragraph("批注")
    saved.save(str(word))
    for path in (markdown, word):
        before = path.read_bytes()
        assert run("-o", str(path)) == 2
        assert path.read_bytes() == before
    assert "没有覆盖" in capsys.readouterr().err
