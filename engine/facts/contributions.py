"""Tell which file gave which school which part: cells of the school's fields, and records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from engine.facts.books.sheet import is_blank
from engine.facts.gathering import Gathering


@dataclass(frozen=True, slots=True, order=True)
class Contribution:
    """What one sheet gave of one part for one school.

    Args:
        part: The sheet of the field dictionary (工作表), or the record table.
        sheet: The sheet of the file, or nothing. is_roster: the file is the roster.
        n_given: Filled cells; of a record table, rows (0: a zero report).
    """

    school_id: str
    part: str
    file: str
    sheet: str
    n_given: int
    is_records: bool = False
    is_roster: bool = False


def contributions(gathering: Gathering, part_of: Mapping[str, str]) -> tuple[Contribution, ...]:
    """Return what every sheet gave, school by school.

    Args:
        part_of: Field -> the part that it belongs to; fields without one are left out.
    """
    ids = {number: school_id for school_id, number in gathering.schools.items()}
    ruleset, origins = gathering.ruleset, gathering.origins
    counted: Counter[tuple[str, str, int]] = Counter()
    for field_id, cells in gathering.cells.items():
        if field_id not in part_of:
            continue
        filled = (
            (owner, origin)
            for owner, origin, raw in zip(cells.owner, cells.origin, cells.raw, strict=True)
            if origin >= 0 and not is_blank(raw)
        )
        for (owner, origin), n_given in Counter(filled).items():
            counted[ids[owner], part_of[field_id], origin] += n_given
    given = [
        _of_sheet(gathering, school_id, part, origin, n_given, is_records=False)
        for (school_id, part, origin), n_given in counted.items()
    ]
    for table_id, records in gathering.records.items():
        if table_id not in ruleset.tables:
            continue
        rows = Counter(zip(records.school_ids, records.first.origin, strict=True))
        given += [
            _of_sheet(gathering, school_id, table_id, origin, n_given, is_records=True)
            for (school_id, origin), n_given in rows.items()
            if school_id in gathering.schools and origin < len(origins)
        ]
        given += [
            Contribution(school_id, table_id, place.file, place.sheet, 0, is_records=True)
            for school_id, place in records.none_said.items()
            if school_id in gathering.schools
        ]
    return tuple(sorted(given))


def _of_sheet(
    gathering: Gathering, school_id: str, part: str, origin: int, n_given: int, *, is_records: bool
) -> Contribution:
    where = gathering.origins[origin]
    is_roster = where.file in gathering.roster_files
    return Contribution(school_id, part, where.file, where.sheet, n_given, is_records, is_roster)
