"""Say what a value is in one row, and in which cells the facts behind it stand."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diagnostics import Place
from engine.facts.cells.display import cell_text
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.model import FieldType, RuleSet
from engine.scoring.views import SchoolRows
from engine.sentences.phrases import measure_of, number_text, unit_of

_STATE_WORDS = {
    State.NOT_APPLICABLE: "不适用",
    State.MISSING: "缺失",
    State.UNREADABLE: "无法识读",
}


@dataclass(frozen=True, slots=True)
class Values:
    """The facts of a batch, and of one record table where its rows are checked."""

    ruleset: RuleSet
    facts: FactTable
    view: SchoolRows
    records: RecordSet | None = None

    def school_of(self, row: int) -> int:
        """Return the position of the school of a row."""
        return row if self.records is None else int(self.records.school_index[row])

    def column(self, name: str, row: int) -> tuple[Column, int] | None:
        """Return the column of a field and the position in it; None for a derived value."""
        if self.records is not None and name in self.records.columns:
            return self.records.columns[name], row
        if name in self.view.columns:
            return self.view.columns[name], self.school_of(row)
        return None

    def place(self, name: str, row: int) -> Place | None:
        """Return the first cell behind a value."""
        found = self.column(name, row)
        if found is not None:
            column, at = found
            return column.places.place(at) if column.places is not None else None
        fields, tables = sources_of(name, self.ruleset)
        places = [self.place(field, row) for field in fields]
        places += [self._first_record(table, self.school_of(row)) for table in tables]
        return next((place for place in places if place is not None), None)

    def said(self, name: str, row: int, *, here: Place | None = None) -> str:
        """Write a value with its cell: “已签”120份（区.xlsx「安全」!F8）.

        Args:
            name: The value. row: The row.
            here: The place that the message stands at already: it is not named again.
        """
        found = self.column(name, row)
        if found is not None:
            return self._cell_said(name, *found, here)
        quantity, school = self.view.quantity(name), self.school_of(row)
        state = quantity.state(school)
        if state is State.PRESENT:
            measure = measure_of(self.ruleset, name)
            text = number_text(quantity.fraction(school), measure)
            text += unit_of(self.ruleset, name)
        else:
            text = _STATE_WORDS[state]
        return f"“{name}”是 {text}（{self._made_of(name, row)}）"

    def _cell_said(self, name: str, column: Column, at: int, here: Place | None) -> str:
        text = cell_text(column, at)
        unit = column.field.unit
        if column.states[at] == State.PRESENT:
            is_word = column.levels or column.field.type is FieldType.BOOLEAN
            text = f"“{text}”" if is_word else text + (unit if unit != "%" else "")
        place = column.places.place(at) if column.places is not None else None
        where = f"（{place}）" if place is not None and place != here else ""
        return f"“{name}”是 {text}{where}" if text[:1] != "“" else f"“{name}”是{text}{where}"

    def _made_of(self, name: str, row: int) -> str:
        """Name the facts that a derived value is made of, each with its cell."""
        fields, tables = sources_of(name, self.ruleset)
        parts = [self.said(field, row) for field in fields]
        derived, last = self.ruleset.derived.get(name), self.facts.last
        if derived is not None and derived.is_on_last_year and last is not None:
            at = self.school_of(row)
            parts += [
                f"上年{self._cell_said(each, last.columns[each], at, None)}" for each in fields
            ]
        for table in tables:
            place = self._first_record(table, self.school_of(row))
            parts.append(f"台账“{table}”" + (f"（{place} 起）" if place is not None else ""))
        return "算自 " + "、".join(parts)

    def _first_record(self, table: str, school: int) -> Place | None:
        records = self.facts.records[table]
        rows = (records.school_index == school).nonzero()[0]
        if records.places is None or not len(rows):
            return None
        return records.places.place(int(rows[0]))


def sources_of(name: str, ruleset: RuleSet) -> tuple[list[str], list[str]]:
    """Return the school's fields and the record tables that a value is made of."""
    fields: dict[str, None] = {}
    tables: dict[str, None] = {}
    pending = [name]
    for each in pending:  # grows while it is read
        if each in ruleset.fields:
            fields[each] = None
        elif each in ruleset.derived:
            derived = ruleset.derived[each]
            if derived.table:
                tables[derived.table] = None
            operands = (*derived.operands, derived.numerator, derived.denominator)
            pending.extend(filter(None, operands))
            if derived.peers is not None:
                pending.append(derived.peers.value)
    return list(fields), list(tables)
