"""Gather what a team concluded about the rows of a record table, on the table's own sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.facts.books.sheet import Sheet, is_blank, shown
from engine.facts.gathering import Gathering, RawRecords
from engine.facts.schools.school_rows import SchoolRow
from engine.facts.stages.columns import Stages
from engine.facts.stages.revision import RawRevision
from engine.facts.stages.stamps import StampReader
from engine.facts.stages.titles import Part
from engine.facts.stages.words import Word, word_of_verdict


def gather_verdicts(
    sheet: Sheet,
    stages: Stages,
    rows: Sequence[SchoolRow],
    numbers: Sequence[int],
    origin: int,
    records: RawRecords,
) -> None:
    """Gather the verdicts on records.

    Args:
        rows: The rows of the records. numbers: The number of each record.
    """
    if not stages:
        return
    records.judging.add(origin)
    for row, number in zip(rows, numbers, strict=True):
        verdicts = list(_verdicts(sheet, stages, row, origin))
        if verdicts:
            records.verdicts[number] = verdicts
            words = [word_of_verdict(each.verdict) for each in verdicts]
            if Word.ADDED in words:
                records.added.add(number)


def refuse_none(
    sheet: Sheet,
    stages: Stages,
    rows: Sequence[SchoolRow],
    records: RawRecords,
    gathering: Gathering,
) -> None:
    """Say that a team does not accept 「无」: what there is has to be added, or is not known."""
    for row in rows if stages else ():
        for each in _verdicts(sheet, stages, row, gathering.origin(sheet.origin)):
            if word_of_verdict(each.verdict) in (Word.CONFIRMED, Word.PENDING):
                continue
            records.unreadable.add(row.school_id)
            text = shown(each.verdict)
            gathering.diagnostics.error(
                "F079",
                f"{gathering.ruleset.subject.called(row.school_id)}的台账“{records.table.id}”填“无”，"
                f"{each.stage.label}结论是“{text}”，但没有登记查实的记录，这张台账不能确定",
                StampReader(gathering).place(each),
                text,
                "请逐条补登查实的记录，核查结论写“补登”，并删去这一行",
            )


def _verdicts(sheet: Sheet, stages: Stages, row: SchoolRow, origin: int) -> Iterator[RawRevision]:
    line = sheet.rows[row.number]
    for stage, columns in sorted(stages.items()):
        raw = columns.raw(Part.VERDICT, line)
        if not is_blank(raw):
            yield RawRevision(
                row.school_id, "", "", stage, None, raw, None, columns.stamp(line),
                origin, row.number + 1, columns.at[Part.VERDICT] + 1,
            )  # fmt: skip
