"""Give every outcome its look: one colour and one hatching for charts and tables alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.grading import GradingStatus

# Colours of the style sheet from the best grade to the worst; what has no grade is hatched.
_N_COLOURS = 6
_UNGRADED = ("gx", "gy")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A grade, or why there is none.

    Args:
        look: Its class in the style sheet.
    """

    name: str
    look: str


def outcomes_with_looks(grades: Sequence[str], found: Sequence[str]) -> list[Outcome]:
    """Return the outcomes of a report, the best first.

    Args:
        grades: Of the rules, the best first. found: Outcomes that occur.

    >>> [each.look for each in outcomes_with_looks(["A", "B", "C"], ["A", "不定等", "暂缓定等"])]
    ['g0', 'g3', 'g5', 'gx', 'gy']
    """
    last = max(len(grades) - 1, 1)
    listed = [
        Outcome(name, f"g{(2 * at * (_N_COLOURS - 1) + last) // (2 * last)}")
        for at, name in enumerate(grades)
    ]
    others = [each.label for each in GradingStatus if each.label in found]
    return [*listed, *(Outcome(name, _UNGRADED[at % 2]) for at, name in enumerate(others))]
