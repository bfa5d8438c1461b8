"""What changed between two rulesets is told in words, by part, with both places."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.differences import ChangeKind, RuleChange, compare_rules
from engine.reports.differences_page import differences_page
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

DATONG = Path(__file__).parents[2] / "rules" / "datong-2025"
A = "dimensions/a-organization.yaml"
Change = Callable[..., tuple[RuleChange, ...]]


@pytest.fixture(scope="module")
def datong() -> RuleSet:
    return load_ruleset(DATONG, "前")


@pytest.fixture
def changed(datong: RuleSet, tmp_path: Path) -> Change:
    """Return a function that changes texts of one file and tells what that changed."""

    def change(*pairs: tuple[str, str, str]) -> tuple[RuleChange, ...]:
        folder = tmp_path / "rules"
        shutil.copytree(DATONG, folder)
        for file, old, new in pairs:
            path = folder / file
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return compare_rules(datong, load_ruleset(folder, "后"))

    return change


def said(changes: tuple[RuleChange, ...]) -> list[str]:
    return [str(change) for change in changes]


def test_rules_when_they_are_the_same_then_nothing_is_told(datong: RuleSet) -> None:
    assert compare_rules(datong, load_ruleset(DATONG)) == ()
    assert [each.text for each in differences_page(())] == ["规则没有变化。"]


def test_rules_when_written_in_english_keys_then_nothing_is_told() -> None:
    folder = Path(__file__).parents[1] / "rulesets"
    both = [load_ruleset(folder / name) for name in ("small", "small-english")]
    assert compare_rules(*both) == ()


def test_parameters_when_changed_then_each_is_told_with_its_unit_and_places(
    changed: Change,
) -> None:
    changes = changed((A, "目标: 90%", "目标: 85%"), (A, "每差: 1%", "每差: 2%"))
    assert said(changes) == [
        "指标 A205 支部设在教育教学单元：目标 90% → 85%",
        "指标 A205 支部设在教育教学单元：每差 1个百分点 → 2个百分点",
    ]
    assert changes[0].indicator == "A205"
    lines = (DATONG / A).read_text(encoding="utf-8").splitlines()
    row = 1 + next(at for at, line in enumerate(lines) if "目标: 90%" in line)
    assert str(changes[0].place_before) == f"前/{A}:{row}:15"
    assert str(changes[0].place_after) == f"后/{A}:{row}:15"


def test_bands_when_changed_then_old_and_new_stand_side_by_side(changed: Change) -> None:
    old = "[{不少于: 2, 得: 1}, {不少于: 1, 小于: 2, 得: 0.6}, {小于: 1, 得: 0}]"
    new = "[{不少于: 3, 得: 1}, {不少于: 1, 小于: 3, 得: 0.6}, {小于: 1, 得: 0}]"
    assert said(changed((A, old, new))) == [
        "指标 A305 党组织研究群团工作：档次 2次及以上得1分 → 3次及以上得1分",
        "指标 A305 党组织研究群团工作：档次 1次及以上、2次以下（不含）得0.6分 → "
        "1次及以上、3次以下（不含）得0.6分",
    ]


def test_checklist_when_its_parts_change_then_they_are_matched_by_name(changed: Change) -> None:
    first = "{名称: 规则已修订, 条件: {全部: [校长办公会议事规则, "
    changes = changed(
        (A, first, first.replace("规则已修订", "规则修订")),
        (
            A,
            "{名称: 纳入思政德育, 条件: {取值: 校内考核纳入事项, 包含: 思政德育}, 分值: 0.25}",
            "{名称: 纳入思政德育, 条件: {取值: 校内考核纳入事项, 包含: 思政德育}, 分值: 0.15}",
        ),
        (
            A,
            "{名称: 纳入队伍建设, 条件: {取值: 校内考核纳入事项, 包含: 队伍建设}, 分值: 0.25}",
            "{名称: 纳入队伍建设, 条件: {取值: 校内考核纳入事项, 包含: 队伍建设}, 分值: 0.35}",
        ),
    )
    assert said(changes) == [
        "指标 A104 校长办公会议事规则：各项“规则修订”的名称 规则已修订 → 规则修订",
        "指标 A304 四项工作纳入校内年度考核：各项“纳入思政德育”的分值 0.25分 → 0.15分",
        "指标 A304 四项工作纳入校内年度考核：各项“纳入队伍建设”的分值 0.25分 → 0.35分",
    ]


def test_indicator_when_renamed_then_it_is_not_told_as_gone_and_new(changed: Change) -> None:
    changes = changed((A, "编号: A303d", "编号: A303e"), ("coverage.yaml", "A303d", "A303e"))
    assert [str(each) for each in changes if each.indicator] == [
        "指标 A303e 党课：编号 A303d → A303e"
    ]


def test_grades_quotas_and_vetoes_when_changed_then_they_are_told_in_order(
    changed: Change,
) -> None:
    changes = changed(
        ("ruleset.yaml", "{等次: 优秀, 不低于: 90}", "{等次: 优秀, 不低于: 88}"),
        ("ruleset.yaml", "比例: 30%, 取整: 舍去", "比例: 25%, 取整: 进一"),
    )
    assert said(changes) == [
        "等次 优秀：分数线 90分 → 88分",
        "名额 优秀：比例 30% → 25%",
        "名额 优秀：取整 舍去 → 进一",
    ]
    assert {each.kind for each in changes} == {ChangeKind.CHANGED}
    page = "\n".join(each.text for each in differences_page(changes))
    assert "前/ruleset.yaml:41:18 → 后/ruleset.yaml:41:18" in page
    assert page.endswith("共 3 处变动：改动 3。")


def test_profile_when_it_orders_otherwise_then_it_is_told_at_the_part_it_is_about(
    changed: Change,
) -> None:
    file = "profiles/yunchuan.yaml"
    changes = changed(
        (file, "{目标: 85%}", "{目标: 80%}"),
        (file, "  - {项: A4, 分值: 4, 理由: 本年度以协同育人为重点}\n", ""),
    )
    assert said(changes) == [
        "剪裁 云川区2025：改“A205”的计分 目标 85% → 目标 80%",
        "剪裁 云川区2025：删去改“A4” 分值 4，原因 本年度以协同育人为重点",
    ]
