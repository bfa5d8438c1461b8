"""Count the figures of the city over the schools of one run: exact, and nothing missing is zero.

Each school gives an amount or has none; what is not known leaves the figure incomplete.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.facts.cells.dates import EPOCH
from engine.facts.cells.display import value_text
from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.model import CityFigure, Derived, FigureKind, RuleSet
from engine.scoring.arithmetic import Whole, add_up
from engine.scoring.conditions import FALSE, TRUE, UNKNOWN, Truth, evaluate
from engine.scoring.derived import derive
from engine.scoring.values import Mask, Quantity, States
from engine.scoring.views import RecordView, SchoolRows


@dataclass(frozen=True, slots=True)
class Tally:
    """One figure over one run.

    Shapes: states, above and below (schools,); rows (records,).

    Args:
        states: PRESENT: the school counts; NOT_APPLICABLE: it is not covered; else why it is
            not known what the school gives.
        above: What each gives. below: of a ratio: what that is divided by.
        total: Over all that count; None where none does. divisor: of a ratio.
        rows: The records that count, of a figure over a table.
        texts: School -> its different values, of a figure that counts those.
        has_early: Of records chosen by their date: some are older than the year assessed.
    """

    figure: CityFigure
    states: States
    above: Quantity
    below: Quantity | None
    total: Fraction | None
    divisor: Fraction | None = None
    rows: Mask | None = None
    texts: dict[int, tuple[str, ...]] | None = None
    has_early: bool = True

    def count(self, state: State) -> int:
        """Return how many schools are in a state."""
        return int((self.states == state).sum())

    @property
    def n_open(self) -> int:
        """Return of how many schools it is not known what they give."""
        return self.count(State.MISSING) + self.count(State.UNREADABLE)


@dataclass(frozen=True, slots=True)
class _Given:
    """What schools give before it is asked whom a figure covers."""

    above: Quantity
    below: Quantity | None = None
    rows: Mask | None = None
    states: States | None = None
    has_early: bool = True


def tally(figure: CityFigure, ruleset: RuleSet, facts: FactTable, view: SchoolRows) -> Tally:
    """Count one figure.

    Args:
        figure: Not one that is only listed.
        facts, view: The schools, as scoring reads them.
    """
    given = _given(figure, ruleset, facts, view)
    states = _states(given, view.n_rows)
    if figure.applies is not None:
        states = _covered(states, evaluate(figure.applies, view))
    counts = states == State.PRESENT
    rows = given.rows
    if rows is not None:
        rows = rows & counts[facts.records[figure.table].school_index]
    texts = _different(figure, facts, view, counts, rows)
    total: Fraction | None = None
    divisor: Fraction | None = None
    if counts.any():
        total = _sum(given.above, counts)
        if texts is not None:
            total = Fraction(_n_different(texts, apart=figure.separately))
        if given.below is not None:
            divisor = _sum(given.below, counts)
    return Tally(
        figure, states, given.above, given.below, total, divisor, rows, texts, given.has_early
    )


def _given(figure: CityFigure, ruleset: RuleSet, facts: FactTable, view: SchoolRows) -> _Given:
    if figure.table:
        return _over_records(figure, ruleset, facts, view)
    if figure.kind is FigureKind.RATIO:
        return _Given(view.quantity(figure.numerator), view.quantity(figure.denominator))
    if figure.kind is FigureKind.COUNT and figure.condition is not None:
        truth = evaluate(figure.condition, view)
        return _Given(
            Quantity(truth.true_mask.astype(np.int64)), states=_causes(truth, view.n_rows)
        )
    if figure.kind is FigureKind.DISTINCT:
        states = view.column(figure.value).states
        return _Given(Quantity((states == State.PRESENT).astype(np.int64)), states=states)
    return _Given(view.quantity(figure.value))


def _states(given: _Given, n_schools: int) -> States:
    """Return the state of each school: who lacks one part of a ratio has none of it."""
    known = [given.states, given.above.states]
    known.append(given.below.states if given.below is not None else None)
    states = np.zeros(n_schools, np.uint8)
    for each in known:
        if each is not None:
            states = np.maximum(states, each)
    for each in known:  # what a school has not is not lacking, whatever else is
        if each is not None:
            absent = each == State.NOT_APPLICABLE
            states = np.where(absent, np.uint8(State.NOT_APPLICABLE), states)
    return states


def _causes(truth: Truth, n_rows: int) -> States:
    """Return why a condition is open: a state, PRESENT where it is not."""
    if truth.causes is None:
        return np.zeros(n_rows, np.uint8)
    return np.where(truth.values == UNKNOWN, truth.causes, np.uint8(0)).astype(np.uint8)


def _covered(states: States, truth: Truth) -> States:
    """Return the states where it is asked whom the figure covers."""
    causes = _causes(truth, len(states))
    outside = (truth.values == FALSE) | (causes == State.NOT_APPLICABLE)
    outside |= states == State.NOT_APPLICABLE
    return np.where(outside, np.uint8(State.NOT_APPLICABLE), np.maximum(states, causes))


def _over_records(
    figure: CityFigure, ruleset: RuleSet, facts: FactTable, view: SchoolRows
) -> _Given:
    """Choose the records of the figure's window, and let each school count or add its own."""
    records = facts.records[figure.table]
    chosen, undated, has_early = _in_span(figure, ruleset, records)
    records = replace(records, in_window=chosen)
    by = Derived(
        figure.id,
        figure.kind.value,
        figure.place,
        table=figure.table,
        column=figure.column,
        condition=figure.condition,
    )
    with_window = replace(facts, records={**facts.records, figure.table: records})
    above = derive(by, with_window, view)
    truth = _meant(figure, records, view)
    states = np.zeros(view.n_rows, np.uint8) if above.states is None else above.states.copy()
    # A record of which nobody knows when it was may belong to the window.
    open_rows = (undated > 0) & (truth.values != FALSE)
    np.maximum.at(states, records.school_index[open_rows], undated[open_rows])
    return _Given(above, rows=truth.true_mask & chosen, states=states, has_early=has_early)


