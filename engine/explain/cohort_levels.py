"""Say where a cohort stands: mean, median and range of its totals, dimensions and matters.

Told from the stories of the schools, so that both say the same: a page that sets a school
against its cohort, or the whole batch against full marks, computes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from engine.points import decimal_text, round_fraction

_HUNDREDTH, _TENTH = Fraction(1, 100), Fraction(1, 10)

TOTAL, DIMENSION, MATTER = "total", "dimension", "matter"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one school got of one part, out of what it could get.

    Args:
        cohort: Of the school. kind: total, dimension or matter.
        id: Of the dimension or matter; empty for the total.
        points, full: Exact, as text.
    """

    cohort: str
    kind: str
    id: str
    points: str
    full: str


@dataclass(frozen=True, slots=True)
class CohortLevel:
    """One part over the schools of one cohort (all schools where it has no name).

    Args:
        n_schools: Those with a total, to whom the part applies; every figure is over them.
        full: Full points as the schools have them; a range (18～20) where they differ.
        mean, median: To the hundredth. least, most: Exact.
        rate: All their points by all their full points, in percent, to a tenth (得分率).
        median_rate, least_rate, most_rate: Over each school's own rate. Rates are empty where
            nothing could be got.
    """

    cohort: str
    kind: str
    id: str
    n_schools: int
    full: str
    mean: str
    median: str
    least: str
    most: str
    rate: str
    median_rate: str
    least_rate: str
    most_rate: str


def standings_of(story: dict[str, Any]) -> list[Standing]:
    """Return what a school got of each part; nothing of a school without a total."""
    if story["total"] is None:
        return []
    cohort = story["cohort"]
    return [
        Standing(cohort, TOTAL, "", story["total"], story["full"]),
        *(
            Standing(cohort, DIMENSION, each["id"], each["points"], each["full"])
            for each in story["dimensions"]
            if each["applicable"]
        ),
        *(
            Standing(cohort, MATTER, each["name"], each["points"], each["full"])
            for each in story["matters"]
            if each["full"] != "0"
        ),
    ]


def cohort_levels(standings: Iterable[Standing]) -> list[CohortLevel]:
    """Sum standings up: first over all schools, then cohort by cohort in the order of names.

    >>> two = [Standing("甲", "total", "", each, "10") for each in ("7", "8.5")]
    >>> [(each.cohort, each.mean, each.rate) for each in cohort_levels(two)]
    [('', '7.75', '77.5'), ('甲', '7.75', '77.5')]
    """
    found: dict[str, dict[tuple[str, str], list[tuple[Fraction, Fraction]]]] = {"": {}}
    for each in standings:
        pair = Fraction(each.points), Fraction(each.full)
        for cohort in ("", each.cohort) if each.cohort else ("",):
            parts = found.setdefault(cohort, {})
            parts.setdefault((each.kind, each.id), []).append(pair)
    return [
        _level(cohort, kind, name, pairs)
        for cohort in sorted(found)
        for (kind, name), pairs in found[cohort].items()
    ]


def _level(
    cohort: str, kind: str, name: str, pairs: Sequence[tuple[Fraction, Fraction]]
) -> CohortLevel:
    # In whole numbers of one denominator, which are put in order far quicker than fractions.
    below = lcm(*{each.denominator for pair in pairs for each in pair})
    points = sorted(_whole(got, below) for got, _ in pairs)
    fulls = Counter(full for _, full in pairs)
    rates, rate_below = _rates(pairs)
    said = [decimal_text(each) for each in dict.fromkeys((min(fulls), max(fulls)))]
    whole = sum((full * count for full, count in fulls.items()), Fraction(0))
    got = Fraction(sum(points), below)
    of_schools = [_median(rates), Fraction(rates[0]), Fraction(rates[-1])] if rates else []
    return CohortLevel(
        cohort,
        kind,
        name,
        len(pairs),
        "～".join(said),
        decimal_text(round_fraction(got / len(points), _HUNDREDTH)),
        decimal_text(round_fraction(_median(points) / below, _HUNDREDTH)),
        decimal_text(Fraction(points[0], below)),
        decimal_text(Fraction(points[-1], below)),
        percent_text(got / whole) if whole else "",
        *(percent_text(each / rate_below) for each in of_schools),
        *("" for _ in range(3 - len(of_schools))),
    )


def _whole(number: Fraction, below: int) -> int:
    return number.numerator * (below // number.denominator)


def _rates(pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[list[int], int]:
    """Return each share of full points in order, and what all of them are to be divided by."""
    reversed_fulls = {full: 1 / full for _, full in pairs if full}
    below = lcm(*{got.denominator for got, _ in pairs})
    below_fulls = lcm(*{each.denominator for each in reversed_fulls.values()})
    times = {full: _whole(each, below_fulls) for full, each in reversed_fulls.items()}
    rates = sorted(_whole(got, below) * times[full] for got, full in pairs if full)
    return rates, below * below_fulls


def _median(ordered: Sequence[int]) -> Fraction:
    middle = len(ordered) // 2
    return Fraction(ordered[middle] + ordered[~middle], 2)


def percent_text(share: Fraction) -> str:
    """Write a share in percent, to a tenth.

    >>> percent_text(Fraction(2, 3))
    '66.7'
    """
    return decimal_text(round_fraction(share * 100, _TENTH))
