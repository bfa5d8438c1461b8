"""Set two assessments side by side: the same schools in the same rows, points in one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from engine.assess import Assessment
from engine.points import Units, multiply
from engine.scoring.values import Mask


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two assessments, read by the rows of both.

    Shapes: (schools,) of all schools that either assessed.

    Args:
        rows: Position in the assessment's own tables; -1 where it did not read the school.
        factor: How many units of the pair one unit of the ruleset is.
    """

    assessment: Assessment
    rows: NDArray[np.intp]
    factor: int

    @property
    def read_mask(self) -> Mask:
        """Return which schools this side read."""
        return np.asarray(self.rows >= 0)

    def units(self, own: Units) -> Units:
        """Return points of its own schools as units of the pair; 0 for a school it did not read.

        Shapes: (own schools,) becomes (schools,).
        """
        taken = np.where(self.read_mask, own[self.rows], 0)
        return np.asarray(multiply(taken, self.factor) if self.factor != 1 else taken)

    def mask(self, own: Mask) -> Mask:
        """Return a mask over its own schools; False for a school that it did not read."""
        return np.asarray(own[self.rows] & self.read_mask)

    def ranks(self, own: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return ranks; 0 for a school that it did not read."""
        return np.where(self.read_mask, own[self.rows], 0)

    def texts(self, own: Sequence[str], none: str = "") -> list[str]:
        """Return texts; `none` for a school that it did not read."""
        return [own[row] if row >= 0 else none for row in self.rows.tolist()]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two assessments side by side.

    Args:
        school_ids, names: (schools,) of all schools that either side read, in the order of ids.
        unit: In which the points of both are whole numbers.
    """

    before: Side
    after: Side
    school_ids: tuple[str, ...]
    names: tuple[str, ...]
    unit: Fraction

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.before, self.after


def pair_up(before: Assessment, after: Assessment) -> Pair:
    """Set two assessments side by side."""
    own, other = before.facts.school_ids, after.facts.school_ids
    ids = own if own == other else tuple(sorted({*own, *other}))
    unit = common_unit(before.ruleset.unit, after.ruleset.unit)
    sides = [
        Side(each, _rows(each, ids), int(each.ruleset.unit / unit)) for each in (before, after)
    ]
    names = dict(zip(own, before.facts.names, strict=True))
    names.update(zip(other, after.facts.names, strict=True))
    return Pair(sides[0], sides[1], ids, tuple(names[each] for each in ids), unit)


def _rows(assessment: Assessment, ids: tuple[str, ...]) -> NDArray[np.intp]:
    if assessment.facts.school_ids == ids:
        return np.arange(len(ids), dtype=np.intp)
    at = {each: row for row, each in enumerate(assessment.facts.school_ids)}
    return np.array([at.get(each, -1) for each in ids], np.intp)


def common_unit(one: Fraction, other: Fraction) -> Fraction:
    """Return the largest unit of which both are whole numbers.

    >>> common_unit(Fraction(1, 10000), Fraction(1, 30000)), common_unit(Fraction(1), Fraction(1))
    (Fraction(1, 30000), Fraction(1, 1))
    """
    below = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * below), int(other * below)), below)
