"""Run hand-worked cases: assess each as a batch of its own, and compare exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from engine.assess import Assessment, assess
from engine.cases.case import UNREAD, Case, CaseResult, Difference, Expected, SchoolCase
from engine.cases.expecting import NO_GRADE, OF_THE_RATED, UNRATED
from engine.checks.codes import OF_A_SCHOOL
from engine.diagnostics import FactsUnusable, Severity
from engine.explain import Workbook
from engine.facts.reading import facts_from_nodes
from engine.glossary import chinese_key
from engine.points import decimal_text
from engine.ruleset.model import RuleSet
from engine.scoring import Status


def run_cases(
    ruleset: RuleSet, cases: Iterable[Case], *, engine: str = "auto"
) -> tuple[CaseResult, ...]:
    """Assess each case and compare what was expected with what was found.

    Args:
        ruleset: The rules.
        cases: Cases that `read_cases` read for these rules.
        engine: Which chainer infers: auto, durable or forward.
    """
    return tuple(_run(ruleset, case, engine) for case in cases)


def _run(ruleset: RuleSet, case: Case, engine: str) -> CaseResult:
    ruleset = case.ruleset or ruleset
    try:
        facts = facts_from_nodes(
            ruleset,
            [school.facts for school in case.schools],
            evidence_date=case.evidence_date,
        )
    except FactsUnusable as problem:
        unread = tuple(
            Difference(school.school_id, UNREAD, "可读", "没有读到", school.facts.place)
            for school in case.schools
        )
        return CaseResult(case, unread, len(unread), problem.diagnostics)
    assessment = assess(ruleset, facts, engine=engine)
    differences = list(_unread(case, assessment))
    compared = len(differences)
    for school in case.schools:
        for difference in _compare(school, assessment):
            compared += 1
            if difference.expected != difference.found:
                differences.append(difference)
    told = tuple(_with_workings(differences, assessment))
    return CaseResult(case, told, compared, assessment.problems, assessment)


def _with_workings(differences: list[Difference], assessment: Assessment) -> Iterator[Difference]:
    """Say of each indicator that differs how it was worked out."""
    if not any(each.indicator for each in differences):
        yield from differences
        return
    workbook = Workbook(assessment.ruleset, assessment.facts, assessment.scores)
    at = {each.id: number for number, each in enumerate(assessment.scores.indicators)}
    for each in differences:
        if each.indicator:
            row = assessment.facts.school_ids.index(each.school_id)
            sentence = workbook.school(row).work_out(at[each.indicator]).sentence
            zeroed = assessment.book.zeroed.get(row, {})
            clauses = [name for name, those in zeroed.items() if at[each.indicator] in those]
            veto = f"；触发{'、'.join(clauses)}，计零" if clauses else ""
            yield replace(each, working=sentence + veto)
        else:
            yield each


def _unread(case: Case, assessment: Assessment) -> Iterator[Difference]:
    """Yield the facts that could not be read, unless the case is about such facts."""
    unreadable = Status.ERROR.label
    if any(unreadable in school.expected.indicators.values() for school in case.schools):
        return
    only = case.schools[0].school_id if len(case.schools) == 1 else ""
    for item in assessment.problems:
        if item.code.startswith("F") and item.severity is Severity.ERROR and item.place:
            yield Difference(only, UNREAD, "可读", item.message, item.place)


def _compare(school: SchoolCase, assessment: Assessment) -> Iterator[Difference]:
    """Yield every comparison, equal or not."""
    if school.school_id not in assessment.facts.school_ids:
        yield Difference(school.school_id, UNREAD, "可读", "没有读到", school.facts.place)
        return
    row = assessment.facts.school_ids.index(school.school_id)
    expected = school.expected
    for item, place_key, wanted, found in (
        *_points(expected, assessment, row),
        *_grade(expected, assessment, row),
        *_vetoes(expected, assessment, row),
        *_checks(expected, assessment, school.school_id),
    ):
        part, _, name = place_key.partition("/")
        yield Difference(
            school.school_id,
            item,
            wanted,
            found,
            expected.place_of(place_key),
            name if part == "indicators" else "",
        )


Comparison = tuple[str, str, str, str]


def _points(expected: Expected, assessment: Assessment, row: int) -> Iterator[Comparison]:
    book, unit = assessment.book, assessment.ruleset.unit
    indicators = [indicator.id for indicator in assessment.scores.indicators]
    for name, wanted in expected.indicators.items():
        at = indicators.index(name)
        status = Status(int(assessment.scores.status[row, at]))
        points = decimal_text(int(book.points[row, at]) * unit)
        is_label = isinstance(wanted, str) or status is Status.NOT_APPLICABLE
        found = status.label if is_label else points
        yield f"指标 {name}", f"indicators/{name}", _text(wanted), found
    for name, number in expected.dimensions.items():
        found = decimal_text(int(book.roll_up.node_points[name][row]) * unit)
        yield f"维度 {name}", f"dimension/{name}", decimal_text(number), found
    amounts = {
        "base": book.roll_up.base,
        "bonuses": book.roll_up.bonus,
        "deductions": book.roll_up.deduction,
        "total_points": book.roll_up.total,
    }
    for key, wanted in expected.amounts.items():
        is_open = key in OF_THE_RATED and not book.rated_mask[row]
        found = UNRATED if is_open else decimal_text(int(amounts[key][row]) * unit)
        yield chinese_key(key), key, _text(wanted), found


def _text(value: Fraction | str) -> str:
    return value if isinstance(value, str) else decimal_text(value)


def _grade(expected: Expected, assessment: Assessment, row: int) -> Iterator[Comparison]:
    book = assessment.book
    if expected.grade:
        yield "等次", "grade", expected.grade, book.grade[row] or NO_GRADE
    if expected.status:
        yield "状态", "status", expected.status, book.status[row].label


def _vetoes(expected: Expected, assessment: Assessment, row: int) -> Iterator[Comparison]:
    """Compare every clause: one that is met without being expected is a difference too."""
    if expected.vetoes is None:
        return
    trace = assessment.trace.by_school.get(row)
    found: dict[str, list[str]] = {}
    for case in trace.cases if trace else ():
        labels = found.setdefault(case.clause, [])
        if case.status.label not in labels:
            labels.append(case.status.label)
    for clause in (*expected.vetoes, *(name for name in found if name not in expected.vetoes)):
        wanted = expected.vetoes.get(clause, "没有触发")
        labels = found.get(clause, ["没有触发"])
        place = f"vetoes/{clause}" if clause in expected.vetoes else "vetoes"
        yield f"否决条款 {clause}", place, wanted, "、".join(sorted(labels))


def _checks(expected: Expected, assessment: Assessment, school_id: str) -> Iterator[Comparison]:
    """Compare every check: one that fails without being expected is a difference too."""
    if expected.checks is None or assessment.checks is None:
        return
    known = (*OF_A_SCHOOL, *(check.id for check in assessment.ruleset.checks))
    failed = [name for name in assessment.checks.failed_in(school_id) if name in known]
    for name in dict.fromkeys((*expected.checks, *failed)):
        wanted = "不符" if name in expected.checks else "相符"
        yield f"核对 {name}", "checks", wanted, "不符" if name in failed else "相符"
    if not expected.checks and not failed:
        yield "核对", "checks", "都相符", "都相符"
