"""Put points on a drawing: places along an axis, in percent of its width.

The only arithmetic of the page: texts of points are exact and come from the run; where a bar
begins and ends is worked out here and shown to a tenth of a percent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from engine.points import decimal_text
from engine.reports.scales import round_step

# An axis begins at 0 unless what it shows lies in its upper part; then most of it would be empty.
_MOST_EMPTY = Fraction(1, 2)
_MOST_TICKS = 5
_SHORTEST = Fraction(1, 100)


def number(text: str) -> Fraction:
    """Read points as the run writes them: a decimal, or a fraction where no decimal ends."""
    return Fraction(text)


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of an axis."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from its first to its last value.

    Args:
        is_broken: It does not begin at 0, which has to be said.
    """

    first: Fraction
    last: Fraction
    step: Fraction

    @property
    def is_broken(self) -> bool:
        return self.first > 0

    def place(self, value: Fraction) -> str:
        """Return where a value lies, in percent of the width."""
        return _percent(min(max(value, self.first), self.last) - self.first, self._length)

    def width(self, one: Fraction, other: Fraction) -> str:
        """Return how far two values lie apart, in percent of the width."""
        return _percent(abs(one - other), self._length)

    @property
    def _length(self) -> Fraction:
        return self.last - self.first

    @property
    def ticks(self) -> list[Tick]:
        count = int((self.last - self.first) / self.step)
        values = (self.first + self.step * at for at in range(count + 1))
        return [Tick(self.place(each), decimal_text(each)) for each in values]


def _percent(part: Fraction, whole: Fraction) -> str:
    return f"{float(part * 100 / whole):.1f}".removesuffix(".0")


def axis_over(values: Iterable[Fraction]) -> Axis:
    """Return an axis with round ends that holds all values.

    >>> axis = axis_over([Fraction(100), Fraction(94)])
    >>> (axis.is_broken, axis.first, axis.last, axis.step)
    (True, Fraction(92, 1), Fraction(100, 1), Fraction(2, 1))
    >>> axis_over([Fraction(100), Fraction(20)]).first
    Fraction(0, 1)
    """
    held = list(values)
    least, most = min(held, default=Fraction(0)), max(held, default=Fraction(0))
    if (least >= 0 and least < most * _MOST_EMPTY) or least == most:
        least = min(Fraction(0), least)
    most = max(most, least + _SHORTEST)
    step = round_step(most - least, _MOST_TICKS)
    first = least // step * step
    # Room before the least, so that its bar can be seen; never below zero for that.
    if first > 0 and least - first < step / 4:
        first -= step
    last = -(-most // step) * step
    return Axis(first, last, step)
