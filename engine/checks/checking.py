"""Check the facts before scoring: every rule of 核对, over columns, three-valued.

Nothing is guessed: what cannot be decided for want of a fact is no failure and no pass; it is
counted and told once. The order of schools, of files and of checks changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.checks.book import CheckBook, Tally
from engine.checks.judging import judge
from engine.checks.rejecting import Rejected
from engine.checks.telling import tell
from engine.checks.values import Values
from engine.diagnostics import Diagnostics
from engine.facts.table import FactTable
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Check, RuleSet
from engine.scoring import RecordView, SchoolRows, View, school_view

_LISTED = 6  # checks that the note on undecided ones names


@dataclass(slots=True)
class _Findings:
    """What the checks have found so far."""

    diagnostics: Diagnostics
    tallies: list[Tally] = field(default_factory=list)
    failed: dict[str, set[str]] = field(default_factory=dict)
    rejected: Rejected = field(default_factory=Rejected)


def check_facts(ruleset: RuleSet, facts: FactTable) -> CheckBook:
    """Check all facts of a batch.

    Args:
        ruleset: The rules with their checks (核对).
        facts: The facts as they were read.
    """
    view = school_view(ruleset, facts)
    found = _Findings(Diagnostics())
    for check in ruleset.checks:
        _run(check, ruleset, facts, view, found)
    _tell_open(ruleset, found)
    return CheckBook(
        found.rejected.taken_from(facts) if found.rejected else facts,
        None if found.rejected else view,
        found.diagnostics.sorted(),
        tuple(found.tallies),
        {name: frozenset(schools) for name, schools in found.failed.items()},
    )


def _run(
    check: Check, ruleset: RuleSet, facts: FactTable, view: SchoolRows, found: _Findings
) -> None:
    """Run one check over the schools, or over the counted records of its table."""
    records = facts.records[check.table] if check.table else None
    rows: View = view if records is None else RecordView(records, view)
    values = Values(ruleset, facts, view, records)
    none = np.zeros(rows.n_rows, bool)
    failed, passed, opened = none.copy(), none.copy(), none.copy()
    for verdict in judge(check, rows, None if records is None else records.in_window):
        for row in np.flatnonzero(verdict.failed):
            found.diagnostics.add(tell(check, verdict, values, int(row)))
        if check.rejects and verdict.failed.any():
            found.rejected.add(check, names_in(verdict.holds), verdict.failed, ruleset, facts)
        failed |= verdict.failed
        passed |= verdict.passed
        opened |= verdict.open
    found.tallies.append(
        Tally(
            check.id,
            check.name,
            check.table,
            n_passed=int((passed & ~failed & ~opened).sum()),
            n_failed=int(failed.sum()),
            n_open=int((opened & ~failed).sum()),
        )
    )
    for school in _schools(failed, values):
        found.failed.setdefault(check.id, set()).add(facts.school_ids[school])


def _schools(mask: NDArray[np.bool_], values: Values) -> list[int]:
    rows = np.flatnonzero(mask)
    if values.records is not None:
        rows = np.unique(values.records.school_index[rows])
    return [int(each) for each in rows]


def _tell_open(ruleset: RuleSet, found: _Findings) -> None:
    """Say once which checks could not be decided, and for how many."""
    opened = [each for each in found.tallies if each.n_open]
    if not opened:
        return
    listed = "、".join(
        f"{each.id}（{each.n_open} {'行' if each.table else ruleset.subject.measure}）"
        for each in opened[:_LISTED]
    )
    found.diagnostics.note(
        "K009",
        f"有 {len(opened)} 项核对因事实缺失或无法识读，部分不能判定，既不算通过也不算不符：{listed}"
        + ("等" if len(opened) > _LISTED else ""),
        hint="补齐缺失的事实后会再核对",
    )
