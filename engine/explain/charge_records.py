"""Settle the record charges of one school: which record counts, which gives way, and why.

One event is charged once over all deductions of the ruleset, the heaviest (同一事件从重); one
item earns once, the highest (就高不重复). A charge that the school is not known to be subject to
takes no event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.diagnostics import Place
from engine.explain.dossier import Dossier, Record
from engine.explain.judging import TRUE, UNKNOWN, judge
from engine.facts.table import State
from engine.ruleset.methods import Charge, Deduct, Earn, Method, Target
from engine.ruleset.model import Indicator, RuleSet


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
        state: PRESENT, or why the charge is open.
    """

    counted: list[tuple[Record, Fraction]] = field(default_factory=list)
    free: int = 0
    given_way: list[tuple[Record, Charge]] = field(default_factory=list)
    same_item: int = 0
    open_records: list[Record] = field(default_factory=list)
    n_outside: int = 0
    state: State = State.PRESENT


def record_charges(method: Method | None) -> Iterator[tuple[Charge, bool]]:
    """Yield the record charges of a method, and whether each is a deduction."""
    match method:
        case Deduct() | Earn():
            for charge in method.charges:
                if charge.table:
                    yield charge, isinstance(method, Deduct)
        case Target(small=small) if small is not None:
            yield from record_charges(small.method)


def charges_in(
    ruleset: RuleSet,
) -> tuple[tuple[Charge, bool, Indicator], ...]:
    """List every record charge of a ruleset in the order of the text."""
    return tuple(
        (charge, is_deduction, indicator)
        for indicator in ruleset.all_indicators()
        for charge, is_deduction in record_charges(indicator.method)
    )


def settle(
    charges: tuple[tuple[Charge, bool, Indicator], ...], dossier: Dossier
) -> Mapping[Place, Settlement]:
    """Settle all record charges of one school together, since events tie them."""
    drafts = [
        (charge, is_deduction and _is_subject(indicator, dossier), *_meant(charge, dossier))
        for charge, is_deduction, indicator in charges
    ]
    takers = _takers_of_events(
        [(charge, records) for charge, takes_events, _, records in drafts if takes_events]
    )
    settled = {}
    for charge, takes_events, settlement, records in drafts:
        if takes_events:
            records = _without_events_taken(charge, records, takers, settlement)
        if charge.item_field:
            records = _highest_of_items(charge, records, settlement)
        settlement.counted = _priced(charge, records, settlement)
        settled[charge.place] = settlement
    return settled


def _is_subject(indicator: Indicator, dossier: Dossier) -> bool:
    """Say whether the record charges of an indicator are known to be in use for the school."""
    if indicator.applies is not None and judge(indicator.applies, dossier)[0] != TRUE:
        return False
    if isinstance(indicator.method, Target) and indicator.method.small is not None:
        denominator = dossier.value(indicator.method.small.denominator)[1]
        return (
            isinstance(denominator, Fraction)
            and 0 < denominator < indicator.method.small.fewer_than
        )
    return True


def _meant(charge: Charge, dossier: Dossier) -> tuple[Settlement, list[Record]]:
    """Return the records that a charge is meant for, before anything gives way."""
    settlement = Settlement(state=dossier.table_state(charge.table))
    settlement.n_outside = dossier.n_outside(charge.table)
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


def _takers_of_events(
    drafts: list[tuple[Charge, list[Record]]],
) -> dict[str, tuple[Fraction, Charge, Record]]:
    """Find for each event the record that is charged: the heaviest, then the first."""
    takers: dict[str, tuple[Fraction, Charge, Record]] = {}
    for charge, records in drafts:
        if not charge.settle_events:
            continue
        for record in records:
            event = event_of(record)
            if event and (event not in takers or nominal(charge, record) > takers[event][0]):
                takers[event] = (nominal(charge, record), charge, record)
    return takers


def _without_events_taken(
    charge: Charge,
    records: list[Record],
    takers: Mapping[str, tuple[Fraction, Charge, Record]],
    settlement: Settlement,
) -> list[Record]:
    if not charge.settle_events:
        return records
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
