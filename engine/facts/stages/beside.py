"""Gather what a team wrote beside the school's own values: on its form, or in its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.facts.books.sheet import Sheet, is_blank
from engine.facts.gathering import Gathering
from engine.facts.layout.heads import Head, under_head
from engine.facts.stages.columns import StageColumns, Stages
from engine.facts.stages.revision import RawRevision, Stage
from engine.facts.stages.titles import Part

_NONE = StageColumns()


@dataclass(frozen=True, slots=True)
class StagedHead:
    """A column of verified values of one field."""

    stage: Stage
    head: Head


def gather_beside(
    sheet: Sheet,
    rows: Sequence[tuple[int, str, str]],
    heads: Sequence[StagedHead],
    stages: Stages,
    origin: int,
    gathering: Gathering,
) -> None:
    """Gather the verified values of rows that hold one school each.

    Args:
        rows: (row, school id, school name); rows count from 0.
        heads: The columns of verified values. stages: who, when and why of the whole row.
    """
    for number, school_id, name in rows:
        line = sheet.rows[number]
        for each in heads:
            if is_blank(line[each.head.column]):
                continue
            stamp = stages.get(each.stage, _NONE).stamp(line)
            gathering.revisions.append(
                RawRevision(
                    school_id, name, each.head.field.id, each.stage,
                    under_head(sheet, number, each.head), None, None, stamp,
                    origin, number + 1, each.head.column + 1,
                )
            )  # fmt: skip


def gather_on_form(
    sheet: Sheet,
    entries: Sequence[tuple[int, Head]],
    stages: Stages,
    school_id: str,
    origin: int,
    gathering: Gathering,
) -> None:
    """Gather the verified values beside the lines of a form.

    Args:
        entries: (row, head of the school's own value); rows count from 0.
    """
    for number, own in entries:
        line = sheet.rows[number]
        for stage, columns in stages.items():
            verdict = columns.raw(Part.VERDICT, line)
            at = columns.at.get(Part.VALUE)
            if at is None and is_blank(verdict):
                continue
            if at is not None and is_blank(line[at]) and is_blank(verdict):
                continue
            head = Head(own.column if at is None else at, own.field, own.unit, own.broken)
            value = None if at is None else under_head(sheet, number, head)
            column = columns.at[Part.VERDICT] if at is None else at
            gathering.revisions.append(
                RawRevision(
                    school_id, "", own.field.id, stage, value, verdict, None,
                    columns.stamp(line), origin, number + 1, column + 1,
                )
            )  # fmt: skip
