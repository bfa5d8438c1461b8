"""Record charges: what each row of a record table costs or earns, before any cap.

One event is charged once over all deductions of the ruleset, the heaviest (同一事件从重);
one item earns once, the highest (就高不重复). A charge that a school is not (known to be) subject
to takes no event there, and one that stands in an option of 取高 only those that nothing outside
it takes. What became of every row is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Place
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.points import Units, to_units
from engine.ruleset.methods import Charge
from engine.ruleset.model import RuleSet
from engine.ruleset.walking import record_charges
from engine.scoring.conditions import TRUE, UNKNOWN, evaluate, pending_mask
from engine.scoring.subjects import subject_mask
from engine.scoring.values import Mask, States
from engine.scoring.views import RecordView, View


class Outcome(IntEnum):
    """What became of one record under one charge."""

    COUNTED = 0
    NOT_MEANT = 1  # the condition does not hold
    OUT_OF_WINDOW = 2  # belongs to another year
    OPEN = 3  # a missing fact leaves it undecided
    SAME_EVENT = 4  # charged elsewhere, more heavily
    SAME_ITEM = 5  # a higher row of the same item counts
    FREE = 6  # within the occurrences free of charge


@dataclass(frozen=True, slots=True)
class RecordCharge:
    """One record charge over a batch.

    Shapes: amounts and outcomes (records,); total and states (schools,). Units: points.

    Args:
        amounts: What each row moves; 0 unless COUNTED.
        outcomes: Outcome of each row.
        total: Sum of the school's amounts, under the charge's own cap.
        states: State of the school under this charge: PRESENT, or why it is open.
    """

    amounts: Units
    outcomes: NDArray[np.uint8]
    total: Units
    states: States


ChargeBook = Mapping[Place, RecordCharge]  # by the place of the charge in the rules


@dataclass(slots=True)
class _Draft:
    """A charge on its way: nominal amounts, before events and items are settled.

    subject_mask: (schools,) that are known to be subject to it; None: all.
    """

    charge: Charge
    records: RecordSet
    nominal: Units
    outcomes: NDArray[np.uint8]
    states: States
    subject_mask: Mask | None = None


def settle_charges(ruleset: RuleSet, facts: FactTable, view: View) -> ChargeBook:
    """Work out every record charge of the ruleset for the whole batch."""
    drafts = []
    standing: list[_Draft] = []
    options: dict[Place, list[_Draft]] = {}
    for indicator in ruleset.all_indicators():
        for use in record_charges(indicator.method):
            charge = use.charge
            draft = _draft(charge, facts.records[charge.table], view, ruleset.unit)
            drafts.append(draft)
            if use.is_deduction:
                draft.subject_mask = subject_mask(indicator, use.samples, view)
                group = standing if use.option is None else options.setdefault(use.option, [])
                group.append(draft)
    _settle_events(standing)
    for option in options.values():
        _settle_events(option, standing)
    return {draft.charge.place: _finish(draft, ruleset.unit) for draft in drafts}


def _draft(charge: Charge, records: RecordSet, schools: View, unit: Fraction) -> _Draft:
    view = RecordView(records, schools)
    outcomes = np.full(records.n_records, Outcome.COUNTED, np.uint8)
    causes = np.zeros(records.n_records, np.uint8)
    if charge.condition is not None:
        truth = evaluate(charge.condition, view)
        outcomes[truth.values != TRUE] = Outcome.NOT_MEANT
        if truth.causes is not None:
            # A condition on what the record does not have is not meant for it.
            is_open = (truth.values == UNKNOWN) & (truth.causes != State.NOT_APPLICABLE)
            outcomes[is_open] = Outcome.OPEN
            causes = np.where(is_open, truth.causes, causes)
    nominal = np.full(records.n_records, to_units(charge.first, unit), np.int64)
    if charge.by_level is not None:
        column = view.column(charge.level_field)
        nominal = _amounts_by_level(column, charge.by_level, unit)
        is_open = (column.states != State.PRESENT) & (outcomes == Outcome.COUNTED)
        is_open |= pending_mask(column) & (outcomes == Outcome.COUNTED)
        outcomes[is_open] = Outcome.OPEN
        causes = np.where(is_open, np.maximum(column.states, State.MISSING), causes)
    outcomes[~records.in_window] = Outcome.OUT_OF_WINDOW
    states = np.array(records.states, dtype=np.uint8)
    still_open = outcomes == Outcome.OPEN
    np.maximum.at(states, records.school_index[still_open], causes[still_open])
    return _Draft(charge, records, nominal, outcomes, states)


def _amounts_by_level(column: Column, by_level: Mapping[str, Fraction], unit: Fraction) -> Units:
    table = [to_units(by_level.get(level, Fraction(0)), unit) for level in column.levels]
    return np.asarray(np.array([*table, 0], dtype=np.int64)[column.values])


def _settle_events(own: Sequence[_Draft], standing: Sequence[_Draft] = ()) -> None:
    """Of the rows of one event of one school, over all deductions, keep the heaviest.

    Ties go to the charge that stands first in the ruleset, then to the first record.

    Args:
        own: The drafts to settle among themselves.
        standing: Drafts that are settled already, to which all of their own give way: what is
            charged for certain comes before what is charged in one option of several (取高).
    """
    drafts = [*standing, *own]
    parts = [
        (number, draft, rows)
        for number, draft in enumerate(drafts)
        if draft.charge.settle_events and draft.records.table.event_field
        for rows in [_rows_with_event(draft)]
        if rows.size
    ]
    if not parts:
        return
    events = np.concatenate([_event_names(draft)[rows] for _, draft, rows in parts])
    schools = np.concatenate([draft.records.school_index[rows] for _, draft, rows in parts])
    amounts = np.concatenate([draft.nominal[rows] for _, draft, rows in parts])
    numbers = np.concatenate([np.full(rows.size, number) for number, _, rows in parts])
    positions = np.concatenate([rows for _, _, rows in parts])
    codes = np.unique(events, return_inverse=True)[1]
    late = numbers >= len(standing)
    order = np.lexsort((positions, numbers, -amounts, late, codes, schools))
    same = (codes[order][1:] == codes[order][:-1]) & (schools[order][1:] == schools[order][:-1])
    given_way = order[1:][same]
    for number, draft in enumerate(drafts):
        rows = positions[given_way[numbers[given_way] == number]]
        draft.outcomes[rows] = Outcome.SAME_EVENT


def _rows_with_event(draft: _Draft) -> NDArray[np.intp]:
    column = draft.records.columns[draft.records.table.event_field]
    mask = (draft.outcomes == Outcome.COUNTED) & (column.states == State.PRESENT)
    if draft.subject_mask is not None:
        mask &= draft.subject_mask[draft.records.school_index]
    return np.flatnonzero(mask)


def _event_names(draft: _Draft) -> NDArray[np.str_]:
    column = draft.records.columns[draft.records.table.event_field]
    return np.asarray(np.array([*column.levels, ""], dtype=np.str_)[column.values])


def _finish(draft: _Draft, unit: Fraction) -> RecordCharge:
    charge, records = draft.charge, draft.records
    if charge.item_field:
        _keep_highest_item(draft)
    counted = np.flatnonzero(draft.outcomes == Outcome.COUNTED)
    ordinal = _ordinals(records.school_index[counted])
    draft.outcomes[counted[ordinal < charge.threshold]] = Outcome.FREE
    amounts = np.zeros(records.n_records, np.int64)
    if charge.by_level is not None:
        amounts[counted] = draft.nominal[counted]
    else:
        first, each = to_units(charge.first, unit), to_units(charge.each, unit)
        amounts[counted] = np.where(ordinal == charge.threshold, first, each)
    amounts[draft.outcomes != Outcome.COUNTED] = 0
    total = np.zeros(len(records.states), np.int64)
    np.add.at(total, records.school_index, amounts)
    if charge.cap is not None:
        total = np.minimum(total, to_units(charge.cap, unit))
    return RecordCharge(amounts, draft.outcomes, total, draft.states)


def _keep_highest_item(draft: _Draft) -> None:
    column = draft.records.columns[draft.charge.item_field]
    rows = np.flatnonzero((draft.outcomes == Outcome.COUNTED) & (column.states == State.PRESENT))
    schools, items = draft.records.school_index[rows], column.values[rows]
    order = np.lexsort((rows, -draft.nominal[rows], items, schools))
    same = (items[order][1:] == items[order][:-1]) & (schools[order][1:] == schools[order][:-1])
    draft.outcomes[rows[order[1:][same]]] = Outcome.SAME_ITEM


def _ordinals(school_index: NDArray[np.int32]) -> NDArray[np.int64]:
    """Number the rows of each school from 0, in their order (records are sorted by school)."""
    if not school_index.size:
        return np.zeros(0, np.int64)
    starts = np.flatnonzero(np.r_[True, school_index[1:] != school_index[:-1]])
    lengths = np.diff(np.r_[starts, school_index.size])
    return np.arange(school_index.size) - np.repeat(starts, lengths)
