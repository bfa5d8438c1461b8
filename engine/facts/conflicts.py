"""Two values for one fact (来源冲突): what each place says, which one stands, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostic, Diagnostics, Severity
from engine.facts.books.sheet import shown
from engine.facts.cells.display import value_text
from engine.facts.columns import Conflict, ReadCells
from engine.facts.gathering import RawCells
from engine.facts.precedence import Precedence
from engine.facts.stages.revision import Outcome, Revision
from engine.facts.table import Claim, FactConflict, Origin, State
from engine.ruleset.model import Field, Subject

_NEITHER = "，两处都不采用"


@dataclass(slots=True)
class ConflictReport:
    """Describes the contradictions of one field, over the schools or over the records of a table.

    Args:
        ranks: The place of each cell's source in the order of sources.
        table: The record table; empty for the school's own fields.
    """

    field: Field
    cells: RawCells
    read: ReadCells
    origins: tuple[Origin, ...]
    precedence: Precedence
    ranks: NDArray[np.int64]
    subject: Subject
    table: str = ""

    def entries(
        self,
        conflicts: Sequence[Conflict],
        owners: NDArray[np.int64],
        school_of: Sequence[str],
        events: Sequence[str] = (),
    ) -> list[FactConflict]:
        """Return one entry an owner, with what is to be told of every contradiction.

        Args:
            owners: The owner of each cell.
            school_of: The school id of each owner.
            events: Of the records of a table: the event of each owner.
        """
        found: dict[int, list[Conflict]] = {}
        for each in conflicts:
            found.setdefault(int(owners[each.first]), []).append(each)
        told = []
        for owner in sorted(found):
            event = events[owner] if events else ""
            at = np.flatnonzero(owners == owner).tolist()
            told.append(self._entry(found[owner], at, school_of[owner], event))
        return told

    def _entry(
        self, conflicts: list[Conflict], at: list[int], school_id: str, event: str
    ) -> FactConflict:
        stands = all(each.is_settled for each in conflicts)
        chosen = conflicts[0].first
        told = [each for each in at if self._says(each)]
        told.sort(key=lambda each: (self.ranks[each], each))
        claims = tuple(
            Claim(
                self._text(each),
                self.cells.place(each, self.origins),
                self._source(each),
                stands and self._same(each, chosen),
            )
            for each in told
        )
        last = conflicts[-1].second if stands else self._unsettled(conflicts).second
        why = self._why(chosen, last, stands)
        problems = tuple(self._problem(each, school_id, event) for each in conflicts)
        return FactConflict(
            school_id, self.field.id, claims, why, stands, self.table, event, problems
        )

    def _unsettled(self, conflicts: list[Conflict]) -> Conflict:
        return next(each for each in conflicts if not each.is_settled)

    def _says(self, at: int) -> bool:
        is_blank = self.read.blank_mask[at] or self.read.states[at] == State.MISSING
        return not is_blank

    def _same(self, one: int, other: int) -> bool:
        read = self.read
        return bool(
            read.values[one] == read.values[other] and read.states[one] == read.states[other]
        )

    def _source(self, at: int) -> str:
        source = self.precedence.source(int(self.ranks[at]))
        return source.name if source else ""

    def _why(self, first: int, second: int, stands: bool) -> str:
        ours, theirs = self._source(first), self._source(second)
        if stands:
            behind = f"“{theirs}”" if theirs else "其他来源"
            return f"按数据来源的次序，“{ours}”先于{behind}"
        if not self.precedence.is_ordered:
            return "方案没有写按次序取舍，都不采用"
        if ours:
            return f"都是来源“{ours}”，没有先后，都不采用"
        return "都不在数据来源里，没有先后，都不采用"

    def _problem(self, conflict: Conflict, school_id: str, event: str) -> Diagnostic:
        here = self.cells.place(conflict.second, self.origins)
        there = self.cells.place(conflict.first, self.origins)
        ours, theirs = self._text(conflict.second), self._text(conflict.first)
        what = f"台账“{self.table}”事件“{event}”的" if self.table else ""
        message = (
            f"{self.subject.called(school_id)}的{what}{self.field.id}这里是“{ours}”，"
            f"在 {there} 是“{theirs}”"
        )
        if conflict.is_settled:
            why = self._why(conflict.first, conflict.second, stands=True)
            said, hint = f"{message}，{why}，用后者", "请核对；不对的请改"
            return Diagnostic("F098", Severity.NOTE, said, here, ours, hint)
        hint = "请核对后改成一致，或只留一处"
        return Diagnostic("F023", Severity.ERROR, f"{message}{_NEITHER}", here, ours, hint)

    def _text(self, index: int) -> str:
        if self.read.states[index] == State.NOT_APPLICABLE:
            return "不适用"
        if self.read.states[index] == State.UNREADABLE:
            return shown(self.cells.raw[index])
        return shown(value_text(self.field, int(self.read.values[index]), self.read.levels))


def with_outcomes(
    conflicts: Iterable[FactConflict],
    revisions: Iterable[Revision],
    school_ids: Sequence[str],
    diagnostics: Diagnostics,
) -> tuple[FactConflict, ...]:
    """Return conflicts in the order of schools, and tell of them.

    Where a team verified the fact, its value stands: then there is nothing left to mend.
    """
    verified = {
        (school_ids[each.school], each.field): each
        for each in revisions
        if not each.table and each.outcome in (Outcome.CHANGED, Outcome.CONFIRMED)
    }
    told = []
    for each in conflicts:
        revision = None if each.table else verified.get((each.school_id, each.field))
        if revision is not None:
            verdict = f"{revision.stage.label}为“{revision.new}”，用{revision.stage.label}的"
            claims = tuple(replace(claim, stands=False) for claim in each.claims)
            problems = tuple(_overruled(problem, verdict) for problem in each.problems)
            why = f"{each.why}；{verdict}"
            each = replace(each, why=why, claims=claims, is_settled=True, problems=problems)
        diagnostics.extend(each.problems)
        told.append(each)
    return tuple(sorted(told, key=lambda each: each.school_id))


def _overruled(problem: Diagnostic, verdict: str) -> Diagnostic:
    """Return what is told of two values where a verified one stands in their place."""
    said = f"{problem.message.removesuffix(_NEITHER)}；{verdict}"
    return replace(problem, code="F098", severity=Severity.NOTE, message=said, hint="")
