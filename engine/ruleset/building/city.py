"""Build the figures of the city (全市数据)."""

from __future__ import annotations

from engine.ruleset.building.conditions import build_condition, find_term
from engine.ruleset.city import CityFigure, FigureKind, Years
from engine.ruleset.nodes import MappingNode, ScalarNode
from engine.ruleset.sections import Section

_YEARS = {member.value: member for member in Years}


def build_city(root: Section | None) -> tuple[CityFigure, ...]:
    """Build the figures in the order of the text."""
    sections = root.sections("city_figures") if root is not None else ()
    return tuple(_figure(section) for section in sections)


def _figure(section: Section) -> CityFigure:
    kind = next((each for each in FigureKind if each.value in section), FigureKind.LISTED)
    of = section.section(kind.value) or Section(MappingNode((), section.place), section.draft)
    span = section.section("span")
    table = of.text("table")
    for key in ("value", "numerator", "denominator"):
        node = of.get(key)
        if isinstance(node, ScalarNode) and not node.is_blank:
            find_term(node, section.draft)
    return CityFigure(
        id=section.text("id"),
        name=section.text("name"),
        kind=kind,
        place=section.place,
        value=of.text("value"),
        numerator=of.text("numerator"),
        denominator=of.text("denominator"),
        table=table,
        column=of.text("column"),
        condition=build_condition(of.get("condition"), section.draft, table),
        separately=of.flag("separately"),
        applies=build_condition(section.get("applies"), section.draft),
        unit=section.text("unit"),
        decimals=section.integer("decimals") or 0,
        since=span.day("from") if span else None,
        until=span.day("to") if span else None,
        years=_YEARS.get(section.text("years")),
        printed=section.number("printed"),
        printed_as=section.text("printed_as"),
        reason=section.text("reason"),
        source=section.source(),
        note=section.text("note"),
    )
