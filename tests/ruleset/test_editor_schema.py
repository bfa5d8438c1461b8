"""The schema for editors takes what the loader takes, in both languages, editions included."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.ruleset.editor_schema import editor_schema

TOP = Path(__file__).parents[2]
FOLDERS = [
    TOP / "rules" / "datong-2025",
    TOP / "tests" / "rulesets" / "small",
    TOP / "tests" / "rulesets" / "small-english",
]
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.yaml"))]
VALIDATOR: Any = Draft202012Validator(editor_schema())


class Loader(yaml.SafeLoader):
    """Reads YAML as an editor does (YAML 1.2): dates are text, and yes is no boolean."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":bool"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def wrong(text: str) -> list[str]:
    return [str(each.message) for each in VALIDATOR.iter_errors(yaml.load(text, Loader))]


def test_schema_when_checked_then_it_is_plain_2020_12() -> None:
    Draft202012Validator.check_schema(editor_schema())
    assert '"x-' not in str(editor_schema()).replace("'", '"')


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-2]}-{path.name}")
def test_file_when_it_loads_then_the_editor_finds_nothing_wrong(path: Path) -> None:
    assert wrong(path.read_text(encoding="utf-8")) == []


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
