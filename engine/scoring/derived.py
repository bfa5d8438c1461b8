"""Derived values (派生值): ratios, sums, and counts over record tables, as exact columns.

A value that a missing fact leaves open is missing; a ratio whose denominator is 0 is not
applicable. Records outside the window of dates are not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial, reduce

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.conditions import Comparison, names_in
from engine.ruleset.model import Derived, RuleSet
from engine.scoring.applicable import OVER_APPLICABLE
from engine.scoring.arithmetic import Whole, add, add_up, divide, product
from engine.scoring.cohorts import codes_within
from engine.scoring.conditions import TRUE, UNKNOWN, Truth, evaluate
from engine.scoring.peers import compare_peers
from engine.scoring.values import Mask, Quantity, States, compare_quantities, quantity_of
from engine.scoring.views import RecordView, SchoolRows, View

# Derived value, its records, those chosen, number of schools -> a number a school, and its scale.
_Reducer = Callable[[Derived, RecordSet, Mask, int], tuple[Whole, int]]


def school_view(ruleset: RuleSet, facts: FactTable) -> SchoolRows:
    """Work out applicability of fields and all derived values of a batch.

    Each name is settled after those that it reads (a field in its 适用, a derived value in its
    operands and condition); circles are refused when the rules load.
    """
    columns, quantities = dict(facts.columns), dict[str, Quantity]()
    view = SchoolRows(facts.n_schools, columns, quantities)
    last = _last_view(ruleset, facts)
    settled: set[str] = set()

    def settle(name: str) -> None:
        if name in settled:
            return
        settled.add(name)
        field, derived = ruleset.fields.get(name), ruleset.derived.get(name)
        if field is not None and field.applies is not None:
            for needed in names_in(field.applies):
                settle(needed)
            outside = evaluate(field.applies, view).false_mask
            columns[name] = _outside(columns[name], outside)
        elif derived is not None:
            for needed in _names_read(ruleset, derived):
                settle(needed)
            quantities[name] = derive(derived, facts, view, last)

    for name in (*ruleset.fields, *ruleset.derived):
        settle(name)
    return view


def _last_view(ruleset: RuleSet, facts: FactTable) -> SchoolRows | None:
    """Return last year's facts under this year's rules, where any value is compared with them."""
    if facts.last is None or not any(each.is_on_last_year for each in ruleset.derived.values()):
        return None
    return school_view(ruleset, facts.last)


def _names_read(ruleset: RuleSet, derived: Derived) -> Iterator[str]:
    """Yield the school's names that a derived value reads."""
    yield from derived.operands
    yield from filter(None, (derived.numerator, derived.denominator))
    if derived.peers is not None:
        yield from (derived.peers.value, *derived.peers.within)
    columns = ruleset.tables[derived.table].fields if derived.table in ruleset.tables else {}
    yield from (name for name in names_in(derived.condition) if name not in columns)


def _outside(column: Column, outside: Mask) -> Column:
    if not outside.any():
        return column
    states = np.where(outside, np.uint8(State.NOT_APPLICABLE), column.states)
    values = np.where(outside, column.values.dtype.type(0), column.values)
    return replace(column, values=values, states=states, all_present=False)


def derive(derived: Derived, facts: FactTable, view: View, last: View | None = None) -> Quantity:
    """Work out one derived value for all schools.

    Args:
        last: The same schools last year; without it what is compared with it is missing.
    """
    if derived.is_on_last_year:
        return _on_last_year(derived, view, last)
    if derived.is_record_based:
        return _over_records(derived, facts.records[derived.table], view)
    if derived.peers is not None:
        cohorts = codes_within(derived.peers.within, view)
        return compare_peers(
            derived.kind, derived.peers, view.quantity(derived.peers.value), cohorts
        )
    if derived.kind == "ratio":
        return divide(view.quantity(derived.numerator), view.quantity(derived.denominator))
    operands = [view.quantity(name) for name in derived.operands]
    if derived.kind in OVER_APPLICABLE:
        return OVER_APPLICABLE[derived.kind](operands)
    return reduce(_FROM_FACTS[derived.kind], operands)


def _on_last_year(derived: Derived, view: View, last: View | None) -> Quantity:
    """Return the change on last year, or that change as a share of what it was."""
    (name,) = derived.operands
    now = view.quantity(name)
    if last is None:
        zeros = np.zeros(view.n_rows, np.int64)
        return Quantity(zeros, 1, None, np.full(view.n_rows, State.MISSING, np.uint8))
    then = last.quantity(name)
    change = add(now, then, sign=-1)
    return divide(change, then) if derived.kind == "growth_on_last_year" else change


_FROM_FACTS: Mapping[str, Callable[[Quantity, Quantity], Quantity]] = {
    "sum": add,
    "difference": partial(add, sign=-1),
    "product": product,
}


