"""Evaluate conditions to three values, over all rows at once (Kleene's logic).

FALSE < UNKNOWN < TRUE, so that all = minimum, any = maximum, not = 2 - x. Where a condition
is unknown, `causes` says which state of the facts it read made it so: 缺失, 不适用, 无法识读.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import Column, State
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    comparisons_in,
)
from engine.ruleset.model import FieldType
from engine.scoring.values import (
    Mask,
    Quantity,
    States,
    compare_constant,
    compare_quantities,
    merge_states,
)
from engine.scoring.views import View, column_part

FALSE, UNKNOWN, TRUE = 0, 1, 2
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Truth:
    """A three-valued column.

    Shapes: values and causes (rows,).

    Args:
        values: FALSE, UNKNOWN or TRUE.
        causes: The state that made a row unknown, 0 where it is known; None: all known.
    """

    values: NDArray[np.int8]
    causes: States | None = None

    @property
    def true_mask(self) -> Mask:
        return np.asarray(self.values == TRUE)

    @property
    def false_mask(self) -> Mask:
        return np.asarray(self.values == FALSE)


def evaluate(condition: Condition, view: View) -> Truth:
    """Evaluate a condition over all rows of a view."""
    match condition:
        case Compare():
            return _compare(condition, view)
        case Not():
            part = evaluate(condition.part, view)
            return Truth(np.int8(TRUE) - part.values, part.causes)
        case AllOf():
            return _join([evaluate(part, view) for part in condition.parts], np.minimum)
        case AnyOf():
            return _join([evaluate(part, view) for part in condition.parts], np.maximum)
        case AtLeastOf():
            return _at_least(condition, view)


def open_mask(truth: Truth) -> Mask:
    """Return where a condition cannot be decided; one on what a school has not does not hold.

    Shapes: (rows,).
    """
    found = np.asarray(truth.values == UNKNOWN)
    if truth.causes is not None:
        found = found & (truth.causes != State.NOT_APPLICABLE)
    return np.asarray(found)


def unknown_names(condition: Condition | None, view: View, row: int) -> tuple[str, ...]:
    """Name the values that leave comparisons of a condition open in one row."""
    names = (name for each in comparisons_in(condition) for name in _open_sides(each, view, row))
    return tuple(dict.fromkeys(names))


def _open_sides(condition: Compare, view: View, row: int) -> Iterator[str]:
    if condition.comparison is Comparison.FILLED:
        return
    for name in filter(None, (condition.value, condition.other)):
        if view.is_column(name):
            cell = column_part(view.column(name), slice(row, row + 1))
            if cell.states[0] != State.PRESENT or pending_mask(cell, condition.operands)[0]:
                yield name
        elif view.quantity(name).state(row) is not State.PRESENT:
            yield name


def _join(parts: Sequence[Truth], fold: np.ufunc) -> Truth:
    values = reduce(fold, (part.values for part in parts))
    causes = merge_states(*(part.causes for part in parts))
    return Truth(values, _only_unknown(values, causes))


def _at_least(condition: AtLeastOf, view: View) -> Truth:
    parts = [evaluate(part, view) for part in condition.parts]
    sure = sum((part.values == TRUE).astype(np.int16) for part in parts)
    possible = sum((part.values != FALSE).astype(np.int16) for part in parts)
    values = (np.asarray(sure >= condition.count).astype(np.int8)) + (
        np.asarray(possible >= condition.count).astype(np.int8)
    )
    return Truth(values, _only_unknown(values, merge_states(*(part.causes for part in parts))))


def _only_unknown(values: NDArray[np.int8], causes: States | None) -> States | None:
    if causes is None:
        return None
    return np.asarray(np.multiply(causes, values == UNKNOWN))


def _compare(condition: Compare, view: View) -> Truth:
    if condition.comparison is Comparison.FILLED:
        return _filled(condition, view)
    if condition.other:
        left, right = view.quantity(condition.value), view.quantity(condition.other)
        hits = compare_quantities(left, condition.comparison, right)
        return _truth(hits, merge_states(left.states, right.states))
    if not view.is_column(condition.value):
        quantity = view.quantity(condition.value)
        return _truth(_compare_numbers(quantity, condition), quantity.states)
    column = view.column(condition.value)
    states = None if column.all_present else column.states
    match column.field.type:
        case FieldType.CHOICE | FieldType.TEXT:
            hits = _compare_levels(column, condition)
            states = _with_pending(column, condition, states)
        case FieldType.SET:
            hits = _compare_sets(column, condition)
        case _:
            hits = _compare_numbers(view.quantity(condition.value), condition)
    return _truth(hits, states)


def _truth(hits: Mask, states: States | None) -> Truth:
    if states is None:
        return Truth(hits.view(np.int8) << 1)
    unknown = states != State.PRESENT
    values = (hits & ~unknown).view(np.int8) << 1
    values |= unknown.view(np.int8)
    return Truth(values, states)


def _filled(condition: Compare, view: View) -> Truth:
    """A blank cell is blank for certain, so this is never unknown; 不适用 counts as not filled."""
    states = (
        view.column(condition.value).states
        if view.is_column(condition.value)
        else view.quantity(condition.value).states
    )
    present = (
        np.ones(view.n_rows, dtype=bool) if states is None else np.asarray(states == State.PRESENT)
    )
    wanted = not condition.operands or condition.operands[0] is True
    return _truth(present if wanted else ~present, None)


def _compare_numbers(quantity: Quantity, condition: Compare) -> Mask:
    if condition.comparison is Comparison.ONE_OF:
        hits = np.zeros(len(quantity.numerators), dtype=bool)
        for operand in condition.operands:
            hits |= compare_constant(quantity, Comparison.EQUALS, _number(operand))
        return hits
    return compare_constant(quantity, condition.comparison, _number(condition.operands[0]))


def _number(operand: object) -> Fraction:
    match operand:
        case bool():
            return Fraction(int(operand))
        case date():
            return Fraction((operand - _EPOCH).days)
        case Fraction():
            return operand
    raise TypeError(f"{operand!r} is not comparable with a number")


def _compare_levels(column: Column, condition: Compare) -> Mask:
    wanted = [i for i, level in enumerate(column.levels) if level in condition.operands]
    hits = np.zeros(len(column.levels) + 1, dtype=bool)
    hits[wanted] = True
    result = hits[column.values]
    return np.asarray(~result if condition.comparison is Comparison.NOT_EQUALS else result)


def pending_mask(column: Column, named: Collection[object] = ()) -> Mask:
    """Return where a choice says that it is not settled yet (待定值). Shapes: (rows,).

    Args:
        column: The choices.
        named: Those that a condition names itself: to it they are settled.
    """
    pending = [each in column.field.pending and each not in named for each in column.levels]
    if column.field.type is not FieldType.CHOICE or not any(pending):
        return np.zeros(len(column.values), dtype=bool)
    return np.asarray(np.array([*pending, False])[column.values] & (column.states == State.PRESENT))


def _with_pending(column: Column, condition: Compare, states: States | None) -> States | None:
    """A choice that says "not settled yet" is unknown, unless the condition names it."""
    if not column.field.pending:
        return states
    mask = pending_mask(column, condition.operands)
    return merge_states(states, np.where(mask, np.uint8(State.MISSING), np.uint8(0)))


def _compare_sets(column: Column, condition: Compare) -> Mask:
    wanted = 0
    for i, level in enumerate(column.levels):
        if level in condition.operands:
            wanted |= 1 << i
    held = column.values & np.int64(wanted)
    match condition.comparison:
        case Comparison.ONE_OF:
            return np.asarray(held != 0)
        case Comparison.EQUALS:
            return np.asarray(column.values == wanted)
        case Comparison.NOT_EQUALS:
            return np.asarray(column.values != wanted)
        case _:  # INCLUDES: all of the operands
            return np.asarray(held == wanted)
