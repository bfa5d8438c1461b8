"""Write what is told school by school (indicators, ledgers, explanations), on all cores.

Schools are independent here, so a large batch is shared out over processes in runs of schools;
the runs are put together in order, and their number and size change not one byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.assess import Assessment
from engine.explain import Ledgers, Stories, catalogue
from engine.explain.cohort_levels import Standing, cohort_levels, standings_of
from engine.explain.duties import Borne
from engine.explain.gains import Gains, GainStories
from engine.reports.cohort_table import COHORTS, COHORTS_FILE, cohort_rows
from engine.reports.csv_file import csv_text, open_csv
from engine.reports.duty_table import DUTIES, PERSONS, POSTS, DutyRows, post_rows
from engine.reports.gain_table import GAINS, GAINS_FILE, gain_rows
from engine.reports.sharing import share_out
from engine.reports.staging import STORIES
from engine.reports.story_file import Story
from engine.reports.tables import INDICATORS, LEDGER, IndicatorRows, PointsCells, ledger_rows

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a run of schools, as the text of each file."""

    indicators: str
    ledger: str
    gains: str
    stories: str
    duties: str
    persons: str
    borne: list[Borne]
    standings: list[Standing]
    n_lines: int
    n_schools: int


class _Teller:
    """Tells of runs of schools of one assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self._ids = assessment.facts.school_ids
        self._ledgers = Ledgers(
            assessment.ruleset,
            assessment.facts,
            assessment.scores,
            assessment.trace,
            assessment.book,
        )
        self._said = PointsCells(self._ledgers.text)
        self._stories = Stories(self._ledgers)
        self._indicators = IndicatorRows(assessment, self._said)
        self._book = assessment.book
        self._gains = Gains(
            assessment.ruleset, assessment.scores, assessment.book, self._ledgers.text
        )
        self._gain_stories = GainStories(self._gains, self._ledgers.text)
        self._duties = DutyRows(assessment, self._stories.duties, self._said)

    def tell(self, schools: range) -> _Told:
        """Tell of a run of schools.

        Raises:
            InternalFault: A ledger does not close, or the two ways of computing differ.
        """
        ledgers = [self._ledgers.of_school(school) for school in schools]
        ids = [self._ids[school] for school in schools]
        stories = [
            {**self._stories.of_school(ledger), "gains": gains}
            for ledger, gains in zip(ledgers, self._told_gains(schools), strict=True)
        ]
        return _Told(
            csv_text(
                row
                for school_id, ledger in zip(ids, ledgers, strict=True)
                for row in self._indicators.of_school(school_id, ledger)
            ),
            csv_text(
                row
                for school_id, ledger in zip(ids, ledgers, strict=True)
                for row in ledger_rows(school_id, ledger, self._said)
            ),
            csv_text(row for story in stories for row in gain_rows(story)),
            "".join(_encode(story) + "\n" for story in stories),
            *self._told_duties(schools),
            [each for story in stories for each in standings_of(story)],
            sum(len(ledger.lines) for ledger in ledgers),
            len(schools),
        )

    def _told_gains(self, schools: range) -> list[Story]:
        book = self._book
        return [
            self._gain_stories.of_school(
                each, book.status[each.school].label, book.reasons[each.school]
            )
            for each in self._gains.of_schools(schools)
        ]

    def _told_duties(self, schools: range) -> tuple[str, str, list[Borne]]:
        return (
            csv_text(row for school in schools for row in self._duties.duties(school)),
            csv_text(row for school in schools for row in self._duties.persons(school)),
            [each for school in schools for each in self._duties.borne(school)],
        )


def write_school_files(
    assessment: Assessment, folder: Path, progress: Callable[[int, int], None] | None
) -> int:
    """Write indicators, ledgers, gains, duties, the explanations, and what all schools come to.

    Args:
        assessment: What was found.
        folder: Where to.
        progress: Called with (schools told, schools in all).

    Returns:
        How many ledger lines were written.
    """
    n_schools, done, n_lines = assessment.facts.n_schools, 0, 0
    standings: list[Standing] = []
    borne: list[Borne] = []
    with ExitStack() as stack:
        indicators = stack.enter_context(open_csv(folder / "indicators.csv", INDICATORS))
        ledger = stack.enter_context(open_csv(folder / "ledger.csv", LEDGER))
        gains = stack.enter_context(open_csv(folder / GAINS_FILE, GAINS))
        duties = stack.enter_context(open_csv(folder / "duties.csv", DUTIES))
        persons = stack.enter_context(open_csv(folder / "persons.csv", PERSONS))
        stories = stack.enter_context((folder / STORIES).open("w", encoding="utf-8", newline="\n"))
        stories.write(_encode(catalogue(assessment.ruleset, assessment.facts)) + "\n")
        for told in share_out(partial(_open_teller, assessment), n_schools, "写说明"):
            indicators.write(told.indicators)
            ledger.write(told.ledger)
            gains.write(told.gains)
            stories.write(told.stories)
            duties.write(told.duties)
            persons.write(told.persons)
            borne.extend(told.borne)
            standings.extend(told.standings)
            done, n_lines = done + told.n_schools, n_lines + told.n_lines
            if progress is not None:
                progress(done, n_schools)
    with open_csv(folder / "posts.csv", POSTS) as posts:
        posts.write(csv_text(post_rows(assessment.ruleset, borne)))
    with open_csv(folder / COHORTS_FILE, COHORTS) as cohorts:
        cohorts.write(csv_text(cohort_rows(assessment.ruleset, cohort_levels(standings))))
    return n_lines


def _open_teller(assessment: Assessment) -> Callable[[range], _Told]:
    return _Teller(assessment).tell
