"""Find the least set of items that reaches a grade: fewest items, then fewest points mended.

Among equals the set that stands first in the rules is taken, so that there is always one answer.

Small searches go through all sets of a size, the smallest first. Larger ones are a mixed-integer
program for SciPy's HiGHS over the relaxation in `worth`: its optimum, once the engine's own
roll-up and grading find that it reaches the grade, is the optimum. A set that does not reach it is
grown to a largest one that does not, and something outside that has to be mended: with this row
added, the program is solved again. That is sound because mending more never lowers a grade; where
the rules are not so (`is_monotone`), only the first way is open.

A search asks (yields) which of some sets reach the grade and is told: whoever runs many searches
has the questions of all of them answered in one go.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import comb, gcd

import numpy as np
from numpy.typing import NDArray

from engine.explain.gains.worth import Terms, Worth

Sets = NDArray[np.bool_]  # (sets, items)
Reached = NDArray[np.bool_]  # (sets,)
# Asks which of some sets reach the aim, and returns the numbers of the items of one set.
Search = Generator[Sets, Reached, tuple[int, ...] | None]
_Choice = Generator[Sets, Reached, Sets | None]

# Sets of one size that are gone through one by one; a program is quicker beyond.
MOST_SETS = 20_000
# Sets judged in one go: few at first, since the first one mostly reaches the grade.
_FIRST_LOOK, _NEXT_LOOKS = 8, 256
# Rows added to a program before it is given up.
_MOST_ROWS = 200
# Items that are put in order in one go: their weights stay exact in floating point.
_ORDERED_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached, and by what.

    Args:
        lost: One an item: the points that mending it means, in units.
        worth: What items can bring at most.
        needed: What the total lacks, in units before rounding; None where points alone do not
            tell.
        is_monotone: Mending more never undoes what was reached.
    """

    lost: tuple[int, ...]
    worth: Worth
    needed: int | None
    is_monotone: bool

    @property
    def n_items(self) -> int:
        return len(self.lost)


def least_set(aim: Aim, most_sets: int = MOST_SETS) -> Search:
    """Search the least set of items that reaches the aim.

    Args:
        aim: No item at all does not reach it; all its items together do, if it is monotone.
        most_sets: Sets of one size that are gone through one by one.

    Returns:
        The numbers of its items; none where no set reaches it; None where it cannot be told.
    """
    for size in range(_least_size(aim), aim.n_items + 1):
        if comb(aim.n_items, size) > most_sets:
            return (yield from _by_program(aim, size)) if aim.is_monotone else None
        found = yield from _first_of_size(aim, size)
        if found:
            return found
    return ()


def _least_size(aim: Aim) -> int:
    """Return how many items it takes at least: of those that can bring most."""
    if aim.needed is None:
        return 1
    sums = np.cumsum(sorted(aim.worth.most, reverse=True))
    short = int((sums + aim.worth.slack < aim.needed).sum())
    return short + 1


@lru_cache(maxsize=64)
def _sets_of_size(n_items: int, size: int) -> NDArray[np.int16]:
    """Return all sets of a size as (sets, size) numbers, the first in the rules first."""
    return np.array(list(combinations(range(n_items), size)), np.int16).reshape(-1, size)


def _first_of_size(aim: Aim, size: int) -> Search:
    """Return the least of the sets of a size that reach the aim; nothing where none does."""
    sets = _sets_of_size(aim.n_items, size)
    if aim.needed is not None:
        most = np.array(aim.worth.most, np.int64)[sets].sum(axis=1)
        sets = sets[most + aim.worth.slack >= aim.needed]
    lost = np.array(aim.lost, np.int64)[sets].sum(axis=1)
    sets = sets[np.argsort(lost, kind="stable")]
    start, look = 0, _FIRST_LOOK
    while start < len(sets):
        few = sets[start : start + look]
        chosen = np.zeros((len(few), aim.n_items), bool)
        np.put_along_axis(chosen, few, True, axis=1)
        reached = yield chosen
        hits = np.flatnonzero(reached)
        if hits.size:
            return tuple(few[hits[0]].tolist())
        start, look = start + look, _NEXT_LOOKS
    return ()


