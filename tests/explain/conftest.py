"""Small schools for explanation tests: the good school of the small ruleset, with changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.assess import Assessment, assess
from engine.explain import Ledgers, SchoolLedger
from engine.facts import read_facts
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

SMALL = Path(__file__).parent.parent / "rulesets" / "small"

GOOD_FACTS: Mapping[str, Any] = {
    "学校标识码": "001",
    "学校名称": "甲校",
    "学段": "小学",
    "办学性质": "公办",
    "办学月数": 120,
    "有食堂": "是",
    "已实行校长负责制": "是",
    "支部数": 10,
    "教学单元支部数": 9,
    "封闭管理": "是",
    "硬质隔离": "是",
    "食堂管理制度": "是",
    "运动会次数": 2,
    "监测覆盖率": "100%",
    "劳动基地级别": "市",
    "外部考核得分": 100,
    "球类项目": ["足球", "篮球"],
    "上年曾被否决": "否",
    "当年调整为党委": "否",
    "教师人数": 50,
    "职员人数": 5,
}
GOOD_RECORDS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "师德案件": [],
    "安全事故": [],
    "获奖": [],
    "意识形态报告": [],
    "主题党日": [{"日期": f"2025-{month:02d}-05", "参加人数": 10} for month in range(1, 13)],
    "领导班子": [{"姓名": "甲", "岗位": ["书记"], "分管领域": ["组织"], "上年追责次数": 0}],
}

School = tuple[Mapping[str, Any], Mapping[str, Any]]
AssessSchools = Callable[..., Assessment]


def school(
    facts: Mapping[str, Any] | None = None, records: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the good school with changes; a record table of None is not handed in."""
    tables = {**GOOD_RECORDS, **(records or {})}
    return {
        "事实": {**GOOD_FACTS, **(facts or {})},
        "台账记录": {name: rows for name, rows in tables.items() if rows is not None},
    }


@pytest.fixture(scope="session")
def small_rules() -> RuleSet:
    return load_ruleset(SMALL)


@pytest.fixture
def assess_schools(tmp_path: Path, small_rules: RuleSet) -> AssessSchools:
    """Assess schools given as (changed facts, changed records), in the order of their ids."""

    def run(*schools: School, rules: RuleSet | None = None, **changes: Any) -> Assessment:
        chosen = replace(rules or small_rules, **changes)
        for number, (facts, records) in enumerate(schools, 1):
            document = school({"学校标识码": f"{number:03d}", **facts}, records)
            text = json.dumps(document, ensure_ascii=False, indent=1)
            (tmp_path / f"{number:03d}.json").write_text(text, encoding="utf-8")
        return assess(chosen, read_facts(chosen, [tmp_path]))

    return run


@pytest.fixture
def ledger_of(assess_schools: AssessSchools) -> Callable[..., SchoolLedger]:
    """Write the ledger of one school given by its changes."""

    def run(
        facts: Mapping[str, Any] | None = None,
        records: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> SchoolLedger:
        return _ledgers(assess_schools((facts or {}, records or {}), **changes)).of_school(0)

    return run


@pytest.fixture
def ledgers_of() -> Callable[[Assessment], Ledgers]:
    """Open the ledgers of an assessment."""
    return _ledgers


def _ledgers(assessment: Assessment) -> Ledgers:
    return Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
