"""Hand-worked cases are read, assessed as batches, and compared exactly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.cases import CaseResult, read_cases, run_cases
from engine.diagnostics import Diagnostics
from engine.ruleset import load_ruleset

SMALL = Path(__file__).parent.parent / "rulesets" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the small ruleset, whose one case becomes a base for others."""
    copy = tmp_path / "small"
    shutil.copytree(SMALL, copy)
    (copy / "cases" / "full.yaml").rename(copy / "cases" / "_base.yaml")
    return copy


def run(folder: Path, text: str) -> tuple[list[CaseResult], list[str]]:
    (folder / "cases" / "case.yaml").write_text(text, encoding="utf-8")
    ruleset, diagnostics = load_ruleset(folder, "small"), Diagnostics()
    cases = read_cases(ruleset, folder, diagnostics)
    told = [
        f"{item.code} {str(item.place).removeprefix('small/cases/')} {item.message}"
        for item in diagnostics
    ]
    return list(run_cases(ruleset, cases, engine="forward")), told


def differences(results: list[CaseResult]) -> list[str]:
    return [str(difference) for result in results for difference in result.differences]


def test_case_when_worked_out_right_then_it_passes() -> None:
    ruleset, diagnostics = load_ruleset(SMALL), Diagnostics()
    results = run_cases(ruleset, read_cases(ruleset, SMALL, diagnostics), engine="forward")
    assert [(result.passed, result.compared) for result in results] == [(True, 10)]
    assert not list(diagnostics)


def test_case_when_it_builds_on_another_then_only_what_it_writes_is_new(folder: Path) -> None:
    results, told = run(
        folder,
        "名称: 支部占比89%\n基于: _base.yaml\n"
        "事实: {在职教师党支部数: 100, 教学单元支部数: 89}\n"
        "期望: {指标: {A102: 4.9}, 总分: 39.9}\n",
    )
    assert not told
    assert differences(results) == []
    assert results[0].case.name == "支部占比89%"


def test_case_when_worked_out_wrong_then_each_difference_has_its_place(folder: Path) -> None:
    results, _ = run(
        folder,
        "基于: _base.yaml\n事实: {教学单元支部数: 8}\n"
        "期望:\n  指标: {A102: 5, A101: 不适用}\n  维度: {A: 20}\n  总分: 40\n  等次: 良好\n"
        "  状态: 不定等\n  否决条款: {AQ-1: 生效}\n",
    )
    assert differences(results) == [
        "001 指标 A102：手算 5，算出 4",
        "001 指标 A101：手算 不适用，算出 已计分",
        "001 维度 A：手算 20，算出 19",
        "001 总分：手算 40，算出 39",
        "001 等次：手算 良好，算出 优秀",
        "001 状态：手算 不定等，算出 已定等",
        "001 否决条款 AQ-1：手算 生效，算出 没有触发",
    ]
    assert str(results[0].differences[0].place).endswith("cases/case.yaml:4:14")
    assert not results[0].passed


def test_case_when_a_veto_is_not_expected_then_that_is_a_difference(folder: Path) -> None:
    results, _ = run(
        folder,
        "基于: _base.yaml\n"
        "台账记录: {师德案件: [{教师: 甲, 严重程度: S4, 决定日期: 2025-03-01, 学校责任: 有责}]}\n"
        "期望: {否决条款: {}}\n",
    )
    assert differences(results) == ["001 否决条款 SD-S4：手算 没有触发，算出 生效"]


def test_case_when_it_has_several_schools_then_they_are_one_batch(folder: Path) -> None:
    schools = "".join(
        f'  - 事实: {{学校标识码: "00{number}", 教学单元支部数: {branches}}}\n'
        f"    期望: {{等次: {grade}}}\n"
        for number, branches, grade in (
            (1, 9, "优秀"),
            (2, 8, "良好"),
            (3, 7, "良好"),
            (4, 6, "良好"),
        )
    )
    results, told = run(folder, f"名称: 名额一所\n基于: _base.yaml\n各校:\n{schools}")
    assert not told
    assert differences(results) == []
    assert results[0].compared == 4


def test_case_when_an_indicator_is_not_applicable_then_it_is_expected_in_words(
    folder: Path,
) -> None:
    results, _ = run(
        folder,
        "基于: _base.yaml\n事实: {办学性质: 民办, 已实行校长负责制: 不适用}\n"
        "期望: {指标: {A101: 不适用}, 维度: {A1: 7, A: 20}}\n",
    )
    assert differences(results) == []


