"""How the parts of one level are put together: combination, weights, redistribution, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from engine.diagnostics import Place
from engine.ruleset.conditions import Condition, names_in


class Combination(StrEnum):
    """How a level makes its points of the parts below it: 相加, or 加权平均."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"


@dataclass(frozen=True, slots=True)
class WeightCase:
    """A weight, and the condition under which it holds; the last one may have none.

    Args:
        number: The weight itself; None where `value` names the fact that holds it.
    """

    place: Place
    number: Fraction | None = None
    value: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """权重 of one part of a weighted mean: the first case that holds; without any, 0."""

    cases: tuple[WeightCase, ...]
    place: Place

    @property
    def constant(self) -> Fraction | None:
        """The weight where it is the same for everyone; else None."""
        first = self.cases[0] if self.cases else None
        return first.number if first is not None and first.condition is None else None

    def names(self) -> Iterator[str]:
        """Yield the names of the values that decide the weight."""
        for case in self.cases:
            yield from names_in(case.condition)
            if case.value:
                yield case.value


@dataclass(frozen=True, slots=True)
class InProportion:
    """按比例: to those of the named indicators that count, in proportion to their own weights."""

    ids: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class InShares:
    """按份: to each named indicator its share; one that does not count passes its share on."""

    shares: Mapping[str, Fraction]
    place: Place


Passing = InProportion | InShares


@dataclass(frozen=True, slots=True)
class PointsLimit:
    """限定: under a condition the points of a group are at least, or at most, so many."""

    condition: Condition
    place: Place
    name: str = ""
    at_least: Fraction | None = None
    at_most: Fraction | None = None
