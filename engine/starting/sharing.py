"""Share points out so that the parts are numbers people would write, and add up exactly."""

from __future__ import annotations

from fractions import Fraction

_UNITS = (Fraction(5), Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))


def share_points(whole: Fraction, count: int) -> list[Fraction]:
    """Share points among some, evenly, the first ones getting what is left over.

    >>> [str(part) for part in share_points(Fraction(33), 2)]
    ['17', '16']
    """
    unit = next(each for each in _UNITS if whole % each == 0 and whole / each >= count)
    least, more = divmod(int(whole / unit), count)
    return [unit * (least + (number < more)) for number in range(count)]
