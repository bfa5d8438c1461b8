"""Write what is told school by school (indicators, ledgers, explanations), on all cores.

Schools are independent here, so a large batch is shared out over processes in runs of schools;
the runs are put together in order, and their number and size change not one byte.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from engine.assess import Assessment
from engine.diagnostics import InternalFault
from engine.explain import Ledgers, Stories, catalogue
from engine.explain.cohort_levels import Standing, cohort_levels, standings_of
from engine.reports.cohort_table import COHORTS, COHORTS_FILE, cohort_rows
from engine.reports.csv_file import csv_text, open_csv
from engine.reports.staging import STORIES
from engine.reports.tables import INDICATORS, LEDGER, IndicatorRows, PointsCells, ledger_rows

_RUN_OF_SCHOOLS = 50
# Below this, starting processes costs more than it saves.
_WORTH_SHARING = 300

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a run of schools, as the text of each file."""

    indicators: str
    ledger: str
    stories: str
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

    def tell(self, schools: range) -> _Told:
        """Tell of a run of schools.

        Raises:
            InternalFault: A ledger does not close, or the two ways of computing differ.
        """
        ledgers = [self._ledgers.of_school(school) for school in schools]
        ids = [self._ids[school] for school in schools]
        stories = [self._stories.of_school(ledger) for ledger in ledgers]
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
            "".join(_encode(story) + "\n" for story in stories),
            [each for story in stories for each in standings_of(story)],
            sum(len(ledger.lines) for ledger in ledgers),
            len(schools),
        )


def write_school_files(
    assessment: Assessment, folder: Path, progress: Callable[[int, int], None] | None
) -> int:
    """Write indicators.csv, ledger.csv, the explanations, and what they say of each cohort.

    Args:
        assessment: What was found.
        folder: Where to.
        progress: Called with (schools told, schools in all).

    Returns:
        How many ledger lines were written.
    """
    n_schools, done, n_lines = assessment.facts.n_schools, 0, 0
    standings: list[Standing] = []
    with ExitStack() as stack:
        indicators = stack.enter_context(open_csv(folder / "indicators.csv", INDICATORS))
        ledger = stack.enter_context(open_csv(folder / "ledger.csv", LEDGER))
        stories = stack.enter_context((folder / STORIES).open("w", encoding="utf-8", newline="\n"))
        stories.write(_encode(catalogue(assessment.ruleset, assessment.facts)) + "\n")
        for told in _tell_all(assessment, n_schools):
            indicators.write(told.indicators)
            ledger.write(told.ledger)
            stories.write(told.stories)
            standings.extend(told.standings)
            done, n_lines = done + told.n_schools, n_lines + told.n_lines
            if progress is not None:
                progress(done, n_schools)
    with open_csv(folder / COHORTS_FILE, COHORTS) as cohorts:
        cohorts.write(csv_text(cohort_rows(assessment.ruleset, cohort_levels(standings))))
    return n_lines


def _tell_all(assessment: Assessment, n_schools: int) -> Iterator[_Told]:
    """Tell of all schools, a run at a time and in order."""
    runs = [
        range(start, min(start + _RUN_OF_SCHOOLS, n_schools))
        for start in range(0, n_schools, _RUN_OF_SCHOOLS)
    ]
    n_workers = os.cpu_count() or 1
    if n_schools < _WORTH_SHARING or n_workers == 1:
        teller = _Teller(assessment)
        yield from map(teller.tell, runs)
        return
    try:
        with ProcessPoolExecutor(n_workers, initializer=_open, initargs=(assessment,)) as pool:
            yield from pool.map(_tell, runs)
    except BrokenProcessPool as error:
        raise InternalFault("写说明的进程意外中止，结果没有输出；请重试一次") from error


_tellers: list[_Teller] = []  # in a worker process: the one it was opened with


def _open(assessment: Assessment) -> None:
    # An interruption is for the process that the user started to answer, once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _tellers[:] = [_Teller(assessment)]


def _tell(schools: range) -> _Told:
    return _tellers[0].tell(schools)
