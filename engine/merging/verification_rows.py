"""Carry along what a team verified (核查、复核), beside the values as they were reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts.stages.revision import Outcome, Revision, Stage
from engine.facts.stages.titles import Part, title_of
from engine.facts.table import Column, FactTable
from engine.merging.cells import write_text
from engine.merging.looks import Looks
from engine.templates.page_setup import set_page

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_SHEET = "核查记录"
_PARTS = (Part.VALUE, Part.BY, Part.ON, Part.WHY, Part.EVIDENCE)
# What leaves a fact open again, and what keeps whatever stood.
_WORDS = {Outcome.UNSETTLED: "不认可", Outcome.CONFIRMED: "维持"}


def reported_columns(facts: FactTable) -> dict[str, Column]:
    """Return the columns as they are merged: what was verified, as the schools reported it."""
    verified = {each.field for each in facts.revisions if not each.table}
    return {
        name: facts.reported.get(name, column) if name in verified else column
        for name, column in facts.columns.items()
    }


def write_verification(book: Workbook, facts: FactTable, id_title: str, looks: Looks) -> None:
    """Write a row a verified fact and stage."""
    revisions = [each for each in facts.revisions if not each.table]
    if not revisions:
        return
    sheet = book.add_worksheet(_SHEET)
    titles = [title_of(part, stage) for stage in Stage for part in _PARTS]
    for at, title in enumerate((id_title, "字段", *titles)):
        sheet.write_string(0, at, title, looks.head)
        sheet.set_column(at, at, 16)
    sheet.freeze_panes(1, 2)
    sheet.set_default_row(20)
    sheet.set_row(0, 32)
    set_page(sheet, _SHEET, 0, width=16 * (2 + len(titles)))
    for row, each in enumerate(revisions, 1):
        write_text(sheet, row, 0, facts.school_ids[each.school], looks)
        write_text(sheet, row, 1, each.field, looks)
        first = 2 + list(Stage).index(each.stage) * len(_PARTS)
        for at, text in enumerate(_texts(each), first):
            if text:
                write_text(sheet, row, at, text, looks)


def _texts(each: Revision) -> tuple[str, ...]:
    value = _WORDS.get(each.outcome, each.new)
    return value, each.who, each.when, each.why, each.evidence
