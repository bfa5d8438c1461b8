"""Make the record sets: whose records, which are counted, and for whom the table is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import plain
from engine.facts.cells.display import texts_of
from engine.facts.columns import make_column, read_cells, settle
from engine.facts.conflicts import ConflictReport
from engine.facts.gathering import RawCells, RawRecords
from engine.facts.missing import report_blanks
from engine.facts.precedence import Precedence
from engine.facts.records.event_rows import join_events
from engine.facts.records.record_year import find_in_window, is_grave
from engine.facts.records.repeats import drop_repeated
from engine.facts.schools.near_ids import SchoolGuess
from engine.facts.table import CellPlaces, Column, FactConflict, Origin, RecordSet, State
from engine.ruleset.model import RuleSet, Subject

_DASHES = re.compile("[‐‑‒–—−]")
_LISTED = 5  # schools that one diagnostic names


def make_record_set(
    records: RawRecords,
    school_index: Mapping[str, int],
    origins: tuple[Origin, ...],
    ruleset: RuleSet,
    guess: SchoolGuess,
    precedence: Precedence,
    diagnostics: Diagnostics,
) -> tuple[RecordSet, list[FactConflict]]:
    """Read the gathered rows of one table and order them by school, then by place.

    Args:
        school_index: School id -> its position in the table of facts.
        guess: Guesses whose the rows are whose school is not known.
        precedence: Whose word stands where two sources tell of one event.

    Returns:
        The records, and the cells of one event on which two sources differ.
    """
    table = records.table
    first = records.first.places(origins)
    owner = np.array([school_index.get(item, -1) for item in records.school_ids], np.int32)
    lost = report_strangers(
        records, owner, first, school_index, guess, ruleset.subject, diagnostics
    )
    lost |= {guess.by_name(name) for name in records.lost_names}
    if is_grave(table, ruleset):
        # A row that was not read may hold a veto: the table is not known for its school.
        records.unreadable |= lost
    # Of a row that a team's sheet repeats, the school's own is the original.
    repeating = np.isin(first.origin, list(records.judging))
    order = np.lexsort((np.arange(len(owner)), repeating, owner))
    order = order[owner[order] >= 0]
    if table.event_field:
        _normalise_events(records.cells[table.event_field])
    columns = make_columns(records, order, origins, diagnostics)
    keep = drop_repeated(records, owner[order], columns, first, order, diagnostics)
    if len(keep) < len(order):
        order = order[keep]
        columns = make_columns(records, order, origins, diagnostics)
    conflicts: list[FactConflict] = []
    joined = join_events(records, columns, owner, order, first, precedence, ruleset, diagnostics)
    if joined:
        events = dict(zip(order.tolist(), texts_of(columns[table.event_field]), strict=True))
        order = order[~np.isin(order, list(joined))]
        columns, conflicts = _settle_columns(
            records, order, origins, precedence, events, ruleset.subject, diagnostics
        )
    owners = owner[order]
    report_blanks(table, columns, _take_places(first, order), diagnostics)
    known = RecordSet(
        table,
        owners,
        columns,
        _states(records, owners, order, school_index, ruleset, diagnostics),
        find_in_window(table, owners, columns, ruleset, tuple(school_index), diagnostics),
        _take_places(first, order),
    )
    return known, conflicts


def report_strangers(
    records: RawRecords,
    owner: NDArray[np.int32],
    first: CellPlaces,
    school_index: Mapping[str, int],
    guess: SchoolGuess,
    subject: Subject,
    diagnostics: Diagnostics,
) -> set[str]:
    """Say which records belong to schools that no school sheet knows; they are not read.

    Returns:
        The schools that were probably meant.
    """
    places: dict[str, list[Place]] = {}
    for index in np.flatnonzero(owner < 0):
        if not records.school_ids[index]:
            continue  # a name that no id was found for, which was said
        if place := first.place(int(index)):
            places.setdefault(records.school_ids[index], []).append(place)
    for school_id, place in records.none_said.items():
        if school_id not in school_index:
            places.setdefault(school_id, []).append(place)
    meant = {school_id: guess.by_id(school_id) for school_id in places}
    for school_id, where in places.items():
        rows = "这一行" if len(where) == 1 else f"它的 {len(where)} 行"
        near = meant[school_id]
        diagnostics.error(
            "F050",
            f"台账“{records.table.id}”里的{subject.called(school_id)}不在{subject}表里，{rows}没有读",
            where[0],
            school_id,
            f"是不是想写“{near}”？" if near else f"请补交这{subject.counted}的事实表，或改正标识码",
        )
    return set(meant.values())


def _normalise_events(cells: RawCells) -> None:
    """Write event ids in one way, since they tie records of several tables (事件编号)."""
    cells.raw = [_one_way(raw) if isinstance(raw, str) else raw for raw in cells.raw]


def _one_way(text: str) -> str:
    # Composed once more: a sign that stood behind a space may now join the letter before it.
    return normalize("NFC", _DASHES.sub("-", "".join(plain(text).split()).upper()))


def make_columns(
    records: RawRecords,
    order: NDArray[np.int64],
    origins: tuple[Origin, ...],
    diagnostics: Diagnostics,
) -> dict[str, Column]:
    """Read the columns of some records, in a given order."""
    columns = {}
    for field_id, cells in records.cells.items():
        field = records.table.fields[field_id]
        read = read_cells(field, cells, origins, diagnostics)
        cell_of = np.full(len(records.school_ids), -1, np.int64)
        cell_of[cells.owner] = np.arange(len(cells))
        columns[field_id] = make_column(field, read, cells, cell_of[order], origins)
    return columns


def _settle_columns(
    records: RawRecords,
    order: NDArray[np.int64],
    origins: tuple[Origin, ...],
    precedence: Precedence,
    events: Mapping[int, str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> tuple[dict[str, Column], list[FactConflict]]:
    """Make the columns of records of which several sheets have rows.

    Args:
        events: Number of a record -> its event.
    """
    table, n_records = records.table, len(records.school_ids)
    columns, found = {}, []
    position = np.full(n_records, -1, np.int64)
    position[order] = np.arange(len(order))
    for field_id, cells in records.cells.items():
        field = table.fields[field_id]
        read = read_cells(field, cells, origins, diagnostics)
        owners = np.array(cells.owner, np.int64)
        ranks = precedence.ranks_of(cells, table.id)
        by_order = ranks if precedence.is_ordered else None
        chosen, conflicts = settle(read, owners, n_records, by_order)
        report = ConflictReport(field, cells, read, origins, precedence, ranks, subject, table.id)
        known = [events.get(number, "") for number in range(n_records)]
        found += report.entries(conflicts, owners, records.school_ids, known)
        contradicted = [
            int(position[owners[each.first]]) for each in conflicts if not each.is_settled
        ]
        columns[field_id] = make_column(field, read, cells, chosen[order], origins, contradicted)
    return columns, found


def _states(
    records: RawRecords,
    owners: NDArray[np.int32],
    numbers: NDArray[np.int64],
    school_index: Mapping[str, int],
    ruleset: RuleSet,
    diagnostics: Diagnostics,
) -> NDArray[np.uint8]:
    """Tell for each school whether the table is known: rows, 「无」, or an empty sheet."""
    table, subject, below = records.table, ruleset.subject, ruleset.below
    states = np.full(len(school_index), State.MISSING, np.uint8)
    if not table.zero_report:
        handed_in = records.handed_in - records.not_handed_in
        _set_state(states, handed_in, school_index, State.PRESENT)
    _set_state(states, records.none_said, school_index, State.PRESENT)
    states[owners] = State.PRESENT
    _set_state(states, records.unreadable, school_index, State.UNREADABLE)
    is_own = ~np.isin(numbers, list(records.added)) if records.added else slice(None)
    with_rows = set(owners[is_own].tolist())
    for school_id, place in records.none_said.items():
        if school_index.get(school_id, -1) in with_rows:
            diagnostics.error(
                "F051",
                f"{subject.called(school_id)}的台账“{table.id}”既写了“无”又有记录，按有记录读",
                place,
                "无",
                "请删去“无”，或删去记录",
            )
    known = tuple(school_index)
    absent = [known[at] for at in np.flatnonzero(states == State.MISSING)]
    if absent:
        listed = "、".join(absent[:_LISTED]) + ("等" if len(absent) > _LISTED else "")
        wanted = "没有记录的也要填一行“无”" if table.zero_report else "没有记录的也要交空表"
        if table.from_last_year:
            wanted = "请用 --last 给出去年的结果文件夹；给了的，见 F108；没有去年结果的，交空表"
        if below is not None and below.table == table.id:
            wanted = (
                f"请用 --below 给出{below.subject}的结果文件夹；没有{below.subject}的填一行“无”"
            )
        diagnostics.warning(
            "F055",
            f"{len(absent)} {subject.counted}没有交台账“{table.id}”（{listed}），按缺失处理",
            None,
            table.id,
            wanted,
        )
    return states


def _set_state(
    states: NDArray[np.uint8],
    schools: Mapping[str, object] | set[str],
    school_index: Mapping[str, int],
    state: State,
) -> None:
    for school_id in schools:
        if school_id in school_index:
            states[school_index[school_id]] = state


def _take_places(places: CellPlaces, order: NDArray[np.int64]) -> CellPlaces:
    return CellPlaces(places.origins, places.origin[order], places.row[order], places.column[order])
