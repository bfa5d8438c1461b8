"""线性: from the value worth 0 to the value worth full points, clipped at both ends.

说明：“零分值”得 0 分，“满分值”得满分，中间按比例，超出两头的按两头算。
两个值哪个大都行：满分值小的就是越低越好。得分四舍五入到计分单位一次。
"""

from __future__ import annotations

from math import lcm

import numpy as np
from numpy.typing import NDArray

from engine.points import Units, divide_half_up, multiply
from engine.ruleset.methods import Linear
from engine.scoring.rows import Scored, ScoringRows
from engine.scoring.values import Quantity


def score(method: Linear, full: int, rows: ScoringRows) -> Scored:
    """Interpolate between two values and round once, half up, to the unit.

    Shapes: (schools,). Units: points. Source: design.md section 5; domain.md M5.
    """
    quantity = rows.view.quantity(method.value)
    return Scored(interpolate(quantity, method, full), quantity.states)


def interpolate(quantity: Quantity, method: Linear, full: int) -> Units:
    """Return full x clip((v - zero) / (full_at - zero), 0, 1), rounded half up.

    With v = n / (s x d) this is full x (n - zero x s x d) / (span x s x d), all in whole numbers
    after multiplying by the common denominator of the two values.
    """
    zero, end = method.zero_at * quantity.scale, method.full_at * quantity.scale
    if quantity.denominators is None and zero.denominator == end.denominator == 1:
        low, high = sorted((int(zero), int(end)))
        if low > -(2**62) and high < 2**62 and full * 4 * (high - low) < 2**62:
            return _interpolate_fixed(quantity.numerators, int(zero), int(end), full)
    q = lcm(method.zero_at.denominator, method.full_at.denominator)
    start, span = int(method.zero_at * q), int((method.full_at - method.zero_at) * q)
    sign = 1 if span > 0 else -1
    below = 1 if quantity.denominators is None else quantity.denominators
    above = multiply(quantity.numerators, sign * q) - multiply(below, sign * start * quantity.scale)
    whole = multiply(below, abs(span) * quantity.scale)
    way = np.minimum(np.maximum(above, 0), whole)
    return divide_half_up(multiply(way, full), whole)


def _interpolate_fixed(numerators: NDArray[np.integer], zero: int, end: int, full: int) -> Units:
    """Interpolate fixed-point numbers between two whole ends, in place and without overflow."""
    way = np.clip(numerators, min(zero, end), max(zero, end))
    way = way - zero if end > zero else zero - way
    way *= full
    return divide_half_up(way, abs(end - zero))
