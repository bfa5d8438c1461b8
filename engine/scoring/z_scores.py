"""Standard scores (标准分): how many standard deviations a value is from its cohort's mean.

Everything is whole numbers and fractions: a standard score is a square root, rounded once, half
up. Distinct values only are worked on, never schools.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isqrt

import numpy as np

from engine.facts.table import State
from engine.ruleset.model import Peers
from engine.scoring.arithmetic import whole_column
from engine.scoring.moments import Moments, moments
from engine.scoring.standings import Standings
from engine.scoring.values import Quantity

# Binary places with which scores are narrowed down before any is worked out in full.
_PLACES = 128


def standard_scores(peers: Peers, standings: Standings) -> Quantity:
    """Return the standard score of every distinct value of every cohort.

    Where all values of a cohort are equal (once drawn in), there is no deviation to measure by:
    不适用.

    Shapes: (distinct,).
    """
    runs = zip(standings.starts.tolist(), standings.ends.tolist(), strict=True)
    drawn = [_draw_in(peers, standings, *run) for run in runs]
    kept = np.zeros(len(standings.count), np.int64)
    for each in drawn:
        kept[each.first : each.last] = standings.count[each.first : each.last]
    scores = [0] * len(kept)
    states = np.full(len(kept), State.NOT_APPLICABLE, np.uint8)
    for each, kept_moments in zip(drawn, moments(standings, kept), strict=True):
        found = _scores(peers, standings, each, kept_moments)
        if found is not None:
            scores[each.start : each.end] = found
            states[each.start : each.end] = State.PRESENT
    whole = whole_column(scores)
    return Quantity(whole, 10**peers.decimals, None, states if states.any() else None)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One cohort's run of distinct values, and what drawing them in (缩尾) makes of them.

    Those from `start` to `first` become `low`, those from `last` to `end` become `high`; those
    between stay. In units of the values' scale.
    """

    start: int
    end: int
    first: int
    last: int
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)


def _draw_in(peers: Peers, standings: Standings, start: int, end: int) -> _Drawn:
    if peers.winsorise is None or end - start == 1:
        return _Drawn(start, end, start, end)
    up_to = standings.below[start:end] + standings.count[start:end]
    size = int(standings.size[start])

    def value(place: int) -> tuple[int, Fraction]:
        """Return the number at a place, counted from 1, and which distinct value it is."""
        at = start + int(np.searchsorted(up_to, min(place, size)))
        return at, Fraction(*next(standings.fractions(slice(at, at + 1))))

    def cut(share: Fraction) -> tuple[int, int, Fraction]:
        """Return a percentile, the last value not above it, and the first not below it."""
        if peers.cut_at == "observed":
            at, number = value(max(ceil(share * size), 1))
            return at, at, number
        way = share * (size - 1)
        (before, first), (after, second) = value(floor(way) + 1), value(floor(way) + 2)
        return before, after, first + (way - floor(way)) * (second - first)

    (last_low, _, low), (_, first_high, high) = (cut(share) for share in peers.winsorise)
    return _Drawn(start, end, last_low + 1, max(first_high, last_low + 1), low, high)


def _scores(peers: Peers, standings: Standings, drawn: _Drawn, kept: Moments) -> list[int] | None:
    """Return a cohort's scores in units of the last decimal place; None without a deviation."""
    n_low = int(standings.count[drawn.start : drawn.first].sum())
    n_high = int(standings.count[drawn.last : drawn.end].sum())
    n_all = int(standings.size[drawn.start])
    mean = (kept.sum + n_low * drawn.low + n_high * drawn.high) / n_all
    squares = kept.squares + n_low * drawn.low**2 + n_high * drawn.high**2
    away = squares - n_all * mean**2
    if away == 0:
        return None
    variance = away / (n_all if peers.deviation == "population" else n_all - 1)
    scale = _Scale(mean, 4 * 10 ** (2 * peers.decimals) / variance)
    numbers = standings.fractions(slice(drawn.first, drawn.last))
    [low, high] = scale.scores(each.as_integer_ratio() for each in (drawn.low, drawn.high))
    return [
        *[low] * (drawn.first - drawn.start),
        *scale.scores(numbers),
        *[high] * (drawn.end - drawn.last),
    ]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Turns values of one cohort into scores: (value - mean) x sqrt(gain), halved, half up.

    The gain is 4 x 10^(2 x decimals) / variance: twice the score in units of its last place, cut
    off to a whole number, is a whole square root; half of that, rounded up, is the score rounded
    half up.
    """

    mean: Fraction
    gain: Fraction

    def scores(self, values: Iterable[tuple[int, int]]) -> list[int]:
        """Return the score of each value, given as numerator and denominator.

        Root, mean and value are narrowed down to the 128th binary place first. Only where the
        cut could still fall on either side is it worked out in full.
        """
        mean = (self.mean.numerator << _PLACES) // self.mean.denominator
        root = isqrt((self.gain.numerator << 2 * _PLACES) // self.gain.denominator)
        found = []
        for above, below in values:
            away = (above << _PLACES) // below - mean
            span = abs(away)
            doubled = (span + 1) * (root + 1) >> 2 * _PLACES
            if doubled and (span - 1) * root >> 2 * _PLACES != doubled:
                doubled = self._in_full(Fraction(above, below))
            score = (doubled + 1) // 2
            found.append(score if away >= 0 else -score)
        return found

    def _in_full(self, value: Fraction) -> int:
        square = (value - self.mean) ** 2 * self.gain
        return isqrt(square.numerator // square.denominator)
