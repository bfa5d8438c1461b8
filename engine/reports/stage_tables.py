"""Set what a team verified as CSV rows: every revision, and self-reported against final points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.assess import Assessment
from engine.explain import place_text
from engine.explain.inflation import InflationLine
from engine.facts.table import FactTable
from engine.reports.csv_file import text_cell
from engine.reports.staging import STAGE_FILES
from engine.reports.tables import PointsCells, Row

REVISIONS_FILE, INFLATION_FILE = STAGE_FILES
REVISIONS = (
    "school_id",
    "name",
    "table",
    "fact",
    "stage",
    "outcome",
    "old",
    "new",
    "who",
    "when",
    "why",
    "evidence",
    "place",
    "old_place",
)
INFLATION = (
    "level",
    "school_id",
    "name",
    "indicator",
    "indicator_name",
    "reported",
    "final",
    "inflated",
    "reported_status",
    "final_status",
    "facts",
    "schools",
    "schools_higher",
    "schools_lower",
)
_MANY = "；"


def revision_rows(facts: FactTable) -> Iterator[Row]:
    """Yield a row a verification, school by school."""
    for each in facts.revisions:
        yield [
            text_cell(facts.school_ids[each.school]),
            text_cell(facts.names[each.school]),
            text_cell(each.table),
            text_cell(each.field),
            each.stage.label,
            each.outcome.label,
            text_cell(each.old),
            text_cell(each.new),
            text_cell(each.who),
            text_cell(each.when),
            text_cell(each.why),
            text_cell(each.evidence),
            text_cell(place_text(each.place)),
            text_cell(place_text(each.old_place)),
        ]


def inflation_rows(assessment: Assessment, said: PointsCells) -> Iterator[Row]:
    """Yield each verified school's indicators and its total, then a sum an indicator."""
    inflation, facts = assessment.inflation, assessment.facts
    if inflation is None:
        return
    for each in inflation.lines:
        level = "总分" if each.indicator is None else "指标"
        school = [text_cell(facts.school_ids[each.school]), text_cell(facts.names[each.school])]
        yield [level, *school, *_compared(each, said), "", "", ""]
    for each in inflation.sums:
        level = "总分合计" if each.indicator is None else "指标合计"
        counts = [each.n_compared, each.n_higher, each.n_lower]
        yield [level, "", "", *_compared(each, said), *counts]


def _compared(each: InflationLine, said: PointsCells) -> Iterable[object]:
    yield each.indicator.id if each.indicator else ""
    yield text_cell(each.indicator.name) if each.indicator else ""
    for points in (each.reported, each.final, each.inflated):
        yield "" if points is None else said(points)
    yield each.reported_status
    yield each.final_status
    yield text_cell(_MANY.join(each.facts))
