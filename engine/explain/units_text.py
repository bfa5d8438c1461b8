"""Write counts of units as points, each distinct count worked out once in a batch."""

from __future__ import annotations

from fractions import Fraction

from engine.points import points_text

MINUS = "−"


class UnitsText:
    """Turns a count of units into plain points: 15000 ten-thousandths are `1.5`."""

    def __init__(self, unit: Fraction) -> None:
        self._unit = unit
        self._texts: dict[int, str] = {}
        digits = str(unit.denominator)
        is_decimal = unit.numerator == 1 and digits.strip("0") == "1"
        # How many places a unit that is a power of ten has; None for any other unit.
        self._places = len(digits) - 1 if is_decimal else None

    def __call__(self, units: int) -> str:
        text = self._texts.get(units)
        if text is None:
            text = self._texts[units] = self._write(units)
        return text

    def _write(self, units: int) -> str:
        if not self._places:
            return points_text(units, self._unit)
        # Moving the point is enough, and much quicker than dividing.
        digits = str(abs(units)).rjust(self._places + 1, "0")
        whole, places = digits[: -self._places], digits[-self._places :].rstrip("0")
        return f"{'-' if units < 0 else ''}{whole}{'.' + places if places else ''}"


def signed_text(points: str) -> str:
    """Write points that moved something with their sign.

    >>> signed_text("-1.5"), signed_text("0.3"), signed_text("0")
    ('−1.5', '+0.3', '0')
    """
    if points.startswith("-"):
        return MINUS + points[1:]
    return points if points == "0" else f"+{points}"
