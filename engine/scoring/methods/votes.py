"""评议 over counted votes: each kind of vote is worth its coefficient of full points."""

from __future__ import annotations

from math import lcm

import numpy as np

from engine.facts.table import State
from engine.points import divide_half_up, multiply
from engine.ruleset.methods import Votes
from engine.scoring.rows import Scored, ScoringRows


def score(method: Votes, full: int, rows: ScoringRows) -> Scored:
    """Return full x sum(votes x coefficient) / sum(votes), rounded half up once.

    A kind of vote that a school does not have is passed over; the whole is 不适用 only where every
    kind is. Too few votes say nothing: they are missing.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M21.
    """
    n_rows = rows.view.n_rows
    scale = lcm(*(each.denominator for each in method.coefficients.values()))
    n_votes, worth = np.zeros(n_rows, np.int64), np.zeros(n_rows, np.int64)
    states, outside = np.zeros(n_rows, np.uint8), np.ones(n_rows, bool)
    for name, coefficient in method.coefficients.items():
        quantity = rows.view.quantity(name)
        count = np.maximum(quantity.numerators, 0)
        n_votes = n_votes + count
        worth = worth + multiply(count, int(coefficient * scale))
        own = np.zeros(n_rows, np.uint8) if quantity.states is None else quantity.states
        states = np.maximum(states, np.where(own > State.NOT_APPLICABLE, own, 0))
        outside &= own == State.NOT_APPLICABLE
    points = divide_half_up(multiply(worth, full), multiply(np.maximum(n_votes, 1), scale))
    states = np.where(n_votes < method.least, np.maximum(states, State.MISSING), states)
    states = np.where(outside, State.NOT_APPLICABLE, states).astype(np.uint8)
    return Scored(points, states if states.any() else None)
