"""Say what an exact value is, and from where a rule reads it by name."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Protocol

from engine.facts.table import State
from engine.ruleset.model import Field, RuleSet

Exact = Fraction | bool | str | date | frozenset[str]
Known = tuple[State, Exact | None]

_EPOCH = date(1970, 1, 1)


class Names(Protocol):
    """Where a condition reads values by name: a school, or one record of a school."""

    @property
    def ruleset(self) -> RuleSet: ...

    def value(self, name: str) -> Known:
        """Return the state and, where it is present, the exact value."""
        ...

    def field_of(self, name: str) -> Field | None:
        """Return the field of that name, or None for a derived value."""
        ...

    def why_not(self, name: str) -> str:
        """Say why a value that was filled in does not stand; nothing where it is another matter."""
        ...


def number_of(value: Exact) -> Fraction:
    """Read a value as a number: 是 is 1, a date its days.

    Raises:
        TypeError: Text and sets are no numbers; the ruleset was checked for that.
    """
    match value:
        case bool():
            return Fraction(int(value))
        case date():
            return Fraction((value - _EPOCH).days)
        case Fraction():
            return value
    raise TypeError(f"{value!r} is not a number")
