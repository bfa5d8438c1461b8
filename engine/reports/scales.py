"""Choose round steps for the axes of drawings."""

from __future__ import annotations

from fractions import Fraction

_STEPS = tuple(
    Fraction(digit) * Fraction(10) ** power for power in range(-2, 4) for digit in (1, 2, 5)
)


def round_step(span: Fraction, most: int) -> Fraction:
    """Return the smallest round step of which at most so many cover a span.

    >>> round_step(Fraction(32, 100), 10), round_step(Fraction(7), 10)
    (Fraction(1, 20), Fraction(1, 1))
    """
    fitting = (step for step in _STEPS if span <= step * most)
    return next(fitting, _STEPS[-1] * -(-span // (_STEPS[-1] * most)))
