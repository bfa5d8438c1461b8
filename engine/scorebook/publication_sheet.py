"""公示名单: what may be published, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.reports.publication import publication
from engine.reports.run_folder import RunFolder
from engine.scorebook.looks import Looks
from engine.scorebook.rules import Rules
from engine.scorebook.table_sheet import Column, Kind, TableSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

PUBLIC = "公示名单"


def write_publication(
    sheet: Worksheet, run: RunFolder, rules: Rules, looks: Looks
) -> tuple[int, tuple[str, ...]]:
    """Write the sheet; return its rows, and what is to be looked at before it is published."""
    public = publication(run)
    columns = [
        Column("序号", 8, Kind.WHOLE),
        Column("同组", 30),
        Column(str(rules.subject), 40),
        Column("等次", 14, Kind.GRADE),
    ]
    table = TableSheet(sheet, columns, rules, looks)
    for number, row in enumerate(public.rows, 1):
        table.row([number, row.cohort, row.name, row.grade])
    table.close()
    return table.n_rows, public.doubts
