"""Derived values (派生值): ratios, sums, and counts over record tables, as exact columns.

A value that a missing fact leaves open is missing; a ratio whose denominator is 0 is not
applicable. Records outside the window of dates are not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import Column, FactTable, RecordSet, State
from engine.points import multiply
from engine.ruleset.conditions import Comparison, names_in
from engine.ruleset.model import Derived, RuleSet
from engine.scoring.conditions import TRUE, UNKNOWN, Truth, evaluate
from engine.scoring.values import Mask, Quantity, States, compare_quantities, merge_states
from engine.scoring.views import RecordView, SchoolRows, View


def school_view(ruleset: RuleSet, facts: FactTable) -> SchoolRows:
    """Work out applicability of fields and all derived values of a batch."""
    columns = dict(facts.columns)
    plain = SchoolRows(facts.n_schools, columns, {})
    settled: set[str] = set()

    def settle(name: str) -> None:
        """Settle a field's applicability after that of the fields it depends on."""
        field = ruleset.fields.get(name)
        if name in settled or field is None:
            return
        settled.add(name)
        if field.applies is not None:
            for needed in names_in(field.applies):
                settle(needed)
            outside = evaluate(field.applies, plain).false_mask
            columns[name] = _outside(columns[name], outside)

    for name in ruleset.fields:
        settle(name)
    quantities: dict[str, Quantity] = {}
    view = SchoolRows(facts.n_schools, columns, quantities)
    for derived in ruleset.derived.values():
        quantities[derived.id] = derive(derived, facts, view)
    return view


def _outside(column: Column, outside: NDArray[np.bool_]) -> Column:
    if not outside.any():
        return column
    states = np.where(outside, np.uint8(State.NOT_APPLICABLE), column.states)
    values = np.where(outside, column.values.dtype.type(0), column.values)
    return replace(column, values=values, states=states, all_present=False)


def derive(derived: Derived, facts: FactTable, view: View) -> Quantity:
    """Work out one derived value for all schools."""
    if derived.is_record_based:
        return _over_records(derived, facts.records[derived.table], view)
    return _FROM_FACTS[derived.kind](derived, view)


def _ratio(derived: Derived, view: View) -> Quantity:
    above, below = view.quantity(derived.numerator), view.quantity(derived.denominator)
    numerators, denominators = multiply(above.numerators, below.scale), below.numerators
    if above.denominators is not None or below.denominators is not None:
        raise ValueError("a ratio of ratios is refused when the rules load")
    zero = (
        (denominators == 0)
        if below.states is None
        else ((denominators == 0) & (below.states == State.PRESENT))
    )
    states = merge_states(above.states, below.states)
    usable = ~zero if states is None else ~zero & (states == State.PRESENT)
    if usable.all():
        return Quantity(numerators, above.scale, denominators, None)
    base = np.zeros(len(zero), np.uint8) if states is None else states
    # A denominator known to be 0 settles it: there is nothing to be a share of.
    return Quantity(
        np.where(usable, numerators, 0),
        above.scale,
        np.where(usable, denominators, 1),
        np.where(zero, np.uint8(State.NOT_APPLICABLE), base),
    )


