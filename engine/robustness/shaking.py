"""Carry the points of a batch up again under other weights, many draws at once (权重扰动).

The engine's own roll-up does it: a draw is a run of columns beside the others. The weight of each
base indicator is multiplied by a factor of its own, and all are brought back to full marks:
points stay the same share of the indicator. Below a weighted mean, and where points were passed on
by name, the weights of the parts are multiplied instead. Caps, floors, bonuses, deductions and
everything about vetoes stay as the rules have them. Nothing of it ever changes a score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.grading import GradeBook
from engine.points import Units, divide_half_up, multiply, to_units
from engine.ruleset.combining import Combination
from engine.ruleset.model import Group, RuleSet
from engine.scoring.rollup import roll_up
from engine.scoring.table import ScoreTable
from engine.scoring.weighing import LevelWeights, Weighing, Whole

# Factors are whole thousandths.
SCALE = 1000
# So many columns are carried up in one go: enough to be quick, few enough to stay in memory.
_COLUMNS = 12_000

# Shapes: (draws, parts) of thousandths.
Factors = NDArray[np.int64]


def draw_factors(n_draws: int, n_parts: int, noise: int, seed: int) -> Factors:
    """Draw the factor of each part, uniform in 1 ± noise thousandths.

    The same seed gives the same factors, however many schools there are.
    """
    generator = np.random.default_rng(seed)
    return generator.integers(SCALE - noise, SCALE + noise + 1, size=(n_draws, n_parts))


def parts_to_shake(ruleset: RuleSet) -> tuple[str, ...]:
    """Return the ids of what has a weight: base indicators that carry points, then groups."""
    leaves = [leaf.id for leaf in ruleset.leaves() if not leaf.informative]
    return (*leaves, *(group.id for group in ruleset.groups()))


def shaken_totals(
    ruleset: RuleSet, scores: ScoreTable, book: GradeBook, factors: Factors
) -> Iterator[Units]:
    """Yield the totals of runs of draws, in their order. Shapes: (some draws, schools)."""
    shaker = _Shaker(ruleset, scores, book)
    n_schools = len(book.points)
    step = max(1, _COLUMNS // max(1, n_schools))
    for start in range(0, len(factors), step):
        yield shaker.totals(factors[start : start + step])


class _Shaker:
    """One batch, ready to be carried up under any weights."""

    def __init__(self, ruleset: RuleSet, scores: ScoreTable, book: GradeBook) -> None:
        self._ruleset, self._weighing = ruleset, scores.weighing
        self._points = np.ascontiguousarray(book.points.T)
        self._position = {each.id: at for at, each in enumerate(scores.indicators)}
        unit = ruleset.unit
        self._written = {each.id: to_units(each.points, unit) for each in ruleset.leaves()}
        self._part = {name: at for at, name in enumerate(parts_to_shake(ruleset))}
        self._runs = tuple(_sums_of_leaves(ruleset, scores.weighing))

    def totals(self, factors: Factors) -> Units:
        """Return the total of each school in each draw. Shapes: (draws, schools)."""
        n_draws, n_schools = len(factors), self._points.shape[1]
        points = np.tile(self._points, (1, n_draws))
        fulls: dict[int, Units] = {}
        for leaves, whole in self._runs:
            for leaf, full in zip(leaves, self._shares(leaves, whole, factors), strict=True):
                at, written = self._position[leaf], self._written[leaf]
                fulls[at] = np.repeat(full, n_schools)
                scaled = multiply(self._points[at][None, :], full[:, None])
                points[at] = divide_half_up(scaled, written).ravel()
        rows = np.tile(np.arange(n_schools), n_draws)
        weighing = replace(self._weighing.part(rows), fulls=fulls)
        if weighing.levels:
            weighing = self._shaken(weighing, np.repeat(factors, n_schools, axis=0))
        after = roll_up(self._ruleset, points, weighing, self._ruleset.unit)
        return after.total.reshape(n_draws, n_schools)

    def _shares(self, leaves: Sequence[str], whole: int, factors: Factors) -> Units:
        """Share out full points by the written ones times their factors. Shapes: (leaves, draws).

        Rounding is made up for in the largest, so that the sum is full points exactly.
        """
        written = np.array([self._written[leaf] for leaf in leaves], np.int64)
        weighted = written[:, None] * factors[:, [self._part[leaf] for leaf in leaves]].T
        shares = divide_half_up(multiply(weighted, whole), weighted.sum(axis=0))
        shares[int(np.argmax(written))] += whole - shares.sum(axis=0)
        return shares

    def _shaken(self, weighing: Weighing, factors: Factors) -> Weighing:
        """Multiply the weights of levels that have any of their own."""

        def times(weights: Mapping[str, Whole]) -> dict[str, NDArray[np.integer]]:
            return {
                name: multiply(whole, factors[:, self._part[name]])
                for name, whole in weights.items()
            }

        levels: dict[str, LevelWeights] = {
            name: LevelWeights(level.own, times(level.held), times(level.gain), level.full)
            for name, level in weighing.levels.items()
        }
        return replace(weighing, levels=levels)


def _sums_of_leaves(ruleset: RuleSet, weighing: Weighing) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the leaves that share the full points of one sum, and those points in units.

    A sum within a sum is one with it; a level with weights of its own ends it.
    """

    def is_plain(group: Group, name: str) -> bool:
        return group.combine is Combination.SUM and name not in weighing.levels

    def leaves_of(group: Group) -> Iterator[str]:
        for child in group.counted():
            if not isinstance(child, Group):
                if child.points:  # one of 0 points has no weight to shake
                    yield child.id
            elif is_plain(child, child.id):
                yield from leaves_of(child)

    def below(group: Group, name: str, inside: bool) -> Iterator[tuple[tuple[str, ...], int]]:
        plain = is_plain(group, name)
        if plain and not inside:
            leaves = tuple(leaves_of(group))
            written = sum(
                to_units(each.points, ruleset.unit)
                for each in group.leaves()
                if each.id in set(leaves)
            )
            if leaves and written:
                yield leaves, written
        for child in group.counted():
            if isinstance(child, Group):
                yield from below(child, child.id, plain)

    yield from below(ruleset.root(), "", False)