def _over_records(derived: Derived, records: RecordSet, schools: View) -> Quantity:
    """Count, add or span the records of each school.

    One record that cannot be decided leaves the school's value open: it is never left out.
    """
    view = RecordView(records, schools)
    truth = (
        Truth(np.full(records.n_records, TRUE, np.int8))
        if derived.condition is None
        else evaluate(derived.condition, view)
    )
    chosen = truth.true_mask & records.in_window
    open_states = _open_states(truth, records)
    if derived.column:
        open_states = np.maximum(open_states, _open_cells(derived, records, chosen))
    n_schools = len(records.states)
    states = np.array(records.states, dtype=np.uint8, copy=True)
    np.maximum.at(states, records.school_index, open_states)
    numbers, scale = _REDUCERS[derived.kind](derived, records, chosen, n_schools)
    if derived.kind in ("largest", "smallest"):
        numbered = _present(records, derived.column, chosen)
        none = _per_school(records.school_index[numbered], n_schools) == 0
        states = np.where(none & (states == 0), np.uint8(State.NOT_APPLICABLE), states)
    if not states.any():
        return Quantity(numbers, scale)
    return Quantity(np.where(states == State.PRESENT, numbers, 0), scale, None, states)


def _open_states(truth: Truth, records: RecordSet) -> States:
    """State that an undecidable record gives its school; 不适用 counts as not meant."""
    if truth.causes is None:
        return np.zeros(records.n_records, np.uint8)
    open_mask = (
        (truth.values == UNKNOWN) & (truth.causes != State.NOT_APPLICABLE) & records.in_window
    )
    return np.where(open_mask, truth.causes, np.uint8(0))


def _open_cells(derived: Derived, records: RecordSet, chosen: Mask) -> States:
    """State that a blank cell of the counted column gives its school.

    For on_time, late and periods a blank date is an answer (not handed in, not held), not a
    gap; but what was handed in cannot be in time or late without the date it was due.
    """
    column = records.columns[derived.column]
    if derived.kind in ("on_time", "late", "periods"):
        open_mask = column.states == State.UNREADABLE
    else:
        open_mask = column.states > State.NOT_APPLICABLE
    states = np.where(open_mask & chosen, column.states, np.uint8(0))
    if not derived.due_column:
        return states
    due = records.columns[derived.due_column]
    open_mask = _present(records, derived.column, chosen) & (due.states > State.NOT_APPLICABLE)
    return np.maximum(states, np.where(open_mask, due.states, np.uint8(0)))


def _per_school(index: NDArray[np.int32], n_schools: int) -> NDArray[np.int64]:
    return np.bincount(index, minlength=n_schools).astype(np.int64)


def _count(
    _derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
) -> tuple[Whole, int]:
    return _per_school(records.school_index[chosen], n_schools), 1


def _present(records: RecordSet, name: str, chosen: Mask) -> Mask:
    return np.asarray(chosen & (records.columns[name].states == State.PRESENT))


def _numbers(
    derived: Derived, records: RecordSet, chosen: Mask
) -> tuple[NDArray[np.int32], NDArray[np.int64], int]:
    """Return the school, the number and the scale of the chosen rows that have a number."""
    column = records.columns[derived.column]
    rows = _present(records, derived.column, chosen)
    values = column.values[rows].astype(np.int64)
    return records.school_index[rows], values, quantity_of(column).scale


def _total(derived: Derived, records: RecordSet, chosen: Mask, n_schools: int) -> tuple[Whole, int]:
    index, values, scale = _numbers(derived, records, chosen)
    return add_up(values, index, n_schools), scale


def _extreme(ufunc: np.ufunc) -> _Reducer:
    def reduce_column(
        derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
    ) -> tuple[Whole, int]:
        index, values, scale = _numbers(derived, records, chosen)
        result = np.zeros(n_schools, np.int64)
        result[index] = values  # start from any value of the school itself
        ufunc.at(result, index, values)
        return result, scale

    return reduce_column


def _distinct_codes(
    codes: NDArray[np.integer], records: RecordSet, rows: Mask, n_schools: int
) -> NDArray[np.int64]:
    pairs = np.unique(
        np.column_stack([records.school_index[rows].astype(np.int64), codes[rows]]), axis=0
    )
    return _per_school(pairs[:, 0], n_schools)


def _distinct(
    derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
) -> tuple[Whole, int]:
    rows = _present(records, derived.column, chosen)
    codes = records.columns[derived.column].values
    return _distinct_codes(codes, records, rows, n_schools), 1


def _periods(
    derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
) -> tuple[Whole, int]:
    rows = _present(records, derived.column, chosen)
    days = records.columns[derived.column].values.astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype(np.int64)
    codes = months // 3 if derived.period == "quarter" else months
    return _distinct_codes(codes, records, rows, n_schools), 1


def _timed(comparison: Comparison) -> _Reducer:
    def count_timed(
        derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
    ) -> tuple[Whole, int]:
        done, due = records.columns[derived.column], records.columns[derived.due_column]
        rows = _present(records, derived.column, chosen) & (due.states == State.PRESENT)
        timed = compare_quantities(Quantity(done.values), comparison, Quantity(due.values))
        return _per_school(records.school_index[rows & timed], n_schools), 1

    return count_timed


_REDUCERS: Mapping[str, _Reducer] = {
    "count": _count,
    "total": _total,
    "largest": _extreme(np.maximum),
    "smallest": _extreme(np.minimum),
    "distinct": _distinct,
    "periods": _periods,
    "on_time": _timed(Comparison.AT_MOST),
    "late": _timed(Comparison.MORE_THAN),
}
