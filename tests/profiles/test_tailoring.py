"""A profile (剪裁) leaves out, changes and fills up; sums hold exactly, and each change is told."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from engine.differences import compare_rules
from engine.ruleset import check_ruleset, load_ruleset
from engine.ruleset.form import form_fingerprint
from engine.ruleset.methods import Bands, Checklist, Deduct, Target
from engine.ruleset.model import Group, Indicator, RuleSet

SMALL = Path(__file__).parents[1] / "rulesets" / "small"
HEAD = """编号: rural
名称: 乡村学校
批准机关: 县委教育工委
批准人: 孙某
批准日期: 2025-01-15
理由: 乡村学校规模小
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = tmp_path / "rules"
    shutil.copytree(SMALL, rules)
    return rules


def tailored(folder: Path, content: str) -> RuleSet:
    """Return the small ruleset tailored by a profile of this content."""
    (folder / "profiles" / "rural.yaml").write_text(HEAD + content, encoding="utf-8")
    return load_ruleset(folder, "rules", profile="乡村学校")


def indicator(ruleset: RuleSet, name: str) -> Indicator:
    return next(each for each in ruleset.all_indicators() if each.id == name)


def points(ruleset: RuleSet) -> dict[str, Fraction]:
    nodes: list[Group | Indicator] = [*ruleset.groups(), *ruleset.leaves()]
    return {each.id: each.points for each in nodes}


def sums_hold(ruleset: RuleSet) -> bool:
    own = all(
        group.points == sum(child.points for child in group.counted()) for group in ruleset.groups()
    )
    return own and ruleset.full_points == sum(each.points for each in ruleset.dimensions)


def test_indicator_when_left_out_then_its_siblings_fill_up_with_all_their_points(
    folder: Path,
) -> None:
    rules = tailored(folder, "不考: [B4]\n")
    # 20 points over the 18 that are left: each times 10/9, inside and out.
    found = points(rules)
    assert "B4" not in found
    assert (found["B1"], found["B2"], found["B6"]) == (
        Fraction(40, 9), Fraction(20, 9), Fraction(20, 3),
    )  # fmt: skip
    assert sums_hold(rules)
    checklist, bands, deduct = (indicator(rules, name).method for name in ("B1", "B2", "B6"))
    assert isinstance(checklist, Checklist)
    assert [part.points for part in checklist.parts] == [
        Fraction(10, 9), Fraction(5, 3), Fraction(5, 3),
    ]  # fmt: skip
    assert isinstance(bands, Bands)
    assert [band.points for band in bands.bands] == [Fraction(20, 9), Fraction(4, 3), 0]
    assert isinstance(deduct, Deduct)
    assert deduct.floor == Fraction(10, 9)
    assert deduct.charges[0].by_level == {"一般": Fraction(20, 9), "较大": Fraction(50, 9)}
    assert deduct.charges[0].cap == Fraction(50, 9)


def test_group_when_left_out_then_the_level_fills_up_and_passes_it_down(folder: Path) -> None:
    rules = tailored(folder, "不考: [A1]\n")
    found = points(rules)
    assert (found["A2"], found["A201"], found["A203"]) == (20, Fraction(60, 13), Fraction(120, 13))
    assert sums_hold(rules)
    (out,) = [each for each in rules.profile.changes if each.is_left_out]  # type: ignore[union-attr]
    assert (out.part, out.what, out.before) == ("组 A1 校长负责制", "不考", "（分值 7）")


def test_points_when_ordered_then_they_stand_and_the_others_fill_up(folder: Path) -> None:
    rules = tailored(folder, "改:\n  - {项: A102, 分值: 4, 计分: {目标: 80%}, 理由: 支部少}\n")
    found = points(rules)
    assert (found["A1"], found["A101"], found["A102"]) == (7, 3, 4)
    target = indicator(rules, "A102").method
    assert isinstance(target, Target)
    assert (target.goal, target.step, target.loss) == (
        Fraction(4, 5), Fraction(1, 100), Fraction(2, 25),
    )  # fmt: skip
    assert sums_hold(rules)
    assert rules.profile is not None
    assert [(str(each), each.reason) for each in rules.profile.of("A102")] == [
        ("指标 A102 支部设在教学单元：分值 5 → 4", "支部少"),
        ("指标 A102 支部设在教学单元：目标 90% → 80%", "支部少"),
    ]
    assert str(rules.profile.of("A102")[0].place) == "rules/profiles/rural.yaml:8:19"


