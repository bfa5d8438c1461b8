"""The hand-worked cases of the ruleset `limits`: what becomes of a grade after the cut scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cases import read_cases, run_cases
from engine.diagnostics import Diagnostics
from engine.ruleset import check_ruleset

LIMITS = Path(__file__).parent.parent / "rulesets" / "limits"
CASES = sorted(path.name for path in (LIMITS / "cases").glob("[!_]*.yaml"))


def test_the_rules_are_without_an_error() -> None:
    ruleset, found = check_ruleset(LIMITS, "limits")
    assert ruleset is not None
    assert [str(each) for each in found] == []


@pytest.mark.parametrize("name", CASES)
def test_a_case_when_worked_out_by_hand_then_the_engine_agrees(name: str) -> None:
    ruleset, _ = check_ruleset(LIMITS, "limits")
    assert ruleset is not None
    diagnostics = Diagnostics()
    cases = [case for case in read_cases(ruleset, LIMITS, diagnostics) if name in str(case.place)]
    assert [str(each) for each in diagnostics] == []
    [result] = run_cases(ruleset, cases, engine="forward")
    assert [f"{each.place}: {each}" for each in result.differences] == []
    assert result.compared
