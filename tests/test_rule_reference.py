"""The rule reference is what the schema, the docstrings and the engine say now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from engine.glossary import KEYS, WORDS
from engine.ruleset.telling import keys_told

TOP = Path(__file__).parent.parent
PAGE = (TOP / "docs" / "rule-reference.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def worked() -> ModuleType:
    sys.path.insert(0, str(TOP / "docs"))
    try:
        from reference import worked

        return worked
    finally:
        sys.path.remove(str(TOP / "docs"))


def test_page_when_made_anew_then_it_is_the_same_and_lacks_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_reference.py", "--check"],
        cwd=TOP, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stderr}\nthen run: make reference"


def test_page_when_read_then_every_key_stands_there_in_both_languages() -> None:
    for told in keys_told():
        english = " › ".join((*(each for each in told.path.split("/")[1:]), told.key))
        assert f"| `{english}` |" in PAGE, f"{told.path}: {told.key}"
        assert "、".join(KEYS[told.key]) in PAGE


@pytest.mark.parametrize("word", WORDS["method"])
def test_page_when_it_tells_a_method_then_with_an_example_that_the_engine_worked(word: str) -> None:
    section = PAGE.partition(f" `{word}`\n\n")[2].partition("\n### ")[0]
    assert "例：" in section
    assert "| 学校 | 事实 | 得分 | 怎么算的 |" in section or "| 台账 |" in section


def test_example_when_its_rules_are_wrong_then_it_is_told_and_no_page_is_made(
    worked: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(
        "字段清单:\n  甲: {类型: 是否}\n"
        "指标:\n  - {编号: X1, 名称: 例, 分值: 2, 计分: {方法: 全有全无, 条件: 乙}}\n"
        "各校:\n  - {甲: 是}\n",
        encoding="utf-8",
    )
    with pytest.raises(worked.NotWorking, match="R022"):
        worked.work(path)
    path.write_text(path.read_text(encoding="utf-8").replace("条件: 乙", "条件: 甲"), "utf-8")
    (row,) = worked.work(path).rows
    assert row == ("甲", "甲 是", "2分（已计分）", "甲“是”，符合，得2分")
    path.write_text(path.read_text(encoding="utf-8").replace("甲: 是}", "甲: 也许}"), "utf-8")
    with pytest.raises(worked.NotWorking):
        worked.work(path)