def test_case_when_a_clause_stands_in_two_ways_then_both_are_written(folder: Path) -> None:
    row = "教师: {name}, 严重程度: S4, 决定日期: 2025-03-01, 学校责任: 有责, 事件编号: E1"
    rows = ", ".join(f"{{{row.format(name=name)}}}" for name in ("甲", "乙"))
    records = f"基于: _base.yaml\n台账记录: {{师德案件: [{rows}]}}\n"
    results, told = run(folder, records + "期望: {否决条款: {SD-S4: 生效、已并入}}\n")
    assert not told
    assert differences(results) == []
    results, told = run(folder, records + "期望: {否决条款: {SD-S4: 生效}}\n")
    assert differences(results) == ["001 否决条款 SD-S4：手算 生效，算出 已并入、生效"]
    _, told = run(folder, records + "期望: {否决条款: {SD-S4: 生效、并入}}\n")
    assert told == ["R067 case.yaml:3:20 没有这种状态“并入”"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("基于: _none.yaml\n期望: {总分: 1}\n", "R068 case.yaml:1:5 没有案例文件“_none.yaml”"),
        ("基于: ../x.yaml\n期望: {总分: 1}\n", "R068 case.yaml:1:5 没有案例文件“../x.yaml”"),
        (
            "基于: case.yaml\n期望: {总分: 1}\n",
            "R068 case.yaml:1:5 案例循环引用：case.yaml → case.yaml",
        ),
        ("基于: _base.yaml\n", "R067 case.yaml:1:1 案例没有写“期望”"),
        ("事实: {学段: 小学}\n期望: {总分: 1}\n", "R067 case.yaml:1:1 案例里没有写“学校标识码”"),
        ("基于: _base.yaml\n期望: {指标: {A999: 1}}\n", "R067 case.yaml:2:11 没有指标“A999”"),
        ("基于: _base.yaml\n期望: {维度: {Z: 1}}\n", "R067 case.yaml:2:11 没有维度“Z”"),
        ("基于: _base.yaml\n期望: {等次: 优}\n", "R067 case.yaml:2:10 没有等次“优”"),
        ("基于: _base.yaml\n期望: {状态: 好}\n", "R067 case.yaml:2:10 没有状态“好”"),
        ("基于: _base.yaml\n期望: {否决条款: {X: 生效}}\n", "R067 case.yaml:2:13 没有条款“X”"),
        ("基于: _base.yaml\n期望: {总分: 四十}\n", "R008 case.yaml:2:10 “总分”：“四十”不是数"),
        ("基于: _base.yaml\n期望: {得数: 40}\n", "R004 case.yaml:2:6 “期望”里有不认识的键“得数”"),
        (
            "基于: _base.yaml\n各校:\n  - 期望: {总分: 40}\n  - 期望: {总分: 40}\n",
            "R067 case.yaml:4:5 案例里有两所学校的标识码都是“001”",
        ),
    ],
)
def test_case_when_written_wrong_then_it_is_told_once_and_left_out(
    folder: Path, text: str, told: str
) -> None:
    assert run(folder, text) == ([], [told])


def test_case_when_the_id_has_full_width_digits_then_it_is_the_same_school(folder: Path) -> None:
    results, told = run(
        folder, '基于: _base.yaml\n事实: {学校标识码: "００２"}\n期望: {总分: 40}\n'
    )
    assert not told
    assert [result.case.schools[0].school_id for result in results] == ["002"]
    assert differences(results) == []


def test_case_when_the_id_is_blank_then_it_is_told(folder: Path) -> None:
    _, told = run(folder, '事实: {学校标识码: "　"}\n期望: {总分: 1}\n')
    assert told == ["R067 case.yaml:1:1 案例里没有写“学校标识码”"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("事实: {支部个数: 3}", "case.yaml:2:6 案例里写的“支部个数”不是字段"),
        ("台账记录: {获将: []}", "case.yaml:2:8 案例里写的“获将”不是台账"),
        (
            "台账记录: {获奖: [{项目: 合唱, 级: 市}]}",
            "case.yaml:2:22 案例里写的“级”不是台账“获奖”的列",
        ),
        (
            "各校: [{事实: {学校标识码: '1', 支布数: 3}, 期望: {总分: 1}}]",
            "case.yaml:2:24 案例里写的“支布数”不是字段",
        ),
    ],
)
def test_case_when_a_name_is_misspelt_then_it_is_told_and_not_run(
    folder: Path, written: str, told: str
) -> None:
    results, found = run(folder, f"基于: _base.yaml\n{written}\n期望: {{总分: 40}}\n")
    assert not results
    assert found == [f"R067 {told}"]


def test_case_when_a_fact_has_an_alias_then_it_is_known(folder: Path) -> None:
    results, told = run(
        folder, "基于: _base.yaml\n事实: {在职教师党支部数: 10}\n期望: {总分: 40}\n"
    )
    assert not told
    assert results[0].passed


def test_case_when_a_fact_cannot_be_read_then_that_is_a_difference(folder: Path) -> None:
    text = "基于: _base.yaml\n事实: {运动会次数: 两次半}\n期望: {指标: {A101: 2%s}}\n"
    results, _ = run(folder, text % "")
    assert [str(difference.place) for difference in results[0].differences] == [
        "small/cases/case.yaml:2:13"
    ]
    assert "001 事实：手算 可读，算出 运动会次数" in differences(results)[0]
    results, _ = run(folder, text % ", B2: 无法识读")
    assert results[0].passed


def test_case_when_its_file_ends_in_yml_then_it_is_told_not_skipped(folder: Path) -> None:
    (folder / "cases" / "x.yml").write_text("名称: 一\n", encoding="utf-8")
    _, told = run(folder, "基于: _base.yaml\n期望: {总分: 40}\n")
    assert told == ["R016 x.yml 文件“x.yml”不会被读取"]


def test_case_when_a_school_has_a_total_then_none_is_a_difference(folder: Path) -> None:
    results, _ = run(folder, "基于: _base.yaml\n期望: {总分: 无分}\n")
    assert differences(results) == ["001 总分：手算 无分，算出 40"]
