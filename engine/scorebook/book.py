"""Put the score book together: its sheets in order, those without a row left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import xlsxwriter

from engine.reports.run_folder import RunFolder
from engine.reports.workbook_end import end_workbook
from engine.scorebook.gains_sheet import GainsSheet
from engine.scorebook.guide_sheet import GUIDE, Listed, write_guide
from engine.scorebook.indicators_sheet import IndicatorsSheet
from engine.scorebook.looks import Looks
from engine.scorebook.losses_sheet import LossesSheet
from engine.scorebook.publication_sheet import PUBLIC, write_publication
from engine.scorebook.ranks_sheet import RanksSheet
from engine.scorebook.rules import Rules, Story
from engine.scorebook.table import Table, write_table
from engine.scorebook.tables import AFTER, BESIDE_RANKS, BESIDE_VETOES, QUOTAS
from engine.scorebook.totals_sheet import TotalsSheet
from engine.scorebook.vetoes_sheet import VetoesSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Rows go to disk as they come: a book of 2,000 schools takes no more memory than one of 20.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class _Finished(Protocol):
    """A sheet that can be finished, and then says what it holds."""

    NAME: str
    ABOUT: str
    n_rows: int

    def close(self) -> None:
        """Finish it."""


class _SchoolSheet(_Finished, Protocol):
    """A sheet that needs no more than the story of a school."""

    def add(self, story: Story) -> None:
        """Write what a school has there."""


def write_book(
    run: RunFolder, path: Path, score_sheets: Iterable[str], advance: Callable[[], None]
) -> None:
    """Write the score book; the same run gives the same bytes.

    Args:
        score_sheets: Where each school's score sheet is, seen from the book.
        advance: Called for each school.
    """
    book = _Book(run, path)
    for story, score_sheet in zip(run.stories(), score_sheets, strict=True):
        book.add(story, score_sheet)
        advance()
    book.finish()


class _Book:
    """The workbook while it is written."""

    def __init__(self, run: RunFolder, path: Path) -> None:
        self._run, self._rules = run, Rules(run.catalogue)
        self._book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._looks = Looks(self._book)
        self._guide = self._book.add_worksheet(GUIDE)
        self._tables: list[tuple[Table, Worksheet]] = []
        has_cohorts = len({row["cohort"] for row in run.scores}) > 1
        self._totals = TotalsSheet(*self._new(TotalsSheet.NAME), has_cohorts=has_cohorts)
        self._others: list[_SchoolSheet] = [IndicatorsSheet(*self._new(IndicatorsSheet.NAME))]
        self._losses = LossesSheet(*self._new(LossesSheet.NAME))
        if any(run.receipt["counts"]["vetoes"].values()):
            self._others.append(VetoesSheet(*self._new(VetoesSheet.NAME)))
        self._others.append(GainsSheet(*self._new(GainsSheet.NAME)))
        self._add_tables(BESIDE_VETOES)
        has_quotas = QUOTAS.is_in(run)
        self._others.append(RanksSheet(*self._new(RanksSheet.NAME), has_quotas=has_quotas))
        self._add_tables(BESIDE_RANKS)
        self._public = self._book.add_worksheet(PUBLIC)
        self._add_tables(AFTER)

    def _new(self, name: str) -> tuple[Worksheet, Rules, Looks]:
        return self._book.add_worksheet(name), self._rules, self._looks

    def _add_tables(self, tables: Iterable[Table]) -> None:
        for each in tables:
            if each.is_in(self._run):
                self._tables.append((each, self._book.add_worksheet(each.sheet)))

    def add(self, story: Story, score_sheet: str) -> None:
        """Write a school wherever it has a row."""
        self._totals.add(story, self._losses.add(story), score_sheet)
        for each in self._others:
            each.add(story)

    def finish(self) -> None:
        """Write what is not told school by school, and the guide to it all."""
        rules, looks, listed = self._rules, self._looks, []
        sheets: tuple[_Finished, ...] = (self._totals, self._losses, *self._others)
        for each in sheets:
            each.close()
            listed.append(Listed(each.NAME, each.n_rows, rules.say(each.ABOUT)))
        for table, sheet in self._tables:
            n_rows = write_table(sheet, table, self._run, rules, looks)
            listed.append(Listed(table.sheet, n_rows, rules.say(table.about)))
        n_rows, doubts = write_publication(self._public, self._run, rules, looks)
        listed.append(Listed(PUBLIC, n_rows, "可以公示的内容：组、名称、等次，不含个人信息"))
        order = {str(each.get_name()): at for at, each in enumerate(self._book.worksheets())}
        listed.sort(key=lambda each: order[each.name])
        write_guide(self._guide, self._run, rules, looks, listed, doubts)
        made = datetime(int(rules.catalogue["year"]), 1, 1)
        title = f"考核成绩册 {rules.title}"
        self._book.set_properties({"title": title, "author": "评衡", "created": made})
        end_workbook(self._book)
