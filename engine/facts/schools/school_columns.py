"""Make the columns over the schools, and settle what several files say about one school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import shown
from engine.facts.cells.display import texts_of, value_text
from engine.facts.columns import Conflict, ReadCells, make_column, read_cells, settle
from engine.facts.conflicts import ConflictReport
from engine.facts.gathering import Gathering, RawCells
from engine.facts.precedence import Precedence
from engine.facts.table import Column, FactConflict, Origin, State
from engine.ruleset.model import Field, FieldType, RuleSet, Subject, joined_name

_LONGEST_NAME = 60


def make_school_columns(
    gathering: Gathering, school_ids: tuple[str, ...], precedence: Precedence | None = None
) -> tuple[dict[str, Column], list[FactConflict]]:
    """Read every field for all schools, in the order of `school_ids`.

    Returns:
        Field -> column, and the facts for which two places gave two values.
    """
    ruleset, origins = gathering.ruleset, tuple(gathering.origins)
    index = {school_id: at for at, school_id in enumerate(school_ids)}
    position = np.array([index[school_id] for school_id in gathering.schools], np.int64)
    precedence = precedence or Precedence(ruleset, origins)
    columns, conflicts = {}, list[FactConflict]()
    for field_id, cells in gathering.cells.items():
        field = ruleset.fields.get(field_id) or text_field(field_id)
        unread = gathering.unread_parts.get(field.sheet, ())
        columns[field_id], found = make_school_column(
            field,
            cells,
            position,
            school_ids,
            origins,
            gathering.diagnostics,
            subject=ruleset.subject,
            precedence=precedence,
            is_name=field_id in ruleset.name_fields and field_id not in ruleset.id_fields,
            unread=[index[item] for item in unread if item in index],
        )
        conflicts += found
    return columns, conflicts


def school_names(
    ruleset: RuleSet, columns: Mapping[str, Column], school_ids: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the name of each school, of one column or of several; else its id."""
    texts = [texts_of(columns[field_id]) for field_id in ruleset.name_fields]
    names = (joined_name(filter(None, parts)) for parts in zip(*texts, strict=True))
    return tuple(
        _one_line(name) if name else school_id
        for name, school_id in zip(names, school_ids, strict=True)
    )


def _one_line(name: str) -> str:
    """Return a school's name as it can stand in a line of a table."""
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def make_school_column(
    field: Field,
    cells: RawCells,
    position: NDArray[np.int64],
    school_ids: Sequence[str],
    origins: tuple[Origin, ...],
    diagnostics: Diagnostics,
    *,
    subject: Subject,
    precedence: Precedence,
    is_name: bool = False,
    unread: Iterable[int] = (),
) -> tuple[Column, list[FactConflict]]:
    """Read one field for all schools; where two places differ, tell of both.

    Args:
        position: Number of a school while gathering -> its position in `school_ids`.
        is_name: The school's name: two names are only warned about, and the first is taken.
        unread: Schools whose sheet with this field is there but could not be read.
    """
    read = read_cells(field, cells, origins, diagnostics)
    owners = position[np.array(cells.owner, np.int64)] if len(cells) else np.zeros(0, np.int64)
    is_ordered = precedence.is_ordered and not is_name
    order = precedence.ranks_of(cells, field.id, field.sheet) if is_ordered else None
    chosen, conflicts = settle(read, owners, len(school_ids), order)
    told: list[FactConflict] = []
    contradicted = [int(owners[item.first]) for item in conflicts if not item.is_settled]
    if is_name:
        contradicted = []
        for each in _once_a_name(conflicts, read, owners):
            school_id = school_ids[owners[each.first]]
            _report_name(field, cells, read, school_id, origins, each, subject, diagnostics)
    elif conflicts:
        ranks = precedence.ranks_of(cells, field.id, field.sheet) if order is None else order
        report = ConflictReport(field, cells, read, origins, precedence, ranks, subject)
        told = report.entries(conflicts, owners, school_ids)
    column = make_column(field, read, cells, chosen, origins, contradicted)
    for school in unread:
        if column.states[school] == State.MISSING:
            column.states[school] = State.UNREADABLE
    return column, told


def _once_a_name(
    conflicts: list[Conflict], read: ReadCells, owners: NDArray[np.int64]
) -> list[Conflict]:
    """Keep one conflict of each other name of a school, which may stand on many sheets."""
    first: dict[tuple[int, int], Conflict] = {}
    for item in conflicts:
        first.setdefault((int(owners[item.second]), int(read.values[item.second])), item)
    return list(first.values())


def text_field(field_id: str) -> Field:
    """Return the field of a school's id or name where the dictionary does not describe it."""
    return Field(field_id, FieldType.TEXT, Place(""))


def _report_name(
    field: Field,
    cells: RawCells,
    read: ReadCells,
    school_id: str,
    origins: tuple[Origin, ...],
    conflict: Conflict,
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    """Say that a school has two names; the first is taken."""
    here, there = (cells.place(at, origins) for at in (conflict.second, conflict.first))
    ours, theirs = (
        shown(value_text(field, int(read.values[at]), read.levels))
        if read.states[at] == State.PRESENT
        else "不适用"
        for at in (conflict.second, conflict.first)
    )
    diagnostics.warning(
        "F024",
        f"{subject.called(school_id)}的名称这里是“{ours}”，在 {there} 是“{theirs}”，用后者",
        here,
        ours,
        f"请核对{subject.id_word}和名称",
    )
