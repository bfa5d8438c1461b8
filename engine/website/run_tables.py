"""Read the tables that the overview shows as the run holds them: nothing of them is computed here.

City figures and years, how sure ranks are, posts and offices: a run holds those for which its rules
and facts gave cause; what it does not hold has no place on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.reports.csv_file import cell_text, text_cell
from engine.reports.run_folder import Row, RunFolder
from engine.website.rows import SchoolRow

_ALL = "全市"


@dataclass(frozen=True, slots=True)
class OfSchool:
    """A row about one school, and the school; None where this run does not have it (any more)."""

    school: SchoolRow | None
    row: Row


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over the years.

    Args:
        said: Year -> what it was; a year without has none.
    """

    name: str
    said: Mapping[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunTables:
    """What else the overview shows; each is empty where the run has none.

    Args:
        city: City figures in the order of the rules.
        years: The totals of both years: all, then by cohort. schools_of_years: By school.
        trend_years: Of the trend, in order. trend_coverage: Year -> how many schools have a total.
        trends: Figures with more than one year.
        notes: What was found on how sure the result is.
        edges: Schools near a cut score or the last place of a quota.
        findings: Indicators that deserve a look. assessors: What was found on raters.
        posts, offices: Sums over all schools, the whole last.
    """

    city: tuple[Row, ...]
    years: tuple[Row, ...]
    schools_of_years: tuple[OfSchool, ...]
    trend_years: tuple[str, ...]
    trend_coverage: Mapping[str, str]
    trends: tuple[Trend, ...]
    notes: tuple[Row, ...]
    edges: tuple[OfSchool, ...]
    findings: tuple[Row, ...]
    assessors: tuple[Row, ...]
    posts: tuple[Row, ...]
    offices: tuple[Row, ...]


def run_tables(run: RunFolder, rows: Sequence[SchoolRow]) -> RunTables:
    """Read the tables of a run.

    Args:
        run: The finished run. rows: Its schools.
    """
    by_cell = {text_cell(each.id): each for each in rows}

    def of_schools(found: Iterable[Row]) -> tuple[OfSchool, ...]:
        return tuple(OfSchool(by_cell.get(row["school_id"]), _plain(row)) for row in found)

    years = run.table("years")
    whole = [each for each in years if each["level"] == _ALL]
    trend = run.table("trend")
    trend_years, trends = _trends(trend)
    whole_city = [each for each in trend if each["kind"] == "total" and not each["figure"]]
    return RunTables(
        tuple(map(_plain, run.table("city"))),
        tuple(
            map(
                _plain,
                [*whole, *(each for each in years if each["level"] == "同组" and each["change"])],
            )
        ),
        of_schools(each for each in years if each["level"] not in ("同组", _ALL)),
        trend_years,
        {each["year"]: each["coverage"] for each in whole_city},
        trends,
        tuple(map(_plain, run.table("robustness_notes"))),
        of_schools(each for each in run.table("robustness") if each["edge"] or each["quota_edge"]),
        tuple(_plain(each) for each in run.table("indicator_analysis") if each["finding"]),
        tuple(map(_plain, run.table("assessors"))),
        tuple(map(_plain, run.table("posts"))),
        tuple(map(_plain, run.table("offices"))),
    )


def _plain(row: Row) -> Row:
    return {name: cell_text(text) for name, text in row.items()}


def _trends(rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[Trend, ...]]:
    """Put the years of each figure side by side; one year alone is no trend."""
    years = sorted({each["year"] for each in rows})
    by_figure: dict[tuple[str, str], list[Row]] = {}
    for row in map(_plain, rows):
        by_figure.setdefault((row["kind"], row["figure"]), []).append(row)
    trends = tuple(
        Trend(
            of_figure[-1]["name"],
            {each["year"]: each["said"] for each in of_figure},
            tuple(dict.fromkeys(each["note"] for each in of_figure if each["note"])),
        )
        for of_figure in by_figure.values()
        if len({each["year"] for each in of_figure}) > 1
    )
    return tuple(years), trends
