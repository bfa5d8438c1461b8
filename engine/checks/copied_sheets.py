"""Find schools whose sheets are suspiciously the same: every number, and several of them rare.

Small schools that do all that is asked look alike in many cells. A sheet is suspicious where all
its numbers are those of another school and several of them are found in few sheets: what
everybody has proves nothing, and a sheet that was copied ten times counts once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.checks.findings import Findings
from engine.checks.unique_values import equal_rows
from engine.diagnostics import Diagnostic, Place, Severity
from engine.facts.table import Column, State
from engine.scoring.values import Mask

LEAST_RARE = 6  # rare numbers, other than 0 and 1 and each another, that two sheets share
_RARE_SHARE = 20  # a number is rare that stands in at most one of so many different sheets,
_RARE_COUNT = 3  # or in at most so many


@dataclass(slots=True)
class _Pair:
    """A school and the first one that is like it, and the sheets in which it is."""

    sheets: list[str] = field(default_factory=list)
    n_numbers: int = 0
    here: Place | None = None
    there: Place | None = None


def find_copied_sheets(found: Findings) -> None:
    """Compare every sheet of every school with all others, by its numbers."""
    sheets: dict[str, list[Column]] = {}
    for each in found.ruleset.fields.values():
        if each.type.is_numeric:
            sheets.setdefault(each.sheet, []).append(found.facts.columns[each.id])
    pairs: dict[tuple[int, int], _Pair] = {}
    for sheet, columns in sheets.items():
        _compare(sheet, columns, pairs)
    for (first, again), pair in sorted(pairs.items()):
        _tell(first, again, pair, found)


def _compare(sheet: str, columns: list[Column], pairs: dict[tuple[int, int], _Pair]) -> None:
    values = np.column_stack([column.values.astype(np.int64) for column in columns])
    states = np.column_stack([column.states for column in columns])
    scales = np.array([10**column.field.decimals for column in columns], np.int64)
    told = (states == State.PRESENT) & (values != 0) & (values != scales)
    groups = equal_rows(np.hstack([values, states.astype(np.int64)]))
    groups = [group for group in groups if told[group[0]].sum() >= LEAST_RARE]
    if not groups:
        return
    told &= _rare(values, told, groups)
    for group in groups:
        first = int(group[0])
        if len(np.unique(values[first][told[first]])) < LEAST_RARE:
            continue
        at = int(np.flatnonzero(told[first])[0])
        for again in group[1:]:
            _add(pairs, first, int(again), sheet, columns[at], states)


def _rare(values: NDArray[np.int64], told: Mask, groups: list[NDArray[np.intp]]) -> Mask:
    """Tell which numbers stand in few of the different sheets. Shapes: (schools, fields)."""
    own = np.ones(len(values), bool)
    for group in groups:
        own[group[1:]] = False
    most = max(_RARE_COUNT, int(own.sum()) // _RARE_SHARE)
    rare = np.zeros(values.shape, bool)
    for at in range(values.shape[1]):
        rows = own & told[:, at]
        known, counts = np.unique(values[rows, at], return_counts=True)
        rare[:, at] = np.isin(values[:, at], known[counts <= most])
    return rare


def _add(
    pairs: dict[tuple[int, int], _Pair],
    first: int,
    again: int,
    sheet: str,
    column: Column,
    states: NDArray[np.uint8],
) -> None:
    pair = pairs.setdefault((first, again), _Pair())
    pair.sheets.append(sheet)
    pair.n_numbers += int((states[first] == State.PRESENT).sum())
    if pair.here is None and column.places is not None:
        pair.here, pair.there = column.places.place(again), column.places.place(first)


def _tell(first: int, again: int, pair: _Pair, found: Findings) -> None:
    named = [f"“{sheet}”" for sheet in pair.sheets if sheet]
    where = "、".join(named) if named else "事实表"
    found.tell(
        Diagnostic(
            "K040",
            Severity.WARNING,
            f"{found.called(again)}的{where}（从这里起）里 {pair.n_numbers} 个数"
            f"与{found.called(first)}的（{pair.there} 起）全部相同，像是照抄的",
            pair.here,
            str(pair.n_numbers),
            f"请两{found.ruleset.subject.counted}各自核对原始材料；确实相同的请说明",
        ),
        first,
        again,
    )
