"""Lay out where a school stands in its cohort: dimensions and matters, by their share of full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.website.school.scale import Axis, axis_over, number

Story = dict[str, Any]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One dimension or matter of a school; its places are in percent of the drawing.

    Args:
        median, least, most: Of the cohort, as text; None where the cohort has no such figures.
        x_…: Where they lie.
    """

    id: str
    name: str
    full: str
    points: str
    rate: str
    weight: str
    width: str
    least: str = ""
    median: str | None = None
    most: str = ""
    x_least: str = ""
    x_median: str = ""
    x_most: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All bars of one kind, on one axis of shares (percent of full points)."""

    bars: tuple[Bar, ...]
    axis: Axis
    n_compared: str


class Cohorts:
    """The figures of all cohorts, as the run's table cohorts.csv has them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: Mapping[tuple[str, str, str], Row] = {
            (row["cohort"], row["kind"], row["id"]): row for row in rows
        }

    def of(self, cohort: str, kind: str, part: str) -> Row | None:
        """Return the figures of one part; none where nobody in the cohort has it."""
        return self._rows.get((cohort, kind, part))


def standing_of(story: Story, kind: str, parts: Iterable[Story], cohorts: Cohorts) -> Standing:
    """Lay out one school's dimensions or matters.

    Args:
        kind: dimension or matter, as cohorts.csv writes it.
        parts: The school's own, each with id, name, full, points, rate.
    """
    own = list(parts)
    rows = [cohorts.of(story["cohort"], kind, each["id"]) for each in own]
    rates = [number(each["rate"]) for each in own if each["rate"]]
    for row in rows:
        if row is not None:
            rates.extend(number(row[name]) for name in _RATES if row[name])
    axis = axis_over([*rates, number("100")])
    bars = tuple(_bar(each, row, kind, axis) for each, row in zip(own, rows, strict=True))
    counts = {row["schools"] for row in rows if row is not None}
    return Standing(bars, axis, counts.pop() if len(counts) == 1 else "")


_RATES = ("least_rate", "median_rate", "most_rate")


def _bar(own: Story, row: Row | None, kind: str, axis: Axis) -> Bar:
    bar = Bar(
        own["id"],
        own["name"],
        own["full"],
        own["points"],
        own["rate"],
        own.get("weight", ""),
        axis.width(axis.first, number(own["rate"])) if own["rate"] else "0",
    )
    if row is None or not row["median_rate"]:
        return bar
    x_least, x_median, x_most = (axis.place(number(row[name])) for name in _RATES)
    # Full points of a matter differ between schools (不适用): only shares can be compared.
    end, unit = ("_rate", "%") if kind == "matter" else ("", "")
    least, median, most = (f"{row[name + end]}{unit}" for name in ("least", "median", "most"))
    return replace(
        bar,
        least=least,
        median=median,
        most=most,
        x_least=x_least,
        x_median=x_median,
        x_most=x_most,
    )
