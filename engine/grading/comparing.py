"""What 依次比较 compares at the edge of a quota: the share of points in nodes and matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from engine.grading.nodes import leaves_under
from engine.points import Units, to_units
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring.table import ScoreTable

# (position of a school, names to compare by) -> the share of points in each, in that order
Compare = Callable[[int, Sequence[str]], tuple[Fraction, ...]]


def comparer(ruleset: RuleSet, scores: ScoreTable, points_of: Callable[[int], Units]) -> Compare:
    """Return a function from a school's position to what its tie is compared by, in order.

    Each name is a node id (indicator, group, dimension, adjustment) or a matter. Compared is the
    share of the points that apply to the school, so that 不适用 is no advantage; where nothing
    applies, 0. Below a weighted mean an indicator counts for what it is worth in the total.

    Args:
        ruleset: The rules.
        scores: For what is left out.
        points_of: Position of a school -> (indicators,) its points after veto effects.
    """
    names = {name for quota in ruleset.quotas for name in quota.compare_by}
    positions = {each.id: at for at, each in enumerate(scores.indicators)}
    leaves = {name: [positions[leaf.id] for leaf in _leaves(ruleset, name)] for name in names}
    full = [to_units(each.points, ruleset.unit) for each in scores.indicators]
    leaf_full = scores.roll_up.leaf_full

    def worth(at: int, school: int) -> int:
        return int(leaf_full[at][school]) if at in leaf_full else full[at]

    def share(school: int, points: Units, at: list[int]) -> Fraction:
        applicable = [
            each
            for each in at
            if full[each] and not (each in scores.left_out and scores.left_out[each][school])
        ]
        whole = sum(worth(each, school) for each in applicable)
        if whole == 0:
            return Fraction(0)
        got = (Fraction(int(points[each]) * worth(each, school), full[each]) for each in applicable)
        return sum(got, Fraction(0)) / whole

    def compare(school: int, compare_by: Sequence[str]) -> tuple[Fraction, ...]:
        points = points_of(school)
        return tuple(share(school, points, leaves[name]) for name in compare_by)

    return compare


def _leaves(ruleset: RuleSet, name: str) -> list[Indicator]:
    if name in ruleset.matters:
        return [leaf for leaf in ruleset.leaves() if name in leaf.matters and not leaf.informative]
    deduction = [item for item in ruleset.deductions.items if item.id == name]
    return deduction or leaves_under(ruleset, [name])
