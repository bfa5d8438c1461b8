"""Tell which school a row of a verification sheet is about: by its id, its name, or its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.facts.books.sheet import Raw, Sheet, is_blank, plain
from engine.facts.gathering import cell_place
from engine.facts.layout.names import Dictionary, normal_name
from engine.facts.schools.school_ids import RowIds
from engine.facts.schools.school_names import COUNTY_WORDS
from engine.facts.schools.school_rows import Group
from engine.ruleset.model import joined_name


@dataclass(slots=True)
class SchoolColumns:
    """The columns that name a row's school; columns count from 0.

    Args:
        only_school: The school that the sheet gives once for all rows, if it does.
    """

    id_columns: list[int] = field(default_factory=list)
    name_columns: list[int] = field(default_factory=list)
    county_column: int | None = None
    only_school: str = ""

    @property
    def columns(self) -> list[int]:
        return [*self.id_columns, *self.name_columns]

    def read(self, ids: RowIds, number: int, sheet: Sheet, group: Group) -> tuple[str, str]:
        """Return the id and the name of a row's school, as far as it says them.

        The id of a school that only its name is written of is a stand-in until all is gathered;
        a sheet that names no school at all is about the only one of its file.
        """
        line, only_school = sheet.rows[number], self.only_school or group.only_school
        texts = (line[column] for column in self.name_columns)
        name = joined_name(
            plain(raw) for raw in texts if isinstance(raw, str) and not is_blank(raw)
        )
        if self.id_columns and not ids.is_blank(number):
            return ids.read(number), name
        if not name:
            return ("" if self.columns else only_school), ""
        place = cell_place(sheet.origin, number + 1, self.name_columns[0] + 1)
        county = line[self.county_column] if self.county_column is not None else None
        where = plain(county) if isinstance(county, str) else ""
        return group.gathering.school_named(name, where, place, sheet.name), name


def place_school(line: Sequence[Raw], names: Dictionary) -> SchoolColumns:
    """Find the columns of the school's id and name in a header row."""
    found, ruleset = SchoolColumns(), names.ruleset
    parts: dict[str, int] = {}
    for column, cell in enumerate(line):
        if isinstance(cell, str) and normal_name(cell) in COUNTY_WORDS:
            found.county_column = column
        match = names.school.find(cell) if isinstance(cell, str) else None
        if match is None:
            continue
        if match.key == ruleset.id_field:
            found.id_columns = [column]
        elif match.key in ruleset.id_parts:
            parts[match.key] = column
        if match.key in ruleset.name_fields and match.key != ruleset.id_field:
            found.name_columns.append(column)
    if not found.id_columns and all(each in parts for each in ruleset.id_fields):
        found.id_columns = [parts[each] for each in ruleset.id_fields]
    return found


def report_schoolless(
    sheet: Sheet, school: SchoolColumns, rows: Sequence[int], group: Group
) -> None:
    """Say that rows say something, but not about which school."""
    if not rows:
        return
    subject = group.gathering.ruleset.subject
    which = "这一行" if len(rows) == 1 else f"从这一行起有 {len(rows)} 行"
    group.gathering.diagnostics.error(
        "F070",
        f"“{sheet.name}”{which}没有写明是哪{subject.counted}，没有采用",
        cell_place(sheet.origin, rows[0] + 1, (school.columns or [0])[0] + 1),
        hint=f"请补填{subject.id_word}或名称",
    )
