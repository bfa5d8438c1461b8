"""Build who answers for what: kinds of duty, the matrix, the leaders' table, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.ruleset.building.deeds import build_deed
from engine.ruleset.model import Duties, DutyKind, DutyRow
from engine.ruleset.nodes import MappingNode, ScalarNode
from engine.ruleset.sections import Section


def build_duties(root: Section | None) -> Duties:
    """Build the duties; empty where the ruleset has none."""
    section = root.section("duties") if root else None
    if section is None:
        return Duties()
    kinds = {
        name: DutyKind(
            name, inner.text("name"), inner.number("coefficient") or Fraction(0), inner.place
        )
        for name, inner in section.named("kinds")
    }
    matrix = tuple(
        DutyRow(row.text("area"), _kind_by_post(row), row.place, row.source())
        for row in section.sections("matrix")
    )
    return Duties(
        table=section.text("table"),
        person_field=section.text("person_field"),
        posts_field=section.text("posts_field"),
        areas_field=section.text("areas_field"),
        repeat_field=section.text("repeat_field"),
        repeat_uses=section.texts("repeat_uses"),
        owner_kind=section.text("owner_kind"),
        kinds=kinds,
        matrix=matrix,
        deeds=tuple(build_deed(each) for each in section.sections("deeds")),
        place=section.place,
    )


def _kind_by_post(row: Section) -> Mapping[str, str]:
    node = row.get("duties")
    return {
        entry.key: entry.value.text
        for entry in (node if isinstance(node, MappingNode) else ())
        if isinstance(entry.value, ScalarNode)
    }
