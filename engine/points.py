"""Keep points exact: the unit of points and the only rounding in the house.

Points are whole numbers of a *unit* that the ruleset chooses (for example 0.0001 分).
A ratio is rounded once, to that unit; a total is rounded once, to the places that the
ruleset states. Both round half up on the magnitude (四舍五入, as Excel's ROUND does).
Python's `round` and `numpy.round` are half-even and never touch points.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

Units = NDArray[np.int64]

# Products below this bound cannot overflow int64, with room for adding two of them.
_SAFE = 2**61


def choose_unit(numbers: Iterable[Fraction], decimals: int) -> Fraction:
    """Return the largest unit in which all numbers, and `decimals` + 2 places, are whole.

    Args:
        numbers: Every number of points that the ruleset writes.
        decimals: Places of the total; two guard places are added for ratios.

    >>> choose_unit([Fraction(1, 2), Fraction(3)], 2)
    Fraction(1, 10000)
    >>> choose_unit([Fraction(10, 3)], 0)
    Fraction(1, 300)
    """
    places, others = decimals + 2, 1
    for number in numbers:
        needed, rest = _decimal_places(number.denominator)
        places, others = max(places, needed), lcm(others, rest)
    return Fraction(1, 10**places * others)


def _decimal_places(denominator: int) -> tuple[int, int]:
    """Return the places a denominator needs, and what of it no decimal can express."""
    powers = []
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator, power = denominator // prime, power + 1
        powers.append(power)
    return max(powers), denominator


def to_units(number: Fraction, unit: Fraction) -> int:
    """Return how many units a number is.

    Raises:
        ValueError: The number is not a whole number of units.
    """
    # Dividing fractions would reduce the quotient each time, which takes most of the time.
    count, rest = divmod(number.numerator * unit.denominator, number.denominator * unit.numerator)
    if rest:
        raise ValueError(f"{number} is not a whole number of {unit}")
    return count


def divide_half_up(
    numerators: NDArray[np.integer] | int, denominators: NDArray[np.integer] | int
) -> Units:
    """Divide whole numbers and round half up on the magnitude.

    Shapes: both broadcast to (schools,). Units: the quotient's. Denominators are positive.

    >>> divide_half_up(np.array([5, 15, -5, 14]), 10).tolist()
    [1, 2, -1, 1]
    >>> divide_half_up(np.array([2**60]), 2**61), divide_half_up(np.array([-5]), 10**20)
    (array([1]), array([0]))
    """
    num = np.asarray(numerators)
    # Dividing by a plain number is quicker than by a column of one.
    den = int(denominators) if np.ndim(denominators) == 0 else np.asarray(denominators)
    if isinstance(den, int) and den >= _SAFE:
        num = num.astype(object)
    half = den // 2  # an odd denominator has no exact half: rounded down it does as well
    if num.size and num.min() >= 0:
        return np.asarray((num + half) // den, dtype=np.int64)
    magnitude = (abs(num) + half) // den
    return np.asarray(np.where(num < 0, -magnitude, magnitude), dtype=np.int64)


def multiply(
    left: NDArray[np.integer] | int, right: NDArray[np.integer] | int
) -> NDArray[np.integer]:
    """Multiply exactly: in int64 where it fits, in Python integers where it would overflow.

    Shapes: both broadcast. Returns int64, or object dtype for numbers past 2**61.
    """
    a, b = np.asarray(left), np.asarray(right)
    if a.size == 0 or b.size == 0:
        return np.asarray(a * b, dtype=np.int64)
    if a.dtype == object or b.dtype == object or _bound(a) * _bound(b) >= _SAFE:
        return np.asarray(a.astype(object) * b.astype(object), dtype=object)
    return np.asarray(a * b)


def plus(left: NDArray[np.integer] | int, right: NDArray[np.integer] | int) -> NDArray[np.integer]:
    """Add exactly: in int64 where it fits, in Python integers where it would overflow.

    Shapes: both broadcast. Returns int64, or object dtype where a number is past 2**61.

    >>> plus(np.array([1, 2]), 2**63).tolist()
    [9223372036854775809, 9223372036854775810]
    """
    a, b = np.asarray(left), np.asarray(right)
    if a.size == 0 or b.size == 0:
        return np.asarray(a + b, dtype=np.int64)
    if a.dtype == object or b.dtype == object or _bound(a) + _bound(b) >= _SAFE:
        return np.asarray(a.astype(object) + b.astype(object), dtype=object)
    return np.asarray(a + b)


def _bound(column: NDArray[np.integer]) -> int:
    if column.ndim == 0:
        return abs(int(column))
    return max(int(column.max()), -int(column.min()))


def round_places(points: Units, unit: Fraction, decimals: int) -> Units:
    """Round points half up to `decimals` places; the result is still in units.

    Raises:
        ValueError: One place is not a whole number of units.
    """
    step = to_units(Fraction(1, 10**decimals), unit)
    return divide_half_up(points, step) * np.int64(step)


def rescale(
    points: Units, applicable: NDArray[np.integer], full: NDArray[np.integer] | int
) -> tuple[Units, NDArray[np.bool_]]:
    """Scale the points of what applies up to full points (剔除折算), rounded half up once.

    Args:
        points: (schools,) got. applicable: (schools,) full points of what applies.
        full: Full points of the whole, in units; one number or (schools,).

    Returns:
        The points, and where nothing is left to scale (their points are 0).

    >>> rescale(np.array([3, 0]), np.array([4, 0]), 6)[0].tolist()
    [5, 0]
    """
    nothing_left = applicable == 0
    scaled = divide_half_up(multiply(points, full), np.where(nothing_left, 1, applicable))
    return scaled, nothing_left


def round_fraction(number: Fraction, unit: Fraction) -> Fraction:
    """Round one exact number half up (on the magnitude) to a unit.

    >>> round_fraction(Fraction(5, 1000), Fraction(1, 100))
    Fraction(1, 100)
    """
    count = abs(number) / unit
    whole = (count.numerator * 2 + count.denominator) // (count.denominator * 2)
    return whole * unit if number >= 0 else -whole * unit


def decimal_text(number: Fraction) -> str:
    """Write an exact number plainly: a decimal where it ends, else a fraction.

    >>> decimal_text(Fraction(25, 10)), decimal_text(Fraction(10, 3)), decimal_text(Fraction(40))
    ('2.5', '10/3', '40')
    """
    places, rest = _decimal_places(number.denominator)
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{sign}{whole}.{part}" if places else f"{sign}{whole}"


def points_text(units: int, unit: Fraction) -> str:
    """Write a count of units as points, exactly.

    >>> points_text(15000, Fraction(1, 10000))
    '1.5'
    """
    return decimal_text(int(units) * unit)
