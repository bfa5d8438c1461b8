"""Values of one field that come from several columns: compare them, and put them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.facts.cells.display import cell_text
from engine.facts.columns import ReadCells
from engine.facts.table import CellPlaces, Column, State
from engine.ruleset.model import Field, FieldType

# A state, and what a present cell holds: a whole number, a text, or texts. Comparable whatever
# the columns that it stands in.
Value = tuple[State, int | str | frozenset[str]]

_TEXTS = (FieldType.CHOICE, FieldType.TEXT)


def value_at(known: Field, cells: Column | ReadCells, at: int) -> Value:
    """Return one cell as a value."""
    state = State(int(cells.states[at]))
    if state is not State.PRESENT:
        return state, 0
    number = int(cells.values[at])
    if known.type in _TEXTS:
        return state, cells.levels[number]
    if known.type is FieldType.SET:
        return state, frozenset(each for bit, each in enumerate(cells.levels) if number >> bit & 1)
    return state, number


def in_words(known: Field, value: Value) -> str:
    """Write a value as people do."""
    state, content = value
    if state is State.UNREADABLE:
        return "未定"
    column = with_values(_empty(known), {0: (value, None)})
    return cell_text(column, 0) if state is not State.PRESENT or content != "" else ""


def _empty(known: Field) -> Column:
    return Column(known, np.zeros(1, np.int64), np.full(1, State.MISSING, np.uint8))


Position = tuple[int, int, int]  # number of the origin, row, column


def with_values(column: Column, changed: Mapping[int, tuple[Value, Position | None]]) -> Column:
    """Return a column with other values for some schools.

    Args:
        changed: School -> its value, and where it stands; None leaves its place.
    """
    levels = _levels(column, [value for value, _ in changed.values()])
    values = _recoded(column, levels).copy()
    states = column.states.copy()
    code = {level: number for number, level in enumerate(levels)}
    for school, ((state, content), _) in changed.items():
        states[school] = state
        if isinstance(content, frozenset):
            values[school] = sum(1 << code[each] for each in content)
        else:
            values[school] = code[content] if isinstance(content, str) else content
    return replace(
        column,
        values=values,
        states=states,
        places=_placed(column.places, {at: where for at, (_, where) in changed.items() if where}),
        levels=levels,
        all_present=bool((states == State.PRESENT).all()),
    )


def _levels(column: Column, values: list[Value]) -> tuple[str, ...]:
    if column.field.choices or column.field.type not in (*_TEXTS, FieldType.SET):
        return column.field.choices if column.field.type in (*_TEXTS, FieldType.SET) else ()
    found = set(column.levels)
    for _, content in values:
        found.update(content if isinstance(content, frozenset) else ())
        found.update([content] if isinstance(content, str) else ())
    return tuple(sorted(found))


def _recoded(column: Column, levels: tuple[str, ...]) -> np.ndarray:
    """Return the values of a column as codes into other levels, which hold all of its own."""
    if levels == column.levels or not column.levels:
        return column.values
    new = [levels.index(level) for level in column.levels]
    if column.field.type is FieldType.SET:
        bits = [
            sum(1 << new[bit] for bit in range(len(new)) if value >> bit & 1)
            for value in column.values.tolist()
        ]
        return np.array(bits, column.values.dtype)
    present = column.states == State.PRESENT
    codes = np.array(new, column.values.dtype)[column.values]
    return np.where(present, codes, 0).astype(column.values.dtype)


def _placed(places: CellPlaces | None, where: Mapping[int, Position]) -> CellPlaces | None:
    if places is None or not where:
        return places
    arrays = [places.origin.copy(), places.row.copy(), places.column.copy()]
    for school, position in where.items():
        for array, number in zip(arrays, position, strict=True):
            array[school] = number
    return CellPlaces(places.origins, *arrays)
