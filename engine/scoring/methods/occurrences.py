"""What occurrences move, for deduct and earn alike: counted values and record charges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.points import Units
from engine.ruleset.methods import Charge
from engine.scoring.rows import ScoringRows
from engine.scoring.values import States, merge_states


def charged(charges: Sequence[Charge], rows: ScoringRows) -> tuple[Units, States | None]:
    """Add up what all charges move.

    Shapes: (schools,). Units: points, never negative.
    """
    moved: Units | None = None
    states: States | None = None
    for charge in charges:
        amount, its_states = rows.charges[charge.place] if charge.table else _by_count(charge, rows)
        moved = amount if moved is None else moved + amount
        states = merge_states(states, its_states)
    assert moved is not None  # a method without charges is refused when the rules load
    return moved, states


def _by_count(charge: Charge, rows: ScoringRows) -> tuple[Units, States | None]:
    """Charge a counted value: the first occurrence past the threshold, then each further one."""
    quantity = rows.view.quantity(charge.value)
    count = quantity.numerators.astype(np.int64, copy=False)
    if quantity.scale != 1:
        count = count // quantity.scale
    if charge.threshold:
        count = count - charge.threshold
    first, each = rows.units(charge.first), rows.units(charge.each)
    amount = np.maximum(count, 0)
    if charge.cap is not None and each:
        # Counts past the cap change nothing, and must not overflow.
        amount = np.minimum(amount, rows.units(charge.cap) // each + 2)
    started = amount > 0
    amount = amount * each
    if first != each:
        amount += np.multiply(started, first - each, dtype=np.int64)
    if charge.cap is not None:
        amount = np.minimum(amount, rows.units(charge.cap))
    return amount, quantity.states
