"""Mean totals of the city and of each cohort, as exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.points import decimal_text, round_fraction


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of some schools.

    Args:
        cohort: Empty: of all. total: what they have together. n_counted: schools with a number;
            n_schools: all of them.
    """

    cohort: str
    total: Fraction
    n_counted: int
    n_schools: int

    @property
    def value(self) -> Fraction | None:
        """Return the exact mean; None where no school has a number."""
        return self.total / self.n_counted if self.n_counted else None


def means_by_cohort(cohorts: Sequence[str], numbers: Sequence[Fraction | None]) -> tuple[Mean, ...]:
    """Return the mean of all schools, then that of each cohort in the order of their names."""
    names = ["", *sorted(set(cohorts))]
    return tuple(_mean(name, cohorts, numbers) for name in names)


def _mean(name: str, cohorts: Sequence[str], numbers: Sequence[Fraction | None]) -> Mean:
    of = [number for cohort, number in zip(cohorts, numbers, strict=True) if name in ("", cohort)]
    known = [each for each in of if each is not None]
    return Mean(name, sum(known, Fraction()), len(known), len(of))


def rounded(number: Fraction, decimals: int) -> Fraction:
    """Round a mean half up to the places of the total."""
    return round_fraction(number, Fraction(1, 10**decimals))


def mean_text(number: Fraction | None, decimals: int) -> str:
    """Write a mean in the places of the total; empty where there is none.

    >>> mean_text(Fraction(1003, 12), 2)
    '83.58'
    """
    return "" if number is None else decimal_text(rounded(number, decimals))


def exact_totals(
    units: Iterable[int], is_rated: Iterable[bool], unit: Fraction
) -> list[Fraction | None]:
    """Return totals as exact numbers; None for a school without one."""
    return [
        int(each) * unit if rated else None for each, rated in zip(units, is_rated, strict=True)
    ]
