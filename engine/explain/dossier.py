"""Read the facts of one school one by one, as exact values (一校一档).

This is the other side of the double entry: the scorer reads whole columns, the dossier reads
one school's cells into `Fraction`, `bool`, `date` and text. What the two make of the same cells
has to agree, or no ledger is written.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from engine.diagnostics import Place
from engine.explain.derivation import derive
from engine.explain.exact import Exact, Known, number_of
from engine.explain.judging import FALSE, TRUE, judge
from engine.explain.peers import Company
from engine.facts.table import CellPlaces, Column, FactTable, Origin, State, column_letters
from engine.ruleset.methods import Ranked, SmallSample
from engine.ruleset.model import Field, FieldType, Indicator, Peers, RuleSet
from engine.ruleset.walking import uses_of

_EPOCH = date(1970, 1, 1)
_STATES = tuple(State)


@dataclass(frozen=True, slots=True)
class _Cells:
    """One column as plain lists, which are quicker to read cell by cell than arrays."""

    field: Field
    values: list[int]
    states: list[int]
    levels: tuple[str, ...]
    places: _Places | None

    def known(self, row: int) -> Known:
        state = self.states[row]
        if state:
            return _STATES[state], None
        return State.PRESENT, exact_value(self.field, self.values[row], self.levels)


@dataclass(frozen=True, slots=True)
class _Places:
    """`CellPlaces` as plain lists."""

    origins: tuple[Origin, ...]
    origin: list[int]
    row: list[int]
    column: list[int]

    def place(self, index: int) -> Place | None:
        which = self.origin[index]
        if which < 0:
            return None
        origin, row, column = self.origins[which], self.row[index], self.column[index]
        if origin.is_text:
            return Place(origin.file, line=row, column=column)
        return Place(origin.file, origin.sheet, cell=f"{letters(column)}{row}")


letters = lru_cache(column_letters)


def _listed_places(places: CellPlaces | None) -> _Places | None:
    if places is None:
        return None
    return _Places(
        places.origins, places.origin.tolist(), places.row.tolist(), places.column.tolist()
    )


def exact_value(part: Field, value: int, levels: tuple[str, ...]) -> Exact:
    """Return the exact value that a column stores as a whole number."""
    match part.type:
        case FieldType.BOOLEAN:
            return bool(value)
        case FieldType.DATE:
            return _EPOCH + timedelta(days=value)
        case FieldType.CHOICE | FieldType.TEXT:
            return levels[value]
        case FieldType.SET:
            return frozenset(level for i, level in enumerate(levels) if value >> i & 1)
    return Fraction(value, 10**part.decimals)


def _listed(column: Column) -> _Cells:
    return _Cells(
        column.field,
        column.values.tolist(),
        column.states.tolist(),
        column.levels,
        _listed_places(column.places),
    )


class Archive:
    """The facts of a batch, from which the dossier of each school is taken."""

    def __init__(self, ruleset: RuleSet, facts: FactTable) -> None:
        self.ruleset = ruleset
        self.facts = facts
        self._columns: dict[str, _Cells] = {}
        self._record_columns: dict[tuple[str, str], _Cells] = {}
        self._record_places: dict[str, _Places | None] = {}
        self._starts: dict[str, tuple[list[int], list[bool], list[int]]] = {}
        self._companies: dict[Peers, Company] = {}
        self._contests: dict[Place, Company] = {}
        self.last = Archive(ruleset, facts.last) if facts.last is not None else None

    def dossier(self, school: int) -> Dossier:
        """Return the dossier of one school by its position."""
        return Dossier(self, school)

    def company(self, peers: Peers) -> Company:
        """Return the cohorts of a comparison, gathered over all schools once."""
        asked = Peers(peers.value, peers.within)  # the rest does not change who is in them
        if asked not in self._companies:
            self._companies[asked] = Company(self, asked)
        return self._companies[asked]

    def contest(self, method: Ranked) -> Company:
        """Return the cohorts of a 排名赋分: of those that it is known to be for."""
        if not self._contests:
            for indicator in self.ruleset.all_indicators():
                for use in uses_of(indicator.method):
                    if isinstance(use.method, Ranked):
                        takes_part = partial(is_subject, indicator, use.samples)
                        company = Company(self, use.method.peers, takes_part)
                        self._contests[use.method.place] = company
        return self._contests[method.place]

    def cells(self, name: str) -> _Cells:
        """Return a school field's column."""
        if name not in self._columns:
            self._columns[name] = _listed(self.facts.columns[name])
        return self._columns[name]

    def record_cells(self, table: str, name: str) -> _Cells:
        """Return a column of a record table."""
        if (table, name) not in self._record_columns:
            column = self.facts.records[table].columns[name]
            self._record_columns[table, name] = _listed(column)
        return self._record_columns[table, name]

    def record_place(self, table: str, row: int) -> Place | None:
        """Return the place of a record: its first cell."""
        if table not in self._record_places:
            self._record_places[table] = _listed_places(self.facts.records[table].places)
        places = self._record_places[table]
        return places.place(row) if places is not None else None

    def rows(self, table: str, school: int) -> tuple[range, list[bool], State]:
        """Return a school's rows of a record table, the window mask of all, and its state."""
        if table not in self._starts:
            records = self.facts.records[table]
            self._starts[table] = (
                records.school_index.tolist(),
                records.in_window.tolist(),
                records.states.tolist(),
            )
        index, in_window, states = self._starts[table]
        first, last = bisect_left(index, school), bisect_left(index, school + 1)
        return range(first, last), in_window, State(states[school])


