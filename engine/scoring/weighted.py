"""加权平均: the points of a level as the weighted mean of those of its parts that count."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.points import Units, divide_half_up, multiply, plus
from engine.scoring.values import Mask
from engine.scoring.weighing import LevelWeights

# A part: its name, its points, and where it is left out (None: nowhere).
Part = tuple[str, Units, Mask | None]


def weighted_points(
    parts: Sequence[Part], weights: LevelWeights, full: Fraction | None, unit: Fraction
) -> tuple[Units, Mask | None]:
    """Return full x sum(weight x points / full points) / sum(weight) over the parts that count.

    Everything is whole numbers until the one division, which rounds half up to the unit.

    Args:
        parts: The parts of the level.
        weights: Their weights.
        full: Full points where they are the same for all schools; else those of `weights` hold.
        unit: The unit of points.

    Returns:
        Points, and where nothing counts (None: nowhere).

    Shapes: (schools,). Units: points. Source: design.md section 5.
    """
    n_schools = len(parts[0][1])
    above: NDArray[np.integer] = np.zeros(n_schools, np.int64)
    below: NDArray[np.integer] = np.zeros(n_schools, np.int64)
    for name, points, out in parts:
        counts = 1 if out is None else (~out).astype(np.int64)
        gained = multiply(points, weights.gain[name])
        above = plus(above, multiply(gained, counts))
        below = plus(below, multiply(weights.held[name], counts))
    times = full if full is not None else unit
    above = multiply(above, times.numerator)
    if full is None:
        above = multiply(above, weights.full)
    below = multiply(below, times.denominator)
    nothing = np.asarray(below == 0)
    points = divide_half_up(above, np.where(nothing, 1, below))
    if not nothing.any():
        return points, None
    return np.where(nothing, 0, points), nothing
