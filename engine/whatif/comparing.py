"""Hold an assessment against one with facts changed: what moves for a school, and for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from engine.assess import Assessment
from engine.diagnostics import Diagnostic
from engine.explain import LedgerLine, Ledgers, LineKind, SchoolLedger, UnitsText
from engine.facts.unread import unread_of
from engine.grading.book import MoveKind
from engine.points import to_units
from engine.scoring import Status
from engine.whatif.applying import ASSUMED

# Kinds of the one line that an indicator has: a change between them is a change of that line.
_OF_AN_INDICATOR = (
    LineKind.LOSS,
    LineKind.GAP,
    LineKind.NOT_APPLICABLE,
    LineKind.BONUS,
    LineKind.DEDUCTION,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one school came to; points as text, None for a total that it has not."""

    base: str | None
    bonus: str
    deduction: str
    total: str | None
    grade: str
    status: str
    rank: int
    cohort: str
    reasons: tuple[str, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact before and after; empty where there was none. note: why it does not tell, if so."""

    name: str
    before: str
    after: str
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """One indicator before and after: points as text, and the word for its status.

    Of a deduction item the points are what it takes off, with a minus.
    """

    id: str
    name: str
    before: str
    after: str
    status_before: str
    status_after: str


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line of the ledger before and after; None where it was not there, or is no more."""

    before: LedgerLine | None
    after: LedgerLine | None


@dataclass(frozen=True, slots=True)
class VetoChange:
    """How often a clause stands so, before and after."""

    clause: str
    name: str
    status: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OtherChange:
    """Another school that moves because of it."""

    school_id: str
    name: str
    grade_before: str
    grade_after: str
    rank_before: int
    rank_after: int
    total_before: str | None
    total_after: str | None
    by_quota: bool

    @property
    def has_other_grade(self) -> bool:
        return self.grade_before != self.grade_after


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Everything that changes.

    Args:
        school_id, name: The school. facts: What was assumed.
        before, after: What the school came to.
        indicators: Those whose points or status changed. lines: of the ledger.
        others: The other schools that move, in the order of their ids.
        problems: What there is to say about what was assumed.
        checks: Checks that fail only after, and those that fail no more.
    """

    school_id: str
    name: str
    facts: tuple[FactChange, ...]
    before: Outcome
    after: Outcome
    indicators: tuple[IndicatorChange, ...]
    lines: tuple[LineChange, ...]
    vetoes: tuple[VetoChange, ...]
    others: tuple[OtherChange, ...]
    problems: tuple[Diagnostic, ...]
    checks: tuple[tuple[str, ...], tuple[str, ...]]
    unread: tuple[Diagnostic, ...]
    said: UnitsText

    @property
    def changes_nothing(self) -> bool:
        """Say whether the result is the same, for this school and all others."""
        return (
            self.before == self.after
            and not self.indicators
            and not self.lines
            and not self.vetoes
            and not self.others
        )


def compare_results(
    before: Assessment, after: Assessment, school_id: str, facts: tuple[FactChange, ...]
) -> WhatIf:
    """Compare what one school came to, and how others move.

    Args:
        before, after: Of the same schools.
        school_id: The school whose facts were changed. facts: What was changed.
    """
    row = before.facts.school_ids.index(school_id)
    said = UnitsText(before.ruleset.unit)
    told = set(before.problems)
    return WhatIf(
        school_id=school_id,
        name=before.facts.names[row],
        facts=facts,
        before=_outcome(before, row, said),
        after=_outcome(after, row, said),
        indicators=tuple(_indicators(before, after, row, said)),
        lines=tuple(_lines(_ledger(before, row), _ledger(after, row))),
        vetoes=tuple(_vetoes(before, after, row)),
        others=tuple(_others(before, after, row, said)),
        problems=tuple(
            each
            for each in after.problems
            if each not in told and each.place is not None and each.place.file == ASSUMED
        ),
        checks=_checks(before, after, school_id),
        unread=unread_of(before.facts.problems),
        said=said,
    )


def _outcome(assessment: Assessment, row: int, said: UnitsText) -> Outcome:
    book = assessment.book
    is_rated = bool(book.rated_mask[row])
    return Outcome(
        base=said(int(book.roll_up.base[row])) if is_rated else None,
        bonus=said(int(book.roll_up.bonus[row])),
        deduction=said(int(book.roll_up.deduction[row])),
        total=_total(assessment, row, said),
        grade=book.grade[row],
        status=book.status[row].label,
        rank=int(book.rank[row]),
        cohort=book.cohort[row],
        reasons=book.reasons[row],
        moves=tuple(move.reason for move in book.moves[row]),
    )


def _total(assessment: Assessment, row: int, said: UnitsText) -> str | None:
    total = assessment.book.total_of(row)
    return None if total is None else said(total)


def _ledger(assessment: Assessment, row: int) -> SchoolLedger:
    ledgers = Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )
    return ledgers.of_school(row)


def _indicators(
    before: Assessment, after: Assessment, row: int, said: UnitsText
) -> Iterator[IndicatorChange]:
    n_gains = len(before.scores.indicators) - len(before.ruleset.deductions.items)
    for at, indicator in enumerate(before.scores.indicators):
        points = [int(each.book.points[row, at]) for each in (before, after)]
        if at >= n_gains:
            full = to_units(indicator.points, before.ruleset.unit)
            points = [each - full for each in points]
        statuses = [Status(int(each.scores.status[row, at])) for each in (before, after)]
        if points[0] != points[1] or statuses[0] is not statuses[1]:
            yield IndicatorChange(
                indicator.id,
                indicator.name,
                said(points[0]),
                said(points[1]),
                statuses[0].label,
                statuses[1].label,
            )


def _lines(before: SchoolLedger, after: SchoolLedger) -> Iterator[LineChange]:
    """Pair lines about the same thing, in the order of the ledger, and yield those that differ."""
    grouped: dict[tuple[str, ...], tuple[list[LedgerLine], list[LedgerLine]]] = {}
    for side, ledger in enumerate((before, after)):
        for line in ledger.lines:
            kind = "own" if line.kind in _OF_AN_INDICATOR else line.kind.value
            grouped.setdefault((line.rule, line.about, kind), ([], []))[side].append(line)
    changes = [
        LineChange(old, new)
        for olds, news in grouped.values()
        for old, new in zip_longest(olds, news)
        if old is None or new is None or _content(old) != _content(new)
    ]
    order = {kind: number for number, kind in enumerate(LineKind)}
    yield from sorted(changes, key=lambda each: order[_either(each).kind])


def _either(change: LineChange) -> LedgerLine:
    line = change.after or change.before
    assert line is not None  # a change has a side
    return line


def _content(line: LedgerLine) -> tuple[object, ...]:
    return line.kind, line.points, line.sentence, line.status


def _vetoes(before: Assessment, after: Assessment, row: int) -> Iterator[VetoChange]:
    counts = []
    for assessment in (before, after):
        trace = assessment.trace.by_school.get(row)
        cases = trace.cases if trace is not None else ()
        counts.append(Counter((each.clause, each.status.label) for each in cases))
    for clause, status in dict.fromkeys((*counts[0], *counts[1])):
        old, new = (count[clause, status] for count in counts)
        if old != new:
            name = before.ruleset.clauses[clause].name
            yield VetoChange(clause, name, status, old, new)


def _others(
    before: Assessment, after: Assessment, row: int, said: UnitsText
) -> Iterator[OtherChange]:
    for other, school_id in enumerate(before.facts.school_ids):
        if other == row:
            continue
        old, new = (
            (
                each.book.grade[other] or each.book.status[other].label,
                int(each.book.rank[other]),
                _total(each, other, said),
            )
            for each in (before, after)
        )
        if old != new:
            moves = [
                {move for move in each.book.moves[other] if move.kind is MoveKind.QUOTA}
                for each in (before, after)
            ]
            yield OtherChange(
                school_id,
                before.facts.names[other],
                old[0],
                new[0],
                old[1],
                new[1],
                old[2],
                new[2],
                moves[0] != moves[1],
            )


def _checks(
    before: Assessment, after: Assessment, school_id: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    failed = [
        set(each.checks.failed_in(school_id)) if each.checks is not None else set()
        for each in (before, after)
    ]
    return tuple(sorted(failed[1] - failed[0])), tuple(sorted(failed[0] - failed[1]))
