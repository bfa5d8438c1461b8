"""Make the columns over the schools, and settle what several files say about one school."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics, Place
from engine.facts.columns import Conflict, ReadCells, make_column, read_cells, settle
from engine.facts.display import value_text
from engine.facts.gathering import RawCells
from engine.facts.sheet import shown
from engine.facts.table import Column, Origin, State
from engine.ruleset.model import Field, FieldType, Subject


def make_school_column(
    field: Field,
    cells: RawCells,
    position: NDArray[np.int64],
    school_ids: Sequence[str],
    origins: tuple[Origin, ...],
    diagnostics: Diagnostics,
    *,
    subject: Subject,
    is_name: bool = False,
    unread: Iterable[int] = (),
) -> Column:
    """Read one field for all schools.

    Args:
        position: Number of a school while gathering -> its position in `school_ids`.
        is_name: The school's name: two names are only warned about, and the first is taken.
        unread: Schools whose sheet with this field is there but could not be read.
    """
    read = read_cells(field, cells, origins, diagnostics)
    owners = position[np.array(cells.owner, np.int64)] if len(cells) else np.zeros(0, np.int64)
    chosen, conflicts = settle(read, owners, len(school_ids))
    for conflict in _once_a_name(conflicts, read, owners) if is_name else conflicts:
        _report(
            field, cells, read, owners, school_ids, origins, conflict, is_name, subject, diagnostics
        )
    contradicted = [] if is_name else [int(owners[item.first]) for item in conflicts]
    column = make_column(field, read, cells, chosen, origins, contradicted)
    for school in unread:
        if column.states[school] == State.MISSING:
            column.states[school] = State.UNREADABLE
    return column


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


def _report(
    field: Field,
    cells: RawCells,
    read: ReadCells,
    owners: NDArray[np.int64],
    school_ids: Sequence[str],
    origins: tuple[Origin, ...],
    conflict: Conflict,
    is_name: bool,
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    places = cells.places(origins)
    school_id = school_ids[owners[conflict.first]]
    here, there = places.place(conflict.second), places.place(conflict.first)
    ours, theirs = (_text(field, read, at) for at in (conflict.second, conflict.first))
    if is_name:
        diagnostics.warning(
            "F024",
            f"{subject.called(school_id)}的名称这里是“{ours}”，在 {there} 是“{theirs}”，用后者",
            here,
            ours,
            f"请核对{subject.id_word}和名称",
        )
        return
    diagnostics.error(
        "F023",
        f"{subject.called(school_id)}的{field.id}这里是“{ours}”，在 {there} 是“{theirs}”，"
        "两处都不采用",
        here,
        ours,
        "请核对后改成一致，或只留一处",
    )


def _text(field: Field, read: ReadCells, index: int) -> str:
    if read.states[index] != State.PRESENT:
        return "不适用"
    return shown(value_text(field, int(read.values[index]), read.levels))
