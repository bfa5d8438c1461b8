"""A sheet that shows a table of the run as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from engine.reports.csv_file import cell_text
from engine.reports.run_folder import RunFolder
from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules
from engine.scorebook.table_sheet import Cell, Column, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the run as a sheet.

    Args:
        sheet: Its name. file: Of the table, without its ending.
        about: What a row is, for whoever reads the book.
        columns: Column of the table -> how it is shown; {学校} stands for what is assessed.
        frozen: So many columns stay in sight.
    """

    sheet: str
    file: str
    about: str
    columns: dict[str, Column]
    frozen: int = 2

    def is_in(self, run: RunFolder) -> bool:
        """Tell whether a run has a row of the table."""
        path = run.path / f"{self.file}.csv"
        if not path.is_file():
            return False
        with path.open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for _ in islice(file, 2)) == 2

    def rows(self, run: RunFolder) -> Iterator[list[Cell]]:
        """Yield the rows of the table, in its order."""
        for row in run.table(self.file):
            yield [cell_text(row[key]) for key in self.columns]


def write_table(sheet: Worksheet, table: Table, run: RunFolder, rules: Rules, looks: Looks) -> int:
    """Write the sheet of a table; return its rows."""
    columns = [replace(each, title=rules.say(each.title)) for each in table.columns.values()]
    written = TableSheet(sheet, columns, rules, looks, frozen=table.frozen)
    for cells in table.rows(run):
        written.row(cells)
    written.close()
    return written.n_rows
