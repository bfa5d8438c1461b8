"""Assess a batch of schools: check, score, chain the vetoes, grade, and keep every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.checks import CheckBook, check_facts
from engine.collecting import uncollected
from engine.diagnostics import Diagnostic, Diagnostics
from engine.explain.inflation import Inflation, compare_reported
from engine.facts import Inputs, read_facts
from engine.facts.inputs import Pathlike
from engine.facts.table import FactTable
from engine.grading import GradeBook, assign_grades, grading_problems
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet
from engine.scoring import PART_SIZE, ScoreTable, score_schools
from engine.scoring.rating_problems import rating_problems
from engine.scoring.verified import verification_problems
from engine.veto import VetoTrace, trace_vetoes, veto_problems

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that one assessment found, one table a stage.

    Args:
        ruleset: The rules. facts: The schools, as scoring reads them. scores: Points before vetoes.
        trace: Vetoes, duties and effects. book: Points after vetoes, grades and ranks.
        problems: Every diagnostic, in the order of places.
        checks: How the checks between facts came out.
        inflation: Points by self-reported facts against final ones, where any were verified.
    """

    ruleset: RuleSet
    facts: FactTable
    scores: ScoreTable
    trace: VetoTrace
    book: GradeBook
    problems: tuple[Diagnostic, ...]
    checks: CheckBook | None = None
    inflation: Inflation | None = None


@uncollected()
def assess_files(
    rules: Path | str,
    facts: Inputs | Iterable[Pathlike],
    *,
    engine: str = "auto",
    part_size: int = PART_SIZE,
    progress: Progress | None = None,
    as_of: date | None = None,
    profile: str | None = None,
) -> Assessment:
    """Load the rules, read the facts, and assess.

    Args:
        rules: The ruleset's folder.
        facts: What was handed in; paths alone are those of fact sheets.
        engine: Which chainer infers: auto, durable or forward.
        part_size: Schools scored in one go; never changes a result.
        progress: Called with (files read, files in all).
        as_of: The date whose editions of the rules are in force (基准日); the end of the window
            without it.
        profile: The name of the profile (剪裁) that tailors the rules; none without it.

    Raises:
        RulesUnusable: The rules have errors.
        FactsUnusable: Not one school could be read.
    """
    ruleset = load_ruleset(rules, as_of=as_of, profile=profile)
    table = read_facts(ruleset, facts, progress=progress)
    return assess(ruleset, table, engine=engine, part_size=part_size)


def assess(
    ruleset: RuleSet, facts: FactTable, *, engine: str = "auto", part_size: int = PART_SIZE
) -> Assessment:
    """Assess facts that are already read."""

    def grade(table: FactTable) -> tuple[CheckBook, ScoreTable, VetoTrace, GradeBook]:
        checks = check_facts(ruleset, table)
        scores = score_schools(ruleset, checks.facts, part_size=part_size, view=checks.view)
        trace = trace_vetoes(ruleset, checks.facts, scores.view, engine=engine)
        return checks, scores, trace, assign_grades(ruleset, scores, trace)

    handed_in, inflation = facts, None
    checks, scores, trace, book = grade(facts)
    facts = checks.facts
    if facts.revisions or facts.is_revised:
        final = scores, book
        reported = final
        if facts.is_revised:
            # What a check refuses of the verified facts it need not refuse of the reported ones.
            _, reported_scores, _, reported_book = grade(handed_in.as_reported())
            reported = reported_scores, reported_book
        inflation = compare_reported(ruleset, facts.revisions, reported, final)
    problems = (
        *facts.problems,
        *checks.problems,
        *veto_problems(ruleset, facts, trace),
        *verification_problems(ruleset, facts, scores.view),
        *rating_problems(ruleset, facts, scores.view),
        *grading_problems(ruleset, facts, book),
    )
    found = Diagnostics(problems).sorted()
    return Assessment(ruleset, facts, scores, trace, book, found, checks, inflation)
