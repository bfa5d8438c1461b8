"""A method where it stands in an indicator: where it is what gives the points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from engine.cases.coverage.branch import Branch, BranchKind, Reaches
from engine.cases.coverage.sight import Sight
from engine.diagnostics import Place
from engine.facts.table import State
from engine.points import to_units
from engine.ruleset.methods import Method
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring.values import Mask

# (points, full points), both in units -> whether a branch is meant.
Outcome = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Use:
    """A method where it stands in an indicator.

    Args:
        in_use: Where it gives the points: the indicator counts, and what it hangs on holds.
        at: Which method of the indicator it is; "" for the outermost.
    """

    ruleset: RuleSet
    indicator: Indicator
    is_deduction: bool
    affects: frozenset[str]
    in_use: Reaches
    at: str = ""

    def branch(self, what: str, words: str, place: Place, reached: Reaches) -> Branch:
        """Return a branch of this method, gone through where it is in use."""
        return Branch(
            BranchKind.METHOD,
            self.indicator.id,
            self._named(what),
            f"“{self.indicator.name}”：{words}",
            place,
            partial(_both, self.in_use, reached),
            self.affects,
        )

    def inside(self, at: str, where: Reaches) -> Use:
        """Return the use of a method inside this one, where it is the one that counts."""
        return replace(self, at=self._named(at), in_use=partial(_both, self.in_use, where))

    def by_points(self, method: Method, what: str, words: str, outcome: Outcome) -> Branch:
        """Return a branch that the points tell which the method gives."""
        reached = partial(_gives, self.indicator, method, outcome)
        return self.branch(what, words, method.place, reached)

    def shares(self, method: Method) -> Iterator[Branch]:
        """Yield full points, and some of them."""
        yield self.by_points(method, "full", "得满分", lambda points, full: points == full)
        yield self.by_points(method, "some", "得一部分", lambda points, full: 0 < points < full)

    def _named(self, what: str) -> str:
        return f"{self.at}/{what}" if self.at else what


def _both(first: Reaches, second: Reaches, sight: Sight) -> Mask:
    found = first(sight)
    return np.asarray(found & second(sight)) if found.any() else found


def _gives(indicator: Indicator, method: Method, outcome: Outcome, sight: Sight) -> Mask:
    full = to_units(indicator.points, sight.ruleset.unit)
    points = sight.scored(indicator, method).points
    found = np.array([outcome(each, full) for each in points.tolist()], bool)
    return found & gives_points(indicator, method, sight)


def gives_points(indicator: Indicator, method: Method, sight: Sight) -> Mask:
    """Return where a method by itself gives points: it applies, and nothing is missing."""
    states = sight.scored(indicator, method).states
    if states is None:
        return np.ones(sight.n_schools, bool)
    return np.asarray(states == State.PRESENT)
