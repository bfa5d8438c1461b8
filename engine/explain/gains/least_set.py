"""Find the least set of items that reaches a grade: the fewest items, of those the first.

Items come in the order in which they are to be preferred, so that there is always one answer.

The relaxation in `worth` tells how many items it takes at least, and which sets of so many can
bring enough. Those are gone through one by one: mostly the first one reaches the grade. Where they
are too many, a mixed-integer program over the relaxation is solved by SciPy's HiGHS: its optimum,
once the engine's own roll-up and grading find that it reaches the grade, is the optimum. A set that
does not reach it is grown to a largest one that does not, and something outside that has to be
mended: with this row added, the program is solved again. That is sound because mending more never
lowers a grade; where the rules are not so (`is_monotone`), only the first way is open.

A search asks (yields) which of some sets reach the grade and is told: whoever runs many searches
has the questions of all of them answered in one go.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, combinations, islice

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
        worth: What items can bring at most, in the order in which they are preferred.
        needed: What the total lacks, in units before rounding; None where points alone do not
            tell.
        is_monotone: Mending more never undoes what was reached.
    """

    worth: Worth
    needed: int | None
    is_monotone: bool

    @property
    def n_items(self) -> int:
        return len(self.worth.most)


def least_set(aim: Aim, most_sets: int = MOST_SETS) -> Search:
    """Search the least set of items that reaches the aim.

    Args:
        aim: No item at all does not reach it; all its items together do, if it is monotone.
        most_sets: Sets of one size that are gone through one by one.

    Returns:
        The numbers of its items; none where no set reaches it; None where it cannot be told.
    """
    for size in range(_least_size(aim), aim.n_items + 1):
        sets, n_asked, look = _sets_of_size(aim, size), 0, _FIRST_LOOK
        while few := list(islice(sets, min(look, most_sets - n_asked))):
            chosen = np.zeros((len(few), aim.n_items), bool)
            np.put_along_axis(chosen, np.array(few, np.intp), True, axis=1)
            reached = yield chosen
            if reached.any():
                return few[int(np.argmax(reached))]
            n_asked, look = n_asked + len(few), _NEXT_LOOKS
        if n_asked >= most_sets:
            return (yield from _by_program(aim, size)) if aim.is_monotone else None
    return ()


def _least_size(aim: Aim) -> int:
    """Return how many items it takes at least: of those that can bring most."""
    if aim.needed is None:
        return 1
    sums = np.cumsum(sorted(aim.worth.most, reverse=True))
    short = int((sums + aim.worth.slack < aim.needed).sum())
    return short + 1


def _sets_of_size(aim: Aim, size: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets of a size that can bring enough, the preferred ones first."""
    if aim.needed is None:
        return combinations(range(aim.n_items), size)
    most = aim.worth.most
    # From each item on: what the best 0, 1, 2 … of those that follow bring.
    best = [
        (0, *accumulate(sorted(most[start:], reverse=True)[:size]))
        for start in range(aim.n_items + 1)
    ]

    def going_on(chosen: tuple[int, ...], start: int, lacking: int) -> Iterator[tuple[int, ...]]:
        left = size - len(chosen)
        if not left:
            yield chosen
            return
        for number in range(start, aim.n_items - left + 1):
            if best[number][left] < lacking:
                return  # later items together bring no more
            if most[number] + best[number + 1][left - 1] >= lacking:
                yield from going_on((*chosen, number), number + 1, lacking - most[number])

    return going_on((), 0, aim.needed - aim.worth.slack)


def _by_program(aim: Aim, least: int) -> Search:
    """Solve for the fewest items, then for the first ones."""
    program = _Program(aim, least)
    best: Sets = np.ones(aim.n_items, bool)
    for goal in (np.ones(aim.n_items), *_orders(aim.n_items)):
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
