"""Read what a clause asks of its rows: three-valued answers, blanks, names and events.

不适用 is not unknown here: a question that does not apply to a school does not trigger a
veto. Only what is missing or unreadable (缺失, 无法识读, 待定) keeps it from being decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Place
from engine.facts.table import Column, State
from engine.ruleset.conditions import Compare, Comparison, Condition
from engine.ruleset.model import Clause, Effect, EffectKind, FieldType, Relief
from engine.scoring.conditions import FALSE, TRUE, UNKNOWN, evaluate, unknown_names
from engine.scoring.values import Quantity
from engine.scoring.views import RecordView, View, column_part

Answers = NDArray[np.int8]
Mask = NDArray[np.bool_]


def answer(condition: Condition | None, view: View) -> Answers:
    """Evaluate a condition; no condition, and what does not apply, is FALSE.

    Shapes: (rows,) of FALSE, UNKNOWN, TRUE.
    """
    if condition is None:
        return np.full(view.n_rows, FALSE, dtype=np.int8)
    truth = evaluate(condition, view)
    if truth.causes is None:
        return truth.values
    idle = (truth.values == UNKNOWN) & (truth.causes == State.NOT_APPLICABLE)
    return np.where(idle, np.int8(FALSE), truth.values)


def answer_relief(relief: Relief, view: View) -> Answers:
    """Answer whether a relief's condition holds and none of its exceptions does."""
    return np.minimum(answer(relief.condition, view), TRUE - answer(relief.unless, view))


def filled_mask(name: str, view: View, place: Place) -> Mask:
    """Return where a field is filled. Shapes: (rows,)."""
    return evaluate(Compare(name, Comparison.FILLED, (True,), place), view).true_mask


def all_filled_mask(names: Sequence[str], view: View, place: Place) -> Mask:
    """Return where all the fields are filled. Shapes: (rows,)."""
    masks = [filled_mask(name, view, place) for name in names]
    return reduce(np.logical_and, masks, np.ones(view.n_rows, dtype=bool))


def missing_names(conditions: Sequence[Condition | None], view: View, row: int) -> tuple[str, ...]:
    """Name the facts that keep conditions from being decided in one row."""
    only = OneRow(view, row)
    names = dict.fromkeys(
        name for condition in conditions for name in unknown_names(condition, only, 0)
    )
    return tuple(name for name in names if _state(name, only) != State.NOT_APPLICABLE)


def _state(name: str, only: View) -> int:
    if only.is_column(name):
        return int(only.column(name).states[0])
    return int(only.quantity(name).state(0))


@dataclass(frozen=True, slots=True)
class OneRow:
    """One row of a view: to look at a finding without going through all rows again."""

    view: View
    row: int

    @property
    def n_rows(self) -> int:
        return 1

    def is_column(self, name: str) -> bool:
        """Say whether the name is a typed field."""
        return self.view.is_column(name)

    def column(self, name: str) -> Column:
        """Return the one cell of a typed field."""
        view, row = self._home(name)
        return column_part(view.column(name), slice(row, row + 1))

    def quantity(self, name: str) -> Quantity:
        """Return the one value of a field or derived value."""
        view, row = self._home(name)
        return view.quantity(name).part(slice(row, row + 1))

    def _home(self, name: str) -> tuple[View, int]:
        """A record's other names are its school's: look there, without broadcasting them."""
        view = self.view
        if isinstance(view, RecordView) and name not in view.records.columns:
            return view.schools, int(view.records.school_index[self.row])
        return view, self.row


def texts_in(column: Column, row: int) -> tuple[str, ...]:
    """Return the texts of one cell: one of a choice or text, several of a set, none if blank."""
    if column.states[row] != State.PRESENT:
        return ()
    value = int(column.values[row])
    if column.field.type is FieldType.SET:
        return tuple(level for bit, level in enumerate(column.levels) if value >> bit & 1)
    return (column.levels[value],)


def effects_of(clause: Clause) -> Iterator[Effect]:
    """Yield every effect of a clause, those of a second year running included."""
    yield from _with_further(clause.effects)


def _with_further(effects: Sequence[Effect]) -> Iterator[Effect]:
    for effect in effects:
        yield effect
        yield from _with_further(effect.then)


def persons_named(clause: Clause, view: View, row: int) -> tuple[tuple[str, str], ...]:
    """Return (effect id, name) for each BAR_PERSON effect whose person the row names."""
    only = OneRow(view, row)
    return tuple(
        (effect.id, name)
        for effect in effects_of(clause)
        if effect.kind is EffectKind.BAR_PERSON and only.is_column(effect.person_field)
        for name in texts_in(only.column(effect.person_field), 0)
    )
