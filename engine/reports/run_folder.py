"""Open the folder of a finished assessment: its tables, its stories and its receipt.

Everything that people look at after `pingheng assess` is made from this, and from nothing else.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from engine.facts.schools.choosing import Choice, choose_school
from engine.reports.csv_file import cell_text
from engine.reports.receipts import check_as_written, check_receipt, read_receipt
from engine.reports.staging import STORIES
from engine.reports.story_file import Story, Told, read_story, story_lines
from engine.ruleset.subject import Subject

Row = dict[str, str]


@dataclass(frozen=True)
class RunFolder:
    """A finished assessment.

    Args:
        path: The folder. receipt: What run.json says.
    """

    path: Path
    receipt: dict[str, Any]

    @cached_property
    def catalogue(self) -> Story:
        """What all stories share: the rules in use."""
        lines = story_lines(self.path)
        try:
            return json.loads(next(lines))  # type: ignore[no-any-return]
        finally:
            lines.close()

    @property
    def subject(self) -> Subject:
        """What is assessed: 学校, unless the rules say otherwise."""
        return Subject(self.catalogue.get("subject", "学校"))

    def stories(self) -> Iterator[Story]:
        """Yield the story of each school, in the order of scores.csv."""
        lines = story_lines(self.path)
        next(lines)
        for line in lines:
            yield json.loads(line)

    def table(self, name: str) -> list[Row]:
        """Return the rows of a table, each by the names of its columns.

        Args:
            name: Without its ending, such as scores; one that this run has no need of is empty.

        Raises:
            UsageProblem: It was altered or taken away since.
        """
        path = self.path / f"{name}.csv"
        check_as_written(path, self.receipt)
        if not path.is_file():
            return []
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def scores(self) -> list[Row]:
        """A row a school."""
        return self.table("scores")

    def positions(self, wanted: Sequence[str]) -> list[int]:
        """Return where in scores.csv the wanted schools stand, each by its id or name; or all.

        Raises:
            UsageProblem: One of them is not there, or several are meant.
        """
        choices = [
            Choice(cell_text(row["school_id"]), cell_text(row["name"])) for row in self.scores
        ]
        if not wanted:
            return list(range(len(choices)))
        see = "该文件夹的 scores.csv"
        found = [
            choose_school(choices, each, self.subject, among="结果中", see=see) for each in wanted
        ]
        return sorted(set(found))

    def story_places(self) -> list[int]:
        """Return at which byte of the file of stories that of each school begins."""
        with (self.path / STORIES).open("rb") as file:
            ends = list(accumulate(len(line) for line in file))
        return ends[:-1]

    def stories_at(self, places: Iterable[int]) -> Iterator[Story]:
        """Yield the stories that begin at given bytes of the file."""
        with (self.path / STORIES).open("rb") as file:
            for place in places:
                file.seek(place)
                yield json.loads(file.readline())

    def told(self, school: str) -> Told:
        """Return the story of one school by its id or name.

        Raises:
            UsageProblem: There is none, or several.
        """
        return read_story(self.path, school)


def open_run(out: Path | str) -> RunFolder:
    """Open the folder that `pingheng assess` wrote.

    Raises:
        UsageProblem: It is not there, not finished, of another version, or was altered.
    """
    folder = Path(out).expanduser()
    lines = story_lines(folder)
    next(lines)
    lines.close()
    receipt = read_receipt(folder)
    check_receipt(folder, receipt)
    return RunFolder(folder, receipt)
