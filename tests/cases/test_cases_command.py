"""`pingheng cases` on the command line: differences as a table, coverage, what was required."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli import run

SMALL = Path(__file__).parent.parent / "rulesets" / "small"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand beside a copy of the small ruleset."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SMALL, "方案")
    return Path("方案")


def test_cases_when_run_then_the_coverage_stands_below(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cases", str(rules)]) == 0
    out = capsys.readouterr().out
    assert "1 个案例，核对 10 处，全部一致。" in out
    assert "覆盖 " in out
    assert "加 --uncovered 逐条列出" in out


def test_cases_when_an_indicator_differs_then_the_arithmetic_stands_below_it(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = rules / "cases" / "full.yaml"
    case.write_text(
        case.read_text(encoding="utf-8").replace("教学单元支部数: 9", "教学单元支部数: 8"),
        encoding="utf-8",
    )
    assert run(["cases", str(rules)]) == 1
    out = capsys.readouterr().out
    assert "指标 A102" in out
    assert "方案/cases/full.yaml:" in out
    assert "算出：“支部占比”80%" in out or "算出：支部占比" in out


def test_cases_when_more_is_required_than_is_covered_then_exits_1_and_says_what_lacks(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cases", str(rules), "--require", "90"]) == 1
    assert "覆盖不够：要求 90%" in capsys.readouterr().out
    assert run(["cases", str(rules), "--require", "10%"]) == 0


@pytest.mark.parametrize("text", ["九十", "101", "-1", "1/0"])
def test_requirement_when_it_is_no_percentage_then_exits_2(
    rules: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert run(["cases", str(rules), "--require", text]) == 2
    assert "--require 要写 0 到 100 的数" in capsys.readouterr().err


def test_uncovered_when_asked_for_then_each_branch_stands_with_its_line(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cases", str(rules), "--uncovered"]) == 0
    out = capsys.readouterr().out
    assert "方案/dimensions/b.yaml:22:11: 计分的各种结果 B2 “运动会”：“运动会次数”为1次" in out


def test_list_when_written_then_every_branch_stands_in_it_and_it_is_written_anew(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cases", str(rules), "-o", "覆盖.csv"]) == 0
    assert run(["cases", str(rules), "-o", "覆盖.csv"]) == 0
    text = Path("覆盖.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("类别,规则,分支,位置,走到,核对到,案例\n")
    assert "各项都好的公办小学得满分" in text
    Path("账.csv").write_text("甲,乙\n", encoding="utf-8")
    assert run(["cases", str(rules), "-o", "账.csv"]) == 2
    assert Path("账.csv").read_text(encoding="utf-8") == "甲,乙\n"
    capsys.readouterr()


def test_cases_when_there_are_none_and_some_are_required_then_exits_1_and_says_so(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (rules / "cases" / "full.yaml").unlink()
    assert run(["cases", str(rules)]) == 0
    assert "这个方案没有手算案例" in capsys.readouterr().out
    assert run(["cases", str(rules), "--require", "50"]) == 1
    assert "覆盖不够：要求 50%，现在 0%" in capsys.readouterr().out


def test_cases_when_a_fact_cannot_be_read_then_it_stands_in_a_sentence_at_its_place(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = rules / "cases" / "full.yaml"
    text = case.read_text(encoding="utf-8").replace("支部数: 10", "支部数: 十来个", 1)
    case.write_text(text, encoding="utf-8")
    assert run(["cases", str(rules)]) == 1
    assert "方案/cases/full.yaml:10:8: 支部数“十来个”" in capsys.readouterr().out


def test_list_when_its_name_says_it_is_no_csv_then_it_is_refused(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cases", str(rules), "-o", "覆盖.xlsx"]) == 2
    assert "请用 .csv 结尾" in capsys.readouterr().err
    assert not Path("覆盖.xlsx").exists()
