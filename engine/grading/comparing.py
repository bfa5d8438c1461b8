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


class Comparer:
    """Compares schools of one batch at the edge of a quota.

    Each name is a node id (indicator, group, dimension, adjustment) or a matter. Compared is the
    share of the points that apply to the school, so that 不适用 is no advantage; where nothing
    applies, 0. Below a weighted mean an indicator counts for what it is worth in the total.

    Args:
        ruleset: The rules.
        scores: For what is left out.
    """

    def __init__(self, ruleset: RuleSet, scores: ScoreTable) -> None:
        names = {name for quota in ruleset.quotas for name in quota.compare_by}
        positions = {each.id: at for at, each in enumerate(scores.indicators)}
        self._leaves = {
            name: [positions[leaf.id] for leaf in _leaves(ruleset, name)] for name in names
        }
        self._full = [to_units(each.points, ruleset.unit) for each in scores.indicators]
        self._left_out = scores.left_out
        self._leaf_full = scores.roll_up.leaf_full

    def by(self, points_of: Callable[[int], Units]) -> Compare:
        """Return a function from a school's position to what its tie is compared by, in order.

        Args:
            points_of: Position of a school -> (indicators,) its points after veto effects.
        """

        def compare(school: int, compare_by: Sequence[str]) -> tuple[Fraction, ...]:
            points = points_of(school)
            return tuple(self._share(school, points, self._leaves[name]) for name in compare_by)

        return compare

    def _share(self, school: int, points: Units, at: Sequence[int]) -> Fraction:
        full, out = self._full, self._left_out
        applicable = [each for each in at if full[each] and not (each in out and out[each][school])]
        whole = sum(self._worth(each, school) for each in applicable)
        if whole == 0:
            return Fraction(0)
        got = (
            Fraction(int(points[each]) * self._worth(each, school), full[each])
            for each in applicable
        )
        return sum(got, Fraction(0)) / whole

    def _worth(self, at: int, school: int) -> int:
        return int(self._leaf_full[at][school]) if at in self._leaf_full else self._full[at]


def _leaves(ruleset: RuleSet, name: str) -> list[Indicator]:
    if name in ruleset.matters:
        return [leaf for leaf in ruleset.leaves() if name in leaf.matters and not leaf.informative]
    deduction = [item for item in ruleset.deductions.items if item.id == name]
    return deduction or leaves_under(ruleset, [name])
