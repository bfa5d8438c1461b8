"""Find the columns of verification in a header row, each with the stage that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from engine.facts.books.sheet import Raw, Sheet, is_blank, plain
from engine.facts.layout.names import NameIndex, NameMatch, normal_name
from engine.facts.stages.revision import Stage, Stamp
from engine.facts.stages.titles import Part, read_title

_TOP_ROWS, _LAST_ROWS = 20, 10  # where people sign a sheet
_SIGNED = re.compile(r"(?P<title>[^:\s]{2,12}):(?P<text>[^:]{1,60})")


@dataclass(slots=True)
class StageColumns:
    """The columns of one stage; columns count from 0.

    Args:
        signed: What stands above or below the table for all rows (核查人：张三).
    """

    at: dict[Part, int] = field(default_factory=dict)
    signed: dict[Part, str] = field(default_factory=dict)

    def raw(self, part: Part, line: list[Raw]) -> Raw:
        """Return what a row holds in a column, or None without that column."""
        return line[self.at[part]] if part in self.at else None

    def stamp(self, line: list[Raw]) -> Stamp:
        """Return who, when, why and by what evidence."""
        who, when, why = (self._said(each, line) for each in (Part.BY, Part.ON, Part.WHY))
        return Stamp(who, when, why, self.raw(Part.EVIDENCE, line))

    def _said(self, part: Part, line: list[Raw]) -> Raw:
        raw = self.raw(part, line)
        return self.signed.get(part) if is_blank(raw) else raw


Stages = dict[Stage, StageColumns]


def stage_columns(
    line: Sequence[Raw], default: Stage | None, own: Container[int] = ()
) -> tuple[Stages, int | None]:
    """Return the columns of each stage in a header row, and that of the self-reported value.

    A title that names no stage (日期, 理由) belongs to the stage that was named last before it.

    Args:
        default: The stage of titles before any that names one; None leaves them out.
        own: Columns that hold something else, whatever their titles.
    """
    stages: Stages = {}
    reported: int | None = None
    current = default
    for column, cell in enumerate(line):
        title = read_title(cell) if isinstance(cell, str) and column not in own else None
        if title is None:
            continue
        if title.part is Part.REPORTED:
            reported = column if reported is None else reported
            continue
        current = title.stage or current
        if current is not None:
            stages.setdefault(current, StageColumns()).at.setdefault(title.part, column)
    return stages, reported


def record_columns(line: Sequence[Raw], own: Container[int]) -> Stages:
    """Return the columns of a record table that judge its rows (核查结论 or 核查结果)."""
    stages, _ = stage_columns(line, None, own)
    for columns in stages.values():
        value = columns.at.pop(Part.VALUE, None)
        title = read_title(str(line[value])) if value is not None else None
        if value is not None and title is not None and title.is_result:
            columns.at.setdefault(Part.VERDICT, value)
    return {stage: each for stage, each in stages.items() if Part.VERDICT in each.at}


def staged_name(text: str, index: NameIndex) -> tuple[NameMatch, Stage] | None:
    """Recognise a field's own column of verified values: 支部数（核查值）, 支部数核查值."""
    match = index.find(text)
    if match is not None:
        title = read_title(match.bracket) if match.bracket else None
        return (match, title.stage) if _is_value(title) and title and title.stage else None
    name = normal_name(text)
    for length in range(2, min(8, len(name))):
        title = read_title(name[-length:])
        if title is not None and title.stage and _is_value(title):
            match = index.find(name[:-length].rstrip("-_—·"))
            if match is not None:
                return match, title.stage
    return None


def _is_value(title: object) -> bool:
    return getattr(title, "part", None) is Part.VALUE


def read_signatures(sheet: Sheet, stages: Stages) -> None:
    """Note who signed above or below a table, and when, for rows that do not say it."""
    if not stages:
        return
    for cell in _texts_around(sheet):
        for found in _SIGNED.finditer(plain(cell)):
            title = read_title(found["title"])
            if title and title.stage in stages and title.part in (Part.BY, Part.ON, Part.WHY):
                signed, text = stages[title.stage].signed, found["text"].strip()
                if title.part is Part.BY and title.part in signed:  # a team, and one of it
                    text = f"{signed[title.part]}，{text}"
                signed[title.part] = text


def _texts_around(sheet: Sheet) -> Iterator[str]:
    rows = sheet.rows
    near = rows if len(rows) <= _TOP_ROWS + _LAST_ROWS else rows[:_TOP_ROWS] + rows[-_LAST_ROWS:]
    for line in near:
        yield from (
            cell for cell in line if isinstance(cell, str) and (":" in cell or "：" in cell)
        )
