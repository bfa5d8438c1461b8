"""Work out one derived value of one school in fractions (派生值), with its arithmetic in words.

The rules are those of docs/rule-language.md section 3: a denominator of 0 is 不适用, one record
that cannot be decided leaves the value open, records outside the window do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.explain.exact import Exact, Known, number_of
from engine.explain.judging import TRUE, UNKNOWN, judge
from engine.explain.peers import derive_among_peers
from engine.facts.table import State
from engine.ruleset.model import Derived

if TYPE_CHECKING:
    from engine.explain.dossier import Dossier, Record

# In these a blank cell is an answer (not handed in, not held), not a gap.
_BLANK_ANSWERS = ("on_time", "late", "periods")

# These leave out what is not applicable.
OVER_APPLICABLE = ("mean", "sum_of_applicable", "n_applicable")


def derive(derived: Derived, dossier: Dossier) -> Known:
    """Return the state and the exact value of one derived value."""
    if derived.is_record_based:
        return _over_records(derived, dossier)
    if derived.peers is not None:
        return derive_among_peers(derived, dossier)
    if derived.is_on_last_year:
        return _on_last_year(derived, dossier)
    if derived.kind == "ratio":
        return _ratio(dossier.value(derived.numerator), dossier.value(derived.denominator))
    known = [dossier.value(name) for name in derived.operands]
    if derived.kind in OVER_APPLICABLE:
        return _over_applicable(derived.kind, known)
    state = max(each[0] for each in known)
    if state is not State.PRESENT:
        return state, None
    numbers = [number_of(value) for _, value in known if value is not None]
    match derived.kind:
        case "sum":
            return State.PRESENT, sum(numbers, Fraction(0))
        case "difference":
            return State.PRESENT, numbers[0] - numbers[1]
        case "product":
            return State.PRESENT, numbers[0] * numbers[1]
    raise ValueError(f"unknown kind of derived value: {derived.kind}")


def _on_last_year(derived: Derived, dossier: Dossier) -> Known:
    """Return the change on last year, or that change as a share of what it was."""
    (name,) = derived.operands
    last = dossier.last_year()
    if last is None:
        return State.MISSING, None
    now, then = dossier.value(name), last.value(name)
    state = max(now[0], then[0])
    change: Known = (state, None)
    if now[1] is not None and then[1] is not None:
        change = (state, number_of(now[1]) - number_of(then[1]))
    return _ratio(change, then) if derived.kind == "growth_on_last_year" else change


def _over_applicable(kind: str, known: Sequence[Known]) -> Known:
    """Sum, average or count the values that apply; an open one leaves the result open."""
    meant = [each for each in known if each[0] is not State.NOT_APPLICABLE]
    state = max((each[0] for each in meant), default=State.PRESENT)
    if state is not State.PRESENT:
        return state, None
    numbers = [number_of(value) for _, value in meant if value is not None]
    if kind == "n_applicable":
        return State.PRESENT, Fraction(len(numbers))
    if not numbers:
        return State.NOT_APPLICABLE, None
    total = sum(numbers, Fraction(0))
    return State.PRESENT, total / len(numbers) if kind == "mean" else total


def _ratio(above: Known, below: Known) -> Known:
    if below[1] is not None and number_of(below[1]) == 0:
        return State.NOT_APPLICABLE, None
    state = max(above[0], below[0])
    if state is not State.PRESENT or above[1] is None or below[1] is None:
        return state, None
    return State.PRESENT, number_of(above[1]) / number_of(below[1])


def chosen_records(derived: Derived, dossier: Dossier) -> tuple[list[Record], State]:
    """Return the records that count, and the state that undecidable ones leave behind."""
    chosen, state = [], State.PRESENT
    for record in dossier.records(derived.table):
        truth, cause = (
            (TRUE, State.PRESENT) if derived.condition is None else judge(derived.condition, record)
        )
        if truth == TRUE:
            chosen.append(record)
        elif truth == UNKNOWN and cause is not State.NOT_APPLICABLE:
            state = max(state, cause)
    return chosen, state


def counted_records(derived: Derived, dossier: Dossier) -> list[Record]:
    """Return the records behind the number: for on_time and late only those in and out of time."""
    chosen, _ = chosen_records(derived, dossier)
    if derived.kind in ("on_time", "late"):
        return [record for record in chosen if _is_timed(derived, record)]
    return chosen


def open_records(derived: Derived, dossier: Dossier) -> list[Record]:
    """Return the records of which nobody can say yet whether they count: facts are missing."""
    if derived.condition is None:
        return []
    judged = [(each, judge(derived.condition, each)) for each in dossier.records(derived.table)]
    return [
        record
        for record, (truth, cause) in judged
        if truth == UNKNOWN and cause is not State.NOT_APPLICABLE
    ]


def _over_records(derived: Derived, dossier: Dossier) -> Known:
    chosen, state = chosen_records(derived, dossier)
    state = max(state, dossier.table_state(derived.table), _open_cells(derived, chosen))
    values = [
        value
        for record in chosen
        if derived.column and (value := record.value(derived.column)[1]) is not None
    ]
    if derived.kind in ("largest", "smallest") and not values:
        state = max(state, State.NOT_APPLICABLE)
    if state is not State.PRESENT:
        return state, None
    return State.PRESENT, _reduce(derived, chosen, values)


def _open_cells(derived: Derived, chosen: Iterable[Record]) -> State:
    """Return the state that blank cells of the counted columns leave behind."""
    if not derived.column:
        return State.PRESENT
    found = State.PRESENT
    for record in chosen:
        state, done = record.value(derived.column)
        if state not in (State.PRESENT, State.NOT_APPLICABLE) and not (
            derived.kind in _BLANK_ANSWERS and state is State.MISSING
        ):
            found = max(found, state)
        # What was handed in cannot be in time or late without the date it was due.
        if derived.due_column and done is not None:
            due_state = record.value(derived.due_column)[0]
            if due_state is not State.NOT_APPLICABLE:
                found = max(found, due_state)
    return found


def _reduce(derived: Derived, chosen: Sequence[Record], values: Sequence[Exact]) -> Fraction:
    match derived.kind:
        case "count":
            return Fraction(len(chosen))
        case "total":
            return sum((number_of(value) for value in values), Fraction(0))
        case "largest":
            return max((number_of(value) for value in values), default=Fraction(0))
        case "smallest":
            return min((number_of(value) for value in values), default=Fraction(0))
        case "distinct":
            return Fraction(len(set(values)))
        case "periods":
            return Fraction(len({period_of(value, derived.period) for value in values}))
        case "on_time" | "late":
            return Fraction(sum(_is_timed(derived, record) for record in chosen))
    raise ValueError(f"unknown kind of derived value: {derived.kind}")


def period_of(value: Exact, period: str) -> tuple[int, int]:
    """Return the year and the month or quarter of a date."""
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is not a date")
    return value.year, (value.month + 2) // 3 if period == "quarter" else value.month


def _is_timed(derived: Derived, record: Record) -> bool:
    done, due = record.value(derived.column)[1], record.value(derived.due_column)[1]
    if done is None or due is None:
        return False
    in_time = number_of(done) <= number_of(due)
    return in_time if derived.kind == "on_time" else not in_time