def is_subject(indicator: Indicator, samples: Sequence[SmallSample], dossier: Dossier) -> bool:
    """Say whether an indicator, and any small sample that a method is for, is known to apply."""
    if indicator.applies is not None and judge(indicator.applies, dossier)[0] != TRUE:
        return False
    for small in samples:
        value = dossier.value(small.denominator)[1]
        if value is None or not 0 < number_of(value) < small.fewer_than:
            return False
    return True


@dataclass(slots=True)
class Dossier:
    """All facts of one school, by name; derived values are worked out once and kept.

    Args:
        cited: What `engine.explain.citations` has cited of this school already.
    """

    archive: Archive
    school: int
    cited: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _known: dict[str, Known] = field(default_factory=dict)
    _last: Dossier | None = None

    @property
    def ruleset(self) -> RuleSet:
        return self.archive.ruleset

    def value(self, name: str) -> Known:
        """Return the state and the exact value of a field or derived value."""
        if name not in self._known:
            self._known[name] = self._work_out(name)
        return self._known[name]

    def last_year(self) -> Dossier | None:
        """Return the same school last year, where last year's facts were given."""
        if self._last is None and self.archive.last is not None:
            self._last = self.archive.last.dossier(self.school)
        return self._last

    def field_of(self, name: str) -> Field | None:
        """Return the school's field of that name, or None for a derived value."""
        return self.ruleset.fields.get(name)

    def _work_out(self, name: str) -> Known:
        part = self.ruleset.fields.get(name)
        if part is None:
            return derive(self.ruleset.derived[name], self)
        known = self.archive.cells(name).known(self.school)
        if part.applies is None:
            return known
        # Until its own applicability is settled the cell answers as it stands.
        self._known[name] = known
        truth, _ = judge(part.applies, self)
        return (State.NOT_APPLICABLE, None) if truth == FALSE else known

    def place(self, name: str) -> Place | None:
        """Return the cell of a field, or None where there is none."""
        places = self.archive.cells(name).places if name in self.ruleset.fields else None
        return places.place(self.school) if places is not None else None

    def why_not(self, name: str) -> str:
        """Say why a value that was filled in does not stand; nothing where it is another matter."""
        evidence, refused = self.archive.facts.evidence, self.archive.facts.refused
        fallen = evidence.fallen.get(name, {}).get(self.school) if evidence else None
        return fallen.words if fallen else refused.get(("", name), {}).get(self.school, "")

    def why_table_waits(self, table: str) -> str:
        """Say why a table that was handed in cannot be settled yet; else nothing."""
        evidence, refused = self.archive.facts.evidence, self.archive.facts.refused
        held = evidence.held.get(table, {}).get(self.school, "") if evidence else ""
        return held or refused.get((table, ""), {}).get(self.school, "")

    def left_out(self, table: str) -> list[tuple[Record, str]]:
        """Return the records that were handed in and do not count, the window apart, with why."""
        left_out = self.archive.facts.records[table].left_out
        if not left_out:
            return []
        rows, _, _ = self.archive.rows(table, self.school)
        return [(Record(self, table, row), left_out[row]) for row in rows if row in left_out]

    def table_state(self, table: str) -> State:
        """Say whether the school's record table is known at all."""
        return self.archive.rows(table, self.school)[2]

    def n_outside(self, table: str) -> int:
        """Count the school's records outside the window of dates."""
        rows, in_window, _ = self.archive.rows(table, self.school)
        left_out = self.archive.facts.records[table].left_out
        return sum(not in_window[row] and row not in left_out for row in rows)

    def records(self, table: str) -> list[Record]:
        """Return the school's records that count: those inside the window of dates."""
        rows, in_window, _ = self.archive.rows(table, self.school)
        return [Record(self, table, row) for row in rows if in_window[row]]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a school: its own columns first, then the school's values."""

    dossier: Dossier
    table: str
    row: int

    @property
    def ruleset(self) -> RuleSet:
        return self.dossier.ruleset

    @property
    def fields(self) -> Mapping[str, Field]:
        return self.dossier.ruleset.tables[self.table].fields

    def value(self, name: str) -> Known:
        """Return the state and the exact value of a column, or of the school's value."""
        if name in self.fields:
            return self.dossier.archive.record_cells(self.table, name).known(self.row)
        return self.dossier.value(name)

    def why_not(self, name: str) -> str:
        """Say why a value that was filled in does not stand."""
        if name in self.fields:
            refused = self.dossier.archive.facts.refused
            return refused.get((self.table, name), {}).get(self.row, "")
        return self.dossier.why_not(name)

    def field_of(self, name: str) -> Field | None:
        """Return the column's field, or the school's field of that name."""
        return self.fields.get(name) or self.dossier.field_of(name)

    def place(self, name: str = "") -> Place | None:
        """Return the place of one cell of the record, or of the record's first cell."""
        if name in self.fields:
            places = self.dossier.archive.record_cells(self.table, name).places
            found = places.place(self.row) if places is not None else None
            if found is not None:
                return found
        return self.dossier.archive.record_place(self.table, self.row)
