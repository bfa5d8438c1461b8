"""Build how a level is put together: combination, weights, redistribution, limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.ruleset.building.conditions import build_condition, find_term, require_condition
from engine.ruleset.combining import (
    Combination,
    InProportion,
    InShares,
    Passing,
    PointsLimit,
    Weight,
    WeightCase,
)
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_number
from engine.ruleset.sections import Section

_COMBINATIONS = {member.value: member for member in Combination}


def build_combination(section: Section) -> Combination:
    """Build how a level makes its points of the parts below."""
    return _COMBINATIONS.get(section.text("combine"), Combination.SUM)


def build_level(section: Section) -> dict[str, Any]:
    """Build what every level says of itself: how it combines, and how many parts it needs."""
    return {
        "combine": build_combination(section),
        "least_scored": section.integer("least_scored") or 1,
    }


def build_weight(section: Section) -> Weight | None:
    """Build a weight: a number, the fact that holds it, or cases by conditions."""
    node = section.get("weight")
    match node:
        case ScalarNode():
            _note_percent(node, section)
            number = section.number("weight") or Fraction(0)
            return Weight((WeightCase(node.place, number),), node.place)
        case MappingNode():
            return Weight((_weight_case(Section(node, section.draft)),), node.place)
        case SequenceNode():
            cases = tuple(_weight_case(each) for each in section.sections("weight"))
            return Weight(cases, node.place)
    return None


def _weight_case(section: Section) -> WeightCase:
    value = section.get("value")
    if isinstance(value, ScalarNode) and not value.is_blank:
        find_term(value, section.draft)
    _note_percent(section.get("weight"), section)
    return WeightCase(
        section.place,
        section.number("weight"),
        section.text("value"),
        build_condition(section.get("condition"), section.draft),
    )


def _note_percent(node: Node | None, section: Section) -> None:
    if isinstance(node, ScalarNode) and node.text.endswith("%"):
        section.draft.percents.add(node.place)


def build_passing(section: Section) -> tuple[Passing, ...]:
    """Build to whom the weight of an indicator goes where it is left out."""
    return tuple(
        InShares(_shares(step), step.place)
        if "shares" in step
        else InProportion(step.texts("in_proportion"), step.place)
        for step in section.sections("redistribute_to")
    )


def _shares(step: Section) -> dict[str, Fraction]:
    node = step.get("shares")
    entries = node if isinstance(node, MappingNode) else ()
    read = ((entry.key, read_number(entry.value)) for entry in entries)
    return {name: share for name, share in read if not isinstance(share, tuple)}


def build_limits(section: Section) -> tuple[PointsLimit, ...]:
    """Build the floors and caps of a group's points."""
    return tuple(
        PointsLimit(
            require_condition(item.get("condition"), item.place, item.draft),
            item.place,
            item.text("name"),
            item.points("at_least"),
            item.points("at_most"),
        )
        for item in section.sections("limits")
    )
