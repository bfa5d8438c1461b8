"""What occurrences move, for deduct and earn alike: counted values and record charges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.facts.table import State
from engine.points import Units
from engine.ruleset.methods import Charge
from engine.scoring.rows import ScoringRows
from engine.scoring.values import States, merge_states


def charged(charges: Sequence[Charge], rows: ScoringRows, most: int) -> tuple[Units, States | None]:
    """Add up what all charges move.

    A charge on what a school does not have moves nothing there; the whole is 不适用 only where
    every charge is.

    Args:
        charges: The charges, at least one (checked when the rules load).
        rows: The schools.
        most: Points beyond which moving more changes nothing.

    Shapes: (schools,). Units: points, never negative.
    """
    found = [
        rows.charges[charge.place] if charge.table else _by_count(charge, rows, most)
        for charge in charges
    ]
    moved, states = found[0]
    if len(found) == 1:
        return moved, states
    for amount, _ in found[1:]:
        moved = moved + amount
    return moved, _states_of_all([states for _, states in found])


def _states_of_all(states: Sequence[States | None]) -> States | None:
    known = [each for each in states if each is not None]
    meant = (np.where(each == State.NOT_APPLICABLE, np.uint8(0), each) for each in known)
    merged = merge_states(*meant)
    if merged is None or len(known) < len(states):
        return merged
    outside = np.logical_and.reduce([each == State.NOT_APPLICABLE for each in known])
    return np.where(outside, np.uint8(State.NOT_APPLICABLE), merged)


def _by_count(charge: Charge, rows: ScoringRows, most: int) -> tuple[Units, States | None]:
    """Charge a counted value: the first occurrence past the threshold, then each further one."""
    quantity = rows.view.quantity(charge.value)
    first, each = rows.units(charge.first), rows.units(charge.each)
    limit = most if charge.cap is None else rows.units(charge.cap)
    # Occurrences past the limit change nothing, and must not overflow.
    n_most = limit // each + 2 if each else 1
    count = quantity.numerators - charge.threshold if charge.threshold else quantity.numerators
    count = np.clip(count, 0, n_most).astype(np.int64, copy=False)
    amount = count * each
    if first != each:
        amount += np.multiply(count > 0, first - each, dtype=np.int64)
    if charge.cap is not None:
        amount = np.minimum(amount, limit)
    return amount, quantity.states
