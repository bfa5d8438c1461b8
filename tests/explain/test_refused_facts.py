"""A fact that a check does not let stand blocks grading, and every story says why."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.assess import Assessment
from engine.explain import Ledgers
from engine.grading import GradingStatus
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

SMALL = Path(__file__).parent.parent / "rulesets" / "small"
CHECKS = """核对:
  - {编号: 核1, 部分: 教学单元支部数, 不超过: 支部数, 不采用: 是}
  - {编号: 核2, 部分: 职员人数, 不超过: 教师人数}
  - {编号: 核3, 部分: 主题党日月数, 不超过: 办学月数, 不采用: 是}
"""


@pytest.fixture
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    folder = tmp_path_factory.mktemp("rules") / "small"
    shutil.copytree(SMALL, folder)
    (folder / "checks.yaml").write_text(CHECKS, encoding="utf-8")
    return load_ruleset(folder, "rules")


def test_school_when_a_check_refuses_its_facts_then_it_waits_and_its_ledger_closes(
    rules: RuleSet,
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
) -> None:
    found = assess_schools(
        ({"支部数": 8, "教学单元支部数": 9}, {}), ({"职员人数": 60}, {}), rules=rules
    )
    assert [each.label for each in found.book.status] == [
        GradingStatus.SUSPENDED.label, GradingStatus.GRADED.label,
    ]  # fmt: skip
    assert [each.code for each in found.problems if each.code[0] == "K"] == ["K001", "K001"]
    ledgers = ledgers_of(found)
    said = [line.sentence for line in ledgers.of_school(0).lines]
    why = "不采用（填的是9，核对“核1”不符）"
    assert any(why in sentence for sentence in said), said
    assert not any("不采用" in line.sentence for line in ledgers.of_school(1).lines)


def test_schools_when_a_check_refuses_what_each_filled_in_then_each_story_names_its_own(
    rules: RuleSet,
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
) -> None:
    schools = [({"支部数": 8, "教学单元支部数": n}, {}) for n in (9, 10)]
    ledgers = ledgers_of(assess_schools(*schools, rules=rules))
    for school, filled in enumerate((9, 10)):
        said = [line.sentence for line in ledgers.of_school(school).lines]
        assert any(f"填的是{filled}，核对“核1”不符" in each for each in said), said


def test_school_when_a_check_refuses_what_its_records_add_up_to_then_the_story_says_so(
    rules: RuleSet,
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
) -> None:
    days = [{"日期": f"2025-0{month}-01", "参加人数": 9} for month in (1, 2, 3)]
    found = assess_schools(({"办学月数": 2}, {"主题党日": days}), rules=rules)
    said = [line.sentence for line in ledgers_of(found).of_school(0).lines]
    assert any("“主题党日”台账还不能定（核对“核3”不符）" in each for each in said), said
