"""Say which way points went, for the style sheet."""

from __future__ import annotations

from engine.explain.units_text import MINUS


def way_of(points: str) -> str:
    """Say which way signed points went, as a class of the style sheet: d, u or nothing.

    >>> way_of("−1.5"), way_of("+0.3"), way_of("0")
    ('d', 'u', '')
    """
    return {MINUS: "d", "+": "u"}.get(points[:1], "")
