"""Find records that stand twice: a sheet handed in again, an event told again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics, Place
from engine.facts.cells.display import texts_of
from engine.facts.evidence import titles
from engine.facts.gathering import RawCells, RawRecords
from engine.facts.table import CellPlaces, Column, State

_LISTED = 3  # repeats of one sheet that are told one by one


def drop_repeated(
    records: RawRecords,
    owners: NDArray[np.int32],
    columns: Mapping[str, Column],
    first: CellPlaces,
    order: NDArray[np.int64],
    diagnostics: Diagnostics,
) -> NDArray[np.int64]:
    """Drop rows that repeat one of another sheet or file, or its event id; report all repeats.

    Within one sheet two rows that are wholly the same may be two things that happened; in two
    sheets they are one thing that was handed in twice. Which row each dropped one repeats is kept
    in `records.repeated`: of rows that are alike, the second of a sheet repeats the second. A
    number of evidence (佐证编号) that one sheet leaves blank tells no rows of two sheets apart.
    """
    event = columns.get(records.table.event_field)
    number = columns.get(titles.NUMBER)
    numbers = [""] * len(owners) if number is None else list(texts_of(number))
    sheets = [int(first.origin[at]) for at in order.tolist()]
    seen, keep = dict[tuple[int, ...], list[int]](), list[int]()
    alike: dict[int, list[int]] = {}  # first of rows that are alike -> those that are kept
    times = Counter[tuple[int, int]]()
    lent: dict[int, int] = {}  # record without a number of evidence -> its repeat that has one
    copies: dict[tuple[int, int], list[int]] = {}
    again: dict[int, list[tuple[int, int, bool]]] = {}
    for index, row in enumerate(_contents(owners, columns)):
        firsts = seen.setdefault(row, [])
        fitting = (at for at in firsts if _is_one(at, index, numbers, sheets))
        # One whose rows this sheet has not all repeated yet goes before others.
        done = {at: times[at, sheets[index]] >= len(alike[at]) for at in fitting}
        known = min(done, key=done.__getitem__, default=index)
        if known == index:
            firsts.append(index)
        here, there = int(order[index]), int(order[known])
        if sheets[index] != sheets[known]:
            copies.setdefault((sheets[known], sheets[index]), []).append(index)
            nth = min(times[known, sheets[index]], len(alike[known]) - 1)
            records.repeated[here] = alike[known][nth]
            times[known, sheets[index]] += 1
            if numbers[index] and not numbers[known]:
                lent[records.repeated[here]] = here
                numbers[known] = numbers[index]
            continue
        is_event = event is not None and event.states[index] == State.PRESENT
        if known == index or not is_event:
            keep.append(index)
            alike.setdefault(known, []).append(here)
        else:
            records.repeated[here] = there
        if known != index:
            again.setdefault(sheets[index], []).append((here, there, is_event))
    _take_numbers(records.cells.get(titles.NUMBER), lent)
    for repeated in again.values():
        _report_again(records, first, repeated, diagnostics)
    kept = Counter((sheets[at], int(owners[at])) for at in keep)
    for (original, copy), indices in copies.items():
        others = sum(kept[copy, owner] for owner in {int(owners[index]) for index in indices})
        rows = [int(order[index]) for index in indices]
        _report_copy(records, first, (original, copy), rows, others, diagnostics)
    return np.array(keep, np.int64)


def _contents(
    owners: NDArray[np.int32], columns: Mapping[str, Column]
) -> Iterator[tuple[int, ...]]:
    """Yield whose each row is and what it says, but for the number of its evidence."""
    parts = [owners.tolist()]
    for name, column in columns.items():
        if name != titles.NUMBER:
            parts += [column.values.tolist(), column.states.tolist()]
    return zip(*parts, strict=True)


def _is_one(known: int, index: int, numbers: Sequence[str], sheets: Sequence[int]) -> bool:
    """Tell whether two rows that are alike may also have the same number of evidence."""
    ours, theirs = numbers[index], numbers[known]
    return ours == theirs or (sheets[index] != sheets[known] and not (ours and theirs))


def _take_numbers(cells: RawCells | None, lent: Mapping[int, int]) -> None:
    """Put the cells with the numbers of repeats in the place of the blank ones of records."""
    if cells is None or not lent:
        return
    cells.drop(set(lent))
    new_owner = {lender: kept for kept, lender in lent.items()}
    cells.owner = [new_owner.get(owner, owner) for owner in cells.owner]


def _report_again(
    records: RawRecords,
    first: CellPlaces,
    repeated: list[tuple[int, int, bool]],
    diagnostics: Diagnostics,
) -> None:
    """Report rows that repeat one of the same sheet; together where they are many."""
    for here, there, is_event in repeated if len(repeated) <= _LISTED else repeated[:1]:
        which = "的这一行" if len(repeated) <= _LISTED else f"有 {len(repeated)} 行，如这一行，"
        counted = "事件编号也相同，只计一次" if is_event else "各计一次"
        diagnostics.warning(
            "F052",
            f"台账“{records.table.id}”{which}与 {first.place(there)} 完全相同，{counted}",
            first.place(here),
            hint="若是重复填报请删去；若是两件事请写明不同之处",
        )


def _report_copy(
    records: RawRecords,
    first: CellPlaces,
    sheets: tuple[int, int],
    rows: list[int],
    n_others: int,
    diagnostics: Diagnostics,
) -> None:
    """Say once for two sheets how many rows stand in both.

    Args:
        sheets: The original and the copy; nothing is said where a team's repeats what it judges.
    """
    if not records.judging.isdisjoint(sheets):
        return
    origin = first.origins[sheets[0]]
    others = f"；这张表另有 {n_others} 行那边没有，照计" if n_others else ""
    which = "的这一行" if len(rows) == 1 else f"从这里起有 {len(rows)} 行"
    diagnostics.warning(
        "F052",
        f"台账“{records.table.id}”{which}与 {Place(origin.file, origin.sheet)} 的完全相同，"
        "只计一次",
        first.place(min(rows, key=lambda at: int(first.row[at]))),
        hint=f"多半是同一份表交了两次，请只留一份{others}",
    )
