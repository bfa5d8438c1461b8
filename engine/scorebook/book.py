"""Put the score book together: its sheets in order, those without a row left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from engine.reports.publication import publication
from engine.reports.run_folder import RunFolder
from engine.scorebook.guide_sheet import GUIDE, Listed, write_guide
from engine.scorebook.indicators_sheet import INDICATORS, IndicatorsSheet
from engine.scorebook.looks import Looks
from engine.scorebook.losses_sheet import LOSSES, LossesSheet
from engine.scorebook.ranks_sheet import RANKS, RanksSheet
from engine.scorebook.rules import Rules
from engine.scorebook.table_sheet import Column, Kind, TableSheet
from engine.scorebook.tables import (
    COHORTS,
    CONFLICTS,
    DUTIES,
    EVIDENCE,
    INFLATION,
    PROBLEMS,
    QUOTAS,
    REVISIONS,
    VETOES,
    Table,
)
from engine.scorebook.totals_sheet import TOTALS, TotalsSheet

PUBLIC = "公示名单"
# Rows go to disk as they come: a book of 2,000 schools takes no more memory than one of 20.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_BEFORE_PUBLIC = (VETOES, DUTIES)
_BETWEEN = (QUOTAS, COHORTS)
_AFTER_PUBLIC = (REVISIONS, INFLATION, EVIDENCE, CONFLICTS, PROBLEMS)


def write_book(
    run: RunFolder, path: Path, score_sheets: Iterable[str], advance: Callable[[], None]
) -> None:
    """Write the score book; the same run gives the same bytes.

    Args:
        score_sheets: Where each school's score sheet is, seen from the book.
        advance: Called for each school.
    """
    with _Book(run, path) as book:
        for story, score_sheet in zip(run.stories(), score_sheets, strict=True):
            row = book.losses.add(story)
            book.totals.add(story, row, score_sheet)
            book.indicators.add(story)
            book.ranks.add(story)
            advance()


class _Book:
    """The workbook while it is written."""

    def __init__(self, run: RunFolder, path: Path) -> None:
        self._run, self._rules = run, Rules(run.catalogue)
        self._book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._looks = looks = Looks(self._book)
        rules, add = self._rules, self._book.add_worksheet
        cohorts = {row["cohort"] for row in run.scores}
        self._guide = add(GUIDE)
        self.totals = TotalsSheet(add(TOTALS), rules, looks, has_cohorts=len(cohorts) > 1)
        self.indicators = IndicatorsSheet(add(INDICATORS), rules, looks)
        self.losses = LossesSheet(add(LOSSES), rules, looks)
        tables = [(each, add(each.sheet)) for each in _BEFORE_PUBLIC if self._has(each)]
        self.ranks = RanksSheet(add(RANKS), rules, looks, has_quotas=self._has(QUOTAS))
        tables += [(each, add(each.sheet)) for each in _BETWEEN if self._has(each)]
        self._public = add(PUBLIC) if rules.has_grades else None
        tables += [(each, add(each.sheet)) for each in _AFTER_PUBLIC if self._has(each)]
        self._tables = tables

    def __enter__(self) -> _Book:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._finish()

    def _has(self, table: Table) -> bool:
        """Tell whether the run has a row of a table."""
        path = self._run.path / f"{table.file}.csv"
        if not path.is_file():
            return False
        with path.open(encoding="utf-8-sig", newline="") as file:
            next(file, None)
            return next(file, None) is not None

    def _finish(self) -> None:
        measure = f"{self._rules.subject.measure}{self._rules.subject}"
        self.totals.table.close()
        self.indicators.close()
        self.losses.table.close()
        self.ranks.close()
        listed = [
            Listed(
                TOTALS, self.totals.table.n_rows, f"一{measure}一行：各维度、加减分、总分、等次"
            ),
            Listed(INDICATORS, self.indicators.n_rows, f"一{measure}一行，一项指标一列"),
            Listed(
                LOSSES, self.losses.table.n_rows, "一处失分一行：标准、算法、事实、填报处、规则"
            ),
            Listed(RANKS, self.ranks.table.n_rows, "按组排名：等次怎样得出，谁受名额影响"),
        ]
        doubts: tuple[str, ...] = ()
        for table, sheet in self._tables:
            listed.append(Listed(table.sheet, self._write(table, sheet), table.about))
        if self._public is not None:
            n_rows, doubts = self._write_public(self._public)
            listed.append(Listed(PUBLIC, n_rows, "可以公示的内容：组、名称、等次，不含个人信息"))
        order = {str(each.get_name()): at for at, each in enumerate(self._book.worksheets())}
        listed.sort(key=lambda each: order[each.name])
        write_guide(self._guide, self._run, self._rules, self._looks, listed, doubts)
        made = datetime(int(self._rules.catalogue["year"]), 1, 1)
        title = f"考核成绩册 {self._rules.title}"
        self._book.set_properties({"title": title, "author": "评衡", "created": made})
        self._book.close()

    def _write(self, table: Table, sheet: xlsxwriter.worksheet.Worksheet) -> int:
        columns = table.titled(self._rules.subject)
        title = f"{self._rules.title} · {table.sheet}"
        written = TableSheet(sheet, columns, self._looks, title=title, frozen=table.frozen)
        written.head()
        for cells in table.rows(self._run):
            written.add(cells)
        written.close()
        return written.n_rows

    def _write_public(self, sheet: xlsxwriter.worksheet.Worksheet) -> tuple[int, tuple[str, ...]]:
        public, rules = publication(self._run), self._rules
        columns = [
            Column("序号", 8, Kind.WHOLE),
            Column("同组", 30),
            Column(str(rules.subject), 40),
            Column("等次", 14, Kind.GRADE),
        ]
        written = TableSheet(sheet, columns, self._looks, title=f"{rules.title} · {PUBLIC}")
        written.head()
        for number, row in enumerate(public.rows, 1):
            written.add([number, row.cohort, row.name, row.grade])
        written.close()
        return written.n_rows, public.doubts
