"""Find nodes of the score tree, and the indicators under them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.ruleset.model import Group, Indicator, RuleSet


def nodes_by_id(ruleset: RuleSet) -> dict[str, Group | Indicator]:
    """Return every node of the score tree by its id; adjustments stand beside the tree."""
    found: dict[str, Group | Indicator] = {group.id: group for group in ruleset.groups()}
    return found | {leaf.id: leaf for leaf in ruleset.leaves()}


def leaves_under(ruleset: RuleSet, targets: Iterable[str]) -> list[Indicator]:
    """Return the base and bonus indicators at or below nodes given by id."""
    wanted = set(targets)
    found: list[Indicator] = [item for item in ruleset.bonuses.items if item.id in wanted]

    def walk(node: Group | Indicator, inside: bool) -> None:
        inside = inside or node.id in wanted
        if isinstance(node, Indicator):
            if inside and not node.informative:
                found.append(node)
            return
        for child in node.children:
            walk(child, inside)

    for dimension in ruleset.dimensions:
        walk(dimension, False)
    return found
