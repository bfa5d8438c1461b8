"""Find the columns of verification in a header row, each with the stage that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.facts.sheet import Raw
from engine.facts.stages.revision import Stage, Stamp
from engine.facts.stages.titles import Part, read_title


@dataclass(slots=True)
class StageColumns:
    """The columns of one stage; columns count from 0."""

    at: dict[Part, int] = field(default_factory=dict)

    def raw(self, part: Part, line: list[Raw]) -> Raw:
        """Return what a row holds in a column, or None without that column."""
        return line[self.at[part]] if part in self.at else None

    def stamp(self, line: list[Raw]) -> Stamp:
        """Return who, when, why and by what evidence."""
        return Stamp(
            *(self.raw(each, line) for each in (Part.BY, Part.ON, Part.WHY, Part.EVIDENCE))
        )


def stage_columns(
    line: list[Raw], default: Stage | None
) -> tuple[dict[Stage, StageColumns], int | None]:
    """Return the columns of each stage in a header row, and that of the self-reported value.

    A title that names no stage (日期, 理由) belongs to the stage that was named last before it.

    Args:
        default: The stage of titles before any that names one; None leaves them out.
    """
    stages: dict[Stage, StageColumns] = {}
    reported: int | None = None
    current = default
    for column, cell in enumerate(line):
        title = read_title(cell) if isinstance(cell, str) else None
        if title is None:
            continue
        if title.part is Part.REPORTED:
            reported = column if reported is None else reported
            continue
        current = title.stage or current
        if current is not None:
            stages.setdefault(current, StageColumns()).at.setdefault(title.part, column)
    return stages, reported
