"""Coverage of every kind of branch, on the rules of the rule language page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.cases import read_cases, run_cases
from engine.cases.coverage import branches_of, measure_coverage
from engine.diagnostics import Diagnostics
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

PAGE = Path(__file__).parents[2] / "docs" / "rule-language.md"
Rules = tuple[Path, RuleSet]


def put_together(folder: Path, mark: str) -> Rules:
    blocks = re.findall(rf"```{mark}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        path = folder / block.partition("\n")[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    ruleset = load_ruleset(folder, folder.name)
    for path in (folder / "cases").glob("[!_]*.yaml"):
        path.unlink()
    return folder, ruleset


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """Return the page's rules, with no case but the one that others build on."""
    return put_together(tmp_path_factory.mktemp("page") / "sample", "yaml")


@pytest.fixture(scope="module")
def weighted(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """Return the page's rules with weights."""
    return put_together(tmp_path_factory.mktemp("page") / "weighted", "yaml weighted")


def reached(rules: Rules, text: str) -> set[str]:
    """Return what a case goes through, as `owner what`."""
    folder, ruleset = rules
    case = folder / "cases" / "case.yaml"
    case.write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    cases = read_cases(ruleset, folder, diagnostics)
    assert [str(each) for each in diagnostics] == []
    coverage = measure_coverage(ruleset, run_cases(ruleset, cases, engine="forward"))
    case.unlink()
    return {
        f"{each.branch.owner} {each.branch.what}" for each in coverage.branches if each.is_reached
    }


def school(facts: str, records: str = "", expected: str = "总分: 1") -> str:
    told = f"台账记录: {{{records}}}\n" if records else ""
    return f"基于: _base.yaml\n事实: {{{facts}}}\n{told}期望: {{{expected}}}\n"


def test_branches_when_listed_for_every_kind_of_rule_then_keys_are_unique(
    sample: Rules, weighted: Rules
) -> None:
    for _, ruleset in (sample, weighted):
        keys = [branch.key for branch in branches_of(ruleset)]
        assert len(set(keys)) == len(keys)


def test_best_of_when_one_option_is_better_then_only_it_gives_the_points(sample: Rules) -> None:
    found = reached(sample, school("专职心理教师数: 2, 购买心理服务: 按学期"))
    assert {"C1 option 1", "C1 option 1/band 1", "C1 option 2/level 按学期"} <= found
    assert "C1 option 2" not in found


def test_less_when_much_is_taken_off_then_its_band_and_its_bottom_are_reached(
    sample: Rules,
) -> None:
    found = reached(sample, school("体质合格率: 70%, 参测率: 80%"))
    assert {"C3 own/between", "C3 less 1/band 3", "C3 down to"} <= found


def test_checklist_when_too_little_or_too_much_is_done_then_that_is_reached(
    sample: Rules,
) -> None:
    few = reached(sample, school("家长学校: 否, 家访全覆盖: 是, 社区协作: 否"))
    assert {"C2 too few", "C2 家长学校 undone", "C2 家访全覆盖 done"} <= few
    assert "C2 capped" not in few
    assert "C2 capped" in reached(sample, school("家长开放日: 是"))


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("{专家: 甲, 回避: 否, 评分: 90}, {专家: 乙, 回避: 否, 评分: 90}", "few"),
        (
            "{专家: 甲, 回避: 否, 评分: 90, 所在单位: 甲校}, {专家: 乙, 回避: 否, 评分: 90}, "
            "{专家: 丙, 回避: 否, 评分: 90}, {专家: 丁, 回避: 否, 评分: 90}, "
            "{专家: 戊, 回避: 否, 评分: 90}",
            "recusal",
        ),
        (
            "{专家: 甲, 回避: 否, 评分: 99}, {专家: 乙, 回避: 否, 评分: 95}, "
            "{专家: 丙, 回避: 否, 评分: 50}, {专家: 丁, 回避: 否, 评分: 40}",
            "spread",
        ),
        ("{专家: 甲, 回避: 否, 评分: 90}, {专家: 乙, 回避: 否, 评分: 90}, "
         "{专家: 丙, 回避: 否, 评分: 90}", "some"),
    ],
)  # fmt: skip
def test_raters_when_few_recused_or_apart_then_each_is_its_own_branch(
    sample: Rules, rows: str, what: str
) -> None:
    found = {each for each in reached(sample, school("", f"专家评议: [{rows}]")) if "C4 " in each}
    assert f"C4 {what}" in found
    assert found <= {"C4 scored", "C4 some", f"C4 {what}"}


