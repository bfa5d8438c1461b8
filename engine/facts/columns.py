"""Turn gathered raw cells into typed columns: read each cell, then settle what meets.

Most cells of a column are plain; numbers are read as one array, and every other distinct
text only once. What several files say about one school is settled here: the same twice is
fine, a blank gives way, two different values contradict each other and neither is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Raw
from engine.facts.cells.cell_reading import BLANK_NOT_APPLICABLE, CellValue, Reading
from engine.facts.cells.numerals import LARGEST
from engine.facts.cells.readers import cell_reader
from engine.facts.gathering import RawCells
from engine.facts.table import CellPlaces, Column, Origin, State
from engine.ruleset.model import Field, FieldType

_MOST_LEVELS_OF_A_SET = 62  # bits of an int64 that are safe


@dataclass(slots=True)
class ReadCells:
    """The cells of one field, read: values as whole numbers or codes into `levels`.

    Args:
        blank_mask: Blank cells of a field whose blanks stand for 不适用 (空白视为).
    """

    values: NDArray[np.int64]
    states: NDArray[np.uint8]
    levels: tuple[str, ...]
    blank_mask: NDArray[np.bool_]


def read_cells(
    field: Field, cells: RawCells, origins: tuple[Origin, ...], diagnostics: Diagnostics
) -> ReadCells:
    """Read all gathered cells of a field; what there is to say goes to `diagnostics`."""
    read = cell_reader(field)
    count = len(cells)
    values: NDArray[np.int64] = np.zeros(count, np.int64)
    states: NDArray[np.uint8] = np.zeros(count, np.uint8)
    blank_mask = np.zeros(count, np.bool_)
    rest = np.array(_read_plain_floats(field, cells.raw, values), np.int64)
    # Each distinct cell is read once: which of them stands where, then their values by number.
    raws = [cells.raw[index] for index in rest.tolist()]
    keys = [raw if type(raw) is str else (type(raw), raw) for raw in raws]
    numbers: dict[object, int] = {}
    which = np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
    first = np.unique(which, return_index=True)[1]
    readings = [read(raws[index]) for index in first.tolist()]
    coded: dict[int, CellValue] = {
        number: reading.value
        for number, reading in enumerate(readings)
        if reading.state is State.PRESENT and not isinstance(reading.value, int)
    }
    own_values = np.array(
        [reading.value if isinstance(reading.value, int) else 0 for reading in readings], np.int64
    )
    own_states = np.array([reading.state for reading in readings], np.uint8)
    levels = _code_texts(field, coded, own_values, own_states, diagnostics)
    blanks = np.array([reading is BLANK_NOT_APPLICABLE for reading in readings], np.bool_)
    values[rest], states[rest] = own_values[which], own_states[which]
    blank_mask[rest] = blanks[which]
    telling = np.array([bool(reading.findings) for reading in readings], np.bool_)
    _report_findings(field, cells, origins, readings, rest, which, telling, diagnostics)
    return ReadCells(values, states, levels, blank_mask)


def _report_findings(
    field: Field,
    cells: RawCells,
    origins: tuple[Origin, ...],
    readings: Sequence[Reading],
    rest: NDArray[np.int64],
    which: NDArray[np.int64],
    telling: NDArray[np.bool_],
    diagnostics: Diagnostics,
) -> None:
    """Tell what there is to say about the cells whose reading found something."""
    mentioned = telling[which]
    if not mentioned.any():
        return
    places = cells.places(origins)
    for index, number in zip(rest[mentioned].tolist(), which[mentioned].tolist(), strict=True):
        place = places.place(index)
        for finding in readings[number].findings:
            diagnostics.add(finding.at(place, field.id, cells.raw[index]))


def _read_plain_floats(
    field: Field, raws: Sequence[Raw], values: NDArray[np.int64]
) -> Sequence[int]:
    """Read the floats of a numeric field that are plain, as one array; return the others.

    A float is plain when it is the nearest one to a decimal of at most 15 digits and
    `field.decimals` places, and is in range: then that decimal is what the sheet shows.
    """
    if not field.type.is_numeric or field.decimals > 15:
        return range(len(raws))
    numbers = np.array([raw if type(raw) is float else np.nan for raw in raws], np.float64)
    scale = 10**field.decimals
    with np.errstate(invalid="ignore", over="ignore"):
        counts = np.rint(numbers * scale)
        plain_mask = (counts / scale == numbers) & (np.abs(counts) < 1e15)
        plain_mask &= np.abs(numbers) <= LARGEST
        if field.type is FieldType.PERCENT:
            plain_mask &= np.abs(numbers) < 1  # 1 and more have two readings
    whole = np.where(plain_mask, counts, 0).astype(np.int64)
    if field.low is not None:
        plain_mask &= whole >= ceil(field.low * scale)
    if field.high is not None:
        plain_mask &= whole <= floor(field.high * scale)
    values[plain_mask] = whole[plain_mask]
    return [int(index) for index in np.flatnonzero(~plain_mask)]


def _code_texts(
    field: Field,
    coded: dict[int, CellValue],
    values: NDArray[np.int64],
    states: NDArray[np.uint8],
    diagnostics: Diagnostics,
) -> tuple[str, ...]:
    """Put codes into the levels of a choice or text, bit masks over those of a set."""
    if field.type not in (FieldType.CHOICE, FieldType.TEXT, FieldType.SET):
        return ()
    levels = field.choices or tuple(
        sorted({text for value in coded.values() for text in _texts(value)})
    )
    code = {level: number for number, level in enumerate(levels)}
    if field.type is not FieldType.SET:
        for index, value in coded.items():
            values[index] = code[str(value)]
        return levels
    if len(levels) > _MOST_LEVELS_OF_A_SET:
        diagnostics.error(
            "F046",
            f"{field.id}有 {len(levels)} 个不同的选项，多选最多 {_MOST_LEVELS_OF_A_SET} 个",
            field.place,
            hint="请在字段清单里写明选项，或拆成几个字段",
        )
        states[list(coded)] = State.UNREADABLE
        return ()
    for index, value in coded.items():
        values[index] = sum(1 << code[text] for text in _texts(value))
    return levels


def _texts(value: CellValue) -> frozenset[str]:
    if isinstance(value, frozenset):
        return value
    return frozenset({value}) if isinstance(value, str) else frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two present cells of one school that differ; positions into the gathered cells.

    Args:
        first: The one that was chosen. is_settled: it stands, since its source goes before.
    """

    first: int
    second: int
    is_settled: bool = False


