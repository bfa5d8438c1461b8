"""What stands under a node of the score tree."""

from __future__ import annotations

from engine.grading.nodes import leaves_under
from engine.ruleset.model import Adjustments


def test_nodes_hold_what_gives_points_below_them(world):
    inner = world.group(
        "A2", world.indicator("A21", None, 1), world.indicator("A22", None, 0, informative=True)
    )
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, 1), inner), world.group("B")],
        bonuses=Adjustments((world.indicator("BO1", None, 1), world.indicator("BO2", None, 1))),
        deductions=Adjustments((world.indicator("DE1", None, 1),)),
    )

    def under(*targets):
        return [each.id for each in leaves_under(rules, targets)]

    assert under("A") == ["A1", "A21"]
    assert under("A2") == ["A21"]
    assert under("A22") == []
    assert under("A1", "A21") == ["A1", "A21"]
    assert under("BO2") == ["BO2"]
    assert under("B", "DE1") == []