def test_ranking_when_two_schools_compete_then_the_first_and_the_other_are_told_apart(
    sample: Rules,
) -> None:
    found = reached(
        sample,
        "基于: _base.yaml\n各校:\n"
        '  - {事实: {学校标识码: "1"}, 期望: {总分: 1}}\n'
        '  - {事实: {学校标识码: "2", 体育成绩: 45}, 期望: {总分: 1}}\n',
    )
    assert {"BO2 full", "BO2 some"} <= found
    assert "BO2 none" not in found


def test_votes_when_all_are_alike_then_full_points_are_reached(sample: Rules) -> None:
    assert "C5 full" in reached(sample, school("优秀票: 40, 称职票: 0"))
    assert "C5 some" in reached(sample, school("优秀票: 30"))


def test_caps_and_items_when_there_are_many_prizes_then_they_are_reached(sample: Rules) -> None:
    rows = ", ".join(
        f"{{项目: {name}, 级别: {level}, 日期: 2025-03-01}}"
        for name in ("甲", "乙", "丙")
        for level in ("省级", "市级")
    )
    found = reached(sample, school("", f"获奖: [{rows}]"))
    assert {"BO1 获奖/省级", "BO1 获奖/cap", "BO1 获奖/item", "BO1 end"} <= found
    assert "BO1 获奖/市级" not in found


def test_limits_of_grades_when_they_move_a_grade_then_they_are_reached(sample: Rules) -> None:
    weak = "体质合格率: 67%, 优秀票: 0, 称职票: 20, 不称职票: 20"
    rows = ", ".join(f"{{专家: {name}, 回避: 否, 评分: 60}}" for name in "甲乙丙")
    found = reached(sample, school(weak, f"专家评议: [{rows}]", "等次: 合格"))
    assert "有短板 limit" in found
    assert "有短板 limit" not in reached(sample, school("支部数: 10"))


def test_exclusion_and_other_cut_when_conditions_hold_then_they_are_reached(
    sample: Rules,
) -> None:
    found = reached(sample, school("办学月数: 3, 学段: 幼儿园, 三大球项目: 不适用"))
    assert {"新开办不足6个月 exclusion", "优秀 cut 1", "A101 not_applicable"} <= found


def test_veto_when_persons_are_held_to_account_again_then_duty_is_reached(
    sample: Rules,
) -> None:
    case = (
        "{教师: 乙某, 严重程度: S3, 自查发现: 否, 及时报告: 是, 隐瞒: 否, 决定日期: 2025-05-01, "
        "认定机关: 局, 认定文号: 1号}"
    )
    leaders = "领导班子: [{姓名: 甲某, 岗位: [书记, 校长], 上年追责次数: 1}]"
    found = reached(
        sample,
        school("上年曾被否决: 是", f"师德案件: [{case}], {leaders}", "否决条款: {SD-S3: 生效}"),
    )
    assert {"SD-S3 in_force", "师德师风 answers", "责任 repeated"} <= found
    second_year = {each for each in found if each.startswith("SD-S3 SD-S3/") and "/7" in each}
    assert second_year


def test_levels_when_weights_and_limits_hold_then_they_are_reached(weighted: Rules) -> None:
    first = (
        '学校标识码: "1", 学校名称: 完中, 完全中学: 是, 高中生占比: 40%, 语文: 80, 数学: 60, '
        "体质: 不适用, 高考: 90, 制度: 否, 食堂: 是, 宿舍: 否, 示范校: 是"
    )
    found = reached(weighted, f"事实: {{{first}}}\n期望: {{总分: 1}}\n")
    assert {"A3 weight 1", "A3 passes", "B limit 1"} <= found
    assert not {"A3 weight 2", "A too few"} & found
    second = (
        '学校标识码: "2", 学校名称: 初中, 完全中学: 否, 高中生占比: 不适用, 体质: 100, '
        "高考: 不适用, 制度: 是, 食堂: 不适用, 宿舍: 不适用, 示范校: 否"
    )
    found = reached(weighted, f"事实: {{{second}}}\n期望: {{总分: 1}}\n")
    assert {"A3 weight 2", "A too few", "B2 passes"} <= found


def test_editions_when_a_case_names_its_own_date_then_that_span_is_reached(
    sample: Rules,
) -> None:
    now = reached(sample, school("支部数: 100, 教学单元支部数: 85"))
    then = reached(sample, "基准日: 2024-12-31\n" + school("支部数: 100, 教学单元支部数: 85"))
    assert "A102 usual/short" in now
    assert "A102 usual/goal" in then
    spans = [{each for each in found if each.startswith("分期 ")} for found in (now, then)]
    assert spans[0] != spans[1]
    assert all(len(each) == 1 for each in spans)
