"""Set who answers for what as rows: lost points carried to persons, and vetoes they answer for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.assess import Assessment
from engine.explain.losses import lost_by_area
from engine.points import decimal_text
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.tables import PointsCells, Row
from engine.veto.duties import responsibility_lines
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
_NO_DUTIES: tuple[DutyLine, ...] = ()


def duty_rows(assessment: Assessment, said: PointsCells) -> Iterator[Row]:
    """Yield a row a person and area in which points were lost or a veto stands."""
    vetoes: dict[_Key, tuple[DutyLine, ...]] = {}
    for _, trace in sorted(assessment.trace.by_school.items()):
        for duty in trace.duties:
            key = (duty.school, duty.area, duty.person)
            vetoes[key] = (*vetoes.get(key, ()), duty)
    kinds = {
        kind.id: (text_cell(kind.name), points_cell(decimal_text(kind.coefficient)))
        for kind in assessment.ruleset.duties.kinds.values()
    }
    lost = lost_by_area(assessment.ruleset, assessment.scores, assessment.book)
    for line in responsibility_lines(assessment.ruleset, assessment.facts, lost):
        duties = vetoes.get((line.school, line.area, line.person), _NO_DUTIES)
        if line.lost or duties:
            yield [
                text_cell(assessment.facts.school_ids[line.school]),
                text_cell(assessment.facts.names[line.school]),
                text_cell(line.area),
                text_cell(line.person),
                text_cell("、".join(line.posts)),
                *kinds[line.kind],
                said(line.lost),
                said(line.carried),
                *_veto_cells(duties),
            ]


def _veto_cells(duties: Sequence[DutyLine]) -> tuple[str, str, str]:
    """Return the vetoes a person answers for, whether again, and what that withholds."""
    if not duties:
        return "", "", ""
    clauses = dict.fromkeys(f"{duty.clause}（{duty.status.label}）" for duty in duties)
    barred = dict.fromkeys(use for duty in duties for use in duty.barred_from)
    again = "失责追责" if any(duty.repeated for duty in duties) else ""
    return "；".join(clauses), again, text_cell("、".join(barred))
