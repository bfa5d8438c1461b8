"""Build 佐证办法, and the column by which records name their evidence."""

from __future__ import annotations

from dataclasses import fields

from engine.diagnostics import Place
from engine.ruleset.dictionary import EVIDENCE_NUMBER
from engine.ruleset.model import EvidenceAction, EvidencePolicy, Field, FieldType
from engine.ruleset.sections import Section

_ACTIONS = {member.value: member for member in EvidenceAction}


def build_evidence_policy(root: Section) -> EvidencePolicy | None:
    """Build what becomes of facts without accepted evidence; None where nothing is said."""
    section = root.section("evidence_policy")
    if section is None:
        return None
    written = {
        part.name: _ACTIONS[section.text(part.name)]
        for part in fields(EvidencePolicy)
        if section.text(part.name) in _ACTIONS
    }
    return EvidencePolicy(section.place, section.day("due"), **written)


def with_evidence_number(columns: dict[str, Field], place: Place) -> dict[str, Field]:
    """Return the columns of a table whose records need evidence, with the one that names it."""
    if EVIDENCE_NUMBER in columns:
        return columns
    note = "佐证目录里的编号；有几件的用、隔开"
    return {**columns, EVIDENCE_NUMBER: Field(EVIDENCE_NUMBER, FieldType.TEXT, place, note=note)}
