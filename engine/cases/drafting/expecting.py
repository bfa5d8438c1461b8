"""Write today's result of a school as what a case expects, each value to be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.assess import Assessment
from engine.cases.expecting import NO_GRADE, UNRATED
from engine.checks.codes import OF_A_SCHOOL
from engine.explain import UnitsText, Workbook
from engine.glossary import chinese_key
from engine.ruleset.model import Group, RuleSet
from engine.scoring import Status

CHECK = "# 请核对"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an expectation.

    Args:
        part: Under which key it stands; empty: beside the others. text: as written.
        said: The arithmetic, or the name of what it is.
    """

    part: str
    key: str
    text: str
    said: str = ""


def values_of(assessment: Assessment, school: int) -> Iterator[Value]:
    """Yield everything that a case can expect of a school, as it came out."""
    yield from _indicators(assessment, school)
    book, said = assessment.book, UnitsText(assessment.ruleset.unit)
    for group in _groups(assessment.ruleset):
        points = said(int(book.roll_up.node_points[group.id][school]))
        yield Value("dimension", group.id, points, group.name)
    rated = bool(book.rated_mask[school])
    for key, units in (
        ("base", book.roll_up.base),
        ("bonuses", book.roll_up.bonus),
        ("deductions", book.roll_up.deduction),
        ("total_points", book.roll_up.total),
    ):
        is_open = key in ("base", "total_points") and not rated
        yield Value("", key, UNRATED if is_open else said(int(units[school])))
    yield Value("", "grade", book.grade[school] or NO_GRADE)
    yield Value("", "status", book.status[school].label)
    yield from _vetoes(assessment, school)
    yield from _checks(assessment, school)


def _indicators(assessment: Assessment, school: int) -> Iterator[Value]:
    workbook = Workbook(assessment.ruleset, assessment.facts, assessment.scores)
    own, said = workbook.school(school), UnitsText(assessment.ruleset.unit)
    for at, indicator in enumerate(assessment.scores.indicators):
        status = Status(int(assessment.scores.status[school, at]))
        if status is Status.INFORMATIVE:
            continue
        text = status.label
        if status is Status.SCORED:
            text = said(int(assessment.book.points[school, at]))
        sentence = f"{indicator.name}：{own.work_out(at).sentence}"
        yield Value("indicators", indicator.id, text, sentence)


def _groups(ruleset: RuleSet) -> Iterator[Group]:
    """Yield dimensions and groups, those above before those below."""

    def visit(group: Group) -> Iterator[Group]:
        yield group
        for child in group.children:
            if isinstance(child, Group):
                yield from visit(child)

    for dimension in ruleset.dimensions:
        yield from visit(dimension)


def _vetoes(assessment: Assessment, school: int) -> Iterator[Value]:
    """Yield the clauses that are met, each with every way in which it stands."""
    trace = assessment.trace.by_school.get(school)
    found: dict[str, set[str]] = {}
    for case in trace.cases if trace is not None else ():
        found.setdefault(case.clause, set()).add(case.status.label)
    listed = ", ".join(f"{clause}: {'、'.join(sorted(each))}" for clause, each in found.items())
    yield Value("", "vetoes", f"{{{listed}}}")


def _checks(assessment: Assessment, school: int) -> Iterator[Value]:
    if assessment.checks is None:
        return
    known = (*OF_A_SCHOOL, *(check.id for check in assessment.ruleset.checks))
    failed = assessment.checks.failed_in(assessment.facts.school_ids[school])
    yield Value("", "checks", f"[{', '.join(name for name in failed if name in known)}]")


def expected_lines(values: list[Value]) -> list[str]:
    """Write what is expected, a line a value, each marked to be checked."""
    lines = [f"{chinese_key('expected')}:"]
    part = ""
    for value in values:
        if value.part != part and value.part:
            lines.append(f"  {chinese_key(value.part)}:")
        part = value.part
        deeper = "    " if value.part else "  "
        key = value.key if value.part else chinese_key(value.key)
        comment = f"{CHECK} {' '.join(value.said.split())}".rstrip()
        lines.append(f"{deeper}{key}: {value.text}    {comment}")
    return lines
