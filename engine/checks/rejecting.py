"""Take facts out of use where a check says so (不采用): they contradict, and neither is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.checks.values import sources_of
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.model import Check, RuleSet
from engine.scoring.values import Mask

_Key = TypeVar("_Key")


@dataclass(slots=True)
class Rejected:
    """Cells that are not used any more.

    Args:
        fields: Field -> schools. tables: Record table -> schools for which it is not known.
        columns: (record table, column) -> records.
    """

    fields: dict[str, Mask] = field(default_factory=dict)
    tables: dict[str, Mask] = field(default_factory=dict)
    columns: dict[tuple[str, str], Mask] = field(default_factory=dict)

    def add(
        self,
        check: Check,
        names: Iterable[str],
        failed: Mask,
        ruleset: RuleSet,
        facts: FactTable,
    ) -> None:
        """Reject what the named values are made of, in the rows (schools, records) that failed."""
        records = facts.records[check.table] if check.table else None
        schools = failed
        if records is not None:
            schools = np.zeros(facts.n_schools, bool)
            schools[records.school_index[failed]] = True
        for name in names:
            if records is not None and name in records.columns:
                _mark(self.columns, (check.table, name), failed)
                continue
            fields, tables = sources_of(name, ruleset)
            for each in fields:
                if each not in ruleset.identity:
                    _mark(self.fields, each, schools)
            for each in tables:
                _mark(self.tables, each, schools)

    def taken_from(self, facts: FactTable) -> FactTable:
        """Return the facts without what was rejected."""
        columns = dict(facts.columns)
        for name, mask in self.fields.items():
            columns[name] = _without(columns[name], mask)
        records = dict(facts.records)
        for table, schools in self.tables.items():
            records[table] = _unknown(records[table], schools)
        for (table, name), mask in self.columns.items():
            kept: Mapping[str, Column] = records[table].columns
            columns_of = {**kept, name: _without(kept[name], mask)}
            records[table] = replace(records[table], columns=columns_of)
        return replace(facts, columns=columns, records=records)

    def __bool__(self) -> bool:
        return bool(self.fields or self.tables or self.columns)


def _mark(masks: dict[_Key, Mask], key: _Key, mask: Mask) -> None:
    masks[key] = masks[key] | mask if key in masks else mask.copy()


def _without(column: Column, mask: Mask) -> Column:
    states = np.where(mask, np.uint8(State.UNREADABLE), column.states)
    values = np.where(mask, column.values.dtype.type(0), column.values)
    return replace(column, values=values, states=states, all_present=False)


def _unknown(records: RecordSet, schools: Mask) -> RecordSet:
    states: NDArray[np.uint8] = np.where(schools, np.uint8(State.UNREADABLE), records.states)
    return replace(records, states=states)
