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
    """

    held: Mapping[str, Mapping[str, int]]
    gain: Mapping[str, Mapping[str, int]]
    full: Mapping[str, Fraction]


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
        held, gain, full = {}, {}, {}
        for level_id, group in self.levels.items():
            parts = group.counted()
            each_point = {part.id: after[part.id] / part.points for part in parts if part.points}
            scale = lcm(
                *(after[part.id].denominator for part in parts),
                *(value.denominator for value in each_point.values()),
            )
            held[level_id] = {part.id: int(after[part.id] * scale) for part in parts}
            gain[level_id] = {
                part.id: int(each_point.get(part.id, Fraction(0)) * scale) for part in parts
            }
            full[level_id] = group.points
            if group.combine is Combination.SUM:
                full[level_id] += sum(
                    (after[part.id] - weights[part.id] for part in parts), Fraction(0)
                )
        return Settled(held, gain, full)


def pools_of(ruleset: RuleSet) -> list[Pool]:
    """Return the pools of a ruleset: levels that hand each other something belong together."""
    level_of: dict[str, str] = {}
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
        for level in list(levels):
            levels |= joined.get(level, set())
        for level in levels:
            joined[level] = levels
    distinct = {tuple(sorted(levels)) for levels in joined.values()}
    return [_pool(levels, groups, givers, level_of) for levels in sorted(distinct)]


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
