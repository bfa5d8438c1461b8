"""Set who answers for what as rows: lost points carried to persons, and vetoes they answer for."""

from __future__ import annotations

from collections.abc import Iterator

from engine.assess import Assessment
from engine.explain.losses import lost_by_area
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.tables import PointsText, Row
from engine.veto.duties import ResponsibilityLine, responsibility_lines
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

_Key = tuple[int, str, str]  # school, area, person


def duty_rows(assessment: Assessment, said: PointsText) -> Iterator[Row]:
    """Yield a row a person and area in which points were lost or a veto stands."""
    vetoes: dict[_Key, list[DutyLine]] = {}
    for _, trace in sorted(assessment.trace.by_school.items()):
        for duty in trace.duties:
            vetoes.setdefault((duty.school, duty.area, duty.person), []).append(duty)
    lost = lost_by_area(assessment.ruleset, assessment.scores, assessment.book)
    for line in responsibility_lines(assessment.ruleset, assessment.facts, lost):
        duties = vetoes.get((line.school, line.area, line.person), [])
        if line.lost or duties:
            yield _row(assessment, line, duties, said)


def _row(
    assessment: Assessment, line: ResponsibilityLine, duties: list[DutyLine], said: PointsText
) -> Row:
    facts, kinds = assessment.facts, assessment.ruleset.duties.kinds
    clauses = dict.fromkeys(f"{duty.clause}（{duty.status.label}）" for duty in duties)
    barred = dict.fromkeys(use for duty in duties for use in duty.barred_from)
    return [
        text_cell(facts.school_ids[line.school]),
        text_cell(facts.names[line.school]),
        text_cell(line.area),
        text_cell(line.person),
        text_cell("、".join(line.posts)),
        text_cell(kinds[line.kind].name),
        points_cell(line.coefficient),
        said(line.lost),
        said(line.carried),
        "；".join(clauses),
        "失责追责" if any(duty.repeated for duty in duties) else "",
        text_cell("、".join(barred)),
    ]
