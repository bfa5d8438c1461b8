"""Every lint on a cohort finds what it is for, and not what only comes near it.

The cases are in cohort.yaml: what 24 schools have filled in (a list is gone through again and
again; 10*23 stands for 23 times 10), what is found, and a near cohort in which it must not be.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.assess import assess_files
from engine.linting import Finding
from engine.linting.codes import LINTS, ONLY_ON_COHORTS
from engine.linting.cohort_linting import COHORT_LINTS, lint_cohort
from engine.linting.linting import RULE_LINTS
from engine.ruleset.codes import FINDINGS

CASES = yaml.safe_load(Path(__file__).with_name("cohort.yaml").read_text(encoding="utf-8"))
N_SCHOOLS = 24

RULES = {
    "ruleset.yaml": """
编号: marks
名称: 四个指标
年度: 2025
考核窗口: {起: 2025-01-01, 止: 2025-12-31}
满分: 40
学校: {标识字段: 学校标识码, 名称字段: 学校名称}
缺失时: 计零
分组: {按: [学段]}
等次设置: [{等次: 优秀, 不低于: 25}, {等次: 合格}]
""",
    "fields.yaml": """
字段清单:
  学校标识码: {类型: 文本, 必填: 是}
  学校名称: {类型: 文本, 必填: 是}
  学段: {类型: 单选, 选项: [小学, 初中], 必填: 是}
  甲: {类型: 整数, 范围: [0, 10]}
  乙: {类型: 整数, 范围: [0, 10]}
  丙: {类型: 整数, 范围: [0, 10]}
  丁: {类型: 整数, 范围: [0, 10]}
  事故数: {类型: 整数, 范围: [0, 10]}
""",
    "dimensions/a.yaml": """
维度: {编号: A, 名称: 工作, 分值: 40}
指标:
  - {编号: A1, 名称: 第一项, 分值: 10, 计分: {方法: 线性, 取值: 甲, 零分值: 0, 满分值: 10}}
  - {编号: A2, 名称: 第二项, 分值: 10, 计分: {方法: 线性, 取值: 乙, 零分值: 0, 满分值: 10}}
  - {编号: A3, 名称: 第三项, 分值: 10, 计分: {方法: 线性, 取值: 丙, 零分值: 0, 满分值: 10}}
  - 编号: A4
    名称: 第四项
    分值: 10
    计分: {方法: 分档, 取值: 丁, 档次: [{不少于: 2, 得: 10}, {等于: 1, 得: 4}, {小于: 1, 得: 0}]}
""",
    "vetoes.yaml": """
否决条款:
  - 编号: V1
    名称: 事故
    轻重: 1
    责任领域: 安全
    触发: {取值: 事故数, 不少于: 1}
    后果: [{否优: 是}]
""",
}
USUAL: Mapping[str, Sequence[object]] = {
    "学段": ["小学", "初中"],
    "甲": [1, 4, 7, 10, 9],
    "乙": [10, 2, 8, 8, 5, 5, 3],
    "丙": [2, 3, 10, 5, 9, 4, 7, 7, 7, 8, 1],
    "丁": [0, 1, 2],
    "事故数": [0, 0, 0, 0, 0, 1],
}

LintCohort = Callable[[Mapping[str, Sequence[object]]], tuple[Finding, ...]]


def spread(values: Sequence[object]) -> Iterator[object]:
    """Yield each value, those written 10*23 so many times; then again from the beginning."""
    once: list[object] = []
    for value in values:
        text, star, times = str(value).partition("*")
        once.extend([text] * int(times) if star else [value])
    return islice(cycle(once), N_SCHOOLS)


@pytest.fixture
def lint_filled(tmp_path: Path) -> LintCohort:
    """Return a function that assesses 24 schools with these columns, and lints the marks."""
    for name, text in RULES.items():
        path = tmp_path / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def lint(changed: Mapping[str, Sequence[object]]) -> tuple[Finding, ...]:
        columns = {name: list(spread(values)) for name, values in {**USUAL, **changed}.items()}
        facts = tmp_path / "facts.csv"
        with facts.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["学校标识码", "学校名称", *columns])
            for school, row in enumerate(zip(*columns.values(), strict=True), 1):
                writer.writerow([f"{school:04}", f"第{school}学校", *row])
        return lint_cohort(assess_files(tmp_path / "rules", [facts], engine="forward"))

    return lint


def named(found: tuple[Finding, ...], case: dict[str, Any]) -> list[Finding]:
    return [
        each
        for each in found
        if each.diagnostic.code == case["code"] and list(each.items) == case["items"]
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}")
def test_cohort_when_it_shows_something_then_it_is_told_with_schools_and_marks(
    case: dict[str, Any], lint_filled: LintCohort
) -> None:
    (found,) = named(lint_filled(case["filled"]), case)
    assert case["says"] in found.diagnostic.message
    assert found.diagnostic.place is not None
    assert found.diagnostic.hint


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}")
def test_cohort_when_it_only_comes_near_then_nothing_is_told(
    case: dict[str, Any], lint_filled: LintCohort
) -> None:
    assert not named(lint_filled(case["near"]), case)


def test_cohort_when_schools_differ_as_usual_then_nothing_is_told(lint_filled: LintCohort) -> None:
    assert not lint_filled({})


def test_lints_on_cohorts_when_listed_then_each_is_shown_by_a_case() -> None:
    assert {case["code"] for case in CASES} == set(COHORT_LINTS) == ONLY_ON_COHORTS


def test_codes_when_listed_then_each_has_a_meaning_and_a_reason() -> None:
    assert set(LINTS) == set(FINDINGS) == {*RULE_LINTS, *COHORT_LINTS, "L099"}
    assert all(lint.why and not lint.why.endswith("。") for lint in LINTS.values())
