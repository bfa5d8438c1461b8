"""Set who answers for what as rows: by area, by person, and summed by post and by office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.assess import Assessment
from engine.explain import UnitsText
from engine.explain.duties import (
    Borne,
    DutyStories,
    OfficeSum,
    PostSum,
    sum_by_office,
    sum_by_post,
)
from engine.points import decimal_text
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.tables import PointsCells, Row
from engine.ruleset.model import RuleSet
from engine.veto.trace import DutyLine

DUTIES = (
    "school_id",
    "name",
    "area",
    "person",
    "posts",
    "kind",
    "coefficient",
    "lost",
    "carried",
    "vetoes",
    "repeated",
    "barred_from",
)
PERSONS = (
    "school_id",
    "name",
    "person",
    "posts",
    "areas",
    "lost",
    "carried",
    "vetoes",
    "repeated",
    "barred_from",
)
POSTS = (
    "post",
    "persons",
    "with_other_posts",
    "schools",
    "carried",
    "persons_with_vetoes",
    "vetoes",
    "repeated",
    "most_carried",
    "most_person",
    "most_school",
)
OFFICES = (
    "office",
    "indicators",
    "full",
    "lost",
    "lost_rate",
    "deducted",
    "schools_losing",
    "worst_indicator",
    "worst_lost",
    "worst_schools",
    "worst",
)


class DutyRows:
    """Sets the duties of each school as rows."""

    def __init__(self, assessment: Assessment, stories: DutyStories, said: PointsCells) -> None:
        self._facts = assessment.facts
        self._stories, self._said = stories, said
        self._kinds = {
            kind.id: (text_cell(kind.name), points_cell(decimal_text(kind.coefficient)))
            for kind in assessment.ruleset.duties.kinds.values()
        }

    def duties(self, school: int) -> Iterator[Row]:
        """Yield a row a person and area in which points were lost or a veto stands."""
        found = self._stories.duties(school)
        vetoes: dict[tuple[str, str], list[DutyLine]] = {}
        for person in found.persons:
            for duty in person.vetoes:
                vetoes.setdefault((duty.area, duty.person), []).append(duty)
        for line in found.lines:
            duties = vetoes.get((line.area, line.person), ())
            if line.lost or duties:
                yield [
                    *self._school(school),
                    text_cell(line.area),
                    text_cell(line.person),
                    text_cell("、".join(line.posts)),
                    *self._kinds[line.kind],
                    self._said(line.lost),
                    self._said(line.carried),
                    *_veto_cells(duties),
                ]

    def persons(self, school: int) -> Iterator[Row]:
        """Yield a row a leader, each once, also those who carry nothing."""
        for person in self._stories.duties(school).persons:
            yield [
                *self._school(school),
                text_cell(person.bearer.name),
                text_cell("、".join(person.bearer.posts)),
                text_cell("、".join(line.area for line in person.lines)),
                self._said(person.lost),
                self._said(person.carried),
                *_veto_cells(person.vetoes),
            ]

    def borne(self, school: int) -> Iterator[Borne]:
        """Yield what the roll-ups take of each leader."""
        school_id, name = self._facts.school_ids[school], self._facts.names[school]
        for person in self._stories.duties(school).persons:
            yield Borne(
                school_id,
                name,
                person.bearer.name,
                person.bearer.posts,
                person.carried,
                len(person.vetoes),
                person.is_repeated,
            )

    def _school(self, school: int) -> tuple[str, str]:
        facts = self._facts
        return text_cell(facts.school_ids[school]), text_cell(facts.names[school])


def _veto_cells(duties: Sequence[DutyLine]) -> tuple[str, str, str]:
    """Return the vetoes a person answers for, whether again, and what that withholds."""
    if not duties:
        return "", "", ""
    clauses = dict.fromkeys(f"{duty.clause}（{duty.status.label}）" for duty in duties)
    barred = dict.fromkeys(use for duty in duties for use in duty.barred_from)
    again = "失责追责" if any(duty.repeated for duty in duties) else ""
    return "；".join(clauses), again, text_cell("、".join(barred))


def post_rows(ruleset: RuleSet, borne: Sequence[Borne]) -> Iterator[Row]:
    """Yield a row a post, and one of all persons."""
    if not ruleset.duties.table:
        return
    said = PointsCells(UnitsText(ruleset.unit))
    posts = ruleset.tables[ruleset.duties.table].fields[ruleset.duties.posts_field].choices
    for each in sum_by_post(posts, borne):
        yield _post_row(each, said)


def _post_row(each: PostSum, said: PointsCells) -> Row:
    return [
        text_cell(each.post),
        each.persons,
        each.several,
        len(each.schools),
        said(each.carried),
        each.with_vetoes,
        each.vetoes,
        each.repeated,
        said(each.most),
        text_cell(each.most_person),
        text_cell(each.most_school),
    ]


def office_rows(assessment: Assessment, said: PointsCells) -> Iterator[Row]:
    """Yield a row an office, and one of all indicators."""
    for each in sum_by_office(assessment.ruleset, assessment.scores, assessment.book):
        yield _office_row(each, said, assessment.ruleset.subject.measure)


def _office_row(each: OfficeSum, said: PointsCells, measure: str) -> Row:
    worst = [
        f"{loss.indicator.id} {loss.indicator.name}：失{said(loss.lost)}分，{loss.schools}{measure}"
        for loss in each.worst
    ]
    first = each.worst[0] if each.worst else None
    return [
        text_cell(each.office),
        each.indicators,
        said(each.full),
        said(each.lost),
        each.lost_rate,
        said(each.deducted),
        each.schools_losing,
        first.indicator.id if first else "",
        said(first.lost) if first else "",
        first.schools if first else "",
        text_cell("；".join(worst)),
    ]
