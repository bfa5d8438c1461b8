"""Find one thing that was handed in twice: equal records of one school, or of two (不得重复)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.checks.findings import Findings
from engine.checks.unique_values import equal_rows
from engine.diagnostics import Diagnostic, Place, Severity
from engine.facts.cells.display import cell_text
from engine.facts.table import RecordSet, State


def find_repeated_records(found: Findings) -> None:
    """Check every table that says in which columns no two records may be equal."""
    for table in found.ruleset.tables.values():
        records = found.facts.records[table.id]
        if table.no_repeats:
            _find(records, table.no_repeats, found, within=True)
        if table.no_repeats_between:
            _find(records, table.no_repeats_between, found, within=False)


def _find(records: RecordSet, names: Sequence[str], found: Findings, *, within: bool) -> None:
    """Tell each record that repeats an earlier one; a blank column leaves it out.

    Args:
        within: Compare the records of one school; else those of different schools.
    """
    columns = [records.columns[name] for name in names]
    filled = records.in_window.copy()
    for column in columns:
        filled &= column.states == State.PRESENT
    rows = np.flatnonzero(filled)
    parts = [column.values[rows].astype(np.int64) for column in columns]
    if within:
        parts.append(records.school_index[rows].astype(np.int64))
    for group in equal_rows(np.column_stack(parts)):
        first = int(rows[group[0]])
        for again in (int(row) for row in rows[group[1:]]):
            is_own = records.school_index[first] == records.school_index[again]
            if is_own == within and not (within and _is_told(records, first, again)):
                _tell(records, names, first, again, found)


def _is_told(records: RecordSet, first: int, again: int) -> bool:
    """Tell whether two records are wholly the same: reading has told that already."""
    return all(
        column.states[first] == column.states[again]
        and column.values[first] == column.values[again]
        for column in records.columns.values()
    )


def _tell(
    records: RecordSet, names: Sequence[str], first: int, again: int, found: Findings
) -> None:
    here, there = (int(records.school_index[row]) for row in (again, first))
    said = "、".join(f"{name}“{cell_text(records.columns[name], again)}”" for name in names)
    other = "另一行" if here == there else f"{found.called(there)}的一行"
    place, before = _place(records, names[0], again), _place(records, names[0], first)
    found.tell(
        Diagnostic(
            "K021" if here == there else "K022",
            Severity.WARNING,
            f"{found.called(here)}的台账“{records.table.id}”这一行的{said}与{other}"
            f"（{before}）相同，像是同一件事报了两次；两行都照计",
            place,
            cell_text(records.columns[names[0]], again),
            "同一件事请只留一行；确是两件的，请写明不同之处",
        ),
        here,
        there,
    )


def _place(records: RecordSet, name: str, row: int) -> Place | None:
    column = records.columns[name]
    place = column.places.place(row) if column.places is not None else None
    if place is None and records.places is not None:
        return records.places.place(row)
    return place
