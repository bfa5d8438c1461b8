"""The hand-worked schools of the Datong ruleset come out as they were worked by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from engine.cases import read_cases, run_cases
from engine.cases.coverage import measure_coverage
from engine.diagnostics import Diagnostics
from engine.reports.coverage_page import required_line
from engine.ruleset import load_ruleset
from engine.ruleset.nodes import MappingNode, Node, SequenceNode
from engine.ruleset.reading import read_yaml
from engine.veto.trace import VetoStatus

RULES = Path(__file__).parents[2] / "rules" / "datong-2025"
RULESET = load_ruleset(RULES)
PROBLEMS = Diagnostics()
CASES = read_cases(RULESET, RULES, PROBLEMS)


def _expected_vetoes() -> list[tuple[str, str]]:
    """Return every (clause, status) that some case expects."""
    found: list[tuple[str, str]] = []
    for path in sorted((RULES / "cases").glob("*.yaml")):
        _collect(read_yaml(path, Diagnostics()), found)
    return found


def _collect(node: Node | None, found: list[tuple[str, str]]) -> None:
    if isinstance(node, SequenceNode):
        for item in node.items:
            _collect(item, found)
    elif isinstance(node, MappingNode):
        for entry in node:
            if entry.key == "否决条款" and isinstance(entry.value, MappingNode):
                found += [(each.key, each.value.text) for each in entry.value]  # type: ignore[union-attr]
            else:
                _collect(entry.value, found)


def test_cases_when_read_then_have_no_problem() -> None:
    assert [str(problem) for problem in PROBLEMS] == []


def test_cases_when_run_then_agree_with_the_hand_and_reach_nearly_every_branch() -> None:
    # One test, since running them is what takes time.
    results = run_cases(RULESET, CASES)
    differing = {each.case.name: list(map(str, each.differences)) for each in results}
    assert {name: found for name, found in differing.items() if found} == {}
    lacking = required_line(measure_coverage(RULESET, results), Fraction(95, 100))
    assert lacking is None, lacking.text


def test_cases_when_taken_together_then_work_every_clause() -> None:
    worked = {clause for clause, _ in _expected_vetoes()}
    assert set(RULESET.clauses) - worked == set()


def test_cases_when_taken_together_then_show_every_way_a_veto_can_stand() -> None:
    shown = {word for _, status in _expected_vetoes() for word in status.split("、")}
    assert shown == {status.label for status in VetoStatus}
