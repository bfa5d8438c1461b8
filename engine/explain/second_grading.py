"""Judge a second time, in fractions, every condition that a grade was decided by.

The grader works on columns; here one school's conditions are judged value by value. Where the two
differ, or a grade passes a limit that holds, nothing is printed at all.
"""

from __future__ import annotations

from engine.explain.judging import TRUE, UNKNOWN, judge
from engine.explain.outcomes import Outcome
from engine.explain.refusing import refuse
from engine.facts.table import FactTable
from engine.grading import GradeBook
from engine.grading.imposed import impose
from engine.ruleset.model import RuleSet
from engine.veto import VetoTrace


def check_grading(
    ruleset: RuleSet, facts: FactTable, trace: VetoTrace, book: GradeBook, outcome: Outcome
) -> None:
    """Hold one school's grade against its conditions and what its vetoes leave.

    Raises:
        InternalFault: A condition is judged otherwise, or a limit that holds is passed.
    """
    school = outcome.dossier.school
    for judged in book.judged:
        truth, cause = judge(judged.condition, outcome)
        causes = judged.truth.causes
        differs = truth != judged.truth.values[school] or (
            truth == UNKNOWN and causes is not None and cause != causes[school]
        )
        if differs:
            refuse(facts, school, f"{judged.what}两次判定不一致")
    _check_cuts(ruleset, facts, book, outcome)
    if book.grade[school] and ruleset.grade_limits:
        _check_limits(ruleset, facts, trace, book, outcome)


def _check_cuts(ruleset: RuleSet, facts: FactTable, book: GradeBook, outcome: Outcome) -> None:
    """Hold the grade by score against the cut scores, each by its first case that holds."""
    school, units = outcome.dossier.school, book.total_of(outcome.dossier.school)
    if units is None or book.reasons[school]:
        return
    total, at = units * ruleset.unit, 0
    for grade in ruleset.grades:
        if grade.at_least is None:
            continue
        held = (case for case in grade.cases if judge(case.condition, outcome)[0] == TRUE)
        case = next(held, None)
        at += total < (grade.at_least if case is None else case.at_least)
    if ruleset.grades[at].name != book.grade_by_score[school]:
        refuse(facts, school, f"按分数线的等次“{book.grade_by_score[school]}”复算不一致")


def _check_limits(
    ruleset: RuleSet, facts: FactTable, trace: VetoTrace, book: GradeBook, outcome: Outcome
) -> None:
    """Hold the last grade against every limit that holds."""
    school, names = outcome.dossier.school, [grade.name for grade in ruleset.grades]
    at = names.index(book.grade[school])
    holding = [
        limit for limit in ruleset.grade_limits if judge(limit.condition, outcome)[0] == TRUE
    ]
    caps = [names.index(limit.at_most) for limit in holding if limit.at_most]
    # A floor does not lift a grade past what a veto leaves, though the veto lower nothing itself.
    vetoed = [limit.grade_at for limit in impose(ruleset, trace.by_school.get(school)).limits]
    best = max((*caps, *vetoed), default=0)
    floors = [names.index(limit.at_least) for limit in holding if limit.at_least]
    worst = max(min(floors), best) if floors else len(names) - 1
    if not best <= at <= worst:
        refuse(facts, school, f"等次“{names[at]}”越过了成立的等次限定")
