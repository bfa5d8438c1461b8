"""Find what it takes to the next grade: the least set of items, or what makes it unreachable."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from engine.explain.gains.directions import can_only_rise
from engine.explain.gains.least_set import MOST_SETS, Aim, Reached, Search, Sets, least_set
from engine.explain.gains.lost_items import LostItem
from engine.explain.gains.standing import Stand, stand_of
from engine.explain.gains.worth import Worths
from engine.grading.imposed import Imposed
from engine.grading.outlook import Outlooks, Prospects
from engine.points import Units, to_units


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The way to the next grade.

    Args:
        grade: Position of the grade in RuleSet.grades.
        is_reachable: Mending can bring the school that grade.
        cut: The least total that its cut score takes, in units.
        short: What the total lacks of that; 0 where it is enough.
        items: The least set, what brings most first: to the grade where it is reachable, else to
            its cut score where that is.
        after: How the school stands with them; None where no set is known that gets there.
        is_least: False where it could not be told which set is the least: all items then, or
            none where not even they get there.
    """

    grade: int
    is_reachable: bool
    cut: int
    short: int
    items: tuple[LostItem, ...] = ()
    after: Stand | None = None
    is_least: bool = True


@dataclass(frozen=True, slots=True)
class Mending:
    """What one school can mend.

    Args:
        school: Position in the batch. items: what it can mend, what brings most first.
        now, most: How it stands, and how it would with every item mended.
        row_now, row_most: The rows of both.
    """

    school: int
    items: tuple[LostItem, ...]
    now: Stand
    most: Stand
    row_now: int
    row_most: int


@dataclass(slots=True)
class _Quest:
    """A way that is being searched.

    Args:
        needed: The least total for it, in units; None where points alone do not tell.
        asked: The sets that are asked about. answer: which of them get there.
    """

    mending: Mending
    way: NextGrade
    needed: int | None
    search: Search
    asked: Sets
    answer: Reached | None = None