def settle(
    read: ReadCells,
    owners: NDArray[np.int64],
    n_owners: int,
    ranks: NDArray[np.int64] | None = None,
) -> tuple[NDArray[np.int64], list[Conflict]]:
    """Choose the cell that counts for each owner, and find contradictions.

    A filled cell goes before a blank one, an unreadable one before all; else the first.

    Args:
        ranks: The place of each cell's source in the order of sources: what an earlier one says
            stands, unless it says nothing. None: no source goes before another.

    Returns:
        The position of the chosen cell by owner (-1: none), and the conflicts.
    """
    chosen = np.full(n_owners, -1, np.int64)
    if len(owners) == 0:
        return chosen, []
    # Rank of a state where several cells meet: unreadable, filled or 不适用, blank.
    rank = np.where(read.blank_mask, 2, np.array([1, 1, 2, 0])[read.states])
    sources = np.zeros(len(owners), np.int64) if ranks is None else ranks
    order = np.lexsort((np.arange(len(owners)), rank, sources, rank == 2, owners))
    sorted_owners = owners[order]
    starts = np.flatnonzero(np.r_[True, sorted_owners[1:] != sorted_owners[:-1]])
    chosen[sorted_owners[starts]] = order[starts]
    conflicts = []
    if len(starts) < len(order):
        repeated = np.ones(len(order), bool)
        repeated[starts] = False
        for index in order[repeated]:
            best = chosen[owners[index]]
            if rank[index] == 1 == rank[best] and (
                read.values[index] != read.values[best] or read.states[index] != read.states[best]
            ):
                conflicts.append(
                    Conflict(int(best), int(index), bool(sources[index] > sources[best]))
                )
    return chosen, conflicts


_SMALL = {
    FieldType.BOOLEAN: np.int8,
    FieldType.CHOICE: np.int32,
    FieldType.TEXT: np.int32,
}


def make_column(
    field: Field,
    read: ReadCells,
    cells: RawCells,
    chosen: NDArray[np.int64],
    origins: tuple[Origin, ...],
    contradicted: Sequence[int] = (),
) -> Column:
    """Make the column of the chosen cells; an owner without a cell is missing.

    Args:
        contradicted: Owners for whom two sources differ: their state is UNREADABLE.
    """
    there = chosen >= 0
    at = np.where(there, chosen, 0)
    states = np.full(len(chosen), State.MISSING, np.uint8)
    values = np.zeros(len(chosen), np.int64)
    where: list[NDArray[np.int32]] = [np.full(len(chosen), -1, np.int32) for _ in range(3)]
    if len(cells):
        states = np.where(there, read.states[at], states).astype(np.uint8)
        states[list(contradicted)] = State.UNREADABLE
        values = np.where(states == State.PRESENT, read.values[at], 0)
        places = cells.places(origins)
        for target, source in zip(where, (places.origin, places.row, places.column), strict=True):
            target[there] = source[at[there]]
    return Column(
        field,
        values.astype(_SMALL.get(field.type, np.int64)),
        states,
        CellPlaces(origins, *where),
        read.levels,
        bool((states == State.PRESENT).all()),
    )
