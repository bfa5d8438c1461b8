"""Screen the vetoes on columns, all schools at once; only findings go on to the chain.

A trigger that cannot be decided is a finding too (待核实). A record table that is missing or
unreadable for a school makes every clause on it undetermined there: it never reads as
"nothing happened".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import FactTable, State
from engine.ruleset.model import Clause, RuleSet
from engine.scoring.conditions import FALSE, TRUE
from engine.scoring.views import RecordView, View
from engine.veto.findings import Finding
from engine.veto.reading import answer, missing_names, persons_named, texts_in
from engine.veto.relieving import ReliefBook
from engine.veto.trace import VetoStatus

_UNKNOWN_TABLE = (State.MISSING, State.UNREADABLE)


def screen_vetoes(
    ruleset: RuleSet, facts: FactTable, schools: View
) -> Mapping[int, tuple[Finding, ...]]:
    """Return position of the school -> its findings, in the order of clauses and records.

    Args:
        schools: Facts and derived values of the schools (`school_view`).
    """
    found: dict[int, list[Finding]] = {}
    for clause in ruleset.clauses.values():
        if clause.trigger is None:
            continue
        for finding in _screen_clause(clause, ruleset, facts, schools):
            found.setdefault(finding.school, []).append(finding)
    return {school: tuple(found[school]) for school in sorted(found)}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows on which a clause is screened: records of its table, or the schools."""

    view: View
    facts: FactTable
    table: str

    def school(self, row: int) -> int:
        return int(self.facts.records[self.table].school_index[row]) if self.table else row

    def event_id(self, row: int) -> str:
        if not self.table:
            return ""
        records = self.facts.records[self.table]
        field = records.table.event_field
        return "".join(texts_in(records.columns[field], row)) if field else ""


def _screen_clause(
    clause: Clause, ruleset: RuleSet, facts: FactTable, schools: View
) -> Iterator[Finding]:
    if clause.table:
        yield from _unknown_tables(clause, facts)
        view: View = RecordView(facts.records[clause.table], schools)
    else:
        view = schools
    answers = answer(clause.trigger, view)
    hit = answers != FALSE
    if clause.table:
        hit &= facts.records[clause.table].in_window
    rows: NDArray[np.intp] = np.flatnonzero(hit)
    if not rows.size:
        return
    reliefs = ReliefBook(clause, ruleset, view) if (answers[rows] == TRUE).any() else None
    where = _Rows(view, facts, clause.table)
    for row in rows.tolist():
        finding = _finding(clause, where, row)
        if answers[row] == TRUE and reliefs is not None:
            yield _charged(finding, ruleset, reliefs, view, row)
        else:
            yield replace(
                finding, certain=False, unknown=missing_names([clause.trigger], view, row)
            )


def _unknown_tables(clause: Clause, facts: FactTable) -> Iterator[Finding]:
    states = facts.records[clause.table].states
    for school in np.flatnonzero(np.isin(states, _UNKNOWN_TABLE)).tolist():
        yield Finding(
            school,
            clause.id,
            -1,
            certain=False,
            event=("case", clause.id),
            charged=clause.id,
            unknown=(clause.table,),
        )


def _finding(clause: Clause, where: _Rows, row: int) -> Finding:
    """Start a finding: whose it is, and which event it belongs to.

    A record without an event id is an event of its own: two clauses on the same row are one
    event. A school's own facts tell of no event, so nothing ties their clauses.
    """
    event_id = where.event_id(row)
    record = row if clause.table else -1
    event = ("case", clause.id)
    if event_id:
        event = ("event", event_id)
    elif clause.table:
        event = (clause.table, str(row))
    return Finding(
        where.school(row),
        clause.id,
        record,
        certain=True,
        event=event,
        charged=clause.id,
        event_id=event_id,
        persons=persons_named(clause, where.view, row),
    )


def _charged(
    finding: Finding, ruleset: RuleSet, reliefs: ReliefBook, view: View, row: int
) -> Finding:
    """Add what reliefs, decision and liability say about a trigger that holds."""
    review = reliefs.review(row)
    charged = ruleset.clauses[review.to or finding.clause]
    liability, liability_unknown = reliefs.liability(charged.id, row)
    undecided = reliefs.blank_decision(charged.id, row)
    if review.unsigned and (undecided or not ruleset.clauses[finding.clause].decision_fields):
        # No organ has spoken on the clause itself: what is unsigned is still to be decided.
        undecided = tuple(dict.fromkeys((*undecided, *review.unsigned)))
    return replace(
        finding,
        charged=charged.id,
        reliefs=review.reliefs,
        outcome=review.outcome,
        relief=review.relief,
        unknown=review.unknown,
        status=VetoStatus.PROPOSED if undecided else VetoStatus.IN_FORCE,
        undecided=undecided,
        liability=liability,
        liability_unknown=liability_unknown,
        persons=persons_named(charged, view, row),
    )
