"""Views: from which rules read the facts by name, over schools or over records.

A school's view knows the fields (不适用 where a field's `applies` does not hold) and the derived
values. A record's view looks among the table's own columns first, then in its school.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import Column, RecordSet
from engine.scoring.values import Quantity, quantity_of


class View(Protocol):
    """Rows in which rules can read values by name."""

    @property
    def n_rows(self) -> int: ...

    def is_column(self, name: str) -> bool:
        """Say whether the name is a typed field (and not a derived number)."""
        ...

    def column(self, name: str) -> Column:
        """Return a typed field."""
        ...

    def quantity(self, name: str) -> Quantity:
        """Return a numeric, boolean or date field, or a derived value, as exact numbers."""
        ...


@dataclass(frozen=True, slots=True)
class SchoolRows:
    """A run of schools: columns and quantities by name, all worked out beforehand."""

    n_rows: int
    columns: Mapping[str, Column]
    quantities: Mapping[str, Quantity]

    def is_column(self, name: str) -> bool:
        """Say whether the name is a typed field."""
        return name in self.columns

    def column(self, name: str) -> Column:
        """Return a typed field."""
        return self.columns[name]

    def quantity(self, name: str) -> Quantity:
        """Return a field or derived value as exact numbers."""
        if name in self.quantities:
            return self.quantities[name]
        return quantity_of(self.columns[name])

    def part(self, rows: slice | NDArray[np.integer]) -> SchoolRows:
        """Return a run of the schools, without copying; or chosen ones in the order given."""
        return SchoolRows(
            len(range(*rows.indices(self.n_rows))) if isinstance(rows, slice) else len(rows),
            {name: column_part(column, rows) for name, column in self.columns.items()},
            {name: quantity.part(rows) for name, quantity in self.quantities.items()},
        )


def column_part(column: Column, rows: slice | NDArray[np.integer]) -> Column:
    """Return a run of rows of a column, or chosen ones; places stay behind."""
    return Column(
        column.field,
        column.values[rows],
        column.states[rows],
        None,
        column.levels,
        column.all_present,
    )


@dataclass(frozen=True, slots=True)
class RecordView:
    """The rows of a record table; other names are read from each record's school."""

    records: RecordSet
    schools: View

    @property
    def n_rows(self) -> int:
        return self.records.n_records

    def is_column(self, name: str) -> bool:
        """Say whether the name is a typed field of the table or of the school."""
        return name in self.records.columns or self.schools.is_column(name)

    def column(self, name: str) -> Column:
        """Return a field of the records, or of their schools."""
        if name in self.records.columns:
            return self.records.columns[name]
        column, rows = self.schools.column(name), self.records.school_index
        return replace(column, values=column.values[rows], states=column.states[rows], places=None)

    def quantity(self, name: str) -> Quantity:
        """Return a field of the records, or a value of their schools, as exact numbers."""
        if name in self.records.columns:
            return quantity_of(self.records.columns[name])
        return self.schools.quantity(name).part(self.records.school_index)
