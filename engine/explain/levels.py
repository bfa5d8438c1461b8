"""Work out one level of the score tree for one school by hand: weights, what is passed on, limits.

The second entry of the double entry for everything above the indicators: in fractions, part by
part, asking of each part what it receives (where the scorer lets each part give). A difference
stops the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.explain.dossier import Dossier
from engine.explain.exact import number_of
from engine.explain.judging import TRUE, judge
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.combining import Combination, InProportion, InShares, PointsLimit, Weight
from engine.ruleset.model import Group, Indicator, RuleSet

_NONE = Fraction(0)

Part = Group | Indicator


@dataclass(frozen=True, slots=True)
class PartWorking:
    """One part of a level.

    Args:
        own: Its weight as the rules write it; in a sum, its full points.
        held: Its weight after what was passed on.
        points: Got, out of `full`.
        is_out: It does not count.
    """

    part: Part
    own: Fraction
    held: Fraction
    points: Fraction
    full: Fraction
    is_out: bool


@dataclass(frozen=True, slots=True)
class LevelWorking:
    """One level of one school.

    Args:
        full: Its full points; other than written where points moved to or from other groups.
        points: Before limits, rounded to the unit. rounded: to the places of the group.
        limits: Those that moved it, with the points after each.
        n_counted: How many parts count.
    """

    parts: tuple[PartWorking, ...]
    full: Fraction
    points: Fraction
    rounded: Fraction
    limits: tuple[tuple[PointsLimit, Fraction], ...]
    n_counted: int

    @property
    def final(self) -> Fraction:
        """Return the points after limits."""
        return self.limits[-1][1] if self.limits else self.rounded


@dataclass(frozen=True, slots=True)
class Gift:
    """What one part that is left out passed on to others: name -> weight."""

    giver: Indicator
    amount: Fraction
    gifts: Mapping[str, Fraction]


class Levels:
    """The score tree from below: what all schools share.

    Args:
        ruleset: The rules. shrinks: Whether the full marks of any school of the batch shrank.
    """

    def __init__(self, ruleset: RuleSet, *, shrinks: bool) -> None:
        self.ruleset = ruleset
        self.root = ruleset.root()
        self.level_of = {part.id: group for group in ruleset.groups() for part in group.counted()}
        self.leaves = {leaf.id: leaf for leaf in ruleset.leaves()}
        self.givers = [leaf for leaf in self.leaves.values() if leaf.passes_to]
        # Else every part holds its own, and every level has the full points that are written.
        self.full_points_move = bool(self.givers) or shrinks
        levels = (self.root, *ruleset.groups())
        means = any(level.combine is Combination.WEIGHTED_MEAN for level in levels)
        # Nothing but points that add up, scaled where something does not count.
        self.all_sums = not means and not self.full_points_move


class SchoolLevels:
    """Works out the levels of one school.

    Args:
        levels: The score tree. dossier: The school's facts.
        points_of: A part's points (exact), as the score table has them.
        is_out: Whether a part is left out, as the score table has it.
        is_shrunk: Whether the full points of an indicator left the full marks (减满分).
    """

    def __init__(
        self,
        levels: Levels,
        dossier: Dossier,
        points_of: Callable[[Part], Fraction],
        is_out: Callable[[Part], bool],
        is_shrunk: Callable[[Indicator], bool],
    ) -> None:
        self.ruleset = levels.ruleset
        self.root = levels.root
        self.level_of = levels.level_of
        self.leaves = levels.leaves
        self.givers = levels.givers
        self.full_points_move = levels.full_points_move
        self.all_sums = levels.all_sums
        self.dossier = dossier
        self.points_of = points_of
        self.is_out = is_out
        self.is_shrunk = is_shrunk
        self._held: dict[str, Fraction] = {}

    def work_out(self, group: Group) -> LevelWorking:
        """Work out one level."""
        parts = tuple(self._part(part, group) for part in group.counted())
        counted = [part for part in parts if not part.is_out]
        full = self.full_of(group)
        weight = sum((part.held for part in counted), _NONE)
        points, counts = _NONE, bool(weight) and len(counted) >= group.least_scored
        if counts:
            share = sum(part.held * part.points / part.full for part in counted if part.full)
            points = round_fraction(full * share / weight, self.ruleset.unit)
        rounded = points
        if group.decimals is not None:
            rounded = round_fraction(points, Fraction(1, 10**group.decimals))
        limits = tuple(self._limited(group, rounded, full)) if counts else ()
        return LevelWorking(parts, full, points, rounded, limits, len(counted))

    def _part(self, part: Part, group: Group) -> PartWorking:
        own = self.own_weight(part, group)
        is_mean = group.combine is Combination.WEIGHTED_MEAN
        full = self.full_of(part) if isinstance(part, Group) else part.points
        held = self.held(part) if isinstance(part, Indicator) else own if is_mean else full
        return PartWorking(part, own, held, self.points_of(part), full, self.is_out(part))

    def full_of(self, group: Group) -> Fraction:
        """Return a level's full points after what was passed on between groups."""
        if group.combine is Combination.WEIGHTED_MEAN or not self.full_points_move:
            return group.points
        moved = _NONE
        for part in group.counted():
            if isinstance(part, Group):
                moved += self.full_of(part) - part.points
            else:
                moved += self.held(part) - part.points
        return group.points + moved

    def shrinks(self, group: Group) -> bool:
        """Say whether full points of anything below left the full marks of a level."""
        return any(self.is_shrunk(leaf) for leaf in group.leaves())

    def levels_above(self, part: Part) -> list[Group]:
        """Return the levels above a part, the nearest first, the base last."""
        found: list[Group] = []
        while part.id in self.level_of:
            part = self.level_of[part.id]
            found.append(part)
        return [*found, self.root]

    def own_weight(self, part: Part, group: Group) -> Fraction:
        """Return a part's own weight: as written, or its full points in a sum."""
        if group.combine is Combination.SUM:
            return part.points
        return self._weight(part.weight) if part.weight is not None else _NONE

    def _weight(self, weight: Weight) -> Fraction:
        for case in weight.cases:
            if case.condition is not None and judge(case.condition, self.dossier)[0] != TRUE:
                continue
            if not case.value:
                return case.number if case.number is not None else _NONE
            state, value = self.dossier.value(case.value)
            return number_of(value) if state is State.PRESENT and value is not None else _NONE
        return _NONE

    def held(self, part: Indicator) -> Fraction:
        """Return what an indicator holds in the end: nothing, where it passed all on or shrank."""
        if not self.full_points_move:
            return self.own_weight(part, self.level_of[part.id])
        if self.is_shrunk(part) or self.gift(part) is not None:
            return _NONE
        return self._in_hand(part)

    def _in_hand(self, part: Indicator) -> Fraction:
        """Return an indicator's own weight and what all others pass on to it."""
        if part.id not in self._held:
            received = sum(
                (
                    self._in_hand(giver) * self._shares(giver).get(part.id, _NONE)
                    for giver in self.givers
                    if self.is_out(giver) and part.id in self._shares(giver)
                ),
                _NONE,
            )
            self._held[part.id] = self.own_weight(part, self.level_of[part.id]) + received
        return self._held[part.id]

    def _shares(self, giver: Indicator) -> Mapping[str, Fraction]:
        for step in giver.passes_to:
            match step:
                case InShares():
                    return step.shares
                case InProportion():
                    weights = {
                        name: self.own_weight(self.leaves[name], self.level_of[name])
                        for name in step.ids
                        if not self.is_out(self.leaves[name])
                    }
                    whole = sum(weights.values(), _NONE)
                    if whole:
                        return {name: weight / whole for name, weight in weights.items()}
        return {}

    def gift(self, giver: Indicator) -> Gift | None:
        """Return what an indicator passes on by name; None where it does not."""
        if not giver.passes_to or not self.is_out(giver):
            return None
        shares, amount = self._shares(giver), self._in_hand(giver)
        if not shares or not amount:
            return None
        gifts = {name: amount * share for name, share in shares.items()}
        return Gift(giver, amount, gifts)

    def _limited(
        self, group: Group, points: Fraction, full: Fraction
    ) -> list[tuple[PointsLimit, Fraction]]:
        found: list[tuple[PointsLimit, Fraction]] = []
        for limit in group.limits:
            if judge(limit.condition, self.dossier)[0] != TRUE:
                continue
            after = points
            if limit.at_least is not None:
                after = max(after, min(limit.at_least, full))
            if limit.at_most is not None:
                after = min(after, limit.at_most)
            if after != points:
                found.append((limit, after))
            points = after
        return found
