"""Every lint finds what it is for, at its place, and not what only looks like it.

The tables are in findings/*.yaml: what stands in the small ruleset, what stands there now, what is
found; and a near case in which it must not be found.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.linting import Finding
from engine.linting.codes import LINTS
from engine.linting.linting import RULE_LINTS
from engine.ruleset.codes import FINDINGS

Lint = Callable[..., tuple[Finding, ...]]

TABLES = sorted((Path(__file__).parent / "findings").glob("*.yaml"))
CASES = [
    pytest.param(case, id=f"{case['code']}-{'+'.join(map(str, case['items']))}-{number}")
    for table in TABLES
    for number, case in enumerate(yaml.safe_load(table.read_text(encoding="utf-8")))
]


def changes_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [*case.get("also", []), {"file": case["file"], "old": case["old"], "new": case["new"]}]


@pytest.mark.parametrize("case", CASES)
def test_rules_when_something_is_worth_a_look_then_it_is_found_at_its_place(
    case: dict[str, Any], lint: Lint
) -> None:
    found = [
        each
        for each in lint(*changes_of(case))
        if each.diagnostic.code == case["code"] and list(each.items) == case["items"]
    ]
    assert [str(each.diagnostic.place).removeprefix("rules/") for each in found] == [case["at"]]
    assert case.get("says", "") in found[0].diagnostic.message
    assert found[0].diagnostic.hint


@pytest.mark.parametrize("case", CASES)
def test_rules_when_it_only_looks_alike_then_nothing_is_found(
    case: dict[str, Any], lint: Lint
) -> None:
    near = [{**{key: case[key] for key in ("file", "old", "new")}, **case["near"]}]
    found = lint(*case.get("also", []), *near)
    assert not [
        each
        for each in found
        if each.diagnostic.code == case["code"] and set(each.items) == set(case["items"])
    ]


def test_lints_when_listed_then_each_is_shown_by_a_case() -> None:
    shown = {case.values[0]["code"] for case in CASES}
    assert shown == set(RULE_LINTS)


def test_rule_language_page_when_it_lists_lints_then_all_with_severity_and_reason() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rule-language.md").read_text(encoding="utf-8")
    for code, lint in LINTS.items():
        assert f"| {code} | {lint.severity.label} | {FINDINGS[code]} | {lint.why} |" in page
