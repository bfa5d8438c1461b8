"""Coverage says which branches of the rules hand-worked cases go through and hold to the hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.cases import read_cases, run_cases
from engine.cases.coverage import (
    BranchCoverage,
    BranchKind,
    Coverage,
    branches_of,
    measure_coverage,
)
from engine.diagnostics import Diagnostics
from engine.ruleset import load_ruleset

SMALL = Path(__file__).parent.parent / "rulesets" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the small ruleset whose one case is only there to be built on."""
    copy = tmp_path / "small"
    shutil.copytree(SMALL, copy)
    (copy / "cases" / "full.yaml").rename(copy / "cases" / "_base.yaml")
    return copy


def measured(folder: Path, *texts: str) -> Coverage:
    for number, text in enumerate(texts):
        path = folder / "cases" / f"case{number}.yaml"
        path.write_text(f"基于: _base.yaml\n{text}\n", encoding="utf-8")
    ruleset, diagnostics = load_ruleset(folder, "small"), Diagnostics()
    cases = read_cases(ruleset, folder, diagnostics)
    assert [str(each) for each in diagnostics] == []
    return measure_coverage(ruleset, run_cases(ruleset, cases, engine="forward"))


def reached(coverage: Coverage, owner: str) -> set[str]:
    return {
        each.branch.what
        for each in coverage.branches
        if each.branch.owner == owner and each.is_reached
    }


def branch(coverage: Coverage, owner: str, what: str) -> BranchCoverage:
    (found,) = (
        each for each in coverage.branches if (each.branch.owner, each.branch.what) == (owner, what)
    )
    return found


def test_branches_when_there_is_no_case_then_none_is_reached(folder: Path) -> None:
    coverage = measured(folder)
    assert coverage.n_branches > 80
    assert (coverage.n_reached, coverage.n_compared, coverage.share) == (0, 0, 0)


def test_branches_when_listed_then_each_is_named_once_and_has_a_line_of_the_rules() -> None:
    branches = branches_of(load_ruleset(SMALL))
    assert len({branch.key for branch in branches}) == len(branches)
    assert all(branch.place.line for branch in branches)
    assert all(branch.words for branch in branches)


def test_target_when_cases_meet_it_or_not_then_each_way_is_its_own_branch(folder: Path) -> None:
    coverage = measured(
        folder,
        "期望: {总分: 40}",
        "事实: {教学单元支部数: 8}\n期望: {指标: {A102: 4}}",
    )
    assert reached(coverage, "A102") == {"scored", "usual/goal", "usual/short"}
    lacking = branch(coverage, "A102", "usual/floor")
    assert lacking.branch.words == "“支部设在教学单元”：扣完"
    assert str(lacking.branch.place) == "small/dimensions/a.yaml:25:11"
    assert not lacking.is_reached


def test_small_sample_when_a_case_has_one_then_the_method_inside_is_reached(folder: Path) -> None:
    coverage = measured(folder, "事实: {支部数: 2, 教学单元支部数: 0}\n期望: {指标: {A102: 0}}")
    assert reached(coverage, "A102") == {"scored", "small", "small/fails"}


def test_bands_levels_parts_and_lines_when_reached_then_each_by_its_own_value(folder: Path) -> None:
    coverage = measured(
        folder,
        "事实: {运动会次数: 1, 劳动基地级别: 校, 硬质隔离: 否, 监测覆盖率: 80%}\n期望: {总分: 36}",
    )
    assert reached(coverage, "B2") == {"scored", "band 2"}
    assert reached(coverage, "B4") == {"scored", "level 校"}
    assert reached(coverage, "B1") == {
        "scored",
        "封闭管理 done",
        "硬质隔离 undone",
        "食堂管理 done",
    }
    assert reached(coverage, "B3") == {"scored", "between"}


def test_charges_when_a_case_has_records_then_hits_levels_and_caps_are_told_apart(
    folder: Path,
) -> None:
    accident = "{等级: 较大, 责任认定: 全责, 发生日期: 2025-03-01, 死亡人数: 0, 事件编号: E%d}"
    rows = ", ".join(accident % number for number in (1, 2))
    coverage = measured(folder, f"台账记录: {{安全事故: [{rows}]}}\n期望: {{指标: {{B6: 1}}}}")
    assert reached(coverage, "B6") == {"scored", "end", "有责事故/较大", "有责事故/cap"}


def test_clause_when_cases_meet_it_then_each_way_it_stands_is_its_own_branch(folder: Path) -> None:
    case = "教师: 甲, 严重程度: S3, 决定日期: 2025-03-01, 学校责任: 有责, 事件编号: E1"
    proposed = f"台账记录: {{师德案件: [{{{case}, 自查发现: 否, 及时报告: 否}}]}}"
    coverage = measured(folder, f"{proposed}\n期望: {{否决条款: {{SD-S3: 否决建议}}}}")
    assert "proposed" in reached(coverage, "SD-S3")
    assert not {"in_force", "absorbed", "relief 1 granted"} & reached(coverage, "SD-S3")
    assert branch(coverage, "SD-S3", "proposed").is_compared


def test_relief_when_an_exception_stands_against_it_then_that_is_reached(folder: Path) -> None:
    row = (
        "教师: 甲, 严重程度: S3, 决定日期: 2025-03-01, 学校责任: 有责, 自查发现: 是, 及时报告: 是, "
        "隐瞒: 是, 认定机关: 局, 认定文号: 1号"
    )
    coverage = measured(
        folder, f"台账记录: {{师德案件: [{{{row}}}]}}\n期望: {{否决条款: {{SD-S3: 生效}}}}"
    )
    assert {"in_force", "relief 1 refused"} <= reached(coverage, "SD-S3")


def test_branch_when_a_case_compares_nothing_that_it_affects_then_it_is_only_reached(
    folder: Path,
) -> None:
    coverage = measured(folder, "事实: {运动会次数: 1}\n期望: {指标: {A101: 2}}")
    assert branch(coverage, "B2", "band 2").is_reached
    assert not branch(coverage, "B2", "band 2").is_compared
    assert branch(coverage, "A101", "holds").is_compared
    assert 0 < coverage.n_compared < coverage.n_reached


def test_indicator_when_it_does_not_apply_then_its_method_is_not_reached(folder: Path) -> None:
    coverage = measured(
        folder, "事实: {办学性质: 民办, 已实行校长负责制: 不适用}\n期望: {指标: {A101: 不适用}}"
    )
    assert reached(coverage, "A101") == {"not_applicable"}


def test_coverage_when_taken_by_kind_then_the_kinds_add_up(folder: Path) -> None:
    coverage = measured(folder, "期望: {总分: 40}")
    kinds = dict(coverage.by_kind())
    assert sum(own.n_branches for own in kinds.values()) == coverage.n_branches
    assert sum(own.n_compared for own in kinds.values()) == coverage.n_compared
    assert {BranchKind.INDICATOR, BranchKind.METHOD, BranchKind.CLAUSE} <= set(kinds)
