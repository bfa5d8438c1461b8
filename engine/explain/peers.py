"""Compare one school with its peers (同组比较), once more and by itself.

The scorer works on distinct values of whole columns; here every cohort is a sorted list of
fractions, gathered once for each comparison, in which one school looks up its own value.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, isqrt
from typing import TYPE_CHECKING

from engine.explain.exact import Exact, Known, number_of
from engine.facts.table import State
from engine.ruleset.model import Derived, Peers

if TYPE_CHECKING:
    from engine.explain.dossier import Archive, Dossier

# Who takes part in a comparison, of those that have a value.
TakesPart = Callable[["Dossier"], bool]


@dataclass
class Circle:
    """One cohort: the values of those that take part, from the least to the greatest."""

    values: list[Fraction] = field(default_factory=list)
    spreads: dict[Peers, Spread] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.values)

    def n_better(self, value: Fraction, peers: Peers) -> int:
        """Count those that are better than a value."""
        if peers.lower_is_better:
            return bisect_left(self.values, value)
        return self.size - bisect_right(self.values, value)

    def n_equal(self, value: Fraction) -> int:
        """Count those that have a value."""
        return bisect_right(self.values, value) - bisect_left(self.values, value)

    def place(self, value: Fraction, peers: Peers) -> Fraction:
        """Return the place of a value; equal ones share a place as `ties` says."""
        first = self.n_better(value, peers) + 1
        last = self.n_better(value, peers) + self.n_equal(value)
        if peers.ties == "average":
            return Fraction(first + last, 2)
        return Fraction(last if peers.ties == "highest" else first)

    def percentile(self, value: Fraction, peers: Peers) -> Fraction:
        """Return the share of those that are not better than a value."""
        return Fraction(self.size - self.n_better(value, peers), self.size)

    def best(self, peers: Peers) -> Fraction:
        """Return the best value."""
        return self.values[0] if peers.lower_is_better else self.values[-1]

    @cached_property
    def mean(self) -> Fraction:
        """Return the mean of the values."""
        return sum(self.values, Fraction(0)) / self.size

    def spread(self, peers: Peers) -> Spread:
        """Return how the values spread, once drawn in."""
        if peers not in self.spreads:
            self.spreads[peers] = Spread(self.values, peers)
        return self.spreads[peers]


class Spread:
    """Mean and deviation of a cohort's values, drawn in to two percentiles where asked for."""

    def __init__(self, values: list[Fraction], peers: Peers) -> None:
        self.peers = peers
        self.limits = tuple(_percentile(values, each, peers) for each in peers.winsorise or ())
        self.values = [self.drawn_in(value) for value in values]

    def drawn_in(self, value: Fraction) -> Fraction:
        """Draw one value in."""
        if not self.limits:
            return value
        low, high = self.limits
        return min(max(value, low), high)

    @cached_property
    def mean(self) -> Fraction:
        """Return the mean of the values."""
        return sum(self.values, Fraction(0)) / len(self.values)

    @cached_property
    def variance(self) -> Fraction:
        """Return the variance of the values; 0 where all are equal."""
        squares = sum(((value - self.mean) ** 2 for value in self.values), Fraction(0))
        is_sample = self.peers.deviation == "sample"
        return squares / max(len(self.values) - is_sample, 1)

    @property
    def deviation(self) -> Fraction:
        """Return the standard deviation rounded to four places, to be told and no more."""
        return Fraction((isqrt(floor(4 * self.variance * 10**8)) + 1) // 2, 10**4)

    def score(self, value: Fraction) -> Fraction | None:
        """Return the standard score of a value; None where there is no deviation."""
        if self.variance == 0:
            return None
        away = self.drawn_in(value) - self.mean
        unit = 10**self.peers.decimals
        square = away * away / self.variance * unit**2
        count = isqrt(floor(square))
        if square >= (count + Fraction(1, 2)) ** 2:
            count += 1
        return Fraction(count if away >= 0 else -count, unit)


def _percentile(values: list[Fraction], share: Fraction, peers: Peers) -> Fraction:
    if peers.cut_at == "observed":
        return values[max(ceil(share * len(values)), 1) - 1]
    way = share * (len(values) - 1)
    below = values[floor(way)]
    above = values[min(floor(way) + 1, len(values) - 1)]
    return below + (way - floor(way)) * (above - below)


class Company:
    """The cohorts of one comparison over all schools of a batch."""

    def __init__(self, archive: Archive, peers: Peers, takes_part: TakesPart | None = None) -> None:
        self.within = peers.within
        self._takes_part = takes_part
        self.circles: dict[tuple[Exact | None, ...], Circle] = {}
        for school in range(archive.facts.n_schools):
            dossier = archive.dossier(school)
            state, value = dossier.value(peers.value)
            if state is not State.PRESENT or value is None:
                continue
            if self.takes_part(dossier):
                circle = self.circles.setdefault(self._key(dossier), Circle())
                circle.values.append(number_of(value))
        for circle in self.circles.values():
            circle.values.sort()

    def takes_part(self, dossier: Dossier) -> bool:
        """Say whether a school takes part if it has a value."""
        return self._takes_part is None or self._takes_part(dossier)

    def _key(self, dossier: Dossier) -> tuple[Exact | None, ...]:
        return tuple(dossier.value(name)[1] for name in self.within)

    def circle(self, dossier: Dossier) -> Circle:
        """Return the cohort of a school; an empty one where nobody takes part."""
        return self.circles.get(self._key(dossier)) or Circle()


def derive_among_peers(derived: Derived, dossier: Dossier) -> Known:
    """Return the state and the exact value of one value over the batch."""
    peers = derived.peers
    assert peers is not None
    circle = dossier.archive.company(peers).circle(dossier)
    if derived.kind in ("best", "peer_mean"):
        if not circle.size:
            return State.NOT_APPLICABLE, None
        return State.PRESENT, circle.best(peers) if derived.kind == "best" else circle.mean
    state, own = dossier.value(peers.value)
    if state is not State.PRESENT or own is None:
        return state, None
    value, found = number_of(own), None
    match derived.kind:
        case "rank":
            found = circle.place(value, peers)
        case "percentile":
            found = circle.percentile(value, peers)
        case "z_score":
            found = circle.spread(peers).score(value)
    return (State.PRESENT, found) if found is not None else (State.NOT_APPLICABLE, None)
