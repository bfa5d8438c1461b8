"""Say which rows and columns of a sheet were read although they are not shown."""

from __future__ import annotations

from engine.facts.books.sheet import Sheet, is_blank
from engine.facts.gathering import Gathering, cell_place
from engine.facts.table import column_letters

_LISTED = 5


def report_hidden(sheet: Sheet, gathering: Gathering) -> None:
    """Say that hidden rows and columns were read like the others."""
    _report_hidden_rows(sheet, gathering)
    _report_hidden_columns(sheet, gathering)


def _report_hidden_rows(sheet: Sheet, gathering: Gathering) -> None:
    """Say that rows which are not shown, or are filtered out, were read like the others."""
    rows = [
        number
        for number in sorted(sheet.hidden_rows)
        if number < len(sheet.rows) and not all(map(is_blank, sheet.rows[number]))
    ]
    if rows:
        listed = "、".join(str(number + 1) for number in rows[:_LISTED])
        which = f"{listed} 行" if len(rows) <= _LISTED else f"{listed} 等 {len(rows)} 行"
        gathering.diagnostics.note(
            "F014",
            f"“{sheet.name}”第 {which}是隐藏的，也读了",
            cell_place(sheet.origin, rows[0] + 1, 1),
            hint="若是不要的数据，请删去这些行",
        )


def _report_hidden_columns(sheet: Sheet, gathering: Gathering) -> None:
    """Say that columns which are not shown were read like the others."""
    columns = [
        column
        for column in sorted(sheet.hidden_columns)
        if any(column < len(row) and not is_blank(row[column]) for row in sheet.rows)
    ]
    if columns:
        listed = "、".join(column_letters(column + 1) for column in columns[:_LISTED])
        which = f"{listed} 列" if len(columns) <= _LISTED else f"{listed} 等 {len(columns)} 列"
        gathering.diagnostics.note(
            "F014",
            f"“{sheet.name}”第 {which}是隐藏的，也读了",
            cell_place(sheet.origin, 1, columns[0] + 1),
            hint="若是不要的数据，请删去这些列",
        )
