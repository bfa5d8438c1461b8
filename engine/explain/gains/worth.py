"""How much at most each item can bring the total: a relaxation of the score tree.

The tree is made of sums, weighted means, rescaling, floors and caps, so that each point of an
item moves the total by no more than a rate that is constant for the school. What mending brings
is never read from here: this only narrows the search for the least set, whose members the
engine's own roll-up then judges.

Rounding moves a level by at most half a step; carried up, `slack` bounds it for both sides of a
comparison. Levels in which nothing is mended are the same on both sides.
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

Rate = int | Fraction
# Number of an item, or of a capped level from the number of items on -> units it brings.
Terms = dict[int, Rate]


@dataclass(frozen=True, slots=True)
class CappedLevel:
    """A level whose points cannot rise by more than `headroom`, whatever is mended below.

    Args:
        terms: What brings it up, in units of its own points.
    """

    terms: Terms
    headroom: Rate


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


@dataclass(frozen=True, slots=True)
class _Part:
    """A node of the tree, with what is the same for all schools.

    Args:
        at: Position of an indicator; -1 for a level. full: as written, in units.
        step: To which the points of a level are rounded, in units; 0 where they are not.
    """

    id: str
    at: int
    full: int
    parts: tuple[_Part, ...] = ()
    is_mean: bool = False
    points: Fraction = Fraction(0)
    step: int = 0


@dataclass(slots=True)
class _Level:
    """What brings one node up, and how far rounding moves it."""

    flat: Terms = field(default_factory=dict)
    tight: Terms = field(default_factory=dict)
    error: Rate = 0


class Worths:
    """Bounds what items can bring, school by school."""

    def __init__(self, ruleset: RuleSet, weighing: Weighing) -> None:
        self.unit = ruleset.unit
        self.weighing = weighing
        self._positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
        self.root = self._part("", ruleset.root())
        self.deductions = tuple(self._positions[each.id] for each in ruleset.deductions.items)

    def _part(self, name: str, node: Group | Indicator) -> _Part:
        full = to_units(node.points, self.unit)
        if isinstance(node, Indicator):
            return _Part(name, self._positions[node.id], full)
        places = node.decimals
        return _Part(
            name,
            -1,
            full,
            tuple(self._part(part.id, part) for part in node.counted()),
            node.combine is Combination.WEIGHTED_MEAN,
            node.points,
            0 if places is None else to_units(Fraction(1, 10**places), self.unit),
        )

    def of_school(self, school: int, after: RollUp, row: int, lost: Mapping[int, int]) -> Worth:
        """Bound what each item can bring one school.

        Args:
            school: Its position in the batch.
            after: A roll-up. row: the school's row in it, as it is.
            lost: Position of an indicator or deduction -> what mending it adds to its own points,
                in the order in which items are numbered.
        """
        climb = _Climb(self, school, after, row, lost)
        root = climb.level(self.root)
        for at in self.deductions:
            if at in lost:
                root.flat[climb.numbers[at]] = root.tight[climb.numbers[at]] = lost[at]
        most = tuple(ceil(root.flat.get(number, 0)) for number in range(len(lost)))
        return Worth(most, ceil(2 * root.error), root.tight, tuple(climb.capped))


class _Climb:
    """Goes through the tree of one school once, as far as something is mended."""

    def __init__(
        self, batch: Worths, school: int, after: RollUp, row: int, lost: Mapping[int, int]
    ) -> None:
        self.unit = batch.unit
        self.weighing = batch.weighing
        self.school = school
        self.after = after
        self.row = row
        self.lost = lost
        self.numbers = {at: number for number, at in enumerate(lost)}
        self.capped: list[CappedLevel] = []

    def level(self, level: _Part) -> _Level:
        """Bound one level by the parts below it."""
        found = _Level()
        if self._is_out(level):
            return found
        below = [self._node(part) for part in level.parts]
        if not any(each.flat for each in below):
            return found
        weights = self.weighing.levels.get(level.id)
        rates = (
            self._rates_of_sum(level.parts)
            if weights is None
            else self._rates_of_mean(level, weights)
        )
        for part, rate in zip(below, rates, strict=True):
            if part.flat and rate:
                found.error += rate * part.error
                found.flat |= _scaled(part.flat, rate)
                found.tight |= _scaled(part.tight, rate)
        if weights is not None or any(rate != 1 for rate in rates):
            found.error += Fraction(1, 2)
        found.error += Fraction(level.step, 2)
        if level.id:
            self._cap(level.id, found)
        return found

    def _node(self, part: _Part) -> _Level:
        if part.at < 0:
            return self.level(part)
        if part.at not in self.lost or self._is_out(part):
            return _Level()
        brought: Terms = {self.numbers[part.at]: self.lost[part.at]}
        return _Level(brought, dict(brought))

    def _is_out(self, part: _Part) -> bool:
        if part.at >= 0:
            out = self.weighing.left_out.get(part.at)
            return out is not None and bool(out[self.school])
        if not part.id:
            return not self.after.base_applicable_mask[self.row]
        return not self.after.node_applicable_mask[part.id][self.row]

    def _full(self, part: _Part) -> int:
        """Return the full points of a part for this school: fewer under 减满分."""
        if part.at >= 0:
            shrunk = self.weighing.shrunk.get(part.at)
            return 0 if shrunk is not None and shrunk[self.school] else part.full
        weights = self.weighing.levels.get(part.id)
        if weights is not None:
            return self._own(weights.full)
        return sum(map(self._full, part.parts)) if self.weighing.shrunk else part.full

    def _rates_of_sum(self, parts: Sequence[_Part]) -> list[Rate]:
        """Return what a point of each part of a sum is worth: more than 1 where parts left it."""
        fulls = [self._full(part) for part in parts]
        out = sum(full for part, full in zip(parts, fulls, strict=True) if self._is_out(part))
        whole = sum(fulls)
        rate: Rate = 1 if not out else Fraction(whole, whole - out) if whole > out else 0
        return [rate] * len(parts)

    def _rates_of_mean(self, level: _Part, weights: LevelWeights) -> list[Rate]:
        """Return what a point of each part of a mean, or of a sum with 折给, is worth."""
        times = level.points if level.is_mean else self.unit * self._own(weights.full)
        held = sum(
            self._own(weights.held[part.id]) for part in level.parts if not self._is_out(part)
        )
        if not held:
            return [0] * len(level.parts)
        return [times * self._own(weights.gain[part.id]) / held for part in level.parts]

    def _own(self, whole: Whole) -> int:
        return whole if isinstance(whole, int) else int(whole[self.school])

    def _cap(self, level_id: str, found: _Level) -> None:
        """Bound a level by what its caps leave, and give it a number of its own."""
        caps = [
            bound.at_most
            for bound in self.weighing.bounds.get(level_id, ())
            if bound.at_most is not None and bound.mask[self.school]
        ]
        if not caps:
            return
        now = int(self.after.node_points[level_id][self.row])
        headroom = max(min(caps) - now, 0) + 2 * found.error
        if sum(found.flat.values()) <= headroom:
            return
        self.capped.append(CappedLevel(found.tight, headroom))
        found.flat = {number: min(most, headroom) for number, most in found.flat.items()}
        found.tight = {len(self.lost) + len(self.capped) - 1: 1}


def _scaled(terms: Terms, rate: Rate) -> Terms:
    return terms if rate == 1 else {number: rate * each for number, each in terms.items()}
