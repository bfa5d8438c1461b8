"""Work out, school by school, what mending each lost item would bring.

Every number is the engine's own: all rows of a run of schools go through the same roll-up and
grading as the batch did, each row one school with one item (or several) at full points, and the
rest of its cohort as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.explain.gains.least_set import MOST_SETS
from engine.explain.gains.lost_items import LostItem, LostItems
from engine.explain.gains.next_grade import Mending, NextGrade, NextGrades
from engine.explain.gains.standing import Stand, stand_of
from engine.explain.gains.wording import GainWords
from engine.explain.units_text import UnitsText
from engine.grading import GradeBook
from engine.grading.imposed import Imposed
from engine.grading.outlook import Outlooks, Prospects
from engine.points import Units
from engine.ruleset.model import RuleSet
from engine.scoring import ScoreTable
from engine.scoring.weighing import Weighing, weigh


@dataclass(frozen=True, slots=True)
class ItemGain:
    """What mending one item would bring.

    Args:
        after: How the school would stand. sentence: in Chinese, for people.
    """

    item: LostItem
    after: Stand
    sentence: str


@dataclass(frozen=True, slots=True)
class SchoolGains:
    """What one school could gain.

    Args:
        now: How it stands. items: in the order of the rules.
        every: How it would stand with every mendable item mended; None without any.
        next: The way to the next grade; None where there is none, or no total.
    """

    school: int
    now: Stand
    items: tuple[ItemGain, ...]
    every: Stand | None
    next: NextGrade | None

    @property
    def mendable(self) -> tuple[ItemGain, ...]:
        """Return the items that the school can mend."""
        return tuple(each for each in self.items if not each.item.why_not)


class Gains:
    """Works out the gains of a batch.

    Args:
        ruleset: The rules. scores: Before vetoes. book: After them.
        said: How counts of units are written.
        most_sets: From how many sets of one size on a program is solved; never changes a result.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        scores: ScoreTable,
        book: GradeBook,
        said: UnitsText,
        most_sets: int = MOST_SETS,
    ) -> None:
        self.ruleset = ruleset
        self.words = GainWords(ruleset, said)
        self._outlooks: Outlooks = book.outlooks
        self._scores = scores
        self._items = LostItems(ruleset, scores, book)
        self._next = NextGrades(book.outlooks, most_sets)

    def of_schools(self, schools: Sequence[int]) -> list[SchoolGains]:
        """Work out the gains of some schools in one go."""
        lost = {school: self._items.of_school(school) for school in schools}
        imposed = {school: self._outlooks.imposed_on(school) for school in schools}
        rows = _Rows(self._scores, self._outlooks.points, self._items.full, lost)
        prospects = self._outlooks.foresee(rows.schools, rows.points, imposed)
        outside = self._outside(rows, imposed)
        mendings = [
            self._mending(school, lost[school], rows.first[school], prospects, imposed)
            for school in schools
        ]
        ways = self._next.find(mendings, prospects, imposed)
        return [
            SchoolGains(
                each.school,
                each.now,
                self._items_of(each, lost[each.school], prospects, imposed, outside),
                each.most if each.items else None,
                ways.get(each.school),
            )
            for each in mendings
        ]

    def _mending(
        self,
        school: int,
        lost: Sequence[LostItem],
        first: int,
        prospects: Prospects,
        imposed: Mapping[int, Imposed],
    ) -> Mending:
        now, most = (
            stand_of(self._outlooks, prospects, row, imposed) for row in (first, first + 1)
        )
        after = prospects.roll_up
        brought = (after.total - after.rounding)[first : first + 2 + len(lost)].tolist()[2:]
        ranked = sorted(range(len(lost)), key=lambda number: -brought[number])
        # What brings most alone comes first; among equals, what stands first in the rules.
        items = tuple(lost[number] for number in ranked if not lost[number].why_not)
        return Mending(school, items, now, most, first, first + 1)

    def _outside(
        self, rows: _Rows, imposed: Mapping[int, Imposed]
    ) -> dict[int, tuple[Prospects, int]]:
        """Return rows in which what was left out (or withheld the total) is there, by number."""
        numbers = rows.filled_in
        if not numbers:
            return {}
        at = np.array(list(numbers), np.intp)
        weighing = self._weighing(rows.schools[at], [numbers[number] for number in at.tolist()])
        found = self._outlooks.foresee(rows.schools[at], rows.points[at], imposed, weighing)
        return {number: (found, row) for row, number in enumerate(at.tolist())}

    def _weighing(self, schools: NDArray[np.intp], filled: Sequence[int]) -> Weighing:
        """Weigh rows anew, each with one indicator that is missing in the batch."""
        own = self._scores.weighing.part(schools)
        here = np.array(filled)

        def without(masks: Mapping[int, NDArray[np.bool_]]) -> dict[int, NDArray[np.bool_]]:
            return {at: mask & (here != at) for at, mask in masks.items()}

        fresh = weigh(self.ruleset, self._scores.view.part(schools), without(own.left_out))
        return replace(fresh, withheld=without(own.withheld), shrunk=own.shrunk)

    def _items_of(
        self,
        mending: Mending,
        lost: Sequence[LostItem],
        prospects: Prospects,
        imposed: Mapping[int, Imposed],
        outside: Mapping[int, tuple[Prospects, int]],
    ) -> tuple[ItemGain, ...]:
        first, now = mending.row_now, mending.now
        found = []
        for number, item in enumerate(lost, first + 2):
            told, row = outside.get(number, (prospects, number))
            after = stand_of(self._outlooks, told, row, imposed)
            causes: list[str] = []
            if told is prospects and not item.is_zeroed:
                causes = self.words.causes(prospects, number, first, item.lost)
            found.append(ItemGain(item, after, self.words.item(item, now, after, causes)))
        return tuple(found)


class _Rows:
    """The rows of a run of schools: as it is, all mended, then each item mended alone.

    Args (of the attributes):
        first: School -> its first row. schools, points: of the rows.
        filled_in: Row -> the indicator that is there in it and missing in the batch.
    """

    def __init__(
        self,
        scores: ScoreTable,
        points: Units,
        full: Units,
        lost: Mapping[int, Sequence[LostItem]],
    ) -> None:
        self.first: dict[int, int] = {}
        self.filled_in: dict[int, int] = {}
        at_row, rows, columns = 0, [], []
        withheld = scores.weighing.withheld
        for school, items in lost.items():
            self.first[school] = at_row
            mendable = [item.at for item in items if not item.why_not]
            rows += [at_row + 1] * len(mendable)
            columns += mendable
            for number, item in enumerate(items, at_row + 2):
                if not item.is_zeroed:
                    rows.append(number)
                    columns.append(item.at)
                if item.is_left_out or (item.at in withheld and withheld[item.at][school]):
                    self.filled_in[number] = item.at
            at_row += 2 + len(items)
        counts = [2 + len(items) for items in lost.values()]
        self.schools = np.repeat(np.array(list(lost), np.intp), counts)
        self.points = np.ascontiguousarray(points[self.schools])
        self.points[rows, columns] = full[columns]
