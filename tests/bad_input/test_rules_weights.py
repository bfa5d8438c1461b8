"""Mistakes that stand in several weights of one level: each is told once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.ruleset import check_ruleset

RULESET = """\
编号: weights
名称: 权重
年度: 2025
考核窗口: {起: 2025-01-01, 止: 2025-12-31}
满分: 100
学校: {标识字段: 标识码, 名称字段: 名称}
缺失时: 计零
等次设置: [{等次: 合格, 不低于: 60}, {等次: 不合格}]
"""
FIELDS = """\
字段清单:
  标识码: {类型: 文本, 必填: 是}
  名称: {类型: 文本, 必填: 是}
  示范: {类型: 是否}
  得分: {类型: 数值, 小数位: 1, 范围: [0, 100]}
"""
INDICATOR = (
    "  - {{编号: A{number}, 名称: 第{number}项, 分值: 100, {weight}"
    "计分: {{方法: 直接计分, 取值: 得分, 原满分: 100}}}}\n"
)


def told(
    folder: Path, weights: Sequence[str], combine: str = "合成: 加权平均"
) -> list[tuple[str, str, str, str]]:
    """Check a ruleset with these weights; return severity, place, message and hint."""
    indicators = "".join(
        INDICATOR.format(number=number, weight=f"权重: {weight}, " if weight else "")
        for number, weight in enumerate(weights, start=1)
    )
    level = f"维度: {{编号: A, 名称: 甲, 分值: 100, {combine}}}\n指标:\n"
    (folder / "dimensions").mkdir()
    (folder / "ruleset.yaml").write_text(RULESET, encoding="utf-8")
    (folder / "fields.yaml").write_text(FIELDS, encoding="utf-8")
    (folder / "dimensions" / "a.yaml").write_text(level + indicators, encoding="utf-8")
    return [
        (item.severity.label, str(item.place).removeprefix("rules/"), item.message, item.hint)
        for item in check_ruleset(folder, "rules")[1]
        if item.code != "R070"
    ]


def test_weights_when_the_level_is_a_sum_then_it_is_told_once(tmp_path: Path) -> None:
    found = told(tmp_path, ["1", "2", "3"], "说明: 试")
    assert [message for _, _, message, _ in found if "权重" in message] == [
        "“A1”、“A2”、“A3”写了权重，而上一级“A”是相加，权重不起作用"
    ]


def test_weights_when_the_way_of_combining_is_misspelt_then_only_that_is_told(
    tmp_path: Path,
) -> None:
    found = told(tmp_path, ["1", "2", "3"], "合成: 加权")
    assert "“合成”没有“加权”这种写法，只能是：相加、加权平均" in [each[2] for each in found]
    assert not any("权重不起作用" in message for _, _, message, _ in found)


def test_weights_when_several_are_lacking_then_they_are_told_together(tmp_path: Path) -> None:
    assert told(tmp_path, ["", "2", ""]) == [
        (
            "错误",
            "dimensions/a.yaml:3:5",
            "“A1”、“A3”没有写权重，而上一级“A”是加权平均",
            "请写“权重”；上一级若是相加，请删去 rules/dimensions/a.yaml:1:5 的“合成: 加权平均”",
        )
    ]


def test_weights_when_one_lacks_its_percent_sign_then_both_places_are_named(
    tmp_path: Path,
) -> None:
    assert told(tmp_path, ["50%", "20%", "30"]) == [
        (
            "警告",
            "dimensions/a.yaml:5:36",
            "“A”的权重有的写百分号、有的不写：50% 就是 0.5，与 30 放在一起算"
            "（另一处在 rules/dimensions/a.yaml:3:36）",
            "请都写百分号，或都不写",
        )
    ]


@pytest.mark.parametrize(
    ("weights", "said"), [(["50%", "30%", "10%"], "90%"), (["50%", "50%", "12.5%"], "112.5%")]
)
def test_weights_when_percentages_do_not_make_a_hundred_then_the_sum_is_told(
    tmp_path: Path, weights: list[str], said: str
) -> None:
    assert [(severity, message) for severity, _, message, _ in told(tmp_path, weights)] == [
        ("警告", f"“A”各项权重之和是 {said}，不是 100%")
    ]


@pytest.mark.parametrize(
    "weights",
    [
        ["50%", "30%", "20%"],
        ["5", "3", "20"],
        ["50%", "50%", "0"],
        ["50%", "[{条件: 示范, 权重: 50%}, {权重: 10%}]"],
    ],
)
def test_weights_when_of_one_kind_then_nothing_is_told(tmp_path: Path, weights: list[str]) -> None:
    assert told(tmp_path, weights) == []


def test_weights_when_every_one_has_a_condition_then_the_rest_is_asked_for(tmp_path: Path) -> None:
    assert told(tmp_path, ["1", "[{条件: 示范, 权重: 2}]"]) == [
        (
            "警告",
            "dimensions/a.yaml:4:36",
            "“A2”的权重都带条件，条件都不成立的学校，权重按 0 计",
            "请在最后加一项没有条件的，如 {权重: 1}；有意按 0 计的，写 {权重: 0}",
        )
    ]
