"""What a point of a part of the score tree is worth in points of the total (折合)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.points import Units, divide_half_up, multiply, plus
from engine.ruleset.model import Group, Indicator
from engine.scoring.weighing import Whole, times


@dataclass(frozen=True, slots=True)
class Contribution:
    """The worth of one point: numerator / denominator points of the total.

    Shapes: whole numbers, or (schools,) of them; denominators are positive.
    """

    numerator: Whole
    denominator: Whole

    def of(self, points: Units | int) -> Units:
        """Return points of the part as points of the total, rounded half up to the unit."""
        if self is WHOLE:
            return np.asarray(points)
        return divide_half_up(multiply(points, self.numerator), self.denominator)


# A part whose points are points of the total, as in a tree of sums.
WHOLE = Contribution(1, 1)


def contribution_of(
    part: Group | Indicator, above: Group, own: Mapping[str, Whole], contribution: Contribution
) -> Contribution:
    """Return what a point of a part of a weighted mean is worth, if everything counts.

    weight / sum of weights x full points of the mean / full points of the part.

    Args:
        part: The part. above: the weighted mean.
        own: The weights of all parts as written.
        contribution: Of the weighted mean itself.
    """
    ratio = above.points / part.points
    whole = _sum_of(own.values())
    numerator = times(times(own[part.id], contribution.numerator), ratio.numerator)
    denominator = times(times(whole, contribution.denominator), ratio.denominator)
    if isinstance(numerator, int) and isinstance(denominator, int):
        exact = Fraction(numerator, denominator) if denominator else Fraction(0)
        return Contribution(exact.numerator, exact.denominator)
    none = np.asarray(denominator == 0)  # no weight at all: worth nothing
    worth = multiply(numerator, (~none).astype(np.int64))
    return Contribution(worth, np.where(none, 1, denominator))


def _sum_of(wholes: Iterable[Whole]) -> Whole:
    total: Whole = 0
    for each in wholes:
        both_plain = isinstance(total, int) and isinstance(each, int)
        total = total + each if both_plain else plus(total, each)
    return total
