"""Change what was gathered for one school, as if its sheets said so (假设)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.diagnostics import Place, UsageProblem
from engine.facts.books.sheet import Raw
from engine.facts.gathering import Gathering, RawCells, RawRecords
from engine.facts.table import FactTable, Origin
from engine.ruleset.subject import Subject
from engine.whatif.wishes import AddRecord, DropRecord, SetCell, SetFact, Wish

# Where a fact stands that nobody handed in: its place in the ledger is this word.
ASSUMED = "假设"
_ORIGIN = Origin(ASSUMED, is_text=True)
_NOWHERE = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of one school in a table, as they are counted: each with its raw rows."""

    groups: tuple[tuple[int, ...], ...]
    subject: Subject

    def numbered(self, table: str, number: int) -> tuple[int, ...]:
        """Return the raw rows of the record with a number.

        Raises:
            UsageProblem: There is none.
        """
        if number > len(self.groups):
            n_rows = len(self.groups)
            there = f"只有 {n_rows} 条，写 1 到 {n_rows}" if n_rows else "一条记录也没有"
            raise UsageProblem(
                f"没有“{table}[{number}]”：这{self.subject.counted}的台账“{table}”{there}。"
            )
        return self.groups[number - 1]


def rows_of(gathering: Gathering, facts: FactTable, school: int) -> dict[str, Rows]:
    """Find which raw rows the records of a school were read from.

    Args:
        gathering: As it was read. facts: What was read of it.
    """
    found: dict[str, Rows] = {}
    school_id = facts.school_ids[school]
    for table_id, records in facts.records.items():
        raw = gathering.records.get(table_id)
        if raw is None:
            continue
        own = [at for at, each in enumerate(raw.school_ids) if each == school_id]
        first = raw.first.places(tuple(gathering.origins))
        by_place: dict[Place | None, list[int]] = {}
        for at in own:
            by_place.setdefault(first.place(at), []).append(at)
        groups = []
        rows = (records.school_index == school).nonzero()[0].tolist()
        for row in rows:
            place = records.places.place(row) if records.places is not None else None
            numbers = by_place.get(place, [])
            groups.append(tuple(_with_joined(raw, numbers[:1])))
            del numbers[:1]
        found[table_id] = Rows(tuple(groups), gathering.ruleset.subject)
    return found


def _with_joined(raw: RawRecords, numbers: Iterable[int]) -> Iterable[int]:
    """Add the rows that belong to the same record: of another sheet, or written twice."""
    wanted = set(numbers)
    yield from sorted(wanted)
    for links in (raw.joined, raw.repeated):
        yield from (each for each, to in links.items() if to in wanted)


def apply_wishes(
    wishes: Iterable[Wish], gathering: Gathering, school_id: str, rows: Mapping[str, Rows]
) -> None:
    """Change one school's raw cells and records.

    Args:
        wishes: What is wanted. gathering: It is changed.
        school_id: The school. rows: The raw rows of its records.

    Raises:
        UsageProblem: A record is named that is not there.
    """
    applier = _Applier(gathering, school_id, rows)
    for wish in wishes:
        match wish:
            case SetFact():
                applier.set_fact(wish.field.id, wish.raw)
            case SetCell():
                applier.set_cell(wish)
            case AddRecord():
                applier.add(wish)
            case DropRecord():
                applier.drop(wish)
    applier.close()


class _Applier:
    def __init__(self, gathering: Gathering, school_id: str, rows: Mapping[str, Rows]) -> None:
        self._gathering = gathering
        self._school_id = school_id
        self._rows = rows
        self._origin = gathering.origin(_ORIGIN)
        self._emptied: set[str] = set()

    def set_fact(self, field_id: str, raw: Raw) -> None:
        """Put a value in the place of all that was handed in, or verified, for a field."""
        gathering = self._gathering
        number, cells = gathering.schools[self._school_id], gathering.cells[field_id]
        cells.drop({number})
        cells.add(number, raw, self._origin, _NOWHERE, _NOWHERE)
        gathering.revisions = [
            each
            for each in gathering.revisions
            if (each.school_id, each.field) != (self._school_id, field_id)
        ]

    def set_cell(self, wish: SetCell) -> None:
        """Put a value in a column of a record."""
        numbers = self._rows[wish.table.id].numbered(wish.table.id, wish.number)
        cells: RawCells = self._gathering.records[wish.table.id].cells[wish.column.id]
        cells.drop(set(numbers))
        cells.add(numbers[0], wish.raw, self._origin, _NOWHERE, _NOWHERE)

    def add(self, wish: AddRecord) -> None:
        """Add a record; with it, nothing says any more that there is none."""
        records = self._gathering.records[wish.table.id]
        records.none_said.pop(self._school_id, None)
        (number,) = records.add_records([self._school_id], self._origin, [_NOWHERE], _NOWHERE)
        for field in wish.table.fields.values():
            raw = wish.cells.get(field.id)
            if raw is not None or field.blank_is_not_applicable:
                records.cells[field.id].add(number, raw, self._origin, _NOWHERE, _NOWHERE)

    def drop(self, wish: DropRecord) -> None:
        """Take a record away; records under an empty id are never read."""
        records = self._gathering.records[wish.table.id]
        for number in self._rows[wish.table.id].numbered(wish.table.id, wish.number):
            records.school_ids[number] = ""
            records.verdicts.pop(number, None)
        self._emptied.add(wish.table.id)

    def close(self) -> None:
        """Say of tables that lost their last record that there is none (零报告)."""
        for table_id in self._emptied:
            records = self._gathering.records[table_id]
            if self._school_id not in records.school_ids:
                records.none_said.setdefault(self._school_id, Place(ASSUMED))