def test_value_when_changed_then_its_place_is_the_line_of_the_profile(folder: Path) -> None:
    rules = tailored(folder, "改:\n  - {项: A102, 计分: {目标: 80%}}\n")
    (change,) = [each for each in compare_rules(load_ruleset(folder), rules) if each.indicator]
    assert str(change.place_after) == "rules/profiles/rural.yaml:8:24"
    assert points(rules) == points(load_ruleset(folder))


def test_points_when_not_filled_up_then_the_author_has_to_make_the_sums_hold(folder: Path) -> None:
    (folder / "profiles" / "rural.yaml").write_text(
        HEAD + "不考: [B4]\n分值补足: 不补\n", encoding="utf-8"
    )
    _, found = check_ruleset(folder, "rules", profile="乡村学校")
    assert [each.code for each in found if each.severity.value == "error"] == ["R050"]
    rules = tailored(folder, "不考: [B4]\n改: [{项: B3, 分值: 6}]\n分值补足: 不补\n")
    assert points(rules)["B3"] == 6
    assert points(rules)["B1"] == 4


def test_only_some_when_kept_then_all_others_that_count_are_left_out(folder: Path) -> None:
    rules = tailored(folder, "只考: [A2, B6]\n")
    assert [each.id for each in rules.leaves()] == ["A201", "A202", "A203", "A204", "B6"]
    assert points(rules)["B6"] == 20
    assert sums_hold(rules)


def test_ids_when_left_out_then_they_leave_the_lists_that_name_them(folder: Path) -> None:
    rules = tailored(folder, "不考: [A203, A]\n只考: [B]\n")
    assert rules.quotas[0].compare_by == ("师德师风",)
    assert all("A203" not in each.targets for each in rules.clauses["SD-S3"].effects)
    assert rules.profile is not None
    assert "否决条款 SD-S3 师德严重问题：计零里不再有 A203" in map(str, rules.profile.changes)


def test_clause_when_switched_off_then_it_is_told_with_its_reason(folder: Path) -> None:
    rules = tailored(folder, "不考: [{项: AQ-1, 理由: 县里另有规定}]\n")
    assert "AQ-1" not in rules.clauses
    (change,) = rules.profile.changes  # type: ignore[union-attr]
    assert (str(change), change.reason) == ("否决条款 AQ-1 有人死亡：停用", "县里另有规定")


def test_clause_and_grades_when_changed_then_the_profile_stands(folder: Path) -> None:
    rules = tailored(
        folder,
        "改:\n  - {项: SD-S3, 后果: [{直接定等: 不合格}], 理由: 从严}\n"
        "等次设置: [{等次: 优秀, 不低于: 38}, {等次: 良好, 不低于: 32}, {等次: 合格, 不低于: 24}, "
        "{等次: 不合格}]\n名额: [{等次: 优秀, 比例: 20%}]\n",
    )
    assert [each.grade for each in rules.clauses["SD-S3"].effects] == ["不合格"]
    assert rules.grades[0].at_least == 38
    assert rules.quotas[0].share == Fraction(1, 5)


def test_form_when_rules_are_tailored_then_workbooks_stay_valid(folder: Path) -> None:
    whole = load_ruleset(SMALL)
    rules = tailored(folder, "不考: [B4]\n")
    assert form_fingerprint(rules) == form_fingerprint(whole)
    assert rules.digest != load_ruleset(folder).digest


def test_profile_when_written_in_english_keys_then_it_tailors_alike() -> None:
    english = load_ruleset(SMALL.parent / "small-english", "rules", profile="rural")
    assert compare_rules(load_ruleset(SMALL, "rules", profile="rural"), english) == ()
    assert english.profile is not None
    assert [each.said for each in english.profile.of("A102")] == ["分值 5 → 4", "目标 90% → 80%"]


def test_profile_when_the_rules_are_loaded_without_it_then_they_are_whole(folder: Path) -> None:
    whole = load_ruleset(folder)
    assert whole.profile is None
    assert points(whole)["B4"] == 2
