"""Tell which records stood in last year's table already (上年已有): titles held against newly won.

Two records are the same where they agree in the columns that the rules name. Where last year's
table is not known for a school, the column stays as it was filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.cells.display import cell_text
from engine.facts.lastyear.filling import choose_cells
from engine.facts.table import CellPlaces, Column, FactTable, RecordSet, State
from engine.ruleset.model import Subject

_Positions = NDArray[np.int64]


def mark_held(
    records: Mapping[str, RecordSet],
    last: FactTable | None,
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> dict[str, RecordSet]:
    """Return the records with every 上年已有 column filled from last year's records."""
    marked = dict(records)
    if last is None:
        return marked
    for name, table in records.items():
        columns = dict(table.columns)
        for field in table.table.fields.values():
            if field.held_last_year:
                held = _held(table, last.records[name], columns[field.id])
                _tell(held, columns[field.id], table, school_ids, subject, diagnostics)
                take = held.states == State.PRESENT
                columns[field.id] = choose_cells(columns[field.id], held, take)
        marked[name] = replace(table, columns=columns)
    return marked


def _held(table: RecordSet, last: RecordSet, column: Column) -> Column:
    """Return 是 or 否 for each record, at the place of the record of last year that it is."""
    compared = column.field.held_last_year
    before: dict[tuple[int, tuple[str, ...]], int] = {}
    unsure = set[int]()
    for row, key in enumerate(_keys(last, compared)):
        school = int(last.school_index[row])
        if key is None:
            unsure.add(school)
        else:
            before.setdefault((school, key), row)
    n = table.n_records
    values, states = np.zeros(n, np.int8), np.full(n, State.MISSING, np.uint8)
    found = np.full(n, -1, np.int64)
    for row, key in enumerate(_keys(table, compared)):
        school = int(table.school_index[row])
        if key is None or last.states[school] > State.NOT_APPLICABLE:
            continue
        found[row] = before.get((school, key), -1)
        if found[row] >= 0 or school not in unsure:
            values[row], states[row] = found[row] >= 0, State.PRESENT
    return Column(column.field, values, states, _places(last.places, found))


def _keys(records: RecordSet, compared: Sequence[str]) -> list[tuple[str, ...] | None]:
    """Return what each record is known by; None where that cannot be read."""
    columns = [records.columns[name] for name in compared]
    keys: list[tuple[str, ...] | None] = []
    for row in range(records.n_records):
        if any(each.states[row] == State.UNREADABLE for each in columns):
            keys.append(None)
        else:
            keys.append(tuple(_plain(each, row) for each in columns))
    return keys


def _plain(column: Column, row: int) -> str:
    if column.states[row] != State.PRESENT:
        return ""
    return "".join(normalize("NFKC", cell_text(column, row)).split()).casefold()


def _places(places: CellPlaces | None, found: _Positions) -> CellPlaces | None:
    if places is None:
        return None
    at, there = np.where(found >= 0, found, 0), found >= 0
    if not there.any():
        nowhere = np.full(len(found), -1, np.int32)
        return CellPlaces(places.origins, nowhere, nowhere, nowhere)
    origin, row, column = (
        np.where(there, each[at], np.int32(-1))
        for each in (places.origin, places.row, places.column)
    )
    return CellPlaces(places.origins, origin, row, column)


def _tell(
    held: Column,
    sheet: Column,
    table: RecordSet,
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    """Say where a sheet says otherwise than last year's table; last year's table stands."""
    both = (held.states == State.PRESENT) & (sheet.states == State.PRESENT)
    for row in np.flatnonzero(both & (held.values != sheet.values)).tolist():
        whose = subject.called(school_ids[int(table.school_index[row])])
        is_held = bool(held.values[row])
        place = held.places.place(row) if is_held and held.places else None
        there = f"去年的台账里{'有' if is_held else '没有'}"
        diagnostics.warning(
            "F107",
            f"{whose}的台账“{table.table.id}”这一行{sheet.field.id}填了“{cell_text(sheet, row)}”，"
            f"{there}{f'（{place}）' if place else ''}，以去年的台账为准",
            sheet.places.place(row) if sheet.places else None,
            cell_text(sheet, row),
            f"请核对{'、'.join(sheet.field.held_last_year)}；这一列可以空着",
        )
