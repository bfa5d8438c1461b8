"""Write the score book and all score sheets of a finished assessment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from engine.reports.csv_file import cell_text
from engine.reports.file_names import file_names
from engine.reports.run_folder import RunFolder
from engine.reports.sharing import share_out
from engine.scorebook.book import write_book
from engine.scorebook.rules import Rules
from engine.scorebook.score_sheet import ScoreSheets

BOOK, SHEETS = "scorebook.xlsx", "score-sheets"

Progress = Callable[[int, int], None]


def write_scorebook(run: RunFolder, folder: Path, progress: Progress | None = None) -> None:
    """Write scorebook.xlsx, and a score sheet for each school in score-sheets.

    Args:
        run: The assessment.
        folder: Where to; it holds neither yet.
        progress: Called with (schools done, schools in all).
    """
    pairs = [(cell_text(row["school_id"]), cell_text(row["name"])) for row in run.scores]
    names, whole = file_names(pairs), len(pairs)
    (folder / SHEETS).mkdir()
    work = partial(_SheetWriter, run, folder / SHEETS, run.story_places(), names)
    done = _Done(whole, progress)
    for number, n_written in enumerate(share_out(work, whole, "写评分表")):
        done.sheets(n_written)
        if number == 0:  # the book is written here while other processes write sheets
            write_book(run, folder / BOOK, [f"{SHEETS}/{each}" for each in names], done.row)


class _Done:
    """Counts a school half when its row is in the book, and half when its sheet is written."""

    def __init__(self, n_schools: int, progress: Progress | None) -> None:
        self._halves, self._whole, self._progress = 0, n_schools, progress

    def sheets(self, number: int) -> None:
        self._halves += number
        if self._progress is not None:
            self._progress(self._halves // 2, self._whole)

    def row(self) -> None:
        self.sheets(1)


class _SheetWriter:
    """Writes the score sheets of runs of schools, in one process.

    Args:
        places: Where the story of each school begins.
    """

    def __init__(
        self, run: RunFolder, folder: Path, places: Sequence[int], names: Sequence[str]
    ) -> None:
        self._run, self._folder, self._places, self._names = run, folder, places, names
        self._sheets = ScoreSheets(
            Rules(run.catalogue), has_vetoes=bool(run.receipt["counts"]["vetoes"])
        )

    def __call__(self, schools: range) -> int:
        """Write the sheets of some schools; return how many."""
        stories = self._run.stories_at(self._places[schools.start : schools.stop])
        for school, story in zip(schools, stories, strict=True):
            self._sheets.write(story, self._folder / self._names[school])
        return len(schools)
