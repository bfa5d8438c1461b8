"""The command `pingheng template` as people run it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import cli

RULES = Path(__file__).parents[1] / "rulesets" / "small-english"
ROSTER = "学校标识码,学校名称,学段\n0012,第一小学,小学\n0013,第二小学,小学校\n"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder with a roster; return exit code and what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("engine.reports.terminal.speak_utf8", lambda: None)
    (tmp_path / "名册.csv").write_text(ROSTER, encoding="utf-8")

    def command(*arguments: object) -> tuple[int, str]:
        code = cli.run(["template", *map(str, arguments)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return code, printed.out + printed.err

    return command


def test_template_when_made_then_it_says_where_and_exits_0(run: Run) -> None:
    code, said = run(RULES, "-o", "填报表.xlsx")
    assert code == 0
    assert said.startswith("写好填报表：填报表.xlsx\n")
    assert "先核对：pingheng facts check" in said  # what comes next
    assert Path("填报表.xlsx").is_file()


def test_template_when_the_roster_has_a_mistake_then_it_is_told_and_all_is_made(run: Run) -> None:
    code, said = run(RULES, "--roster", "名册.csv", "-o", "发下去")
    assert code == 1
    assert "名册.csv!C3: 错误 F039 学段“小学校”不在选项里" in said
    assert "写好 2 本填报表，在文件夹 发下去：0012_第一小学.xlsx、0013_第二小学.xlsx" in said
    assert len(list(Path("发下去").iterdir())) == 2


def test_template_when_the_place_is_taken_then_exits_2_and_keeps_it(run: Run) -> None:
    Path("填报表.xlsx").write_text("填好的", encoding="utf-8")
    code, said = run(RULES, "-o", "填报表.xlsx")
    assert code == 2
    assert "没有覆盖" in said
    assert Path("填报表.xlsx").read_text(encoding="utf-8") == "填好的"


def test_template_when_the_roster_cannot_be_used_then_exits_4_and_writes_nothing(run: Run) -> None:
    Path("空.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    code, said = run(RULES, "--roster", "空.csv", "-o", "发下去")
    assert code == 4
    assert "名册里一所学校也没有读到" in said
    assert not Path("发下去").exists()


def test_template_when_the_rules_are_wrong_then_exits_3(run: Run) -> None:
    assert run("没有的方案", "-o", "填报表.xlsx")[0] == 3
    assert not Path("填报表.xlsx").exists()