def _aligned(quantities: list[Quantity]) -> tuple[list[NDArray[np.integer]], int, Quantity]:
    """Bring fixed-point columns to one scale; the last item carries the merged states."""
    scale = max(quantity.scale for quantity in quantities)
    columns = [multiply(each.numerators, scale // each.scale) for each in quantities]
    states = merge_states(*(each.states for each in quantities))
    return columns, scale, Quantity(columns[0], scale, None, states)


def _masked(numerators: NDArray[np.integer], scale: int, states: States | None) -> Quantity:
    if states is not None:
        numerators = np.where(states == State.PRESENT, numerators, 0)
    return Quantity(numerators, scale, None, states)


def _sum(derived: Derived, view: View) -> Quantity:
    columns, scale, merged = _aligned([view.quantity(name) for name in derived.operands])
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return _masked(total, scale, merged.states)


def _difference(derived: Derived, view: View) -> Quantity:
    left, right = (view.quantity(name) for name in derived.operands)
    if left.denominators is None and right.denominators is None:
        columns, scale, merged = _aligned([left, right])
        return _masked(columns[0] - columns[1], scale, merged.states)
    ones = np.ones(len(left.numerators), np.int64)
    below_left = ones if left.denominators is None else left.denominators
    below_right = ones if right.denominators is None else right.denominators
    above = multiply(multiply(left.numerators, right.scale), below_right) - multiply(
        multiply(right.numerators, left.scale), below_left
    )
    states = merge_states(left.states, right.states)
    if states is not None:
        above = np.where(states == State.PRESENT, above, 0)
    below = multiply(below_left, below_right)
    return Quantity(above, left.scale * right.scale, below, states)


def _product(derived: Derived, view: View) -> Quantity:
    left, right = (view.quantity(name) for name in derived.operands)
    states = merge_states(left.states, right.states)
    return _masked(multiply(left.numerators, right.numerators), left.scale * right.scale, states)


_FROM_FACTS: Mapping[str, Callable[[Derived, View], Quantity]] = {
    "ratio": _ratio,
    "sum": _sum,
    "difference": _difference,
    "product": _product,
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
        open_states = np.maximum(
            open_states, _open_cells(derived, records.columns[derived.column], chosen)
        )
    n_schools = len(records.states)
    states = np.array(records.states, dtype=np.uint8, copy=True)
    np.maximum.at(states, records.school_index, open_states)
    numbers, scale = _REDUCERS[derived.kind](derived, records, chosen, n_schools)
    if derived.kind in ("largest", "smallest"):
        none = np.bincount(records.school_index[chosen], minlength=n_schools) == 0
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


def _open_cells(derived: Derived, column: Column, chosen: Mask) -> States:
    """State that a blank cell of the counted column gives its school.

    For on_time and periods a blank date is an answer (not handed in, not held), not a gap.
    """
    if derived.kind in ("on_time", "late", "periods"):
        bad = column.states == State.UNREADABLE
    else:
        bad = (column.states != State.PRESENT) & (column.states != State.NOT_APPLICABLE)
    return np.where(bad & chosen, column.states, np.uint8(0))


def _per_school(index: NDArray[np.int32], n_schools: int) -> NDArray[np.int64]:
    return np.bincount(index, minlength=n_schools).astype(np.int64)


def _count(
    _derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
) -> tuple[NDArray[np.int64], int]:
    return _per_school(records.school_index[chosen], n_schools), 1


def _present(records: RecordSet, name: str, chosen: Mask) -> Mask:
    return np.asarray(chosen & (records.columns[name].states == State.PRESENT))


def _reduced(ufunc: np.ufunc) -> Callable[..., tuple[NDArray[np.int64], int]]:
    def reduce_column(
        derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
    ) -> tuple[NDArray[np.int64], int]:
        column = records.columns[derived.column]
        rows = _present(records, derived.column, chosen)
        index, values = records.school_index[rows], column.values[rows].astype(np.int64)
        result = np.zeros(n_schools, np.int64)
        if ufunc is not np.add:  # start from any value of the school itself
            result[index] = values
        ufunc.at(result, index, values)
        return result, 10**column.field.decimals if column.field.type.is_numeric else 1

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
) -> tuple[NDArray[np.int64], int]:
    rows = _present(records, derived.column, chosen)
    codes = records.columns[derived.column].values
    return _distinct_codes(codes, records, rows, n_schools), 1


def _periods(
    derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
) -> tuple[NDArray[np.int64], int]:
    rows = _present(records, derived.column, chosen)
    days = records.columns[derived.column].values.astype("datetime64[D]")
    months = days.astype("datetime64[M]").astype(np.int64)
    codes = months // 3 if derived.period == "quarter" else months
    return _distinct_codes(codes, records, rows, n_schools), 1


def _timed(comparison: Comparison) -> Callable[..., tuple[NDArray[np.int64], int]]:
    def count_timed(
        derived: Derived, records: RecordSet, chosen: Mask, n_schools: int
    ) -> tuple[NDArray[np.int64], int]:
        done, due = records.columns[derived.column], records.columns[derived.due_column]
        rows = _present(records, derived.column, chosen) & (due.states == State.PRESENT)
        timed = compare_quantities(Quantity(done.values), comparison, Quantity(due.values))
        return _per_school(records.school_index[rows & timed], n_schools), 1

    return count_timed


_REDUCERS: Mapping[str, Callable[..., tuple[NDArray[np.int64], int]]] = {
    "count": _count,
    "total": _reduced(np.add),
    "largest": _reduced(np.maximum),
    "smallest": _reduced(np.minimum),
    "distinct": _distinct,
    "periods": _periods,
    "on_time": _timed(Comparison.AT_MOST),
    "late": _timed(Comparison.MORE_THAN),
}
