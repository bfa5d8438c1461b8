"""Put last year's facts under this year's schools and this year's dictionary.

A school that was not there last year has no values: 不适用, if everything of last year could be
read; else it may stand in what was not read, and its values are missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.cells.display import value_text
from engine.facts.columns import read_cells
from engine.facts.gathering import RawCells
from engine.facts.schools.school_columns import text_field
from engine.facts.table import CellPlaces, Column, FactTable, RecordSet, State
from engine.ruleset.model import Field, RecordTable, RuleSet

Positions = NDArray[np.int64]
_Part = TypeVar("_Part", Column, RecordSet)


def align_table(
    table: FactTable | None,
    ruleset: RuleSet,
    school_ids: Sequence[str],
    former_ids: Mapping[str, str],
    *,
    is_whole: bool,
) -> FactTable:
    """Return last year's facts in the order of this year's schools.

    Args:
        table: As it was read; None: nothing could be. ruleset: This year's rules.
        former_ids: School -> its id of last year (原标识码), where it is another one.
        is_whole: Every file of last year could be read.
    """
    table = table or FactTable((), (), {}, {})
    index = {school_id: at for at, school_id in enumerate(table.school_ids)}
    found = (index.get(former_ids.get(item, item), -1) for item in school_ids)
    position = np.fromiter(found, np.int64, len(school_ids))
    absent = State.NOT_APPLICABLE if is_whole else State.MISSING
    names = (*ruleset.fields, ruleset.id_field, *ruleset.name_fields)
    columns = {}
    for name in dict.fromkeys(names):
        field = ruleset.fields.get(name) or text_field(name)
        source = _named_alike(field, table.columns)
        columns[name] = take_rows(conform(source, field, table.n_schools), position, absent)
    return FactTable(
        tuple(school_ids),
        tuple(table.names[at] if at >= 0 else "" for at in position.tolist()),
        columns,
        {
            name: _align_records(part, _named_alike(part, table.records), position, absent)
            for name, part in ruleset.tables.items()
        },
        digests=table.digests,
    )


def take_rows(column: Column, position: Positions, absent: State) -> Column:
    """Return the rows of a column at some positions; -1 is a row that is absent."""
    there = position >= 0
    if not len(column.states):
        there = np.zeros(len(position), np.bool_)
    at = np.where(there, position, 0)
    if not there.any():
        states = np.full(len(position), absent, np.uint8)
        return Column(column.field, np.zeros(len(position), column.values.dtype), states,
                      None, column.levels)  # fmt: skip
    states = np.where(there, column.states[at], np.uint8(absent))
    values = np.where(there, column.values[at], column.values.dtype.type(0))
    places = None
    if (old := column.places) is not None:
        where = (old.origin, old.row, old.column)
        places = CellPlaces(
            old.origins, *(np.where(there, each[at], np.int32(-1)) for each in where)
        )
    return Column(
        column.field, values, states, places, column.levels, bool((states == State.PRESENT).all())
    )


def conform(column: Column | None, field: Field, n_rows: int) -> Column:
    """Return last year's column as this year's field has it; what it cannot hold is unreadable."""
    if column is None:
        return Column(field, np.zeros(n_rows, np.int64), np.full(n_rows, State.MISSING, np.uint8))
    old = column.field
    same_levels = field.choices == old.choices or (not field.choices and not old.choices)
    if (field.type, field.decimals, field.unit) == (
        old.type,
        old.decimals,
        old.unit,
    ) and same_levels:
        return replace(column, field=field)
    written = {
        value: value_text(old, value, column.levels) + _unit(old, field)
        for value in set(column.values[column.states == State.PRESENT].tolist())
    }
    cells = RawCells()
    rows = np.flatnonzero(column.states == State.PRESENT).tolist()
    for row in rows:
        cells.add(row, written[int(column.values[row])], -1, 0, 0)
    read = read_cells(field, cells, (), Diagnostics())
    states = column.states.copy()
    values = np.zeros(n_rows, np.int64)
    states[rows], values[rows] = read.states, read.values
    return Column(field, values, states, column.places, read.levels)


def _unit(old: Field, field: Field) -> str:
    """Return the unit that has to be written behind an amount to be understood."""
    return old.unit if old.type.is_numeric and old.unit not in ("", "%", field.unit) else ""


def _named_alike(part: Field | RecordTable, there: Mapping[str, _Part]) -> _Part | None:
    """Find what last year had under the name of a field or table, or under another of its names."""
    for name in (part.id, *part.aliases):
        if name in there:
            return there[name]
    for each in there.values():
        aliases = each.field.aliases if isinstance(each, Column) else each.table.aliases
        if part.id in aliases:
            return each
    return None


def _align_records(
    table: RecordTable, records: RecordSet | None, position: Positions, absent: State
) -> RecordSet:
    """Return the records of last year of the schools that there are this year.

    Two schools into which one was divided both have its records.
    """
    if records is None:
        none = np.zeros(0, np.int32)
        columns = {name: conform(None, field, 0) for name, field in table.fields.items()}
        states = np.where(position >= 0, np.uint8(State.MISSING), np.uint8(absent))
        return RecordSet(table, none, columns, states, np.zeros(0, np.bool_))
    starts = np.searchsorted(records.school_index, position, "left")
    counts = np.searchsorted(records.school_index, position, "right") - starts
    owners = np.repeat(np.arange(len(position), dtype=np.int32), counts)
    before = np.cumsum(counts) - counts
    rows = np.arange(len(owners)) - np.repeat(before - starts, counts)
    columns = {
        name: take_rows(
            conform(_named_alike(field, records.columns), field, records.n_records),
            rows.astype(np.int64),
            State.MISSING,
        )
        for name, field in table.fields.items()
    }
    there = position >= 0
    states = np.full(len(position), absent, np.uint8)
    states[there] = records.states[position[there]]
    places = None
    if records.places is not None:
        old = records.places
        places = CellPlaces(old.origins, old.origin[rows], old.row[rows], old.column[rows])
    return RecordSet(table, owners, columns, states, records.in_window[rows], places)
