"""What is gathered from all files before any cell is read: raw cells with their places.

Lists grow file by file, one cell an entry; columns are made of them at the end, all
schools at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import Raw
from engine.facts.layout.names import tables_to_read
from engine.facts.schools.school_names import name_key
from engine.facts.stages.revision import RawRevision
from engine.facts.table import CellPlaces, Origin, State, column_letters
from engine.ruleset.model import RecordTable, RuleSet

if TYPE_CHECKING:
    from engine.facts.lastyear.results import LastResults
    from engine.facts.lastyear.sheets import LastSheets


@dataclass(slots=True)
class RawCells:
    """The raw cells of one field, each with its owner (a school or a record) and place."""

    owner: list[int] = field(default_factory=list)
    raw: list[Raw] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.raw)

    def add(self, owner: int, raw: Raw, origin: int, row: int, column: int) -> None:
        """Add one cell; row and column count from 1."""
        self.owner.append(owner)
        self.raw.append(raw)
        self.origin.append(origin)
        self.row.append(row)
        self.column.append(column)

    def add_column(
        self, owners: list[int], raws: list[Raw], origin: int, rows: list[int], column: int
    ) -> None:
        """Add the cells of one column of a sheet."""
        if len(raws) == 1:
            self.add(owners[0], raws[0], origin, rows[0], column)
            return
        self.owner.extend(owners)
        self.raw.extend(raws)
        self.origin.extend(repeat(origin, len(raws)))
        self.row.extend(rows)
        self.column.extend(repeat(column, len(raws)))

    def drop(self, owners: set[int]) -> None:
        """Take out the cells of some owners."""
        keep = [index for index, owner in enumerate(self.owner) if owner not in owners]
        self.owner = [self.owner[index] for index in keep]
        self.raw = [self.raw[index] for index in keep]
        self.origin = [self.origin[index] for index in keep]
        self.row = [self.row[index] for index in keep]
        self.column = [self.column[index] for index in keep]

    def place(self, index: int, origins: Sequence[Origin]) -> Place | None:
        """Return where one cell stands; None for a value that stands in no cell."""
        if self.origin[index] < 0:
            return None
        return cell_place(origins[self.origin[index]], self.row[index], self.column[index])

    def places(self, origins: tuple[Origin, ...]) -> CellPlaces:
        """Return where each cell stands."""
        return CellPlaces(
            origins,
            np.array(self.origin, np.int32),
            np.array(self.row, np.int32),
            np.array(self.column, np.int32),
        )


@dataclass(slots=True)
class RawRecords:
    """The rows of one record table, and which schools handed it in.

    Args:
        school_ids: The school id of each record, as text.
        first: The first cell of each record, for its place.
        cells: Field id -> raw cells, whose owner is the record's number.
        handed_in: Schools for which the table is known although it may have no row.
        none_said: Schools that wrote 「无」 (zero report), with the place.
        unreadable: Schools whose sheet of this table could not be read.
        not_handed_in: Schools of which a sheet says that they did not hand it in (未交).
        joined: Number of a record -> the record of the same event that it belongs to.
        repeated: Number of a record that was dropped -> the record that it repeats.
        lost_names: Names of schools that have a row in it which could not be read.
        verdicts: Number of a record -> what a team concluded about it, stage by stage.
        added: Numbers of the records that a team added (补登).
        judging: Origins of the sheets on which a team judges records: they repeat others'.
    """

    table: RecordTable
    school_ids: list[str] = field(default_factory=list)
    first: RawCells = field(default_factory=RawCells)
    cells: dict[str, RawCells] = field(default_factory=dict)
    handed_in: set[str] = field(default_factory=set)
    none_said: dict[str, Place] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    not_handed_in: set[str] = field(default_factory=set)
    joined: dict[int, int] = field(default_factory=dict)
    repeated: dict[int, int] = field(default_factory=dict)
    lost_names: set[str] = field(default_factory=set)
    verdicts: dict[int, list[RawRevision]] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)
    judging: set[int] = field(default_factory=set)

    def state_without_rows(self, school_id: str) -> State:
        """Return what is known of the table for a school that has no row in it."""
        if school_id in self.none_said:
            return State.PRESENT
        is_known = school_id in self.handed_in and not self.table.zero_report
        return State.PRESENT if is_known else State.MISSING

    def identify(self, ids: Mapping[str, str]) -> None:
        """Put ids for the stand-ins of schools; an empty id is no school's."""
        self.school_ids = [ids.get(each, each) for each in self.school_ids]
        self.handed_in = _identified(self.handed_in, ids)
        self.unreadable = _identified(self.unreadable, ids)
        self.not_handed_in = _identified(self.not_handed_in, ids)
        said = [(ids.get(each, each), place) for each, place in self.none_said.items()]
        self.none_said = {}
        for school_id, place in said:
            if school_id:
                self.none_said.setdefault(school_id, place)

    def add_records(
        self, school_ids: list[str], origin: int, rows: list[int], column: int
    ) -> list[int]:
        """Begin one record a row, whose first cell is in `column`; return their numbers."""
        start = len(self.school_ids)
        numbers = list(range(start, start + len(rows)))
        self.school_ids.extend(school_ids)
        self.first.add_column(numbers, [None] * len(rows), origin, rows, column)
        return numbers


