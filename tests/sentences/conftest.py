"""A small world in which fragments of rules are put in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.points import decimal_text
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

HERE = Path(__file__).parent
FRAME = """
编号: words-2025
名称: 造句用的小方案
年度: 2025
考核窗口: {起: 2025-01-01, 止: 2025-12-31}
小数位: 2
学校: {标识字段: 学校标识码, 名称字段: 学校名称}
缺失时: 计零
满分: {full}
分组: {按: [学段, 隶属]}
等次设置:
  - {等次: 优秀, 不低于: {full}}
  - {等次: 良好, 不低于: {good}}
  - {等次: 合格, 不低于: {fair}}
  - {等次: 不合格}
"""

Fragment = Mapping[str, Any]
RulesOf = Callable[..., RuleSet]


class _AsWritten(yaml.SafeLoader):
    """Reads every scalar as the text that stands there, as the rules themselves are read."""


_AsWritten.yaml_implicit_resolvers = {}


def fragments_of(name: str) -> list[Fragment]:
    """Read a list of fragments with the sentences that they should become."""
    found: list[Fragment] = yaml.load((HERE / name).read_text(encoding="utf-8"), _AsWritten)
    return found


def written(value: Any) -> str:
    """Write a value as YAML in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(written(each) for each in value) + "]"
    return str(value)


@pytest.fixture
def rules_of(tmp_path: Path) -> RulesOf:
    """Return a function that makes a ruleset of indicators, bonus items and deduction items.

    It takes texts that are put behind those of ruleset.yaml and fields.yaml, or are files of their
    own.
    """

    def make(fragments: Sequence[Fragment], more: Mapping[str, str] | None = None) -> RuleSet:
        items: dict[str, list[str]] = {"指标": [], "加分": [], "扣分": []}
        full = Fraction(0)
        for number, each in enumerate(fragments, 1):
            own = {key: value for key, value in each.items() if key not in ("用途", "写成")}
            own = {"编号": f"X{number}", "名称": f"第{number}段", "分值": "2", **own}
            kind = each.get("用途", "指标")
            items[kind].append(f"  - {written(own)}\n")
            full += Fraction(own["分值"]) if kind == "指标" else 0
        folder = _write(tmp_path / "rules", items, full)
        for name, text in (more or {}).items():
            with (folder / name).open("a", encoding="utf-8") as file:
                file.write(text)
        return load_ruleset(folder, "rules")

    return make


def _write(folder: Path, items: Mapping[str, Sequence[str]], full: Fraction) -> Path:
    (folder / "dimensions").mkdir(parents=True)
    shutil.copy(HERE / "world" / "fields.yaml", folder)
    points, frame = str(full), FRAME
    for mark, share in (("full", 1), ("good", Fraction(3, 4)), ("fair", Fraction(3, 5))):
        frame = frame.replace(f"{{{mark}}}", decimal_text(full * share))
    (folder / "ruleset.yaml").write_text(frame, encoding="utf-8")
    head = f"维度: {{编号: A, 名称: 全部, 分值: {points}}}\n指标:\n"
    text = head + "".join(items["指标"])
    (folder / "dimensions" / "a.yaml").write_text(text, encoding="utf-8")
    adjustments = "".join(
        f"{key}:\n  项目:\n" + "".join(f"  {line}" for line in items[key])
        for key in ("加分", "扣分")
        if items[key]
    )
    if adjustments:
        (folder / "adjustments.yaml").write_text(adjustments, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def fragments() -> Callable[[str], list[Fragment]]:
    """Return a function that reads fragments of rules, each with its sentence written by hand."""
    return fragments_of


@pytest.fixture(scope="session")
def as_yaml() -> Callable[[Any], str]:
    """Return a function that writes a fragment as YAML in one line."""
    return written
