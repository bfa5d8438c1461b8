"""What working out one method for one school gives, before policies for gaps are applied."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.diagnostics import Place
from engine.explain.citations import FactRead
from engine.facts.table import State
from engine.ruleset.roles import Role


@dataclass(frozen=True, slots=True)
class MethodWorking:
    """Points by the method alone, and the words that lead there.

    Args:
        points: Exact, before rounding to the unit; what is certain so far where a fact is missing:
            at least this, but of a deduction at most.
        text: Facts, thresholds and arithmetic; where `state` is not PRESENT, what is open.
        names: The values that were read; they are cited with their cells later.
        place: The part of the rule that decided: the band, the charge, the method.
        records: Records that were read, cited already.
    """

    points: Fraction
    state: State
    text: str
    names: tuple[str, ...]
    place: Place
    records: tuple[FactRead, ...] = ()


def nothing_certain(full: Fraction, role: Role) -> Fraction:
    """Return the points while nothing is certain: none, and of a deduction nothing is lost."""
    return full if role is Role.DEDUCTION else Fraction(0)