def _by_program(aim: Aim, least: int) -> Search:
    """Solve for the fewest items, then the fewest points, then the first in the rules."""
    program = _Program(aim, least)
    divisor = gcd(*aim.lost) or 1
    goals = [
        np.ones(aim.n_items),
        np.array([each // divisor for each in aim.lost], float),
        *_orders(aim.n_items),
    ]
    best: Sets = np.ones(aim.n_items, bool)
    for goal in goals:
        chosen = yield from program.least(goal)
        if chosen is None:
            return None
        program.keep(goal, float(goal @ chosen))
        best = chosen
    return tuple(np.flatnonzero(best).tolist())


def _orders(n_items: int) -> list[NDArray[np.float64]]:
    """Return goals that, one after another, prefer what stands first."""
    goals = []
    for start in range(0, n_items, _ORDERED_AT_ONCE):
        goal = np.zeros(n_items)
        few = min(_ORDERED_AT_ONCE, n_items - start)
        goal[start : start + few] = -(2.0 ** np.arange(few - 1, -1, -1))
        goals.append(goal)
    return goals


@dataclass(slots=True)
class _Program:
    """The mixed-integer program of one aim: items to mend, and how far capped levels rise."""

    aim: Aim
    least_size: int
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    n_added: int = 0

    def __post_init__(self) -> None:
        self._add(np.ones(self.aim.n_items), self.least_size, np.inf)
        if self.aim.needed is not None:
            worth, needed = self.aim.worth, float(self.aim.needed)
            # One part in a million below: what floating point lets through is judged exactly.
            self._add(self._row(worth.terms), needed * (1 - 1e-6) - worth.slack, np.inf)
            for number, level in enumerate(worth.capped, self.aim.n_items):
                row = self._row(level.terms)
                row[number] -= 1
                self._add(row, 0, np.inf)

    @property
    def n_columns(self) -> int:
        return self.aim.n_items + len(self.aim.worth.capped)

    def _row(self, terms: Terms) -> NDArray[np.float64]:
        row = np.zeros(self.n_columns)
        for number, each in terms.items():
            row[number] = float(each)
        return row

    def _add(self, row: NDArray[np.float64], low: float, high: float) -> None:
        whole = np.zeros(self.n_columns)
        whole[: len(row)] = row
        self.rows.append(whole)
        self.low.append(low)
        self.high.append(high)

    def keep(self, goal: NDArray[np.float64], value: float) -> None:
        """Hold on to what a goal was brought down to: a whole number."""
        self._add(goal, value - 0.5, value + 0.5)

    def least(self, goal: NDArray[np.float64]) -> _Choice:
        """Bring a goal down as far as the aim is still reached; None where it is given up."""
        while self.n_added <= _MOST_ROWS:
            chosen = self._solve(goal)
            if chosen is None:
                return None
            reached = yield chosen[None, :]
            if reached[0]:
                return chosen
            outside = ~(yield from self._grown(chosen))
            self._add(outside.astype(float), 1, np.inf)
            self.n_added += 1
        return None

    def _grown(self, chosen: Sets) -> Generator[Sets, Reached, Sets]:
        """Grow a set that does not reach the aim to a largest one that does not."""
        grown, open_to = chosen.copy(), np.flatnonzero(~chosen)
        while open_to.size:
            wider = np.repeat(grown[None, :], open_to.size, axis=0)
            wider[np.arange(open_to.size), open_to] = True
            # What reaches it beside few items reaches it beside more.
            reached = yield wider
            open_to = open_to[~reached]
            if open_to.size:
                grown[open_to[0]] = True
                open_to = open_to[1:]
        return grown

    def _solve(self, goal: NDArray[np.float64]) -> Sets | None:
        from scipy.optimize import Bounds, LinearConstraint, milp  # slow to load, seldom needed

        n_items, capped = self.aim.n_items, self.aim.worth.capped
        most = [*np.ones(n_items), *(float(level.headroom) for level in capped)]
        whole_numbers = np.r_[np.ones(n_items), np.zeros(len(capped))]
        solved = milp(
            np.r_[goal, np.zeros(len(capped))],
            integrality=whole_numbers,
            bounds=Bounds(0, most),
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            options={"mip_rel_gap": 0, "node_limit": 100_000},
        )
        if not solved.success:
            return None
        return np.asarray(solved.x[:n_items] > 0.5)
