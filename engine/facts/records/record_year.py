"""Tell which records belong to the year assessed (考核窗口), and say which do not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.cells.dates import EPOCH
from engine.facts.cells.display import cell_text
from engine.facts.table import Column, State
from engine.ruleset.model import RecordTable, RuleSet

_OUTSIDE_LISTED = 10  # records of other years that are told one by one
_LISTED = 3  # records without a date that are told one by one


def is_grave(table: RecordTable, ruleset: RuleSet) -> bool:
    """Tell whether a row of the table may trigger a veto, or is asked of every school."""
    return table.zero_report or any(item.table == table.id for item in ruleset.clauses.values())


def find_in_window(
    table: RecordTable,
    owners: NDArray[np.int32],
    columns: Mapping[str, Column],
    ruleset: RuleSet,
    school_ids: tuple[str, ...],
    diagnostics: Diagnostics,
) -> NDArray[np.bool_]:
    """Tell which records belong to the year assessed, by the table's date (归属日期)."""
    mask = np.ones(len(owners), np.bool_)
    column = columns.get(table.date_field)
    if column is None:
        return mask
    start, end = ((day - EPOCH).days for day in ruleset.window)
    present = column.states == State.PRESENT
    mask[:] = ~present | ((column.values >= start) & (column.values <= end))
    window = f"{ruleset.window[0]} 至 {ruleset.window[1]}"
    undated = np.flatnonzero(column.states == State.MISSING)
    _report_undated(table, owners, columns, undated, school_ids, ruleset, diagnostics)
    # One slip in a year must not make a grave case disappear without a look.
    report = diagnostics.warning if is_grave(table, ruleset) else diagnostics.note
    outside = np.flatnonzero(~mask)
    if len(outside) > _OUTSIDE_LISTED:
        days = sorted(cell_text(column, int(index)) for index in outside)
        report(
            "F054",
            f"台账“{table.id}”有 {len(outside)} 行的{table.date_field}（{days[0]} 至 {days[-1]}）"
            f"不在考核窗口（{window}）内，不计",
            column.places.place(int(outside[0])) if column.places else None,
            days[0],
            "请核对是不是交了别的年度的台账",
        )
        return mask
    for index in outside:
        at, day = int(index), cell_text(column, int(index))
        report(
            "F054",
            f"{ruleset.subject.called(school_ids[owners[at]])}的台账“{table.id}”"
            f"{record_name(table, columns, at)}的{table.date_field} {day} "
            f"不在考核窗口（{window}）内，不计",
            column.places.place(at) if column.places else None,
            day,
            f"若{table.date_field}写错了，请改正",
        )
    return mask


def _report_undated(
    table: RecordTable,
    owners: NDArray[np.int32],
    columns: Mapping[str, Column],
    undated: NDArray[np.intp],
    school_ids: tuple[str, ...],
    ruleset: RuleSet,
    diagnostics: Diagnostics,
) -> None:
    """Say which records have no date; together where they are many."""
    column = columns[table.date_field]
    report = diagnostics.warning if column.field.required else diagnostics.note
    many = len(undated) > _LISTED
    for index in undated[:1] if many else undated:
        at = int(index)
        whose = ruleset.subject.called(school_ids[owners[at]])
        who = f"{whose}的台账“{table.id}”{record_name(table, columns, at)}"
        report(
            "F053",
            f"{f'台账“{table.id}”有 {len(undated)} 行' if many else who}没有填{table.date_field}，"
            "按在考核窗口内",
            column.places.place(at) if column.places else None,
            hint=f"请补填{table.date_field}",
        )


def record_name(table: RecordTable, columns: Mapping[str, Column], index: int) -> str:
    """Name a record by its event id, or else by its first filled field."""
    ids = [table.event_field, *columns]
    for field_id in ids:
        column = columns.get(field_id)
        if column is not None and column.states[index] == State.PRESENT:
            return f"（{field_id} {cell_text(column, index)}）"
    return ""
