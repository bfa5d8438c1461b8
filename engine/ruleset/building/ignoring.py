"""Build what `ruleset.yaml` says of findings that are not told again (不再提示)."""

from __future__ import annotations

from engine.ruleset.building.identity import text_or_texts
from engine.ruleset.ignoring import IgnoredFinding
from engine.ruleset.sections import Section


def build_ignored(root: Section) -> tuple[IgnoredFinding, ...]:
    """Build the entries, in the order of the text."""
    return tuple(
        IgnoredFinding(
            entry.text("code"), entry.text("reason"), entry.place, text_or_texts(entry, "items")
        )
        for entry in root.sections("ignored_findings")
    )
