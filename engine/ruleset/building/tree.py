"""Build the score tree: dimensions, groups and indicators, and the adjustments beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.ruleset.building.combining import (
    build_level,
    build_limits,
    build_passing,
    build_weight,
)
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
    return _group(head, _children(root, policies))


def _group(head: Section, children: tuple[Group | Indicator, ...]) -> Group:
    return Group(
        id=head.text("id"),
        name=head.text("name"),
        points=head.points("points") or Fraction(0),
        children=children,
        place=head.place,
        note=head.text("note"),
        **build_level(head),
        weight=build_weight(head),
        decimals=head.integer("decimals"),
        limits=build_limits(head),
        not_rectifiable=head.text("not_rectifiable"),
    )


def _children(section: Section, policies: Policies) -> tuple[Group | Indicator, ...]:
    children: list[Group | Indicator] = []
    for child in section.sections("indicators"):
        if "indicators" in child:
            children.append(_group(child, _children(child, policies)))
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
        not_rectifiable=section.text("not_rectifiable"),
        rectification_advice=section.text("rectification_advice"),
        source=section.source(),
        note=section.text("note"),
        weight=build_weight(section),
        passes_to=build_passing(section),
    )


def build_adjustments(root: Section, key: str, policies: Policies) -> Adjustments:
    """Build 加分 or 扣分.

    A bonus has to be earned: points that the ruleset gives for gaps (直接得分, 取同类平均) are
    for the base; an item that is to have them says so itself. 剔除折算 of what is missing is for
    the base too: an adjustment has no siblings.
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
    elif policies.missing is MissingPolicy.REDISTRIBUTE:
        policies = Policies(MissingPolicy.ZERO, policies.not_applicable)
    items = tuple(build_indicator(item, policies) for item in section.sections("items"))
    return Adjustments(items, section.points("cap"), section.place)
