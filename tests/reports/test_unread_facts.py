"""Facts that were handed in and could not be read are told by every command that shows results."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import run

TESTS = Path(__file__).parent.parent
RULES, FACTS = str(TESTS / "rulesets" / "small"), str(TESTS / "golden" / "facts")


@pytest.mark.parametrize(
    "command",
    [
        ["whatif", RULES, FACTS, "打错的路径", "001", "--set", "支部数=8"],
        ["cases", "new", RULES, FACTS, "打错的路径", "001", "-o", "案例.yaml"],
        ["preview", RULES, RULES, FACTS, "打错的路径", "-o", "预演"],
    ],
    ids=lambda command: command[0],
)
def test_path_when_it_is_not_there_then_that_is_told_and_the_command_exits_1(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(command) == 1
    out = capsys.readouterr().out
    assert "打错的路径" in out
    assert "没有这个文件或文件夹" in out


def test_folder_when_it_holds_rules_then_check_tells_what_it_could_not_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["check", RULES, "--facts", RULES]) == 1
    out = capsys.readouterr().out
    assert out.startswith("交来的有 9 处没有读，下面的结果里没有它们：\n")
    assert "adjustments.yaml:1:1: 错误 F020 没有写标识码" in out
    assert "…… 其余 4 处" in out


def test_facts_when_all_are_read_then_nothing_is_said_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["check", RULES, "--facts", FACTS])
    assert "没有读，下面的结果" not in capsys.readouterr().out
