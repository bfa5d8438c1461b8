"""An editor shows every mistake of shape, in Chinese, before `pingheng check` is ever run.

The mistakes stand in editor/<ruleset>.yaml, one a case, with what an editor shows and the codes
by which the same file is refused when it is checked.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent))

from editor_eyes import TOP, seen

from engine.cases import read_cases
from engine.diagnostics import Diagnostics, Severity
from engine.ruleset import check_ruleset

RULESETS = TOP / "tests" / "rulesets"
MISTAKES = [
    pytest.param(table.stem, mistake, id=f"{table.stem}-{mistake['new'] or mistake['old']}")
    for table in sorted((Path(__file__).parent / "editor").glob("*.yaml"))
    for mistake in yaml.safe_load(table.read_text(encoding="utf-8"))
]
# What the text of one file says by itself: kinds of values, keys, fixed words, how many.
OF_SHAPE = {f"R{number:03}" for number in range(2, 16)}
# Mistakes of shape that no editor can see, as the language server reads YAML or JSON Schema
# goes; `check` tells them.
UNSEEN = {
    "满分: 040": "YAML 1.2 reads 40",
    "满分: 4000000000000000000000": "a number like any other",
    "满分: 4e1": "a number like any other",
    "full_points: 40\n满分: 40": "two keys; that they are one in two languages is not for a schema",
    "比例: 130%": "a text that looks like a percentage",
    "目标: {分期: [{值: ~}]}": "by editions, and none has a value",
    "{项: B2, 计分: {目标: 80%}}": "of a profile: what B2 is, another file says",
    "{项: B2, 轻重: 3}": "of a profile: what B2 is, another file says",
    '不再提示:\n  - {代码: L010, 项: [A101], 理由: "  "}\n依据目录:\n': "a text, if of spaces",
}
# Keys that are asked for, or not allowed, by the value of another key that no schema compares.
UNSEEN_BY_TYPE = ("参加人数: {类型", "      项目: {类型", "死亡人数: {类型", "计分: {方法: 评议")


def spoilt(ruleset: str, mistake: dict[str, Any]) -> str:
    text = (RULESETS / ruleset / mistake["file"]).read_text(encoding="utf-8")
    assert mistake["old"] in text
    return text.replace(mistake["old"], mistake["new"], 1)


@pytest.mark.parametrize(("ruleset", "mistake"), MISTAKES)
def test_mistake_when_opened_in_an_editor_then_it_is_shown_where_it_stands(
    ruleset: str, mistake: dict[str, Any]
) -> None:
    found = seen(spoilt(ruleset, mistake))
    assert [path for path, _ in found] == [path for path, _ in mistake["shown"]]
    for (_, message), (_, begin) in zip(found, mistake["shown"], strict=True):
        assert message.startswith(begin)


@pytest.mark.parametrize(("ruleset", "mistake"), MISTAKES)
def test_mistake_when_shown_in_an_editor_then_check_refuses_it_too(
    ruleset: str, mistake: dict[str, Any], tmp_path: Path
) -> None:
    folder = shutil.copytree(RULESETS / ruleset, tmp_path / "rules")
    (folder / mistake["file"]).write_text(spoilt(ruleset, mistake), encoding="utf-8")
    rules, found = check_ruleset(folder, "rules")
    if mistake["file"].startswith("cases/"):
        assert rules is not None
        told = Diagnostics()
        read_cases(rules, folder, told)
        found = tuple(told)
    codes = {each.code for each in found if each.severity is Severity.ERROR}
    assert codes == set(mistake["check"])


def test_corpus_when_counted_then_both_languages_are_in_it() -> None:
    counts = {stem: sum(each.values[0] == stem for each in MISTAKES) for stem in RULESETS_USED}
    assert all(count >= 25 for count in counts.values()), counts


RULESETS_USED = ("small", "small-english")


def test_rules_when_check_refuses_their_shape_then_an_editor_shows_it_as_well() -> None:
    tables = sorted((TOP / "tests" / "bad_input" / "rules").glob("*.yaml"))
    mistakes = [each for table in tables for each in yaml.safe_load(table.read_text("utf-8"))]
    unseen = []
    for mistake in mistakes:
        if not OF_SHAPE.isdisjoint(told["code"] for told in mistake["told"]):
            try:
                shown = seen(spoilt("small", mistake))
            except yaml.YAMLError:  # no YAML at all, which every editor says
                continue
            unseen += [] if shown else [mistake["new"]]
    assert [new for new in unseen if new not in UNSEEN and not new.startswith(UNSEEN_BY_TYPE)] == []
    assert len(unseen) <= 14
