"""直接计分: a fact that already is points out of some full mark, scaled.

说明：事实本身就是分数（别处评出来的、打出来的），按“原满分”折算成本项的分值，
四舍五入到计分单位一次。
"""

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
