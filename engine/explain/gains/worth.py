"""How much at most each item can bring the total: a relaxation of the score tree.

The tree is made of sums, weighted means, rescaling, floors and caps, so that each point of an
item moves the total by no more than a rate that is constant for the school. What mending brings
is never read from here: this only narrows the search for the least set, whose members the
engine's own roll-up then judges.

Rounding moves a level by at most half a step; carried up, `slack` bounds it for both sides of a
comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from engine.points import to_units
from engine.ruleset.combining import Combination
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring.table import RollUp
from engine.scoring.weighing import LevelWeights, Weighing, Whole

# Number of an item, or of a capped level from the number of items on -> units it brings.
Terms = dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class CappedLevel:
    """A level whose points cannot rise by more than `headroom`, whatever is mended below.

    Args:
        terms: What brings it up, in units of its own points.
    """

    terms: Terms
    headroom: Fraction


@dataclass(frozen=True, slots=True)
class Worth:
    """What items can bring one school's total at most, in units.

    Args:
        most: One an item: alone or beside others, it brings no more.
        slack: What rounding can add to any set of them.
        terms: What brings the total up where capped levels have a number of their own.
        capped: Those levels, numbered from the number of items on.
    """

    most: tuple[int, ...]
    slack: int
    terms: Terms
    capped: tuple[CappedLevel, ...]


@dataclass(slots=True)
class _Level:
    """One level or leaf: what brings it up, how far rounding moves it, its full points."""

    flat: Terms = field(default_factory=dict)
    tight: Terms = field(default_factory=dict)
    error: Fraction = Fraction(0)
    full: int = 0
    is_out: bool = False


def worth_of(
    ruleset: RuleSet,
    weighing: Weighing,
    school: int,
    after: RollUp,
    row: int,
    lost: Mapping[int, int],
) -> Worth:
    """Bound what each item can bring.

    Args:
        ruleset: The rules.
        weighing: Of the batch. school: a position in it.
        after: A roll-up. row: the school's row in it, as it is.
        lost: Position of an indicator or deduction -> what mending it adds to its own points.
    """
    climb = _Climb(ruleset, weighing, school, after, row, lost)
    root = climb.level("", ruleset.root())
    for item in ruleset.deductions.items:
        at = climb.positions[item.id]
        if at in lost:
            root.flat[climb.numbers[at]] = root.tight[climb.numbers[at]] = Fraction(lost[at])
    most = tuple(ceil(root.flat.get(number, Fraction(0))) for number in range(len(lost)))
    return Worth(most, ceil(2 * root.error), root.tight, tuple(climb.capped))


class _Climb:
    """Goes through the tree of one school once."""

    def __init__(
        self,
        ruleset: RuleSet,
        weighing: Weighing,
        school: int,
        after: RollUp,
        row: int,
        lost: Mapping[int, int],
    ) -> None:
        self.unit = ruleset.unit
        self.weighing = weighing
        self.school = school
        self.after = after
        self.row = row
        self.lost = lost
        self.positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
        self.numbers = {at: number for number, at in enumerate(lost)}
        self.capped: list[CappedLevel] = []

    def level(self, level_id: str, group: Group) -> _Level:
        """Bound one level by the parts below it."""
        parts = group.counted()
        below = [self._part(part) for part in parts]
        weights = self.weighing.levels.get(level_id)
        if weights is None:
            rates, full = _rates_of_sum(below)
        else:
            rates, full = self._rates_of_mean(group, parts, below, weights)
        found = _Level(full=full, is_out=self._is_out(level_id))
        if found.is_out:
            return found
        for part, rate in zip(below, rates, strict=True):
            if rate and not part.is_out:
                found.error += rate * part.error
                found.flat |= _scaled(part.flat, rate)
                found.tight |= _scaled(part.tight, rate)
        if weights is not None or any(rate not in (0, 1) for rate in rates):
            found.error += Fraction(1, 2)
        if group.decimals is not None:
            found.error += Fraction(to_units(Fraction(1, 10**group.decimals), self.unit), 2)
        if level_id:
            self._cap(level_id, found)
        return found

    def _part(self, part: Group | Indicator) -> _Level:
        if isinstance(part, Group):
            return self.level(part.id, part)
        at = self.positions[part.id]
        is_out = at in self.weighing.left_out and bool(self.weighing.left_out[at][self.school])
        is_shrunk = at in self.weighing.shrunk and bool(self.weighing.shrunk[at][self.school])
        found = _Level(full=0 if is_shrunk else to_units(part.points, self.unit), is_out=is_out)
        if at in self.lost and not is_out:
            number = self.numbers[at]
            found.flat[number] = found.tight[number] = Fraction(self.lost[at])
        return found

    def _is_out(self, level_id: str) -> bool:
        if not level_id:
            return not self.after.base_applicable_mask[self.row]
        return not self.after.node_applicable_mask[level_id][self.row]

    def _rates_of_mean(
        self,
        group: Group,
        parts: Sequence[Group | Indicator],
        below: Sequence[_Level],
        weights: LevelWeights,
    ) -> tuple[list[Fraction], int]:
        """Return what a point of each part is worth, and the level's own full points."""
        full = self._own(weights.full)
        times = group.points
        if group.combine is Combination.SUM:  # points were passed on by name (折给)
            times = self.unit * full
        held = sum(
            self._own(weights.held[part.id])
            for part, each in zip(parts, below, strict=True)
            if not each.is_out
        )
        if not held:
            return [Fraction(0)] * len(parts), full
        return [times * self._own(weights.gain[part.id]) / held for part in parts], full

    def _own(self, whole: Whole) -> int:
        return whole if isinstance(whole, int) else int(whole[self.school])

    def _cap(self, level_id: str, found: _Level) -> None:
        """Bound a level by what its caps leave, and give it a number of its own."""
        caps = [
            bound.at_most
            for bound in self.weighing.bounds.get(level_id, ())
            if bound.at_most is not None and bound.mask[self.school]
        ]
        if not caps or not found.flat:
            return
        now = int(self.after.node_points[level_id][self.row])
        headroom = max(min(caps) - now, 0) + 2 * found.error
        if sum(found.flat.values()) <= headroom:
            return
        self.capped.append(CappedLevel(found.tight, headroom))
        found.flat = {number: min(most, headroom) for number, most in found.flat.items()}
        found.tight = {len(self.lost) + len(self.capped) - 1: Fraction(1)}


def _rates_of_sum(below: Sequence[_Level]) -> tuple[list[Fraction], int]:
    """Return what a point of each part of a sum is worth: more than 1 where parts left it."""
    whole = sum(each.full for each in below)
    applicable = whole - sum(each.full for each in below if each.is_out)
    rate = Fraction(whole, applicable) if applicable else Fraction(0)
    return [rate] * len(below), whole


def _scaled(terms: Terms, rate: Fraction) -> Terms:
    return terms if rate == 1 else {number: rate * each for number, each in terms.items()}
