"""Work out 结果值: what limits of grades read of the points, as exact columns.

A share is a ratio of two whole counts of units (points of a node, full points of the node), so
that a comparison with 60 % multiplies across and never meets a rounded number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import State
from engine.grading.nodes import nodes_by_id
from engine.points import Units, multiply, to_units
from engine.ruleset.conditions import Comparison
from engine.ruleset.model import Group, Indicator, Result, ResultKind, RuleSet
from engine.scoring.table import RollUp
from engine.scoring.values import Mask, Quantity, compare_constant
from engine.scoring.views import SchoolRows
from engine.scoring.weighing import Weighing, Whole


@dataclass(frozen=True, slots=True)
class Outcome:
    """What scoring and vetoes gave a run of schools.

    Shapes: points (schools, indicators).
    """

    points: Units
    weighing: Weighing
    roll_up: RollUp


@dataclass(frozen=True, slots=True)
class _Node:
    """Points of one node, its full points, and where it applies. Shapes: (schools,)."""

    points: NDArray[np.integer]
    full: Whole
    applies: Mask

    @property
    def share(self) -> Quantity:
        return _known(self.points, 1, self.applies, self.full)


def with_results(ruleset: RuleSet, view: SchoolRows, outcome: Outcome) -> SchoolRows:
    """Return the view with the ruleset's results beside facts and derived values.

    Args:
        ruleset: The rules.
        view: The facts of the same schools.
        outcome: Their points.
    """
    if not ruleset.results:
        return view
    reader = _Reader(ruleset, outcome)
    results = {name: reader.result(result) for name, result in ruleset.results.items()}
    return replace(view, quantities={**view.quantities, **results})


def _known(
    numbers: NDArray[np.integer], scale: int, applies: Mask, below: Whole | None = None
) -> Quantity:
    """Return exact numbers, 不适用 where there is nothing to count.

    Args:
        numbers: (schools,), over the scale and, where it is given, over what stands below.
    """
    if below is None:
        below_column = None
    elif isinstance(below, int):
        scale, below_column = scale * max(below, 1), None
    else:
        below_column = np.where(applies, below, 1)
    if applies.all():
        return Quantity(numbers, scale, below_column)
    states = np.where(applies, np.uint8(State.PRESENT), np.uint8(State.NOT_APPLICABLE))
    return Quantity(np.where(applies, numbers, 0), scale, below_column, states)


class _Reader:
    """Reads nodes of the score tree."""

    def __init__(self, ruleset: RuleSet, outcome: Outcome) -> None:
        self.ruleset = ruleset
        self.outcome = outcome
        self.positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}
        self.nodes = nodes_by_id(ruleset)

    def result(self, result: Result) -> Quantity:
        """Work out one result for all schools."""
        nodes = [self._node(name) for name in result.nodes]
        match result.kind:
            case ResultKind.POINTS:
                return self._in_points(nodes[0].points, nodes[0].applies)
            case ResultKind.SHARE:
                return nodes[0].share
            case ResultKind.LOWEST_SHARE:
                return _lowest_share(nodes)
            case ResultKind.N_BELOW:
                below = [
                    node.applies
                    & compare_constant(node.share, Comparison.LESS_THAN, result.less_than)
                    for node in nodes
                ]
                number = np.asarray(np.sum(below, axis=0, dtype=np.int64))
                return _known(number, 1, _any([node.applies for node in nodes]))
        total, rated = self.outcome.roll_up.total, self.outcome.roll_up.rated_mask
        if result.kind is ResultKind.TOTAL:
            return self._in_points(total, rated)
        return _known(total, to_units(self.ruleset.full_points, self.ruleset.unit), rated)

    def _in_points(self, points: NDArray[np.integer], applies: Mask) -> Quantity:
        unit = self.ruleset.unit
        return _known(multiply(points, unit.numerator), unit.denominator, applies)

    def _node(self, name: str) -> _Node:
        node, outcome = self.nodes[name], self.outcome
        full = full_of(node, outcome.weighing, self.ruleset)
        if isinstance(node, Group):
            points = outcome.roll_up.node_points[name]
            applies = outcome.roll_up.node_applicable_mask[name]
        else:
            at = self.positions[name]
            points, out = outcome.points[:, at], outcome.weighing.left_out.get(at)
            applies = np.ones(len(points), bool) if out is None else ~out
        return _Node(points, full, np.asarray(applies & (np.asarray(full) > 0)))


def full_of(node: Group | Indicator, weighing: Weighing, ruleset: RuleSet) -> Whole:
    """Return the full points of a node, in units: what its points are out of.

    Points that were passed on by name (折给) make it more or less than the rules write, for the
    schools where they were.
    """
    level = weighing.levels.get(node.id)
    return to_units(node.points, ruleset.unit) if level is None else level.full


def _any(masks: Sequence[Mask]) -> Mask:
    return np.asarray(np.logical_or.reduce(masks))


def _lowest_share(nodes: Sequence[_Node]) -> Quantity:
    """Return the lowest of the shares that apply, found by multiplying across."""
    points, full, found = nodes[0].points, np.asarray(nodes[0].full), nodes[0].applies
    for node in nodes[1:]:
        is_lower = multiply(node.points, full) < multiply(points, node.full)
        taken = node.applies & (~found | np.asarray(is_lower, bool))
        points = np.where(taken, node.points, points)
        full = np.where(taken, node.full, full)
        found = np.asarray(found | node.applies)
    return _known(points, 1, found, np.broadcast_to(full, points.shape))
