"""`pingheng whatif` on the command line: a page, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import run

RULES = str(Path(__file__).parent.parent / "rulesets" / "small")


def test_whatif_when_run_then_the_page_tells_before_and_after(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert run(["whatif", RULES, str(folder), "甲校", "--set", "教学单元支部数=0"]) == 0
    out = capsys.readouterr().out
    for told in ("教学单元支部数 9", "总分", "A102", "台账的变化", "假设", "别的学校"):
        assert told in out
    assert before == {path: path.read_bytes() for path in folder.iterdir()}


def test_whatif_when_asked_for_json_then_it_is_one_value(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["whatif", RULES, str(folder), "002", "--set", "教学单元支部数=9", "--json"]
    assert run(command) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["before"]["total"], data["after"]["total"]) == ("39", "40")
    assert data["ledger"][0]["after"] is None
    assert data["ledger"][0]["before"]["rule"] == "A102"


def test_whatif_when_nothing_changes_then_it_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["whatif", RULES, str(folder), "甲校", "--set", "封闭管理=是"]) == 0
    assert "结果没有变化" in capsys.readouterr().out


def test_whatif_when_a_field_does_not_apply_then_it_says_that_it_is_not_used(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "001.yaml"
    text = path.read_text(encoding="utf-8").replace("有食堂: 是", "有食堂: 否")
    path.write_text(text, encoding="utf-8")
    run(["whatif", RULES, str(folder), "甲校", "--set", "食堂管理制度=否"])
    out = capsys.readouterr().out
    assert "不适用，填了也不采用" in out or "结果没有变化" in out


@pytest.mark.parametrize(
    "arguments", [["甲校"], ["没有", "--set", "支部数=3"], ["甲校", "--set", "支部数"]]
)
def test_whatif_when_asked_wrongly_then_exits_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(["whatif", RULES, str(folder), *arguments]) == 2
    assert capsys.readouterr().err
