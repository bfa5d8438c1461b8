"""Sort the problems of a batch by the file and cell they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.annotating.sheet_part import Cell, column_number
from engine.diagnostics import Diagnostic, Severity

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_WORST_FIRST = tuple(Severity)
# A comment is for reading at a glance; the list has everything.
_LONGEST_COMMENT = 2_000


def problems_by_file(problems: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Return the problems of each file (and, under "", those of none), in their order."""
    found: dict[str, list[Diagnostic]] = {}
    for each in problems:
        found.setdefault(each.place.file if each.place else "", []).append(each)
    return found


def cell_of(problem: Diagnostic) -> Cell | None:
    """Return the cell in which a problem stands: row and column, counted from 1."""
    found = _CELL.fullmatch(problem.place.cell) if problem.place else None
    return (int(found[2]), column_number(found[1])) if found else None


@dataclass(frozen=True, slots=True)
class Remark:
    """Everything that is to be said at one cell."""

    problems: tuple[Diagnostic, ...]

    @property
    def severity(self) -> Severity:
        """Return the worst severity of all."""
        return min((each.severity for each in self.problems), key=_WORST_FIRST.index)

    @property
    def text(self) -> str:
        """Return the text of the comment."""
        told = sorted(self.problems, key=lambda each: _WORST_FIRST.index(each.severity))
        text = "\n\n".join(map(_said, told))
        if len(text) > _LONGEST_COMMENT:
            text = text[:_LONGEST_COMMENT] + "……\n（其余见问题清单）"
        return text


def _said(problem: Diagnostic) -> str:
    """Say a problem in a line, and its way out in another: by these lines we know our own text."""
    hint = f"\n→ {_one_line(problem.hint)}" if problem.hint else ""
    return f"【{problem.severity.label} {problem.code}】{_one_line(problem.message)}{hint}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
