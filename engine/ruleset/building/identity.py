"""Build what `ruleset.yaml` says of who is assessed: by which fields a unit is known."""

from __future__ import annotations

from typing import TypedDict

from engine.ruleset.below import columns_below
from engine.ruleset.model import Below, Parent, Subject, joined_id, joined_name
from engine.ruleset.nodes import ScalarNode
from engine.ruleset.sections import Section


class Identity(TypedDict):
    """The parts of a ruleset that say who is assessed, and whose earlier workbooks are read."""

    subject: Subject
    parent: Parent | None
    below: Below | None
    last_rulesets: tuple[str, ...]
    id_field: str
    name_field: str
    id_parts: tuple[str, ...]
    name_parts: tuple[str, ...]
    accepted_forms: tuple[str, ...]


def build_identity(root: Section) -> Identity:
    """Build the id and the name of a unit: one field each, or several joined."""
    section = root.section("school")
    ids = text_or_texts(section, "id_field") if section else ()
    names = text_or_texts(section, "name_field") if section else ()
    return Identity(
        subject=Subject(root.text("unit")) if "unit" in root else Subject(),
        parent=_parent(root),
        below=_below(root),
        last_rulesets=root.texts("last_rulesets"),
        id_field=joined_id(ids),
        name_field=joined_name(names),
        id_parts=ids,
        name_parts=names,
        accepted_forms=root.texts("accepted_forms"),
    )


def _parent(root: Section) -> Parent | None:
    section = root.section("parent")
    if section is None:
        return None
    return Parent(Subject(section.text("unit")), section.text("id_field"), section.place)


def _below(root: Section) -> Below | None:
    section, entry = root.section("below"), root.node.entry("below")
    if section is None or entry is None:
        return None
    return Below(
        Subject(section.text("unit")),
        section.text("table"),
        columns_below(entry),
        section.texts("rulesets"),
        section.place,
    )


def text_or_texts(section: Section, key: str) -> tuple[str, ...]:
    """Return one text, or a list of them."""
    if isinstance(section.get(key), ScalarNode):
        text = section.text(key)
        return (text,) if text else ()
    return section.texts(key)