def _meant(figure: CityFigure, records: RecordSet, view: SchoolRows) -> Truth:
    if figure.condition is None:
        return Truth(np.full(records.n_records, TRUE, np.int8))
    return evaluate(figure.condition, RecordView(records, view))


def _in_span(figure: CityFigure, ruleset: RuleSet, records: RecordSet) -> tuple[Mask, States, bool]:
    """Return the records of the figure's window, the states of those without a date, and whether
    any of them is older than the year assessed.

    Without a window of its own a figure counts what the assessment counts.
    """
    nothing = np.zeros(records.n_records, np.uint8)
    column = records.columns.get(records.table.date_field)
    if figure.joins_years or column is None or not (figure.since or figure.until):
        return records.in_window, nothing, True
    start, end = ruleset.window
    first, last = figure.since or start, figure.until or end
    dated = column.states == State.PRESENT
    days = column.values
    inside = dated & (days >= (first - EPOCH).days) & (days <= (last - EPOCH).days)
    covers_all = first <= start and last >= end
    undated = ~dated & records.in_window
    if covers_all:
        # As in scoring: what has no date is taken to be of the year assessed.
        inside |= undated
    left_out = np.zeros(records.n_records, np.bool_)
    left_out[list(records.left_out)] = True
    inside &= ~left_out
    open_states = nothing
    if not covers_all:
        open_states = np.where(undated & ~left_out, column.states, nothing).astype(np.uint8)
    early = inside & dated & (days < (start - EPOCH).days)
    return inside, open_states, first >= start or bool(early.any())


def _sum(quantity: Quantity, counts: Mask) -> Fraction:
    """Add up exactly what the schools give that count."""
    numbers: Whole = quantity.numerators[counts]
    if numbers.dtype != object:
        numbers = numbers.astype(np.int64, copy=False)
    if quantity.denominators is None:
        whole = add_up(numbers, np.zeros(len(numbers), np.int64), 1)[0]
        return Fraction(int(whole), quantity.scale)
    rows = np.flatnonzero(counts).tolist()
    return sum((quantity.fraction(row) for row in rows), Fraction())


def _different(
    figure: CityFigure, facts: FactTable, view: SchoolRows, counts: Mask, rows: Mask | None
) -> dict[int, tuple[str, ...]] | None:
    """Return the different values of each school that counts, where a figure counts those."""
    if figure.kind is not FigureKind.DISTINCT:
        return None
    if rows is None:
        return _texts_by_school(view.column(figure.value), np.arange(len(counts)), counts)
    records = facts.records[figure.table]
    column = records.columns[figure.column]
    chosen = rows & (column.states == State.PRESENT)
    return _texts_by_school(column, records.school_index, chosen)


def _texts_by_school(
    column: Column, owners: NDArray[np.integer], chosen: Mask
) -> dict[int, tuple[str, ...]]:
    found: dict[int, dict[str, None]] = {}
    for owner, value in zip(owners[chosen].tolist(), column.values[chosen].tolist(), strict=True):
        found.setdefault(owner, {})[value_text(column.field, value, column.levels)] = None
    return {owner: tuple(texts) for owner, texts in found.items()}


def _n_different(texts: dict[int, tuple[str, ...]], *, apart: bool) -> int:
    if apart:
        return sum(len(each) for each in texts.values())
    return len({text for each in texts.values() for text in each})
