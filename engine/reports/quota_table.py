"""Set how the places of each cohort were used (名额使用) as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator

from engine.assess import Assessment
from engine.explain import place_text
from engine.reports.csv_file import text_cell
from engine.reports.tables import Row

QUOTAS = (
    "cohort",
    "grade",
    "schools",
    "places",
    "candidates",
    "taken",
    "freed",
    "tied_out",
    "quota_place",
)


def quota_rows(assessment: Assessment) -> Iterator[Row]:
    """Yield a row a cohort and quota, in the order in which the places were given."""
    names = assessment.facts.names
    for use in assessment.book.quotas:
        yield [
            text_cell(use.cohort),
            text_cell(use.grade),
            use.size,
            use.places,
            use.wanting,
            use.taken,
            use.freed,
            text_cell("、".join(names[each] for each in use.tied_out)),
            text_cell(place_text(use.place)),
        ]
