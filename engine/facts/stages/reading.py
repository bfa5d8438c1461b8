"""Recognise the sheets of a team (核查、复核) and gather them, one fact or one school a row."""

from __future__ import annotations

from engine.diagnostics import Diagnostics
from engine.facts.books.sheet import Sheet
from engine.facts.layout.names import Dictionary
from engine.facts.schools.school_rows import Group
from engine.facts.stages.sheets import RevisionLayout, gather_revisions, read_revision_layout
from engine.facts.stages.wide import WideLayout, gather_wide, read_wide_layout

Verification = RevisionLayout | WideLayout


def read_verification(
    sheet: Sheet, names: Dictionary, diagnostics: Diagnostics
) -> Verification | None:
    """Return how a sheet of verification is laid out; None for a sheet of anything else."""
    long = read_revision_layout(sheet, names)
    return long or read_wide_layout(sheet, names, diagnostics)


def gather_verification(layout: Verification, group: Group) -> None:
    """Gather the verified values of a sheet."""
    if isinstance(layout, RevisionLayout):
        gather_revisions(layout, group)
    else:
        gather_wide(layout, group)
