"""Set where each cohort stands as CSV rows: totals, dimensions and matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.explain.cohort_levels import DIMENSION, CohortLevel
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.tables import Row
from engine.ruleset.model import RuleSet

COHORTS_FILE = "cohorts.csv"
COHORTS = (
    "cohort",
    "kind",
    "id",
    "name",
    "schools",
    "full",
    "mean",
    "median",
    "least",
    "most",
    "rate",
    "median_rate",
    "least_rate",
    "most_rate",
)


def cohort_rows(ruleset: RuleSet, levels: Iterable[CohortLevel]) -> Iterator[Row]:
    """Yield a row a cohort and part; the rows over all schools name no cohort."""
    names = {each.id: each.name for each in ruleset.dimensions}
    for each in levels:
        yield [
            text_cell(each.cohort),
            each.kind,
            text_cell(each.id),
            text_cell(names[each.id] if each.kind == DIMENSION else each.id),
            each.n_schools,
            each.full if "～" in each.full else points_cell(each.full),
            *map(points_cell, (each.mean, each.median, each.least, each.most)),
            each.rate,
            each.median_rate,
            each.least_rate,
            each.most_rate,
        ]
