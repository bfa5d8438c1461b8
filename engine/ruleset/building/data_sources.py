"""Build what `ruleset.yaml` says of the sources of facts."""

from __future__ import annotations

from typing import TypedDict

from engine.ruleset.building.identity import text_or_texts
from engine.ruleset.data_sources import ConflictPolicy, DataSource
from engine.ruleset.sections import Section

_POLICIES = {member.value: member for member in ConflictPolicy}


class Sources(TypedDict):
    """The parts of a ruleset that say where facts come from."""

    data_sources: tuple[DataSource, ...]
    conflicts: ConflictPolicy


def build_data_sources(root: Section) -> Sources:
    """Build the sources by precedence, and what stands where two of them differ."""
    return Sources(
        data_sources=tuple(
            DataSource(
                name=each.text("origin"),
                place=each.place,
                files=text_or_texts(each, "file_names"),
                fields=text_or_texts(each, "only_fields"),
                sheets=text_or_texts(each, "sheet"),
                is_roster=each.flag("roster"),
            )
            for each in root.sections("data_sources")
        ),
        conflicts=_POLICIES.get(root.text("conflicts"), ConflictPolicy.NEITHER),
    )
