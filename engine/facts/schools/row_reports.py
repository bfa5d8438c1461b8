"""Say what is odd about the rows of a sheet: a school twice, cells merged over several."""

from __future__ import annotations

from dataclasses import replace

from engine.diagnostics import Diagnostic, Severity
from engine.facts.books.sheet import Sheet, is_blank, shown
from engine.facts.gathering import Gathering, cell_place
from engine.facts.layout.layouts import TableLayout
from engine.facts.layout.remarks import no_data
from engine.facts.schools.school_rows import SchoolRow

_LISTED = 5


def _is_merged_down(sheet: Sheet, row: int, column: int | None) -> bool:
    return any(merge.left == column and merge.top < row <= merge.bottom for merge in sheet.merges)


def report_repeated(layout: TableLayout, rows: list[SchoolRow], gathering: Gathering) -> None:
    """Say which schools have two rows in one sheet; together where they are many."""
    first: dict[str, int] = {}
    column = layout.id_at or 0
    repeated = [
        (row, known)
        for row in rows
        if (known := first.setdefault(row.school_id, row.number)) != row.number
        and not _is_merged_down(layout.sheet, row.number, layout.id_at)
    ]
    told = [
        Diagnostic(
            "F022",
            Severity.WARNING,
            f"{gathering.called(row.school_id)}在第 {known + 1} 行已有一行，两行合起来读",
            cell_place(layout.sheet.origin, row.number + 1, column + 1),
            row.school_id,
            "请删去重复的一行",
        )
        for row, known in repeated
    ]
    if len(told) > _LISTED:
        message = f"{told[0].message}；这样的共 {len(told)} 行"
        told = [replace(told[0], message=message, parts=tuple(told))]
    gathering.diagnostics.extend(told)


def report_merges(layout: TableLayout, gathering: Gathering) -> None:
    """Say which merged cells were read for several rows, or for one of several columns."""
    sheet = layout.sheet
    columns = {head.column for head in layout.heads} | set(layout.id_columns)
    for merge in sorted(sheet.merges):
        if merge.top < layout.first_row or merge.top >= len(sheet.rows):
            continue
        line = sheet.rows[merge.top]
        if merge.left >= len(line) or is_blank(line[merge.left]) or no_data(line)[1]:
            continue
        inside = [column for column in range(merge.left, merge.right + 1) if column in columns]
        place = cell_place(sheet.origin, merge.top + 1, merge.left + 1)
        text = shown(line[merge.left])
        if merge.right > merge.left and inside:
            gathering.diagnostics.warning(
                "F015",
                f"“{text}”横跨 {merge.right - merge.left + 1} 列合并，"
                "只算在第一列，其余列按没有填读",
                place,
                text,
                "请取消合并，逐格填写",
            )
        elif merge.bottom > merge.top and inside:
            gathering.diagnostics.note(
                "F015",
                f"“{text}”由 {merge.bottom - merge.top + 1} 行合并，各行都按它读",
                place,
                text,
            )
