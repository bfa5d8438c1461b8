"""Set the figures of the city, what makes them up, and two years side by side as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

from engine.city import City
from engine.city.history import TREND
from engine.city.sources import contributions
from engine.city.surveying import coverage_text, exact_text, trend_rows
from engine.city.year_lines import year_lines
from engine.explain import place_text
from engine.facts.table import FactTable, State
from engine.reports.csv_file import points_cell, text_cell
from engine.reports.staging import CITY_FILES
from engine.reports.tables import Row
from engine.ruleset.model import RuleSet
from engine.sentences.city import YEARS_SAID, figure_sentence, printed_text, span_text

FIGURES_FILE, SOURCES_FILE, YEARS_FILE = CITY_FILES
TREND_FILE = "trend.csv"
FIGURES = (
    "figure",
    "name",
    "said",
    "value",
    "unit",
    "bound",
    "window",
    "years",
    "coverage",
    "schools",
    "counted",
    "missing",
    "unreadable",
    "not_applicable",
    "absent",
    "numerator",
    "denominator",
    "printed",
    "printed_as",
    "formula",
    "note",
    "source",
    "place",
)
SOURCES = ("figure", "school_id", "name", "amount", "below", "state", "cells")
YEARS = (
    "level",
    "school_id",
    "name",
    "cohort",
    "seen",
    "last_total",
    "last_grade",
    "total",
    "grade",
    "change",
    "last_by_this",
    "by_rules",
    "by_performance",
    "this_by_last",
    "by_rules_2",
    "by_performance_2",
    "schools",
    "note",
)
_MANY = "；"
# Columns of years.csv that hold points.
_POINTS = frozenset({5, 7, 9, 10, 11, 12, 13, 14, 15})
_EXACT = frozenset({"numerator", "denominator"})


def figure_rows(city: City, ruleset: RuleSet, facts: FactTable) -> Iterator[Row]:
    """Yield a row a figure, in the order of the rules."""
    for each in city.values:
        figure, found = each.figure, each.tally
        counts: list[object] = [""] * 6
        if found is not None:
            by_state = [found.count(state) for state in State]
            present, outside, missing, unreadable = by_state
            covered = facts.n_schools - outside
            counts = [covered, present, missing, unreadable, outside, len(facts.absent)]
        above, below = exact_text(each)
        notes = [*each.notes, *([figure.note] if figure.note else [])]
        yield [
            text_cell(figure.id),
            text_cell(figure.name),
            text_cell(each.said),
            each.shown,
            text_cell(figure.unit),
            each.bound,
            span_text(figure, ruleset),
            YEARS_SAID[figure.years] if figure.years is not None else "",
            coverage_text(found, ruleset, facts) if found is not None else "",
            *counts,
            points_cell(above),
            points_cell(below),
            printed_text(each.figure),
            text_cell(figure.printed_as),
            text_cell(figure_sentence(figure, ruleset)),
            text_cell(_MANY.join(notes)),
            text_cell(str(figure.source) if figure.source else ""),
            text_cell(place_text(figure.place)),
        ]


def source_rows(city: City, ruleset: RuleSet, facts: FactTable) -> Iterator[Row]:
    """Yield, figure by figure, a row a school that gives something or may give something."""
    ids = [text_cell(each) for each in facts.school_ids]
    names = [text_cell(each) for each in facts.names]
    for each in contributions(city.values, ruleset, facts):
        yield [
            text_cell(each.figure),
            ids[each.school],
            names[each.school],
            text_cell(each.amount),
            each.below,
            each.state,
            text_cell(_MANY.join(each.cells)),
        ]


def year_rows(city: City, ruleset: RuleSet) -> Iterator[Row]:
    """Yield a row a school, then one a cohort, then one for all; nothing without last year."""
    if city.years is None:
        return
    for line in year_lines(city.years, ruleset):
        yield [
            points_cell(cell) if at in _POINTS else text_cell(cell)
            for at, cell in enumerate(astuple(line))
        ]


def trend_file_rows(city: City, ruleset: RuleSet, facts: FactTable) -> Iterator[Row]:
    """Yield a row a year and figure, the oldest first."""
    for row in trend_rows(city, ruleset, facts):
        yield [
            points_cell(row.get(title, "")) if title in _EXACT else text_cell(row.get(title, ""))
            for title in TREND
        ]
