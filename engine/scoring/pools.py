"""Pools: the levels of the score tree between which weights are passed on by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from engine.ruleset.combining import Combination, InShares
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring.passing import PassingRules, order_of_passing, pass_on


@dataclass(frozen=True, slots=True)
class Settled:
    """The weights of a pool under one pattern of what is left out, in whole numbers.

    Args:
        held: Level -> part -> held weight. gain: the same for each point of its full points.
        full: Level -> its full points.
        scale: Level -> what its weights were multiplied by.
    """

    held: Mapping[str, Mapping[str, int]]
    gain: Mapping[str, Mapping[str, int]]
    full: Mapping[str, Fraction]
    scale: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pool:
    """Levels that pass weights among themselves.

    Args:
        levels: Group id ("" for the base) -> the group.
        rules: Indicator -> how it passes on what it holds.
        order: In which order they do.
        names: Everyone who passes on or may receive.
    """

    levels: Mapping[str, Group]
    rules: PassingRules
    order: tuple[str, ...]
    names: tuple[str, ...]

    def weights(
        self, own: Mapping[str, Mapping[str, object]], scales: Mapping[str, int]
    ) -> dict[str, Fraction]:
        """Return everyone's own weight: full points in a sum; in a weighted mean, where it is
        the same for every school, the weight."""
        weights: dict[str, Fraction] = {}
        for level_id, group in self.levels.items():
            for part in group.counted():
                number = own[level_id][part.id] if level_id in own else None
                weights[part.id] = (
                    Fraction(number, scales[level_id]) if isinstance(number, int) else part.points
                )
        return weights

    def settle(self, weights: Mapping[str, Fraction], out: frozenset[str]) -> Settled:
        """Pass on what is left out; return the weights of each level on a common scale."""
        after = pass_on(weights, out, self.rules, self.order)
        held, gain, full, scales = {}, {}, {}, {}
        for level_id, group in self.levels.items():
            own = {part.id: _weight_of(part, group, after) for part in group.counted()}
            fulls = {part.id: _full_of(part, after) for part in group.counted()}
            each_point = {
                name: weight / fulls[name] if fulls[name] else Fraction(0)
                for name, weight in own.items()
            }
            numbers = (*own.values(), *each_point.values())
            scale = lcm(*(number.denominator for number in numbers))
            held[level_id] = {name: int(weight * scale) for name, weight in own.items()}
            gain[level_id] = {name: int(worth * scale) for name, worth in each_point.items()}
            full[level_id] = _level_full(group, after)
            scales[level_id] = scale
        return Settled(held, gain, full, scales)


def _weight_of(part: Group | Indicator, above: Group, after: Mapping[str, Fraction]) -> Fraction:
    if isinstance(part, Group) and above.combine is Combination.SUM:
        return _level_full(part, after)
    return after[part.id]


def _full_of(part: Group | Indicator, after: Mapping[str, Fraction]) -> Fraction:
    """Return a part's full points: of an indicator as written, whatever weight it holds."""
    return _level_full(part, after) if isinstance(part, Group) else part.points


def _level_full(group: Group, after: Mapping[str, Fraction]) -> Fraction:
    """Return a level's full points after points went to, or came from, other groups."""
    if group.combine is Combination.WEIGHTED_MEAN:
        return group.points
    moved = Fraction(0)
    for part in group.counted():
        now = (
            _level_full(part, after) if isinstance(part, Group) else after.get(part.id, part.points)
        )
        moved += now - part.points
    return group.points + moved


def pools_of(ruleset: RuleSet) -> list[Pool]:
    """Return the pools of a ruleset: levels that hand each other something belong together."""
    level_of: dict[str, str] = {each.id: "" for each in ruleset.dimensions}
    groups: dict[str, Group] = {"": ruleset.root()}
    givers: list[Indicator] = []
    for group in ruleset.groups():
        groups[group.id] = group
        for part in group.counted():
            level_of[part.id] = group.id
            if isinstance(part, Indicator) and part.passes_to:
                givers.append(part)
    joined: dict[str, set[str]] = {}
    for giver in givers:
        levels = {level_of[giver.id], *(level_of[name] for name in receivers(giver))}
        if len(levels) > 1:  # full points of groups change, and so they do all the way up
            levels = {above for level in levels for above in _upwards(level, level_of)}
        for level in list(levels):
            levels |= joined.get(level, set())
        for level in levels:
            joined[level] = levels
    distinct = {tuple(sorted(levels)) for levels in joined.values()}
    return [_pool(levels, groups, givers, level_of) for levels in sorted(distinct)]


def _upwards(level: str, level_of: Mapping[str, str]) -> list[str]:
    """Return a level and all those above it."""
    found = [level]
    while found[-1]:
        found.append(level_of[found[-1]])
    return found


def _pool(
    levels: tuple[str, ...],
    groups: Mapping[str, Group],
    givers: list[Indicator],
    level_of: Mapping[str, str],
) -> Pool:
    rules = {each.id: each.passes_to for each in givers if level_of[each.id] in levels}
    names = dict.fromkeys(rules)
    for giver in givers:
        if giver.id in rules:
            names.update(dict.fromkeys(receivers(giver)))
    return Pool(
        {level: groups[level] for level in levels}, rules, order_of_passing(rules), tuple(names)
    )


def receivers(giver: Indicator) -> list[str]:
    """Name everyone to whom an indicator may pass on its weight."""
    return [
        name
        for step in giver.passes_to
        for name in (step.shares if isinstance(step, InShares) else step.ids)
    ]
