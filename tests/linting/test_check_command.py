"""`pingheng check` shows findings by how much they matter, why, and what was put aside."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import cli

FACTS = Path(__file__).parent.parent / "golden" / "facts"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _ruleset(rules: Path) -> None:
    """Let every command find the small ruleset as `rules`."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run_cli(*arguments: object) -> tuple[int, str, str]:
        code = cli.run([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_cli


def with_ignored(rules: Path, *entries: str) -> None:
    path = rules / "ruleset.yaml"
    listed = "".join(f"  - {entry}\n" for entry in entries)
    path.write_text(
        path.read_text(encoding="utf-8") + f"不再提示:\n{listed}", encoding="utf-8", newline="\n"
    )


def test_check_when_something_is_worth_a_look_then_it_says_why_once(run: Run) -> None:
    code, out, _ = run("check", "rules")
    assert code == 1  # values that no rule uses are warned of
    assert out.index("警告 ") < out.index("提示 ")
    assert out.count("为什么要紧：说不出依据的扣分和否决，申诉时站不住。") == 1
    assert "rules/vetoes.yaml:13:5: 提示 L011" in out


def test_check_when_only_notes_are_left_then_exits_0(run: Run, rules: Path) -> None:
    others = [f"{{代码: {code}, 理由: 测试用的}}" for code in ("L004", "L021")]
    with_ignored(rules, "{代码: R070, 理由: 测试用的字段}", *others)
    code, out, _ = run("check", "rules")
    assert code == 0
    assert "另有 7 条按“不再提示”没有列出" in out
    assert "R070" not in out


def test_check_when_all_is_asked_for_then_reasons_are_shown(run: Run, rules: Path) -> None:
    with_ignored(rules, "{代码: R070, 理由: 测试用的字段}")
    _, out, _ = run("check", "rules", "--all")
    assert out.count("理由：测试用的字段（rules/ruleset.yaml:") == 4


def test_check_when_facts_are_given_then_marks_are_looked_at(run: Run) -> None:
    code, out, _ = run("check", "rules", "--facts", FACTS)
    assert code == 1
    assert "L07" in out
    assert "L07" not in run("check", "rules")[1]


def test_check_when_a_list_is_asked_for_then_each_finding_is_a_row_with_its_line(
    run: Run,
) -> None:
    run("check", "rules", "-o", "清单.csv")
    with Path("清单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    (row,) = [each for each in rows if each["代码"] == "L011"]
    assert (row["文件"], row["单元格"]) == ("rules/vetoes.yaml", "第 13 行")
    assert "计零已经是重罚" in row["问题"]
    assert row["改法"]


def test_check_when_the_list_would_cover_another_file_then_it_is_refused(
    run: Run, rules: Path
) -> None:
    before = (rules / "ruleset.yaml").read_bytes()
    code, _, err = run("check", "rules", "-o", "rules/ruleset.yaml")
    assert code == 2
    assert ".xlsx 或 .csv" in err
    assert (rules / "ruleset.yaml").read_bytes() == before


def test_check_when_last_year_is_given_without_facts_then_it_is_refused(run: Run) -> None:
    code, _, err = run("check", "rules", "--last", "out")
    assert code == 2
    assert "没有写 --facts" in err


def test_profile_when_facts_are_given_then_the_marks_that_it_gives_are_looked_at(
    rules: Path, run: Run
) -> None:
    with_ignored(rules, "{代码: L005, 理由: 先不写依据}")
    code, out, _ = run("check", rules, "--profile", "rural", "--facts", FACTS)
    assert code == 1
    assert "L070" in out
    assert "L099" not in out
    assert "L005" not in out
