"""Say things the way the page of a school says them."""

from __future__ import annotations

MINUS = "−"


def signed(points: str) -> str:
    """Write points that moved something with their sign.

    >>> signed("-1.5"), signed("0.3"), signed("0")
    ('−1.5', '+0.3', '0')
    """
    if points.startswith("-"):
        return MINUS + points[1:]
    return points if points == "0" else f"+{points}"


def way_of(points: str) -> str:
    """Say which way signed points went, as a class of the style sheet: d, u or nothing.

    >>> way_of("−1.5"), way_of("+0.3"), way_of("0")
    ('d', 'u', '')
    """
    return {MINUS: "d", "+": "u"}.get(points[:1], "")
