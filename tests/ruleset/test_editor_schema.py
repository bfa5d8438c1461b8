"""The schema for editors takes what the loader takes, in both languages, editions included."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

sys.path.insert(0, str(Path(__file__).parent))

from editor_eyes import SCHEMA, TOP, seen

from engine.ruleset.editor_schema import editor_schema

FACTS = ("datong-2025-formats", "datong-2025-last")
SHIPPED = [
    path
    for place in ("rules", "examples")
    for path in sorted((TOP / place).rglob("*.yaml"))
    if not any(name in path.parts for name in FACTS)
]
FILES = [*SHIPPED, *sorted((TOP / "tests" / "rulesets").rglob("*.yaml"))]
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def wrong(text: str) -> list[str]:
    return [message for _, message in seen(text)]


def test_schema_when_checked_then_it_is_plain_2020_12() -> None:
    Draft202012Validator.check_schema(editor_schema())
    assert '"x-' not in SCHEMA.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TOP).as_posix())
def test_file_when_it_loads_then_the_editor_finds_nothing_wrong(path: Path) -> None:
    assert seen(path.read_text(encoding="utf-8")) == []


def test_file_when_shipped_then_its_first_line_leads_the_editor_to_the_schema() -> None:
    for path in SHIPPED:
        with path.open(encoding="utf-8") as file:
            found = MODELINE.fullmatch(file.readline())
        assert found, f"{path}: the first line must be “# yaml-language-server: $schema=…”"
        assert (path.parent / found[1]).resolve() == SCHEMA, path


def test_key_when_an_editor_shows_it_then_with_title_sentence_and_example_in_its_language() -> None:
    silent = []
    for name, schema in json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"].items():
        for key, told in schema.get("properties", {}).items():
            if name.endswith(".by_editions"):
                continue
            if (
                not told["title"]
                or not told["description"].endswith("。")
                or "examples" not in told
            ):
                silent.append(f"{name}: {key}")
    assert not silent, "write the key in an example of docs/rule-language.md"


def test_word_when_an_editor_offers_it_then_it_says_what_it_means() -> None:
    for schema in json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"].values():
        meanings = schema.get("enumDescriptions", [])
        assert len(meanings) in (0, len(schema.get("enum", [])))
        assert all("。（" in meaning for meaning in meanings)


def test_methods_when_an_editor_fills_them_in_then_each_is_there_in_both_languages() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    offered = [each["label"] for each in schema["method"]["defaultSnippets"]]
    assert sorted(offered) == sorted(schema["method.method"]["enum"])
    for snippet in schema["method"]["defaultSnippets"]:
        key = "method" if snippet["label"].isascii() else "方法"
        assert snippet["body"][key] == snippet["label"]


DIMENSION = """
维度: {编号: A, 名称: 甲, 分值: 2}
指标:
  - 编号: A1
    名称: 乙
    分值: 2
    计分: {方法: 线性, 取值: 丙, 零分值: 0, 满分值: 9}
"""
BY_EDITIONS = "{分期: [{止: 2024-12-31, 值: 8}, {from: 2025-01-01, value: 9}]}"


def test_value_when_by_editions_then_the_editor_takes_it_and_checks_each_one() -> None:
    assert wrong(DIMENSION) == []
    assert wrong(DIMENSION.replace("满分值: 9", f"满分值: {BY_EDITIONS}")) == []
    assert wrong(DIMENSION.replace("满分值: 9", f"满分值: {BY_EDITIONS.replace('8', '多')}"))
    assert wrong(DIMENSION.replace("满分值: 9", f"满分值: {BY_EDITIONS.replace('止', '终')}"))
    whole = "计分: {分期: [{值: {方法: 全有全无, 条件: 丁}}]}"
    assert wrong(re.sub("计分: .*", whole, DIMENSION)) == []
    assert wrong(re.sub("计分: .*", whole.replace("条件", "取值"), DIMENSION))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("满分值: 9", "满分值: 很多"),
        ("满分值: 9", "目标: 9"),
        ("方法: 线性", "方法: 直线"),
        ("    名称: 乙\n", ""),
        ("    分值: 2\n", "    分数: 2\n"),
        ("编号: A1", "id: A1\n    条件: 丁"),
    ],
)
def test_mistake_when_in_an_editor_then_it_is_found_there_too(old: str, new: str) -> None:
    assert old in DIMENSION
    assert wrong(DIMENSION.replace(old, new))
