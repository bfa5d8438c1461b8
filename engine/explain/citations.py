"""Name the facts that a rule read, each with the cell it came from (引用)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.explain.derivation import counted_records, open_records
from engine.explain.dossier import Dossier, Record
from engine.explain.wording import TABLE_WORDS, known_text, table_text
from engine.facts.table import State

_CELL = re.compile(r"([A-Z]+)(\d+)$")


@dataclass(frozen=True, slots=True)
class FactRead:
    """One fact as it was read: its name, what it said, and its place."""

    name: str
    text: str
    place: Place | None = None

    def __str__(self) -> str:
        return f"{self.name}={self.text}"


def cite(dossier: Dossier, names: Iterable[str]) -> tuple[FactRead, ...]:
    """Cite values by name; a derived one is cited by the facts it was worked out from."""
    found: list[FactRead] = []
    for name in names:
        known = dossier.cited.get(name)
        if known is None:
            known = dossier.cited[name] = _cite_one(dossier, name)
        found.extend(fact for fact in known if fact not in found)
    return tuple(found)


def _cite_one(dossier: Dossier, name: str) -> tuple[FactRead, ...]:
    derived = dossier.ruleset.derived.get(name)
    if derived is None:
        return (FactRead(name, known_text(dossier, name), dossier.place(name)),)
    if derived.is_record_based:
        records = counted_records(derived, dossier)
        column = derived.column if derived.column else ""
        unsure = open_records(derived, dossier)
        facts = cite_table(dossier, derived.table, records, column) if records or not unsure else ()
        runs = _runs([record.place() for record in unsure])
        unsure_facts = (FactRead(derived.table, f"{n}条记录不能判定", at) for at, n in runs)
        return (*facts, *unsure_facts)
    if derived.is_on_last_year:
        last = dossier.last_year()
        then = cite(last, derived.operands) if last is not None else ()
        before = (replace(each, name=f"上年的{each.name}") for each in then)
        return (*cite(dossier, derived.operands), *before)
    if derived.peers is not None:
        return cite(dossier, (derived.peers.value, *derived.peers.within))
    operands = derived.operands or (derived.numerator, derived.denominator)
    return cite(dossier, operands)


def cite_table(
    dossier: Dossier, table: str, records: Sequence[Record], column: str = ""
) -> tuple[FactRead, ...]:
    """Cite some records of a table, and those of it that were handed in and do not count."""
    state = dossier.table_state(table)
    if state is State.PRESENT:
        facts = cite_records(table, records, column)
    else:
        facts = (FactRead(table, f"台账{table_text(dossier, table)}"),)
    left_out = dossier.left_out(table)
    return (*facts, *(FactRead(table, f"这条不计，{why}", each.place()) for each, why in left_out))


def cite_records(
    table: str,
    records: Sequence[Record],
    column: str = "",
    state: State = State.PRESENT,
) -> tuple[FactRead, ...]:
    """Cite records by their places; rows that follow one another are one range of cells."""
    if state is not State.PRESENT:
        return (FactRead(table, f"台账{TABLE_WORDS[state]}"),)
    if not records:
        return (FactRead(table, "没有相应记录"),)
    runs = _runs([record.place(column) for record in records])
    return tuple(FactRead(table, f"{count}条记录", place) for place, count in runs)


def _runs(places: Sequence[Place | None]) -> list[tuple[Place | None, int]]:
    """Join neighbouring cells of one column into ranges such as A3:A14."""
    runs: list[tuple[Place | None, Place | None, int]] = []  # first, last, count
    for place in places:
        if runs and _follows(runs[-1][1], place):
            first, _, count = runs[-1]
            runs[-1] = (first, place, count + 1)
        else:
            runs.append((place, place, 1))
    return [
        (first, count)
        if first is None or last is None or count == 1
        else (replace(first, cell=f"{first.cell}:{last.cell}"), count)
        for first, last, count in runs
    ]


def _follows(last: Place | None, place: Place | None) -> bool:
    if last is None or place is None or (last.file, last.sheet) != (place.file, place.sheet):
        return False
    before, after = _CELL.match(last.cell), _CELL.match(place.cell)
    if before is None or after is None or before[1] != after[1]:
        return False
    return int(after[2]) == int(before[2]) + 1
