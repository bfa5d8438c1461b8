"""Take facts out of use where a check says so (不采用): they contradict, and neither is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from engine.checks.values import sources_of
from engine.facts.cells.display import cell_text
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.model import Check, RuleSet
from engine.scoring.values import Mask

# (record table or empty, field) -> row (record or school) -> the checks that it failed.
_Cells = dict[tuple[str, str], dict[int, set[str]]]


@dataclass(slots=True)
class Rejected:
    """What is not used any more.

    Args:
        cells: Cells, each with the checks that refuse it.
        tables: Record table -> school for which it is not known -> the checks that it failed.
    """

    cells: _Cells = field(default_factory=dict)
    tables: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def add(
        self, check: Check, names: Iterable[str], failed: Mask, ruleset: RuleSet, facts: FactTable
    ) -> None:
        """Reject what the named values are made of, in the rows (schools, records) that failed."""
        records = facts.records[check.table] if check.table else None
        rows = np.flatnonzero(failed)
        schools = rows if records is None else np.unique(records.school_index[rows])
        for name in names:
            if records is not None and name in records.columns:
                self._refuse(check, name, records.columns[name], rows, check.table)
                continue
            fields, tables = sources_of(name, ruleset)
            for each in fields:
                if each not in ruleset.identity:
                    self._refuse(check, each, facts.columns[each], schools)
            for each in tables:
                unknown = self.tables.setdefault(each, {})
                for school in schools.tolist():
                    unknown.setdefault(school, set()).add(check.said)

    def _refuse(
        self, check: Check, name: str, column: Column, rows: NDArray[np.integer], table: str = ""
    ) -> None:
        """Refuse the cells of one column that have a value."""
        cells = self.cells.setdefault((table, name), {})
        for row in rows[column.states[rows] == State.PRESENT]:
            cells.setdefault(int(row), set()).add(check.said)

    def taken_from(self, facts: FactTable) -> FactTable:
        """Return the facts without what was rejected, and with the reasons."""
        columns, records = dict(facts.columns), dict(facts.records)
        refused: dict[tuple[str, str], dict[int, str]] = {}
        for (table, name), cells in self.cells.items():
            column = records[table].columns[name] if table else columns[name]
            refused[table, name] = {
                row: f"填的是{cell_text(column, row)}，{_failed(checks)}"
                for row, checks in cells.items()
            }
            if table:
                kept = {**records[table].columns, name: _without(column, list(cells))}
                records[table] = replace(records[table], columns=kept)
            else:
                columns[name] = _without(column, list(cells))
        for table, schools in self.tables.items():
            records[table] = _unknown(records[table], list(schools))
            refused[table, ""] = {school: _failed(checks) for school, checks in schools.items()}
        return replace(facts, columns=columns, records=records, refused=refused)

    def __bool__(self) -> bool:
        return bool(self.cells or self.tables)


def _failed(checks: Iterable[str]) -> str:
    return f"核对“{'”“'.join(sorted(checks))}”不符"


def _without(column: Column, rows: list[int]) -> Column:
    states, values = column.states.copy(), column.values.copy()
    states[rows], values[rows] = State.UNREADABLE, 0
    return replace(column, values=values, states=states, all_present=False)


def _unknown(records: RecordSet, schools: list[int]) -> RecordSet:
    states = records.states.copy()
    states[schools] = State.UNREADABLE
    return replace(records, states=states)
