"""Carry along which records a team did not accept (不认可): they are not counted again either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facts.stages.revision import Outcome, Revision
from engine.facts.table import FactTable, RecordSet
from engine.merging.cells import write_text
from engine.merging.looks import Looks

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_REFUSED = "不认可"


class VerdictColumns:
    """The columns of verification behind a record table; none where every record is counted."""

    def __init__(self, facts: FactTable, records: RecordSet) -> None:
        self._refused: dict[int, Revision] = {}
        places = records.places
        refusals = {
            each.old_place: each
            for each in facts.revisions
            if each.table == records.table.id and each.outcome is Outcome.REFUSED
        }
        for index in records.left_out if places is not None else ():
            revision = refusals.get(places.place(index)) if places is not None else None
            if revision is not None:
                self._refused[index] = revision
        stages = {each.stage for each in self._refused.values()}
        self._stages = sorted(stages)

    @property
    def titles(self) -> list[str]:
        """Return the titles of the columns, in order."""
        parts = ("结论", "人", "日期", "理由")
        return [f"{stage.label}{part}" for stage in self._stages for part in parts]

    def write(self, sheet: Worksheet, row: int, at: int, index: int, looks: Looks) -> None:
        """Write what was found of one record, from a column on."""
        revision = self._refused.get(index)
        if revision is None:
            return
        at += 4 * self._stages.index(revision.stage)
        for text in (_REFUSED, revision.who, revision.when, revision.why):
            if text:
                write_text(sheet, row, at, text, looks)
            at += 1
