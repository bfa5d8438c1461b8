"""Build veto clauses: trigger, decision, reliefs and effects."""

from __future__ import annotations

from collections.abc import Mapping

from engine.ruleset.building.conditions import build_condition, require_condition
from engine.ruleset.model import Clause, Effect, EffectKind, Relief
from engine.ruleset.sections import Section


def build_clauses(root: Section) -> tuple[Clause, ...]:
    """Build all clauses in the order of the text; a repeated id is kept, for the checks."""
    sections = root.sections("vetoes")
    origins: dict[str, str] = {}
    for section in sections:
        for relief in section.sections("reliefs"):
            origins.setdefault(relief.text("reduce_to"), section.text("table"))
    return tuple(_clause(section, origins) for section in sections)


def _clause(section: Section, origins: Mapping[str, str]) -> Clause:
    """Build one clause; `origins`: clause that reliefs lead to -> the table they come from."""
    table, draft = section.text("table"), section.draft
    clause_id = section.text("id")
    # A clause that only reliefs lead to reads the record that led to it.
    read = table if table or "trigger" in section else origins.get(clause_id, "")
    return Clause(
        id=clause_id,
        name=section.text("name"),
        gravity=section.integer("gravity") or 0,
        area=section.text("area"),
        effects=_effects(section, clause_id),
        place=section.place,
        table=table,
        trigger=build_condition(section.get("trigger"), draft, table),
        reliefs=tuple(_relief(relief, read) for relief in section.sections("reliefs")),
        decision_fields=section.texts("decision_fields"),
        separately=section.flag("separately"),
        no_fault=build_condition(section.get("no_fault"), draft, read),
        source=section.source(),
        note=section.text("note"),
    )


def _relief(section: Section, table: str) -> Relief:
    return Relief(
        name=section.text("name"),
        condition=require_condition(section.get("condition"), section.place, section.draft, table),
        place=section.place,
        unless=build_condition(section.get("unless"), section.draft, table),
        reduce_to=section.text("reduce_to"),
        signed_fields=section.texts("signed_fields"),
        source=section.source(),
    )


def _effects(section: Section, owner: str) -> tuple[Effect, ...]:
    effects = []
    for number, inner in enumerate(section.sections("effects"), start=1):
        kind = next((kind for kind in EffectKind if kind.value in inner), None)
        if kind is not None:
            effects.append(_effect(kind, inner, f"{owner}/{number}"))
    return tuple(effects)


def _effect(kind: EffectKind, section: Section, effect_id: str) -> Effect:
    key, place = kind.value, section.place
    match kind:
        case EffectKind.BAR_TOP:
            return Effect(effect_id, kind, place)
        case EffectKind.GRADE_CAP | EffectKind.SET_GRADE:
            return Effect(effect_id, kind, place, grade=section.text(key))
        case EffectKind.CARRY_OVER:
            return Effect(effect_id, kind, place, years=section.integer(key) or 1)
        case EffectKind.BAR_PERSON:
            inner = section.section(key)
            if inner is None:
                return Effect(effect_id, kind, place)
            person = inner.text("person_field")
            return Effect(effect_id, kind, place, targets=inner.texts("uses"), person_field=person)
        case EffectKind.SECOND_YEAR:
            inner = section.section(key)
            if inner is None:
                return Effect(effect_id, kind, place)
            condition = build_condition(inner.get("condition"), inner.draft)
            then = _effects(inner, effect_id)
            return Effect(effect_id, kind, place, condition=condition, then=then)
        case _:
            return Effect(effect_id, kind, place, targets=section.texts(key))
