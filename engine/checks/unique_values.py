"""Find values that two rows share although they should be one's own (唯一)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.checks.findings import Findings
from engine.diagnostics import Diagnostic, Place, Severity
from engine.facts.cells.display import cell_text
from engine.facts.table import Column, RecordSet, State
from engine.scoring.values import Mask


def find_shared_values(found: Findings) -> None:
    """Check every field, of the school or of a record table, that says its values are unique."""
    for field in found.ruleset.fields.values():
        if field.unique:
            column = found.view.columns[field.id]
            for first, again in _repeats(column, np.ones(len(column.states), bool)):
                _tell_schools(column, first, again, found)
    for table in found.ruleset.tables.values():
        records = found.facts.records[table.id]
        for field in table.fields.values():
            if field.unique:
                column = records.columns[field.id]
                for first, again in _repeats(column, records.in_window):
                    _tell_records(records, column, first, again, found)


def _repeats(column: Column, asked: Mask) -> Iterator[tuple[int, int]]:
    """Yield each row whose value stood in an earlier one, with the first of them."""
    rows = np.flatnonzero(asked & (column.states == State.PRESENT))
    for group in equal_rows(column.values[rows].astype(np.int64)):
        for again in group[1:]:
            yield int(rows[group[0]]), int(rows[again])


def equal_rows(keys: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Return the positions of equal keys where there are several, each group in order.

    Shapes: keys (rows,) or (rows, parts).
    """
    if len(keys) < 2:
        return []
    _, which, counts = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(counts)
    starts = ends - counts
    return [order[starts[at] : ends[at]] for at in np.flatnonzero(counts > 1)]


def _place(column: Column, row: int) -> Place | None:
    return column.places.place(row) if column.places is not None else None


def _tell_schools(column: Column, first: int, again: int, found: Findings) -> None:
    text = cell_text(column, again)
    found.tell(
        Diagnostic(
            "K020",
            Severity.WARNING,
            f"{found.called(again)}的“{column.field.id}”是“{text}”，"
            f"与{found.called(first)}的（{_place(column, first)}）相同，应各不相同",
            _place(column, again),
            text,
            "请核对这两格，改正填错的",
        ),
        first,
        again,
    )


def _tell_records(
    records: RecordSet, column: Column, first: int, again: int, found: Findings
) -> None:
    text = cell_text(column, again)
    here, there = (int(records.school_index[row]) for row in (again, first))
    found.tell(
        Diagnostic(
            "K020",
            Severity.WARNING,
            f"{found.called(here)}的台账“{records.table.id}”里“{column.field.id}”是“{text}”，"
            f"与{'另一行' if here == there else found.called(there) + '的一行'}"
            f"（{_place(column, first)}）相同，应各不相同",
            _place(column, again),
            text,
            "请核对这两行：重复填报的请删去一行，填错的请改正",
        ),
        here,
        there,
    )
