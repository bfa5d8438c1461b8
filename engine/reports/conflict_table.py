"""Set the facts on which two places differ as CSV rows: a row for what each place says."""

from __future__ import annotations

from collections.abc import Iterator

from engine.explain import place_text
from engine.facts.table import FactTable
from engine.reports.csv_file import text_cell

CONFLICTS = (
    "school_id",
    "name",
    "table",
    "event",
    "fact",
    "value",
    "source",
    "place",
    "stands",
    "why",
)


def conflict_rows(facts: FactTable) -> Iterator[list[object]]:
    """Yield a row for each place that says something of a fact on which the places differ."""
    names = dict(zip(facts.school_ids, facts.names, strict=True))
    for conflict in facts.conflicts:
        for claim in conflict.claims:
            yield [
                text_cell(conflict.school_id),
                text_cell(names[conflict.school_id]),
                text_cell(conflict.table),
                text_cell(conflict.event),
                text_cell(conflict.field),
                text_cell(claim.text),
                text_cell(claim.source),
                text_cell(place_text(claim.place)),
                "是" if claim.stands else "否",
                text_cell(conflict.why),
            ]
