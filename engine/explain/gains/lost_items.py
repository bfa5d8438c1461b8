"""Find what a school lost, and say of each loss whether the school can mend it itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from engine.grading import GradeBook
from engine.points import to_units
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring import ScoreTable, Status

_OPEN = (Status.MISSING, Status.ERROR, Status.MANUAL)


@dataclass(frozen=True, slots=True)
class LostItem:
    """An indicator below full points, or a deduction, of one school.

    Args:
        at: Position in RuleSet.all_indicators().
        lost: In units of the indicator's own points; 0 where it left the sum.
        why_not: Why mending is not up to the school, or brings nothing; empty where it is.
        is_open: Its facts are not known: full points are the most that filling in can bring.
        is_left_out: Missing, and left out of the sum (剔除折算).
        is_zeroed: A veto set it to 0: there is nothing to mend.
    """

    at: int
    indicator: Indicator
    is_deduction: bool
    status: Status
    lost: int
    why_not: str
    is_open: bool
    is_left_out: bool
    is_zeroed: bool


class LostItems:
    """Finds the lost items of the schools of a batch. Bonuses not earned are not lost."""

    def __init__(self, ruleset: RuleSet, scores: ScoreTable, book: GradeBook) -> None:
        self._ruleset = ruleset
        self._scores = scores
        self._book = book
        self._fixed = dict(reasons_not_rectifiable(ruleset))
        indicators = scores.indicators
        self.full = np.array([to_units(each.points, ruleset.unit) for each in indicators], np.int64)
        n_base, n_deductions = len(ruleset.leaves()), len(ruleset.deductions.items)
        self._first_deduction = len(indicators) - n_deductions
        can_be_lost = np.array([not each.informative for each in indicators], bool)
        can_be_lost[n_base : self._first_deduction] = False
        self._can_be_lost = can_be_lost

    def of_school(self, school: int) -> tuple[LostItem, ...]:
        """Return what one school lost, in the order of the rules."""
        zeroed = _clauses_by_position(self._book.zeroed.get(school, {}))
        points = self._book.points[school]
        short = self._can_be_lost & (points < self.full)
        return tuple(
            item
            for at in np.flatnonzero(short).tolist()
            if (item := self._item(school, at, zeroed.get(at, ""))) is not None
        )

    def _item(self, school: int, at: int, zeroed_by: str) -> LostItem | None:
        scores, indicator = self._scores, self._scores.indicators[at]
        status = Status(int(scores.status[school, at]))
        is_out = at in scores.left_out and bool(scores.left_out[at][school])
        if status is Status.NOT_APPLICABLE and is_out:
            return None
        lost = 0 if is_out else int(self.full[at] - self._book.points[school, at])
        return LostItem(
            at,
            indicator,
            at >= self._first_deduction,
            status,
            lost,
            self._why_not(indicator, status, zeroed_by, is_out=is_out),
            status in _OPEN,
            is_out,
            bool(zeroed_by),
        )

    def _why_not(
        self, indicator: Indicator, status: Status, zeroed_by: str, *, is_out: bool
    ) -> str:
        if zeroed_by:
            return f"触发{zeroed_by}，本项计零，补齐也不得分"
        if reason := self._fixed.get(indicator.id):
            return f"{self._ruleset.subject}自身改不了：{reason}"
        if status is Status.NOT_APPLICABLE:
            return "不适用，按同类平均计分"
        if status is Status.MANUAL:
            return "待评：由考核组评定"
        if is_out:
            return "缺失，现已剔除折算，补报后按实际得分重算"
        return ""


def reasons_not_rectifiable(ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield each indicator that a school cannot mend itself, and why; groups pass theirs on."""

    def below(node: Group | Indicator, inherited: str) -> Iterator[tuple[str, str]]:
        reason = node.not_rectifiable or inherited
        if isinstance(node, Group):
            for child in node.children:
                yield from below(child, reason)
        elif reason:
            yield node.id, reason

    for dimension in ruleset.dimensions:
        yield from below(dimension, "")
    for item in ruleset.deductions.items:
        yield from below(item, "")


def _clauses_by_position(zeroed: Mapping[str, tuple[int, ...]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for clause, positions in zeroed.items():
        for at in positions:
            found[at] = f"{found[at]}、{clause}" if at in found else clause
    return found
