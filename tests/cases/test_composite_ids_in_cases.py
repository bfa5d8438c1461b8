"""A hand-worked case knows its unit by several fields, like any other document."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.cases import read_cases, run_cases
from engine.diagnostics import Diagnostics
from engine.ruleset import load_ruleset

RULES = Path(__file__).parents[2] / "examples" / "public" / "sf_restaurants"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    (folder / "cases").mkdir()
    return folder


def test_case_when_it_writes_all_parts_then_each_unit_is_compared(rules: Path) -> None:
    (rules / "cases" / "a.yaml").write_text(
        "name: two days of one business\n"
        'facts: {business_id: "19", type: Routine, high: 1, moderate: 0, low: 2}\n'
        "schools:\n"
        "  - {facts: {date: 2017-12-11}, expected: {total_points: 89, grade: Adequate}}\n"
        "  - {facts: {date: 20160513, high: 4}, expected: {total_points: 68, grade: Poor}}\n",
        encoding="utf-8",
    )
    ruleset, diagnostics = load_ruleset(rules), Diagnostics()
    cases = read_cases(ruleset, rules, diagnostics)
    assert not list(diagnostics)
    assert [each.school_id for each in cases[0].schools] == ["19-2017-12-11", "19-2016-05-13"]
    (result,) = run_cases(ruleset, cases, engine="forward")
    assert not result.differences, [str(each) for each in result.differences]


def test_case_when_it_lacks_a_part_then_the_part_is_named(rules: Path) -> None:
    (rules / "cases" / "a.yaml").write_text(
        'facts: {business_id: "19"}\nexpected: {total_points: 100}\n', encoding="utf-8"
    )
    diagnostics = Diagnostics()
    assert not read_cases(load_ruleset(rules), rules, diagnostics)
    assert any("没有写“date”" in each.message for each in diagnostics)
