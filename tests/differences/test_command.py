"""`pingheng rules diff` tells on the screen and in a list what changed, and its places."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import cli

SMALL = Path(__file__).parents[1] / "rulesets" / "small"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return a ruleset, and the same with one number and one comment changed."""
    before, after = tmp_path / "改前", tmp_path / "改后"
    shutil.copytree(SMALL, before)
    shutil.copytree(SMALL, after)
    path = after / "ruleset.yaml"
    text = path.read_text(encoding="utf-8")
    assert "不低于: 36" in text
    path.write_text(text.replace("不低于: 36", "不低于: 35") + "# 一句注释\n", encoding="utf-8")
    return before, after


def test_diff_when_a_cut_changes_then_it_is_told_with_both_places(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = folders
    assert cli.run(["rules", "diff", str(before), str(after)]) == 0
    told = capsys.readouterr().out
    assert "等次 优秀" in told
    assert "改动  分数线 36分 → 35分" in told
    assert f"{before.as_posix()}/ruleset.yaml:" in told
    assert f" → {after.as_posix()}/ruleset.yaml:" in told
    assert "共 1 处变动：改动 1。" in told
    assert "注释" not in told


def test_diff_when_asked_for_lines_then_comments_are_seen_too(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["rules", "diff", *map(str, folders), "--lines"]) == 0
    told = capsys.readouterr().out
    assert "+# 一句注释" in told
    assert "--- 改前 ruleset.yaml" in told


def test_diff_when_only_a_comment_changes_then_it_says_that_nothing_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = tmp_path / "改后"
    shutil.copytree(SMALL, after)
    with (after / "vetoes.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# 一句注释\n")
    assert cli.run(["rules", "diff", str(SMALL), str(after)]) == 0
    assert "规则没有变化。" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["变动.md", "变动.csv"])
def test_list_when_written_then_it_holds_the_change_and_replaces_only_itself(
    folders: tuple[Path, Path], tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    command = ["rules", "diff", *map(str, folders), "-o", str(path)]
    assert cli.run(command) == 0
    first = path.read_bytes()
    assert cli.run(command) == 0
    assert path.read_bytes() == first
    if name.endswith("csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert (row["处"], row["内容"], row["改前"], row["改后"]) == (
            "等次 优秀", "分数线", "36分", "35分",
        )  # fmt: skip
    else:
        assert "| 改动 | 分数线 | 36分 | 35分 |" in first.decode()
    path.write_text("别人的文件\n", encoding="utf-8")
    capsys.readouterr()
    assert cli.run(command) == 2
    assert "不是以前写出的变动清单" in capsys.readouterr().err


def test_list_when_its_ending_is_unknown_then_it_is_refused(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "变动.docx")
    assert cli.run(["rules", "diff", *map(str, folders), "-o", out]) == 2
    assert ".md 或 .csv" in capsys.readouterr().err
