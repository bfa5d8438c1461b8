"""Carry indicator points up: group, dimension, base total, adjustments, total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np

from engine.points import Units, rescale, round_places, to_units
from engine.ruleset.combining import Combination
from engine.ruleset.model import Group, Indicator, RuleSet, UnratedPolicy
from engine.scoring.contribution import WHOLE, Contribution, contribution_of
from engine.scoring.table import RollUp
from engine.scoring.values import Mask
from engine.scoring.weighing import BoundMask, LevelWeights, Weighing, Whole
from engine.scoring.weighted import weighted_points


@dataclass(frozen=True, slots=True)
class _Node:
    """One part of a level.

    Args:
        points: In units. left_out: where it does not count (None: nowhere).
        full: Its full points, in units.
        lost: What it is short of full points, in points of the total (never positive); None
            where that is simply points - full.
    """

    points: Units
    left_out: Mask | None
    full: Whole
    lost: Units | None = None


def roll_up(ruleset: RuleSet, points: Units, weighing: Weighing, unit: Fraction) -> RollUp:
    """Put points together level by level, adjust, clip and round the total.

    Args:
        ruleset: The rules.
        points: (indicators, schools) in the order of RuleSet.all_indicators().
        weighing: Of the same schools: what is left out, weights, floors and caps.
        unit: The unit of points.

    Returns:
        Every stage, (schools,) each.
    """
    n_schools = points.shape[1]
    positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
    stages = _Stages(points, weighing, unit, positions)
    base = stages.level("", ruleset.root(), WHOLE)
    bonus, bonus_cut = _capped(
        (points[positions[item.id]] for item in ruleset.bonuses.items),
        ruleset.bonuses.cap,
        unit,
        n_schools,
    )
    deduction, deduction_cut = _capped(
        (
            to_units(item.points, unit) - points[positions[item.id]]
            for item in ruleset.deductions.items
            if not item.informative
        ),
        ruleset.deductions.cap,
        unit,
        n_schools,
    )
    applicable = np.ones(n_schools, bool) if base.left_out is None else ~base.left_out
    plain = base.points + bonus - deduction
    clipped = np.clip(plain, 0, _total_cap(ruleset, unit))
    total = round_places(clipped, unit, ruleset.decimals)
    return RollUp(
        node_points=stages.node_points,
        node_rescale=stages.node_rescale,
        node_rounded=stages.node_rounded,
        node_limited=stages.node_limited,
        node_applicable_mask=stages.node_applicable_mask,
        leaf_lost=stages.leaf_lost,
        leaf_full=stages.leaf_full,
        base_rescale=stages.base_rescale,
        base_applicable_mask=applicable,
        rated_mask=_rated(ruleset, applicable, weighing),
        full=np.broadcast_to(np.asarray(base.full, np.int64), (n_schools,)),
        base=base.points,
        bonus=bonus,
        bonus_cut=bonus_cut,
        deduction=deduction,
        deduction_cut=deduction_cut,
        clip=clipped - plain,
        rounding=total - clipped,
        total=total,
    )


def _rated(ruleset: RuleSet, applicable: Mask, weighing: Weighing) -> Mask:
    """Return where there is a total: something counts, and nothing withholds it."""
    is_zero = ruleset.unrated.policy is UnratedPolicy.ZERO
    rated = np.ones(len(applicable), bool) if is_zero else applicable.copy()
    for withheld in weighing.withheld.values():
        rated &= ~withheld
    return rated


def _total_cap(ruleset: RuleSet, unit: Fraction) -> int:
    if ruleset.total_cap is not None:
        return to_units(ruleset.total_cap, unit)
    cap = ruleset.bonuses.cap
    if cap is None:
        cap = sum((item.points for item in ruleset.bonuses.items), Fraction(0))
    return to_units(ruleset.full_points + cap, unit)


class _Stages:
    """Goes through the score tree once, from the leaves to the base, and keeps every stage."""

    def __init__(
        self, points: Units, weighing: Weighing, unit: Fraction, positions: Mapping[str, int]
    ) -> None:
        self.points = points
        self.weighing = weighing
        self.unit = unit
        self.positions = positions
        self.node_points: dict[str, Units] = {}
        self.node_rescale: dict[str, Units] = {}
        self.node_rounded: dict[str, Units] = {}
        self.node_limited: dict[str, Units] = {}
        self.node_applicable_mask: dict[str, Mask] = {}
        self.leaf_lost: dict[int, Units] = {}
        self.leaf_full: dict[int, Units] = {}
        self.base_rescale: Units = np.zeros(0, np.int64)

    def level(self, level_id: str, group: Group, contribution: Contribution) -> _Node:
        """Put one level together.

        Args:
            level_id: The group's id; "" for the base.
            group: The level.
            contribution: What one of its points is worth in points of the total.
        """
        weights = self.weighing.levels.get(level_id)
        parts = group.counted()
        nodes = [self._part(part, group, weights, contribution) for part in parts]
        written = to_units(group.points, self.unit)
        raw = _added(node.points for node in nodes) if nodes else np.zeros_like(self.points[0])
        full: Whole = written
        if weights is not None:
            full = weights.full
            named = zip(parts, nodes, strict=True)
            points, out = weighted_points(
                [(part.id, node.points, node.left_out) for part, node in named],
                weights,
                group.points if group.combine is Combination.WEIGHTED_MEAN else None,
                self.unit,
            )
        else:
            points, full, out = _summed(raw, nodes, written)
        out = _too_few(nodes, group.least_scored, out)
        if out is not None:
            points = np.where(out, 0, points)
        if contribution is WHOLE and group.combine is Combination.SUM:
            lost, moved = None, points - raw
        else:
            lost = contribution.of(points) - contribution.of(written)
            moved = lost - _added(node.lost for node in nodes if node.lost is not None)
        if not level_id:
            self.base_rescale = moved
            return _Node(points, out, full)
        self.node_rescale[level_id] = moved
        stages = []
        if group.decimals is not None:
            rounded = round_places(points, self.unit, group.decimals)
            stages.append((self.node_rounded, points, rounded))
            points = rounded
        bounds = self.weighing.bounds.get(level_id)
        if bounds:
            limited = _bounded(points, full, out, bounds)
            stages.append((self.node_limited, points, limited))
            points = limited
        for kept, before, after in stages:
            kept[level_id] = contribution.of(after) - contribution.of(before)
            lost = None if lost is None else lost + kept[level_id]
        self.node_points[level_id] = points
        self.node_applicable_mask[level_id] = np.ones(len(points), bool) if out is None else ~out
        return _Node(points, out, full, lost)

    def _part(
        self,
        part: Group | Indicator,
        above: Group,
        weights: LevelWeights | None,
        contribution: Contribution,
    ) -> _Node:
        if above.combine is Combination.WEIGHTED_MEAN:
            assert weights is not None  # a weighted mean always has them
            contribution = contribution_of(part, above, weights.own, contribution)
        if isinstance(part, Group):
            return self.level(part.id, part, contribution)
        at = self.positions[part.id]
        full = to_units(part.points, self.unit)
        lost = None
        if contribution is not WHOLE:
            whole = contribution.of(full)
            lost = contribution.of(self.points[at]) - whole
            self.leaf_lost[at] = lost
            self.leaf_full[at] = np.broadcast_to(whole, lost.shape)
        out, shrunk = self.weighing.left_out.get(at), self.weighing.shrunk.get(at)
        own: Whole = self.weighing.fulls.get(at, full)
        own = own if shrunk is None else np.where(shrunk, 0, own)
        return _Node(self.points[at], out, own, lost)


def _added(parts: Iterable[Units]) -> Units:
    """Add up columns, at least one, in one new column."""
    first, *others = parts
    total = first.copy()
    for part in others:
        total += part
    return total


def _summed(raw: Units, nodes: list[_Node], full: int) -> tuple[Units, Whole, Mask | None]:
    """Scale the sum of a level's parts to full points where some are left out (剔除折算).

    Args:
        raw: The sum of the parts. nodes: The parts. full: Full points as written, in units.

    Where a part shrinks the level (减满分) it has no full points itself: nothing is scaled.

    Returns:
        Points, the level's full points (other than written where points moved to or from a group
        below, or left the full marks), and where nothing is left (None: nowhere).
    """
    n_schools = len(raw)
    whole: Whole = full
    if any(not isinstance(node.full, int) for node in nodes):
        whole = sum((node.full for node in nodes), np.zeros(n_schools, np.int64))
    if all(node.left_out is None for node in nodes):
        return raw, whole, None
    applicable = np.full(n_schools, whole, np.int64) if isinstance(whole, int) else whole.copy()
    for node in nodes:
        if node.left_out is not None:
            applicable -= np.multiply(node.left_out, node.full, dtype=np.int64)
    scaled, nothing_left = rescale(raw, applicable, whole)
    return scaled, whole, nothing_left if nothing_left.any() else None


def _too_few(nodes: list[_Node], least: int, out: Mask | None) -> Mask | None:
    """Return where a level does not count: nothing is left, or fewer parts than it needs."""
    if least <= 1 or not nodes:
        return out
    counted = sum(
        (np.int64(1) if node.left_out is None else (~node.left_out).astype(np.int64))
        for node in nodes
    )
    few = np.broadcast_to(np.asarray(counted < least), nodes[0].points.shape)
    if not few.any():
        return out
    return np.array(few) if out is None else out | few


def _bounded(points: Units, full: Whole, out: Mask | None, bounds: Iterable[BoundMask]) -> Units:
    """Apply floors and caps in the order of the text; what does not count has none.

    A floor never lifts above the level's full points, which may be less than written.
    """
    for bound in bounds:
        mask = bound.mask if out is None else bound.mask & ~out
        if bound.at_least is not None:
            points = np.where(mask, np.maximum(points, np.minimum(bound.at_least, full)), points)
        if bound.at_most is not None:
            points = np.where(mask, np.minimum(points, bound.at_most), points)
    return points


def _capped(
    parts: Iterable[Units], cap: Fraction | None, unit: Fraction, n_schools: int
) -> tuple[Units, Units]:
    total = np.zeros(n_schools, np.int64)
    for part in parts:
        total += part
    if cap is None:
        return total, np.zeros(n_schools, np.int64)
    kept = np.minimum(total, to_units(cap, unit))
    return kept, total - kept


def join_roll_ups(parts: list[RollUp]) -> RollUp:
    """Put the stages of consecutive runs of schools one after another."""
    if len(parts) == 1:
        return parts[0]
    joined: dict[str, Any] = {}
    for field in fields(RollUp):
        values = [getattr(part, field.name) for part in parts]
        if isinstance(values[0], dict):
            joined[field.name] = {
                name: np.concatenate([value[name] for value in values]) for name in values[0]
            }
        else:
            joined[field.name] = np.concatenate(values)
    return RollUp(**joined)
