"""Set how far differences can be relied upon as CSV rows: ranks, indicators, raters, notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.assess import Assessment
from engine.points import to_units
from engine.reports.csv_file import csv_text, open_csv, text_cell
from engine.reports.staging import ASSESSORS_FILE, ROBUSTNESS_FILES
from engine.reports.tables import PointsCells, Row
from engine.robustness import Robustness, notes
from engine.robustness.telling import (
    edge_text,
    grades_text,
    indicator_sentence,
    interval_sentence,
    panel_sentence,
    percent,
    quota_text,
    rater_sentence,
    rounded,
)

INTERVALS_FILE, INDICATOR_ANALYSIS_FILE, NOTES_FILE = ROBUSTNESS_FILES
INTERVALS = (
    "school_id",
    "name",
    "cohort",
    "cohort_size",
    "total",
    "rank",
    "rank_low",
    "rank_high",
    "rank_best",
    "rank_worst",
    "grade_by_score",
    "grade_share",
    "grades",
    "edge",
    "quota_edge",
    "sentence",
)
INDICATOR_ANALYSIS = (
    "indicator",
    "name",
    "dimension",
    "full",
    "schools",
    "at_full",
    "at_zero",
    "same",
    "mean_rate",
    "spread",
    "rest_correlation",
    "out_ranks_changed",
    "out_most_moved",
    "out_grades_changed",
    "out_correlation",
    "finding",
    "sentence",
)
NOTES = ("topic", "sentence")
ASSESSORS = (
    "indicator",
    "kind",
    "rater",
    "school_id",
    "name",
    "schools",
    "compared",
    "severity",
    "spread",
    "few",
    "sentence",
)


def write_robustness(
    folder: Path, assessment: Assessment, found: Robustness, said: PointsCells
) -> None:
    """Write the tables; that of raters only where facts hold raters' marks."""
    tables = [
        (INTERVALS_FILE, INTERVALS, interval_rows(assessment, found, said)),
        (INDICATOR_ANALYSIS_FILE, INDICATOR_ANALYSIS, indicator_rows(assessment, found, said)),
        (NOTES_FILE, NOTES, _note_rows(assessment, found)),
    ]
    if found.raters or found.panels:
        tables.append((ASSESSORS_FILE, ASSESSORS, assessor_rows(assessment, found)))
    for name, header, rows in tables:
        with open_csv(folder / name, header) as file:
            file.write(csv_text(rows))


def interval_rows(assessment: Assessment, found: Robustness, said: PointsCells) -> Iterator[Row]:
    """Yield a row a school that has a rank."""
    facts, ruleset, book = assessment.facts, assessment.ruleset, assessment.book
    for each in found.intervals:
        yield [
            text_cell(facts.school_ids[each.school]),
            text_cell(facts.names[each.school]),
            text_cell(each.cohort),
            each.size,
            said(int(book.roll_up.total[each.school])),
            each.rank,
            each.low,
            each.high,
            each.best,
            each.worst,
            text_cell(ruleset.grades[each.grade].name),
            percent(each.grade_share, 1),
            text_cell(grades_text(each, ruleset)),
            text_cell(edge_text(each, ruleset)),
            text_cell(quota_text(each)),
            text_cell(interval_sentence(each, found, ruleset)),
        ]


def indicator_rows(assessment: Assessment, found: Robustness, said: PointsCells) -> Iterator[Row]:
    """Yield a row a base indicator that carries points, in the order of the rules."""
    ruleset = assessment.ruleset
    above = {leaf.id: each for each in ruleset.dimensions for leaf in each.leaves()}
    for own, out in found.indicators:
        yield [
            text_cell(own.indicator.id),
            text_cell(own.indicator.name),
            text_cell(above[own.indicator.id].id),
            said(to_units(own.indicator.points, ruleset.unit)),
            own.n_schools,
            percent(own.at_full),
            percent(own.at_zero),
            percent(own.same),
            percent(own.mean),
            rounded(own.spread, 3),
            "" if own.rest is None else rounded(own.rest, 2),
            out.n_ranks,
            out.most_moved,
            out.n_grades,
            "" if out.correlation is None else rounded(out.correlation, 3),
            own.finding,
            text_cell(indicator_sentence(own, out, ruleset.subject)),
        ]


def assessor_rows(assessment: Assessment, found: Robustness) -> Iterator[Row]:
    """Yield a row a rater, then a row a school that several raters judged."""
    facts = assessment.facts
    for rater in found.raters:
        severity = "" if rater.severity is None else rounded(rater.severity, 1)
        yield [
            text_cell(rater.indicator.id),
            "评委",
            text_cell(rater.rater),
            *("", ""),
            rater.n_schools,
            rater.n_compared,
            severity,
            "",
            "是" if rater.is_few else "",
            text_cell(rater_sentence(rater, assessment.ruleset.subject)),
        ]
    for panel in found.panels:
        yield [
            text_cell(panel.indicator.id),
            str(assessment.ruleset.subject),
            "",
            text_cell(facts.school_ids[panel.school]),
            text_cell(facts.names[panel.school]),
            "",
            panel.n_raters,
            "",
            rounded(panel.spread, 1),
            "",
            text_cell(panel_sentence(panel)),
        ]


def _note_rows(assessment: Assessment, found: Robustness) -> Iterator[Row]:
    for topic, sentence in notes(found, assessment.ruleset):
        yield [topic, text_cell(sentence)]
