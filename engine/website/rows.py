"""Set every school as a row: what the table of schools shows, and what the overview counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.reports.run_folder import Row
from engine.reports.story_file import Story
from engine.veto.trace import VetoStatus

NONE = "—"


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school, as its story tells it; texts are as they are shown.

    Args:
        total: Empty where there is none. rank: 0 where it has none.
        status: 已定等, 暂缓定等 or 不定等. reasons: Why it has no grade.
        dimensions: Points of each dimension, in the order of the rules; empty where it does not
            apply.
        vetoes: Status of a clause -> how many, the gravest first.
    """

    id: str
    name: str
    cohort: str
    total: str
    grade: str
    rank: int
    status: str
    reasons: tuple[str, ...]
    dimensions: tuple[str, ...]
    vetoes: tuple[tuple[str, int], ...]

    @property
    def outcome(self) -> str:
        """Return the grade, or why there is none."""
        return self.grade or self.status


def school_row(story: Story, vetoes: Mapping[str, int]) -> SchoolRow:
    """Return the row of one school.

    Args:
        story: Of the school. vetoes: Status -> how many clauses stand like that.
    """
    return SchoolRow(
        story["school_id"],
        story["name"],
        story["cohort"],
        story["total"] or "",
        story["grade"],
        story["rank"],
        story["status"],
        tuple(story["reasons"]),
        tuple(each["points"] if each["applicable"] else "" for each in story["dimensions"]),
        tuple((each, vetoes[each]) for each in veto_words(vetoes)),
    )


def veto_words(found: Sequence[str] | Mapping[str, int]) -> list[str]:
    """Return the statuses that occur, the gravest first."""
    return [each.label for each in VetoStatus if each.label in found]


def vetoes_by_school(rows: Sequence[Row]) -> dict[str, Counter[str]]:
    """Return the cell of a school's id -> status -> how many, from the rows of vetoes.csv."""
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        counted.setdefault(row["school_id"], Counter())[row["status"]] += 1
    return counted


def sort_key(points: str) -> str:
    """Return points as a number that a browser can compare; empty where there are none.

    >>> sort_key("93.57"), sort_key("10/3"), sort_key("")
    ('93.57', '3.3333333333', '')
    """
    return f"{float(Fraction(points)):.10f}" if "/" in points else points
