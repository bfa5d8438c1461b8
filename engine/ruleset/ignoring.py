"""Findings about the rules that a person has looked at and lets stand (不再提示)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.diagnostics import Place


@dataclass(frozen=True, slots=True)
class IgnoredFinding:
    """One entry: which findings are not told again, and why.

    Args:
        code: Of a warning or note; an error is never ignored.
        items: What the findings are about: ids and names. Empty: all findings of the code.
    """

    code: str
    reason: str
    place: Place
    items: tuple[str, ...] = ()