class NextGrades:
    """Finds the ways to the next grade of the schools of a batch.

    Args:
        outlooks: The batch as it was graded.
        most_sets: From how many sets of one size on a program is solved; never changes a result.
    """

    def __init__(self, outlooks: Outlooks, most_sets: int = MOST_SETS) -> None:
        ruleset = outlooks.ruleset
        self._most_sets = most_sets
        self._outlooks = outlooks
        self._worths = Worths(ruleset, outlooks.scores.weighing)
        self._step = to_units(Fraction(1, 10**ruleset.decimals), ruleset.unit)
        self._is_monotone = can_only_rise(ruleset)
        self._has_floors = any(limit.at_least for limit in ruleset.grade_limits)

    def find(
        self, mendings: Sequence[Mending], prospects: Prospects, imposed: Mapping[int, Imposed]
    ) -> dict[int, NextGrade]:
        """Find the way to the next grade of each school that has one, by its position.

        Args:
            mendings: The schools. prospects: the rows that they stand in.
            imposed: What vetoes impose on each school.
        """
        found: dict[int, NextGrade] = {}
        quests = []
        for mending in mendings:
            way, needed = self._way(mending, prospects)
            if way is None:
                continue
            found[mending.school] = way
            if needed is not _NO_SEARCH:
                quests.append(self._quest(mending, way, needed, prospects))
        solved = self._run(quests, prospects, imposed)
        return found | self._after(quests, solved, prospects, imposed)

    def _way(self, mending: Mending, prospects: Prospects) -> tuple[NextGrade | None, int | None]:
        """Return where a school is going, and the least total for it (or that there is none)."""
        now, most = mending.now, mending.most
        at = now.grade if now.is_graded else now.by_score
        if at == 0 or now.total is None or most.total is None:
            return None, _NO_SEARCH
        target = at - 1
        cut = self._cut(mending.school, target)
        way = NextGrade(target, False, cut, max(cut - now.total, 0))
        is_tried = not self._is_monotone and now.is_graded  # fewer items may reach more
        if is_tried or (most.is_graded and most.grade <= target):
            return replace(way, is_reachable=True), self._least_total(mending, way, prospects)
        if now.by_score <= target:
            return replace(way, after=now), _NO_SEARCH
        return way, cut if most.by_score <= target else _NO_SEARCH

    def _cut(self, school: int, target: int) -> int:
        """Return the least total that reaches a grade's cut score: a whole number of steps."""
        cut = int(self._outlooks.scope.cuts[target].points[school])
        return -(-cut // self._step) * self._step

    def _least_total(self, mending: Mending, way: NextGrade, prospects: Prospects) -> int | None:
        """Return the total below which no set reaches a grade that all items together reach."""
        if self._has_floors:
            return None
        if not self._is_monotone:
            return way.cut
        school, step = mending.school, self._step
        points, member = prospects.points[mending.row_most], prospects.member(mending.row_most)
        here = np.array([school], np.intp)

        def reaches(total: int) -> bool:
            start = int(self._outlooks.scope.start(np.array([total]), here)[0])
            one = replace(member, totals=total, start=start)
            return self._outlooks.seat(school, one, points).grade <= way.grade

        # Between the totals of the others nothing changes.
        standing = self._outlooks.standings[int(self._outlooks.codes[school])]
        others = standing.totals[standing.totals >= way.cut]
        cuts = [self._cut(school, grade) for grade in range(way.grade + 1)]
        totals = np.unique([*cuts, *others, *(others + step), max(way.cut, member.totals)])
        return int(totals[bisect_left(totals, True, key=lambda total: reaches(int(total)))])

    def _quest(
        self, mending: Mending, way: NextGrade, needed: int | None, prospects: Prospects
    ) -> _Quest:
        lost = {item.at: item.lost for item in mending.items}
        after, row = prospects.roll_up, mending.row_now
        worth = self._worths.of_school(mending.school, after, row, lost)
        unrounded = int(after.total[row] - after.rounding[row])
        lacking = None if needed is None else needed - self._step // 2 - unrounded
        aim = Aim(worth, lacking, self._is_monotone)
        search = least_set(aim, self._most_sets)
        return _Quest(mending, way, needed, search, np.zeros((0, len(lost)), bool))

    def _run(
        self, quests: Sequence[_Quest], prospects: Prospects, imposed: Mapping[int, Imposed]
    ) -> list[tuple[int, ...] | None]:
        """Run all searches to their end, answering what they ask in one go each time."""
        solved: dict[int, tuple[int, ...] | None] = {}
        running = dict(enumerate(quests))
        while running:
            for number, quest in list(running.items()):
                try:
                    quest.asked = (
                        next(quest.search)
                        if quest.answer is None
                        else quest.search.send(quest.answer)
                    )
                except StopIteration as ended:
                    solved[number] = ended.value
                    del running[number]
            if running:
                self._judge(list(running.values()), prospects, imposed)
        return [solved[number] for number in range(len(quests))]

    def _judge(
        self, quests: Sequence[_Quest], prospects: Prospects, imposed: Mapping[int, Imposed]
    ) -> None:
        """Answer which of the sets get there, by the engine's own roll-up and grading."""
        found = self._foresee(quests, prospects, imposed)
        first = 0
        for quest in quests:
            rows = slice(first, first + len(quest.asked))
            if not quest.way.is_reachable:
                quest.answer = np.asarray(found.start[rows] <= quest.way.grade)
            else:
                could = ~found.held_up_mask[rows]
                if quest.needed is not None:
                    could &= found.roll_up.total[rows] >= quest.needed
                quest.answer = self._seated(quest, found, first, could)
            first = rows.stop

    def _seated(self, quest: _Quest, found: Prospects, first: int, could: Reached) -> Reached:
        """Say which sets give the school a place in the grade, of those that could."""
        for at in np.flatnonzero(could).tolist():
            row = first + at
            seat = self._outlooks.seat(quest.mending.school, found.member(row), found.points[row])
            could[at] = seat.grade <= quest.way.grade
        return could

    def _foresee(
        self, quests: Sequence[_Quest], prospects: Prospects, imposed: Mapping[int, Imposed]
    ) -> Prospects:
        points: list[Units] = []
        for quest in quests:
            items = quest.mending.items
            own = np.repeat(prospects.points[[quest.mending.row_now]], len(quest.asked), axis=0)
            own[:, [item.at for item in items]] += quest.asked * np.array(
                [item.lost for item in items], np.int64
            )
            points.append(own)
        counts = [len(quest.asked) for quest in quests]
        schools = np.repeat(np.array([each.mending.school for each in quests], np.intp), counts)
        return self._outlooks.foresee(schools, np.concatenate(points), imposed)

    def _after(
        self,
        quests: Sequence[_Quest],
        solved: Sequence[tuple[int, ...] | None],
        prospects: Prospects,
        imposed: Mapping[int, Imposed],
    ) -> dict[int, NextGrade]:
        """Say how each school stands with its least set."""
        if not quests:
            return {}
        chosen: list[tuple[int, ...]] = []
        for quest, numbers in zip(quests, solved, strict=True):
            n_items = len(quest.mending.items)
            chosen.append(tuple(range(n_items)) if numbers is None else numbers)
            quest.asked = np.zeros((1, n_items), bool)
            quest.asked[0, list(chosen[-1])] = True
        found = self._foresee(quests, prospects, imposed)
        ways = {}
        for row, quest in enumerate(quests):
            after = stand_of(self._outlooks, found, row, imposed)
            way = replace(quest.way, is_least=solved[row] is not None)
            if _gets_there(way, after):
                items = quest.mending.items
                way = replace(way, items=tuple(items[each] for each in chosen[row]), after=after)
            else:
                way = replace(way, is_reachable=False)
            ways[quest.mending.school] = way
        return ways


def _gets_there(way: NextGrade, after: Stand) -> bool:
    if way.is_reachable:
        return after.is_graded and after.grade <= way.grade
    return after.by_score <= way.grade


# Stands for a least total where there is nothing to search.
_NO_SEARCH = -1
