"""Settle the record charges of one school: which record counts, which gives way, and why.

One event is charged once over all deductions of the ruleset, the heaviest (同一事件从重); one
item earns once, the highest (就高不重复). A charge that the school is not known to be subject to
takes no event, and one in an option of 取高 only those that nothing outside it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.diagnostics import Place
from engine.explain.dossier import Dossier, Record, is_subject
from engine.explain.judging import TRUE, UNKNOWN, judge
from engine.facts.table import State
from engine.ruleset.methods import Charge
from engine.ruleset.model import Indicator, RuleSet
from engine.ruleset.walking import ChargeUse, record_charges


@dataclass(slots=True)
class Settlement:
    """What became of a school's records under one charge.

    Args:
        counted: Records that move points, with what each moves, in their order.
        free: How many are within the occurrences free of charge.
        given_way: Records whose event is charged elsewhere, with the charge that takes it.
        same_item: How many give way to a higher record of the same item.
        open_records: Records that a missing fact leaves undecided.
        n_outside: How many stand outside the window of dates.
        left_out: Why each of those that were handed in and do not count for another reason.
        state: PRESENT, or why the charge is open.
    """

    counted: list[tuple[Record, Fraction]] = field(default_factory=list)
    free: int = 0
    given_way: list[tuple[Record, Charge]] = field(default_factory=list)
    same_item: int = 0
    open_records: list[Record] = field(default_factory=list)
    n_outside: int = 0
    left_out: list[str] = field(default_factory=list)
    state: State = State.PRESENT


@dataclass(frozen=True, slots=True)
class _Draft:
    """One charge of a school before events are settled."""

    use: ChargeUse
    takes_events: bool
    settlement: Settlement
    records: list[Record]


Takers = dict[str, tuple[Fraction, Charge, Record]]


def charges_in(ruleset: RuleSet) -> tuple[tuple[ChargeUse, Indicator], ...]:
    """List every record charge of a ruleset in the order of the text."""
    return tuple(
        (use, indicator)
        for indicator in ruleset.all_indicators()
        for use in record_charges(indicator.method)
    )


def settle(
    charges: tuple[tuple[ChargeUse, Indicator], ...], dossier: Dossier
) -> Mapping[Place, Settlement]:
    """Settle all record charges of one school together, since events tie them."""
    drafts = [
        _Draft(use, _takes_events(use, indicator, dossier), *_meant(use.charge, dossier))
        for use, indicator in charges
    ]
    standing = _takers_of_events(drafts, None)
    takers: dict[Place | None, Takers] = {None: standing}
    settled = {}
    for draft in drafts:
        charge, option, records = draft.use.charge, draft.use.option, draft.records
        if draft.takes_events:
            if option not in takers:
                # What is charged for certain comes before what only one option charges.
                takers[option] = _takers_of_events(drafts, option) | standing
            records = _without_events_taken(charge, records, takers[option], draft.settlement)
        if charge.item_field:
            records = _highest_of_items(charge, records, draft.settlement)
        draft.settlement.counted = _priced(charge, records, draft.settlement)
        settled[charge.place] = draft.settlement
    return settled


def _takes_events(use: ChargeUse, indicator: Indicator, dossier: Dossier) -> bool:
    """Say whether a charge is a deduction that is known to be in use for the school."""
    is_meant = use.is_deduction and use.charge.settle_events
    return is_meant and is_subject(indicator, use.samples, dossier)


def _meant(charge: Charge, dossier: Dossier) -> tuple[Settlement, list[Record]]:
    """Return the records that a charge is meant for, before anything gives way."""
    settlement = Settlement(state=dossier.table_state(charge.table))
    settlement.n_outside = dossier.n_outside(charge.table)
    settlement.left_out = [why for _, why in dossier.left_out(charge.table)]
    records = []
    for record in dossier.records(charge.table):
        truth, cause = TRUE, State.PRESENT
        if charge.condition is not None:
            truth, cause = judge(charge.condition, record)
        if truth == TRUE and charge.by_level is not None:
            cause = _level_state(charge, record)
            truth = TRUE if cause is State.PRESENT else UNKNOWN
        elif truth == UNKNOWN and cause is State.NOT_APPLICABLE:
            continue
        if truth == TRUE:
            records.append(record)
        elif truth == UNKNOWN:
            settlement.open_records.append(record)
            settlement.state = max(settlement.state, cause)
    return settlement, records


def _level_state(charge: Charge, record: Record) -> State:
    state, level = record.value(charge.level_field)
    if state is not State.PRESENT:
        return max(state, State.MISSING)
    column = record.field_of(charge.level_field)
    if column is not None and level in column.pending:
        return State.MISSING
    return State.PRESENT


def nominal(charge: Charge, record: Record) -> Fraction:
    """Return what a record costs or earns before order, items and caps."""
    if charge.by_level is None:
        return charge.first
    return charge.by_level.get(str(record.value(charge.level_field)[1]), Fraction(0))


def event_of(record: Record) -> str:
    """Return the event id of a record, or nothing."""
    column = record.ruleset.tables[record.table].event_field
    value = record.value(column)[1] if column else None
    return str(value) if value is not None else ""


def _takers_of_events(drafts: list[_Draft], option: Place | None) -> Takers:
    """Find for each event the record that is charged: the heaviest, then the first.

    Args:
        drafts: All charges. option: The option whose charges are meant; None: those in none.
    """
    takers: Takers = {}
    for draft in drafts:
        charge = draft.use.charge
        if not draft.takes_events or draft.use.option != option:
            continue
        for record in draft.records:
            event = event_of(record)
            if event and (event not in takers or nominal(charge, record) > takers[event][0]):
                takers[event] = (nominal(charge, record), charge, record)
    return takers


def _without_events_taken(
    charge: Charge,
    records: list[Record],
    takers: Takers,
    settlement: Settlement,
) -> list[Record]:
    kept = []
    for record in records:
        taker = takers.get(event_of(record))
        if taker is None or (taker[1].place == charge.place and taker[2].row == record.row):
            kept.append(record)
        else:
            settlement.given_way.append((record, taker[1]))
    return kept


def _highest_of_items(
    charge: Charge, records: list[Record], settlement: Settlement
) -> list[Record]:
    best: dict[str, Record] = {}
    for record in records:
        item = record.value(charge.item_field)[1]
        if item is None:
            continue
        held = best.get(str(item))
        if held is None or nominal(charge, record) > nominal(charge, held):
            best[str(item)] = record
    rows = {record.row for record in best.values()}
    kept = [
        record
        for record in records
        if record.row in rows or record.value(charge.item_field)[1] is None
    ]
    settlement.same_item = len(records) - len(kept)
    return kept


def _priced(
    charge: Charge, records: list[Record], settlement: Settlement
) -> list[tuple[Record, Fraction]]:
    settlement.free = min(charge.threshold, len(records))
    priced = []
    for number, record in enumerate(records[charge.threshold :]):
        if charge.by_level is not None:
            priced.append((record, nominal(charge, record)))
        else:
            priced.append((record, charge.each if number else charge.first))
    return priced
