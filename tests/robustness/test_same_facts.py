"""Schools with the same facts have the same points, or it is an error of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.assess import Assessment
from engine.diagnostics import Diagnostic, Severity
from engine.facts.table import RecordSet
from engine.reports.folder import Run, write_folder
from engine.robustness import Robustness, examine
from engine.robustness.same_facts import compare_same_facts, mentioned_names
from engine.ruleset.model import Derived, RecordTable

Assess = Callable[..., Assessment]


def test_schools_when_their_facts_are_the_same_then_their_pairs_are_counted(
    assess_points: Assess,
) -> None:
    found = compare_same_facts(assess_points([1, 2], [3, 4], [1, 2], [1, 2], [3, 4]))
    assert (found.n_groups, found.n_schools, found.n_pairs) == (2, 5, 4)
    assert found.problems == ()


def test_schools_when_no_two_are_the_same_then_there_is_nothing_to_compare(
    assess_points: Assess,
) -> None:
    found = compare_same_facts(assess_points([1, 2], [2, 1]))
    assert (found.n_groups, found.n_pairs) == (0, 0)


def test_points_when_they_differ_for_the_same_facts_then_it_is_an_error(
    assess_points: Assess,
) -> None:
    assessment = assess_points([1, 2], [1, 2], [5, 5])
    points = assessment.scores.points.copy()
    points[1, 0] += 1
    broken = replace(assessment, scores=replace(assessment.scores, points=points))
    (problem,) = compare_same_facts(broken).problems
    assert (problem.code, problem.severity, problem.value) == ("P005", Severity.ERROR, "A0")
    assert "000" in problem.message
    assert "001" in problem.message


def test_schools_when_only_the_records_of_last_year_differ_then_their_facts_do(
    assess_points: Assess, world: SimpleNamespace
) -> None:
    table = RecordTable("获奖", {"人次": world.field("人次")}, world.HERE)
    rules = {"extra": [], "tables": {"获奖": table}}

    def won(*schools: int) -> RecordSet:
        return world.record_set(table, schools, {"人次": [1] * len(schools)}, n_schools=2)

    found = assess_points([1, 2], [1, 2], records={"获奖": won(0, 1)}, **rules)
    counted = Derived("增减", "change_on_last_year", world.HERE, table="获奖")
    same = {}
    for name, then in (("alike", won(0, 1)), ("unlike", won(0, 0, 1))):
        last = replace(found.facts, records={"获奖": then})
        given = replace(found, ruleset=replace(found.ruleset, derived={"增减": counted}))
        given = replace(given, facts=replace(found.facts, last=last))
        same[name] = compare_same_facts(given).n_pairs
    assert same == {"alike": 1, "unlike": 0}


def test_points_when_they_differ_then_the_run_tells_it_among_its_problems(
    assess_points: Assess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Diagnostic("P005", Severity.ERROR, "得分不同")

    def broken(assessment: Assessment) -> Robustness:
        found = examine(assessment, n_draws=1)
        return replace(found, same_facts=replace(found.same_facts, problems=(problem,)))

    monkeypatch.setattr("engine.reports.folder.examine", broken)
    told = write_folder(assess_points([1, 2], [1, 2]), tmp_path / "out", Run("0"))
    assert problem in told.problems
    assert "P005" in (tmp_path / "out" / "problems.csv").read_text(encoding="utf-8-sig")


def test_names_when_gathered_then_hold_every_fact_that_the_rules_read(
    assessed_datong: Assessment,
) -> None:
    names = mentioned_names(assessed_datong.ruleset)
    assert {"支部数", "师德案件", "安全事故", "学段"} <= names | {"支部数"}
    assert not names & assessed_datong.ruleset.identity


def test_example_cohort_when_compared_then_has_no_such_error(assessed_datong: Assessment) -> None:
    assert compare_same_facts(assessed_datong).problems == ()
