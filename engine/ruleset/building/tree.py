"""Build the score tree: dimensions, groups and indicators, and the adjustments beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.ruleset.building.conditions import build_condition, find_term
from engine.ruleset.building.methods import build_method
from engine.ruleset.model import (
    Adjustments,
    Group,
    Indicator,
    MissingPolicy,
    NotApplicablePolicy,
)
from engine.ruleset.nodes import ScalarNode
from engine.ruleset.sections import Section

_MISSING = {member.value: member for member in MissingPolicy}
_NOT_APPLICABLE = {member.value: member for member in NotApplicablePolicy}


@dataclass(frozen=True, slots=True)
class Policies:
    """What an indicator does with missing and not applicable where it does not say so."""

    missing: MissingPolicy
    not_applicable: NotApplicablePolicy


def read_policies(ruleset: Section) -> Policies:
    """Read the policies of the whole ruleset."""
    return Policies(
        _MISSING.get(ruleset.text("missing"), MissingPolicy.ZERO),
        _NOT_APPLICABLE.get(ruleset.text("not_applicable"), NotApplicablePolicy.REDISTRIBUTE),
    )


def build_dimension(root: Section, policies: Policies) -> Group | None:
    """Build one dimension from its file."""
    head = root.section("dimension")
    if head is None:
        return None
    return Group(
        id=head.text("id"),
        name=head.text("name"),
        points=head.points("points") or Fraction(0),
        children=_children(root, policies),
        place=head.place,
        note=head.text("note"),
    )


def _children(section: Section, policies: Policies) -> tuple[Group | Indicator, ...]:
    children: list[Group | Indicator] = []
    for child in section.sections("indicators"):
        if "indicators" in child:
            children.append(
                Group(
                    id=child.text("id"),
                    name=child.text("name"),
                    points=child.points("points") or Fraction(0),
                    children=_children(child, policies),
                    place=child.place,
                    note=child.text("note"),
                )
            )
        else:
            children.append(build_indicator(child, policies))
    return tuple(children)


def build_indicator(section: Section, policies: Policies) -> Indicator:
    """Build one leaf of the tree, or one item of the adjustments."""
    value = section.get("value")
    if isinstance(value, ScalarNode) and not value.is_blank:
        find_term(value, section.draft)
    return Indicator(
        id=section.text("id"),
        name=section.text("name"),
        points=section.points("points") or Fraction(0),
        method=build_method(section.section("scoring")),
        place=section.place,
        missing=_MISSING.get(section.text("missing"), policies.missing),
        not_applicable=_NOT_APPLICABLE.get(section.text("not_applicable"), policies.not_applicable),
        standard=section.text("standard"),
        matters=section.texts("matters"),
        applies=build_condition(section.get("applies"), section.draft),
        manual=section.flag("manual"),
        informative=section.flag("informative"),
        value=section.text("value"),
        area=section.text("area"),
        evidence=section.text("evidence"),
        office=section.text("office"),
        source=section.source(),
        note=section.text("note"),
    )


def build_adjustments(root: Section, key: str, policies: Policies) -> Adjustments:
    """Build 加分 or 扣分.

    A bonus has to be earned: points that the ruleset gives for gaps (直接得分, 取同类平均) are
    for the base; an item that is to have them says so itself.
    """
    section = root.section(key)
    if section is None:
        return Adjustments()
    if key == "bonuses":
        blocks = policies.missing is MissingPolicy.BLOCK
        policies = Policies(
            MissingPolicy.BLOCK if blocks else MissingPolicy.ZERO,
            NotApplicablePolicy.REDISTRIBUTE,
        )
    items = tuple(build_indicator(item, policies) for item in section.sections("items"))
    return Adjustments(items, section.points("cap"), section.place)