@dataclass(frozen=True, slots=True)
class Sighting:
    """A row or form that names its school, and the sheet that it stands on."""

    place: Place
    sheet: str


@dataclass(slots=True)
class NamedSchool:
    """A school of which only the name was written so far; its id is looked up at the end.

    Args:
        county: The county (所在县区) that is written beside the name, if any.
        seen: Every place where it is named so.
    """

    name: str
    county: str
    seen: list[Sighting] = field(default_factory=list)

    def __str__(self) -> str:
        return f"“{self.name}”（{self.county}）" if self.county else f"“{self.name}”"


@dataclass(slots=True)
class Gathering:
    """Everything gathered so far, and what there was to say about it.

    Args:
        groups: The schools of each workbook, folder of CSV files, or document.
        unread_parts: Sheet of the field dictionary (工作表) -> schools whose sheet is there but
            could not be read.
        guessed: Field -> schools with a column that is probably it, which was said.
        revisions: What a team verified (核查、复核), file by file.
        roster_files: The files of the roster, where there is one.
        named: Stand-in for an id -> the school that is known by name alone as yet.
        evidence_folder: Where the files of the evidence catalogue are. evidence_date: The day on
            which its deadline is looked at; None: the as-of date of the rules.
        progress: Called with (files done, files in all) while files of evidence are hashed.
        last_sheets: Last year's facts, where any were given. last_results: its results.
        former_ids: School -> its id of last year, where it is another one.
    """

    ruleset: RuleSet
    diagnostics: Diagnostics
    origins: list[Origin] = field(default_factory=list)
    schools: dict[str, int] = field(default_factory=dict)  # id -> number, in order of sight
    cells: dict[str, RawCells] = field(default_factory=dict)  # field id -> cells
    records: dict[str, RawRecords] = field(default_factory=dict)  # table id -> records
    groups: list[frozenset[str]] = field(default_factory=list)
    unread_parts: dict[str, set[str]] = field(default_factory=dict)
    guessed: dict[str, set[str]] = field(default_factory=dict)
    revisions: list[RawRevision] = field(default_factory=list)
    named: dict[str, NamedSchool] = field(default_factory=dict)
    evidence_folder: Path | None = None
    evidence_date: date | None = None
    progress: Callable[[int, int], None] | None = None
    roster_files: set[str] = field(default_factory=set)
    last_sheets: LastSheets | None = None
    last_results: LastResults | None = None
    former_ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ruleset = self.ruleset
        for field_id in (*ruleset.fields, ruleset.id_field, *ruleset.name_fields):
            self.cells.setdefault(field_id, RawCells())
        for table in tables_to_read(ruleset).values():
            records = RawRecords(table)
            records.cells = {field_id: RawCells() for field_id in table.fields}
            self.records[table.id] = records

    def keep_guessed(self, field_ids: Iterable[str], school_ids: Sequence[str]) -> None:
        """Keep in mind that these schools' sheets have misspelt columns of these fields."""
        for field_id in field_ids:
            self.guessed.setdefault(field_id, set()).update(school_ids)

    def origin(self, origin: Origin) -> int:
        """Add an origin and return its number."""
        self.origins.append(origin)
        return len(self.origins) - 1

    def school(self, school_id: str) -> int:
        """Return the number of a school, which is new or was met before."""
        return self.schools.setdefault(school_id, len(self.schools))

    def school_named(self, name: str, county: str, place: Place, sheet: str) -> str:
        """Return the stand-in for the id of a school that is known by its name alone."""
        stand_in = f"\0{name_key(name)}\0{name_key(county)}"
        known = self.named.setdefault(stand_in, NamedSchool(name, county))
        known.seen.append(Sighting(place, sheet))
        return stand_in

    def identify(self, ids: Mapping[str, str]) -> None:
        """Put ids for stand-ins; schools whose id is empty are left out with all their cells.

        Records of such schools stay, under an empty id, and are never read.
        """
        numbers = {self.schools[each]: ids[each] for each in ids if each in self.schools}
        moved = {old: self.school(new) for old, new in numbers.items() if new}
        gone = {old for old, new in numbers.items() if not new}
        for raw_cells in self.cells.values():
            if gone and not gone.isdisjoint(raw_cells.owner):
                raw_cells.drop(gone)
            if moved:
                raw_cells.owner = [moved.get(owner, owner) for owner in raw_cells.owner]
        self.revisions = [
            replace(each, school_id=school_id)
            for each in self.revisions
            if (school_id := ids.get(each.school_id, each.school_id))
        ]
        id_cells = self.cells[self.ruleset.id_field]
        id_cells.raw = [ids.get(raw, raw) if isinstance(raw, str) else raw for raw in id_cells.raw]
        for each in ids:
            self.schools.pop(each, None)
        self.renumber()
        for records in self.records.values():
            records.identify(ids)
        self.groups = [frozenset(_identified(group, ids)) for group in self.groups]
        for kept in (*self.unread_parts.values(), *self.guessed.values()):
            known = _identified(kept, ids)
            kept.clear()
            kept.update(known)
        self.named.clear()

    def drop_schools(self, school_ids: Iterable[str]) -> None:
        """Leave out schools with all their cells."""
        numbers = {self.schools.pop(each) for each in school_ids}
        if numbers:
            for raw_cells in self.cells.values():
                raw_cells.drop(numbers)
            self.renumber()

    def renumber(self) -> None:
        """Number the schools that are left without gaps."""
        number_of = {old: new for new, old in enumerate(self.schools.values())}
        if all(old == new for old, new in number_of.items()):
            return
        self.schools = {each: number_of[old] for each, old in self.schools.items()}
        for raw_cells in self.cells.values():
            raw_cells.owner = [number_of[owner] for owner in raw_cells.owner]

    def called(self, school_id: str) -> str:
        """Name a school in a message: by its id, or by its name where that is all there is."""
        named = self.named.get(school_id)
        return f"{self.ruleset.subject}{named}" if named else self.ruleset.subject.called(school_id)


def _identified(known: Iterable[str], ids: Mapping[str, str]) -> set[str]:
    """Return ids in the place of stand-ins, and leave out those for which there is none."""
    return {found for each in known if (found := ids.get(each, each))}


def cell_place(origin: Origin, row: int, column: int) -> Place:
    """Return the place of a cell; row and column count from 1."""
    if origin.is_text:
        return Place(origin.file, line=row, column=column)
    return Place(origin.file, origin.sheet, cell=f"{column_letters(column)}{row}")
