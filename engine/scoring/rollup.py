"""Carry indicator points up: group, dimension, base total, adjustments, total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np

from engine.points import Units, rescale, round_places, to_units
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.scoring.table import RollUp
from engine.scoring.values import Mask


@dataclass(frozen=True, slots=True)
class _Node:
    """Points of a node, where it is left out (None: nowhere), and its full points."""

    points: Units
    left_out: Mask | None
    full: int


def roll_up(
    ruleset: RuleSet, points: Units, left_out: Mapping[int, Mask], unit: Fraction
) -> RollUp:
    """Add up, rescale what is left out, adjust, clip and round the total.

    Args:
        ruleset: The rules.
        points: (indicators, schools) in the order of RuleSet.all_indicators().
        left_out: Position of an indicator -> (schools,) True where it leaves the sum.
        unit: The unit of points.

    Returns:
        Every stage, (schools,) each.
    """
    n_schools = points.shape[1]
    positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
    stages = _Stages(points, left_out, unit, positions, {}, {}, {})
    dimensions = [stages.group(dimension) for dimension in ruleset.dimensions]
    full = to_units(ruleset.full_points, unit)
    base, base_rescale, _ = _join(dimensions, full, n_schools)
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
    plain = base + bonus - deduction
    clipped = np.clip(plain, 0, _total_cap(ruleset, unit))
    total = round_places(clipped, unit, ruleset.decimals)
    return RollUp(
        node_points=stages.node_points,
        node_rescale=stages.node_rescale,
        node_applicable_mask=stages.node_applicable_mask,
        base_rescale=base_rescale,
        base=base,
        bonus=bonus,
        bonus_cut=bonus_cut,
        deduction=deduction,
        deduction_cut=deduction_cut,
        clip=clipped - plain,
        rounding=total - clipped,
        total=total,
    )


def _total_cap(ruleset: RuleSet, unit: Fraction) -> int:
    if ruleset.total_cap is not None:
        return to_units(ruleset.total_cap, unit)
    cap = ruleset.bonuses.cap
    if cap is None:
        cap = sum((item.points for item in ruleset.bonuses.items), Fraction(0))
    return to_units(ruleset.full_points + cap, unit)


@dataclass(frozen=True, slots=True)
class _Stages:
    points: Units
    left_out: Mapping[int, Mask]
    unit: Fraction
    positions: Mapping[str, int]
    node_points: dict[str, Units]
    node_rescale: dict[str, Units]
    node_applicable_mask: dict[str, Mask]

    def group(self, group: Group) -> _Node:
        children = [self._child(child) for child in group.children]
        full, n_schools = to_units(group.points, self.unit), self.points.shape[1]
        points, rescale, out = _join(children, full, n_schools)
        self.node_points[group.id] = points
        self.node_rescale[group.id] = rescale
        self.node_applicable_mask[group.id] = np.ones(n_schools, bool) if out is None else ~out
        return _Node(points, out, full)

    def _child(self, child: Group | Indicator) -> _Node:
        if isinstance(child, Group):
            return self.group(child)
        at = self.positions[child.id]
        return _Node(self.points[at], self.left_out.get(at), to_units(child.points, self.unit))


def _join(children: list[_Node], full: int, n_schools: int) -> tuple[Units, Units, Mask | None]:
    """Sum children; scale to full points where some are left out.

    Returns:
        Points, what rescaling moved, and where nothing is left (None: nowhere).
    """
    raw = np.zeros(n_schools, np.int64)
    for child in children:
        raw += child.points
    if all(child.left_out is None for child in children):
        return raw, np.zeros(n_schools, np.int64), None
    applicable = np.full(n_schools, full, np.int64)
    for child in children:
        if child.left_out is not None:
            applicable -= np.multiply(child.left_out, child.full, dtype=np.int64)
    scaled, nothing_left = rescale(raw, applicable, full)
    return scaled, scaled - raw, nothing_left if nothing_left.any() else None


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
