"""Conflicts between rules are errors that name both places; what differs in anything is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.diagnostics import Diagnostic, Severity
from engine.ruleset import check_ruleset

COVERAGE = "监测覆盖率: {类型: 百分比, 小数位: 4, 范围: [0, 100%], 工作表: 安全}"
CANTEEN = "食堂管理制度: {类型: 是否, 适用: {取值: 有食堂, 等于: 是}, 工作表: 安全}"
MONITORING = "    计分: {方法: 线性, 取值: 监测覆盖率, 零分值: 60%, 满分值: 100%}"


def told(rules: Path, *changes: tuple[str, str, str]) -> list[Diagnostic]:
    """Change some texts and return the errors."""
    for file, old, new in changes:
        path = rules / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = check_ruleset(rules, "rules")[1]
    return [each for each in found if each.severity is Severity.ERROR]


def only_in(schools: str) -> tuple[str, str, str]:
    applies = f"适用: {{取值: 学段, 等于: {schools}}}, "
    return "fields.yaml", COVERAGE, COVERAGE.replace("工作表", f"{applies}工作表")


def test_indicator_when_its_field_applies_only_elsewhere_then_nobody_can_reach_it(
    rules: Path,
) -> None:
    applies = "    适用: {取值: 学段, 等于: 小学}\n" + MONITORING
    (error,) = told(rules, only_in("高中"), ("dimensions/b.yaml", MONITORING, applies))
    assert (error.code, str(error.place)) == ("R085", "rules/dimensions/b.yaml:27:18")
    assert "rules/fields.yaml:15:" in error.message


def test_indicator_when_its_field_applies_there_too_then_it_can_be_reached(rules: Path) -> None:
    applies = "    适用: {取值: 学段, 不等于: 小学}\n" + MONITORING
    assert not told(rules, only_in("高中"), ("dimensions/b.yaml", MONITORING, applies))


def test_indicator_when_a_derived_value_rests_on_fields_that_never_meet_then_nobody_reaches_it(
    rules: Path,
) -> None:
    fields = (
        "fields.yaml",
        "教师人数: {类型: 整数, 范围: [0, 2000], 单位: 人,",
        "教师人数: {类型: 整数, 范围: [0, 2000], 单位: 人, 适用: 有食堂,",
    )
    others = (
        "fields.yaml",
        "职员人数: {类型: 整数, 范围: [0, 2000], 单位: 人,",
        "职员人数: {类型: 整数, 范围: [0, 2000], 单位: 人, 适用: {非: 有食堂},",
    )
    value = "    计分: {方法: 线性, 取值: 教职工总数, 零分值: 0, 满分值: 100}"
    (error,) = told(rules, fields, others, ("dimensions/b.yaml", MONITORING, value))
    assert (error.code, error.value) == ("R085", "B3")
    assert error.message.count("rules/fields.yaml") == 2


def test_charge_when_its_condition_contradicts_the_indicators_then_both_are_named(
    rules: Path,
) -> None:
    charge = (
        "dimensions/a.yaml",
        "        责任领域: 组织\n        计分:\n          方法: 逐次扣分",
        "        责任领域: 组织\n        适用: {取值: 学段, 等于: 小学}\n"
        "        计分:\n          方法: 逐次扣分",
    )
    rows = (
        "dimensions/a.yaml",
        "            - {名称: 迟报, 取值: 迟报数, 首次: 0.2, 每次: 0.5}",
        "            - {名称: 获奖, 台账: 获奖, 条件: {取值: 学段, 等于: 高中}, 每次: 0.5}",
    )
    (error,) = told(rules, charge, rows)
    assert error.code == "R072"
    assert error.message.count("rules/dimensions/a.yaml") == 2


@pytest.mark.parametrize(
    "change",
    [
        (
            "ruleset.yaml",
            "原因: 新开办不足6个月}\n",
            "原因: 新开办不足6个月}\n  - {条件: {取值: 办学月数, 等于: 7}, 原因: 新校}\n",
        ),
        (
            "vetoes.yaml",
            "  - 编号: AQ-1",
            "  - {编号: AQ-0, 名称: 同案另计, 轻重: 21, 责任领域: 安全稳定, 分别计: 是,"
            " 台账: 师德案件, 触发: {取值: 严重程度, 等于: S3},"
            " 后果: [{否优: 是}]}\n  - 编号: AQ-1",
        ),
        (
            "adjustments.yaml",
            "    - 编号: DE1\n",
            "    - {编号: DE0, 名称: 民办另扣, 分值: 6, 适用: {取值: 办学性质, 等于: 民办},"
            " 计分: {方法: 逐次扣分, 计次: [{名称: 案, 台账: 师德案件, 级别字段: 严重程度, 按级别:"
            " {S1: 1, S2: 1, S3: 1, S4: 1}}]}}\n    - 编号: DE1\n",
        ),
        (
            "fields.yaml",
            "教职工总数: {合计: [教师人数, 职员人数]",
            "教职工总数: {合计: [教师人数, 教师人数]",
        ),
        ("ruleset.yaml", "{等次: 合格, 不低于: 24}", "{等次: 合格, 不低于: 31.99}"),
    ],
    ids=["exclusion", "clause", "deduction", "twice a sum", "cut"],
)
def test_rules_when_they_differ_in_something_then_they_are_no_conflict(
    rules: Path, change: tuple[str, str, str]
) -> None:
    assert not told(rules, change)


def test_grade_when_only_a_veto_gives_it_then_it_is_no_conflict(rules: Path) -> None:
    cut = ("ruleset.yaml", "  - {等次: 合格, 不低于: 24}", "  - {等次: 合格, 不低于: 0}")
    assert not told(rules, cut)


def test_limits_when_two_cap_on_one_condition_then_both_places_are_named(rules: Path) -> None:
    text = (
        "等次限定:\n"
        "  - {名称: 甲, 条件: {全部: [有食堂, 封闭管理]}, 不超过: 良好}\n"
        "  - {名称: 乙, 条件: {全部: [封闭管理, 有食堂]}, 不超过: 合格}\n"
    )
    (error,) = told(rules, ("ruleset.yaml", "等次设置:\n", text + "等次设置:\n"))
    assert (error.code, str(error.place)) == ("R084", "rules/ruleset.yaml:15:17")
    assert "rules/ruleset.yaml:14:17" in error.message


def test_conflict_when_told_then_two_places_are_named(rules: Path) -> None:
    """Bands: both neighbours of a gap, and both of an overlap."""
    gap = ("dimensions/b.yaml", "        - {等于: 1, 得: 1.2}\n", "")
    (error,) = told(rules, gap)
    assert error.code == "R054"
    assert (
        "相邻的档在 rules/dimensions/b.yaml:22:11 和 rules/dimensions/b.yaml:21:" in error.message
    )
