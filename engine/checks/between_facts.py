"""Run the checks that the ruleset writes (核对), over schools or over records."""

from __future__ import annotations

import numpy as np

from engine.checks.book import Tally
from engine.checks.findings import Findings
from engine.checks.judging import judge
from engine.checks.telling import tell
from engine.checks.values import Values
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Check
from engine.scoring import RecordView, View
from engine.scoring.values import Mask


def check_between_facts(check: Check, found: Findings) -> None:
    """Run one check over the schools, or over the counted records of its table."""
    facts, view = found.facts, found.view
    records = facts.records[check.table] if check.table else None
    rows: View = view if records is None else RecordView(records, view)
    values = Values(found.ruleset, facts, view, records)
    failed, passed, opened = (np.zeros(rows.n_rows, bool) for _ in range(3))
    for verdict in judge(check, rows, None if records is None else records.in_window):
        for row in np.flatnonzero(verdict.failed):
            found.diagnostics.add(tell(check, verdict, values, int(row)))
        if check.rejects and verdict.failed.any():
            names = names_in(verdict.holds)
            found.rejected.add(check, names, verdict.failed, found.ruleset, facts)
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
    found.fail(check.id, _schools(failed, values))


def _schools(mask: Mask, values: Values) -> list[int]:
    rows = np.flatnonzero(mask)
    if values.records is not None:
        rows = np.unique(values.records.school_index[rows])
    return [int(each) for each in rows]
