"""直接计分: a fact that already is points out of some full mark, scaled."""

from __future__ import annotations

from fractions import Fraction

from engine.ruleset.methods import Direct, Linear
from engine.scoring.methods.linear import interpolate
from engine.scoring.rows import Scored, ScoringRows


def score(method: Direct, full: int, rows: ScoringRows) -> Scored:
    """Scale an outside score to full points: linear from 0 to `out_of`.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M29.
    """
    quantity = rows.view.quantity(method.value)
    as_linear = Linear(method.value, Fraction(0), method.out_of, method.place)
    return Scored(interpolate(quantity, as_linear, full), quantity.states)
