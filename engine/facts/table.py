"""FactTable: the facts of all schools as typed columns, each cell with state and place.

A number is a whole number of 10**-decimals in int64, so that nothing is ever binary: 89.99 %
is not 90 %. What is missing is a state, never a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostic, Place
from engine.facts.evidence.proof import Evidence
from engine.ruleset.model import Field, RecordTable

if TYPE_CHECKING:
    from engine.facts.lastyear.year import LastYear
    from engine.facts.stages.revision import Revision


class State(IntEnum):
    """State of one cell. The larger one prevails where several facts are combined."""

    PRESENT = 0
    NOT_APPLICABLE = 1  # 不适用
    MISSING = 2  # 缺失
    UNREADABLE = 3  # 无法识读, or two sources contradict each other


@dataclass(frozen=True, slots=True)
class Origin:
    """A sheet of a workbook, a CSV file (sheet empty), or a text file (`is_text`)."""

    file: str
    sheet: str = ""
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class CellPlaces:
    """Where each cell of a column stands. Shapes: all (rows,); -1 where there is none.

    rows and columns count from 1 (for text files: line and column).
    """

    origins: tuple[Origin, ...]
    origin: NDArray[np.int32]
    row: NDArray[np.int32]
    column: NDArray[np.int32]

    def place(self, index: int) -> Place | None:
        """Return the place of one cell, or None where the cell does not exist."""
        which = int(self.origin[index])
        if which < 0:
            return None
        origin, row, column = self.origins[which], int(self.row[index]), int(self.column[index])
        if origin.is_text:
            return Place(origin.file, line=row, column=column)
        return Place(origin.file, origin.sheet, cell=f"{column_letters(column)}{row}")

    def texts(self) -> list[str]:
        """Write the place of every cell, as `str` writes one; empty where there is no cell."""
        heads = [
            "" if each.is_text else str(Place(each.file, each.sheet, cell="!"))[:-1]
            for each in self.origins
        ]
        letters: dict[int, str] = {}
        texts = []
        cells = zip(self.origin.tolist(), self.row.tolist(), self.column.tolist(), strict=True)
        for at, (which, row, column) in enumerate(cells):
            if which < 0 or self.origins[which].is_text:
                texts.append(str(self.place(at) or ""))
                continue
            named = letters.get(column)
            if named is None:
                named = letters[column] = column_letters(column)
            texts.append(f"{heads[which]}{named}{row}")
        return texts


def column_letters(number: int) -> str:
    """Return the letters of a sheet's column counted from 1.

    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Column:
    """One field over all rows (schools, or records of a table).

    Shapes: values and states (rows,). Values where the state is not PRESENT are 0 / "".

    values by type: boolean int8 0/1; integer, number, percent int64 in 10**-field.decimals
    (percent as a fraction: 95 % with 4 decimals is 9500); date int64 days since 1970-01-01;
    choice and text int32 codes into `levels`; set int64 bit mask over `levels`.
    """

    field: Field
    values: NDArray[np.integer]
    states: NDArray[np.uint8]
    places: CellPlaces | None = None
    levels: tuple[str, ...] = ()
    all_present: bool = False  # a promise that makes the masks unnecessary


@dataclass(frozen=True, slots=True)
class RecordSet:
    """The rows of one record table over all schools, ordered by school, then by place.

    Args:
        school_index: (records,) position of each record's school in FactTable.school_ids.
        columns: One column a field, over the records.
        states: (schools,) PRESENT where the table is known for the school (rows, a zero
            report, or an empty table where that is enough), else MISSING or UNREADABLE;
            NOT_APPLICABLE is possible too.
        in_window: (records,) False for records outside the ruleset's window of dates: they
            are kept and noted but not counted.
        places: The place of each record (its first cell).
        left_out: Records that are not counted for another reason than the window (佐证不认可):
            row -> why, a clause; they are False in `in_window` too.
    """

    table: RecordTable
    school_index: NDArray[np.int32]
    columns: Mapping[str, Column]
    states: NDArray[np.uint8]
    in_window: NDArray[np.bool_]
    places: CellPlaces | None = None
    left_out: Mapping[int, str] = field(default_factory=dict)

    @property
    def n_records(self) -> int:
        return len(self.school_index)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place says of a fact on which the places differ.

    Args:
        source: The source (数据来源) that the place belongs to; empty where it is of none.
    """

    text: str
    place: Place | None
    source: str = ""
    stands: bool = False


@dataclass(frozen=True, slots=True)
class FactConflict:
    """Two values for one fact: what each place says, and what became of it.

    Args:
        is_settled: One of them stands; else the fact is not known (UNREADABLE).
        table, event: The record table and the event, where a record is concerned.
        problems: What is told of it, a problem for each place that says something else.
    """

    school_id: str
    field: str
    claims: tuple[Claim, ...]
    why: str
    is_settled: bool
    table: str = ""
    event: str = ""
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class FactTable:
    """All facts of a batch, in the order of school_id.

    Args:
        school_ids: (schools,) text, sorted, unique.
        names: (schools,) the name of each school, or its id where it has none.
        columns: Every field of the ruleset's dictionary -> Column over the schools.
        records: Every record table of the ruleset -> RecordSet.
        problems: What was met while reading, for problems.csv.
        digests: File name -> SHA-256 of its bytes.
        receipts: Folder with results of lower units -> SHA-256 of its receipt.
        last: Last year's facts of the same schools in the same order, by this year's dictionary;
            a school that is new has 不适用 everywhere. None where none were given.
        revisions: What a team verified, with what became of it (核查、复核).
        reported: Each column that verification changed, as the schools reported it (自评).
        reported_records: The same for record tables.
        absent: Schools of the roster that handed in nothing (未交): id and name.
        evidence: The evidence catalogue, and what the policy made of facts by it.
        conflicts: Facts for which two places gave two values, in the order of school ids.
        last_results: Folder with last year's results -> SHA-256 of its receipt.
        refused: (record table or empty, field) -> school or record -> why a check does not let
            what was filled in stand (不采用); (record table, empty) -> school, for a whole table.
        last_year: All that was handed in of last year, as it was then.
    """

    school_ids: tuple[str, ...]
    names: tuple[str, ...]
    columns: Mapping[str, Column]
    records: Mapping[str, RecordSet]
    problems: tuple[Diagnostic, ...] = ()
    digests: Mapping[str, str] | None = None
    receipts: Mapping[str, str] | None = None
    last: FactTable | None = None
    revisions: tuple[Revision, ...] = ()
    reported: Mapping[str, Column] = field(default_factory=dict)
    reported_records: Mapping[str, RecordSet] = field(default_factory=dict)
    absent: tuple[tuple[str, str], ...] = ()
    evidence: Evidence | None = None
    conflicts: tuple[FactConflict, ...] = ()
    last_results: Mapping[str, str] | None = None
    refused: Mapping[tuple[str, str], Mapping[int, str]] = field(default_factory=dict)
    last_year: LastYear | None = None

    @property
    def n_schools(self) -> int:
        return len(self.school_ids)

    @property
    def is_revised(self) -> bool:
        """Tell whether verification changed anything that is scored."""
        return bool(self.reported or self.reported_records)

    def as_reported(self) -> FactTable:
        """Return the facts as the schools reported them, before anybody verified them."""
        return replace(
            self,
            columns={**self.columns, **self.reported},
            records={**self.records, **self.reported_records},
            revisions=(),
            evidence=None,
            reported={},
            reported_records={},
        )
