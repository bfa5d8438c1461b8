"""Join the rows that several sources hand in of one event: one record, not several.

Where each sheet has one row of an event, the rows are of one record; what one leaves blank another
may fill, and where two differ they contradict. Several rows of an event on one sheet are several
things that happened, and stay apart.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.gathering import RawRecords
from engine.facts.precedence import Precedence
from engine.facts.table import CellPlaces, Column, State
from engine.ruleset.model import RuleSet


def join_events(
    records: RawRecords,
    columns: Mapping[str, Column],
    owner: NDArray[np.int32],
    order: NDArray[np.int64],
    first: CellPlaces,
    precedence: Precedence,
    ruleset: RuleSet,
    diagnostics: Diagnostics,
) -> dict[int, int]:
    """Give the cells of later rows of an event to its first record; say so.

    Args:
        columns: The fields of the records, in `order`, which holds their numbers.
        owner: The school of each record, by number. first: Its place, by number.

    Returns:
        Number of each record that was joined -> the record that it now belongs to.
    """
    event = columns.get(records.table.event_field)
    if event is None:
        return {}
    ranks = precedence.ranks(records.table.id)
    by_event: dict[tuple[int, int], list[int]] = {}
    told = np.flatnonzero(event.states == State.PRESENT)
    for at in told.tolist():
        key = int(owner[order[at]]), int(event.values[at])
        by_event.setdefault(key, []).append(int(order[at]))
    joined: dict[int, int] = {}
    for rows in by_event.values():
        origins = {int(first.origin[each]) for each in rows}
        if len(rows) < 2 or len(origins) < len(rows):
            continue
        kept, *others = sorted(rows, key=lambda each: (int(ranks[first.origin[each]]), each))
        for each in others:
            joined[each] = kept
            diagnostics.note(
                "F099",
                f"台账“{records.table.id}”的这一行与 {first.place(kept)} 是同一事件"
                f"（{ruleset.subject.called(records.school_ids[each])}），合成一条记录",
                first.place(each),
                hint="两处不同的列另有提示；若是两件事，请用不同的事件编号",
            )
    if joined:
        for cells in records.cells.values():
            cells.owner = [joined.get(owner, owner) for owner in cells.owner]
    records.joined = joined
    return joined
