"""What last year has to say of this year's schools, step by step while their facts are settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics
from engine.facts.gathering import Gathering
from engine.facts.inputs import Inputs
from engine.facts.lastyear.aligning import align_table
from engine.facts.lastyear.carrying import carry_vetoes
from engine.facts.lastyear.filling import fill_columns
from engine.facts.lastyear.held import mark_held
from engine.facts.lastyear.results import read_last_results
from engine.facts.lastyear.sheets import compare_with_results, read_last_sheets, report_this_years
from engine.facts.lastyear.sources import Offered, offer_columns
from engine.facts.lastyear.year import LastYear
from engine.facts.stages.revision import Revision, verified_fields
from engine.facts.table import Column, FactTable, RecordSet
from engine.ruleset.model import RuleSet


def gather_last_year(
    given: Inputs,
    gathering: Gathering,
    read: Callable[[RuleSet, Inputs], FactTable],
    this_year: Mapping[str, str],
) -> None:
    """Read last year's facts and results, where any were given.

    Args:
        read: Reads fact sheets under a ruleset.
        this_year: Files of this year as shown -> SHA-256.
    """
    ruleset, diagnostics = gathering.ruleset, gathering.diagnostics
    gathering.last_sheets = read_last_sheets(given, ruleset, read, diagnostics)
    report_this_years(gathering.last_sheets, this_year, diagnostics)
    gathering.last_results = read_last_results(given.last, ruleset, diagnostics)
    compare_with_results(gathering.last_sheets, gathering.last_results, diagnostics)


@dataclass(frozen=True, slots=True)
class Past:
    """Last year, as far as it was handed in.

    Args:
        facts: Last year's facts under this year's schools. offered: what fills each field.
        results: Folder with last year's results -> SHA-256 of its receipt.
    """

    gathering: Gathering
    school_ids: Sequence[str]
    facts: FactTable | None
    offered: Mapping[str, Offered]
    results: Mapping[str, str] | None

    @property
    def last_year(self) -> LastYear | None:
        """Return what was handed in of last year, as it was; None where nothing was."""
        results, sheets = self.gathering.last_results, self.gathering.last_sheets
        if results is None and sheets is None:
            return None
        return LastYear(results, sheets, dict(self.gathering.former_ids))

    def fill(
        self,
        columns: Mapping[str, Column],
        reported: Mapping[str, Column],
        revisions: Iterable[Revision],
    ) -> tuple[dict[str, Column], dict[str, Column]]:
        """Return this year's columns, and those as they were reported, filled from last year.

        Args:
            revisions: What a team verified: its value stands over last year's.
        """
        ruleset, diagnostics = self.gathering.ruleset, self.gathering.diagnostics
        filled = fill_columns(
            columns,
            self.offered,
            self.school_ids,
            ruleset,
            diagnostics,
            verified_fields(revisions),
        )
        # What differs was said of the columns; of what was reported it would be said twice.
        before = fill_columns(reported, self.offered, self.school_ids, ruleset, Diagnostics())
        carry_vetoes(self.gathering, self.school_ids)
        return filled, before

    def mark(
        self, records: Mapping[str, RecordSet], diagnostics: Diagnostics
    ) -> dict[str, RecordSet]:
        """Return the records with what stood in last year's tables already."""
        subject = self.gathering.ruleset.subject
        return mark_held(records, self.facts, self.school_ids, subject, diagnostics)


def open_past(gathering: Gathering, school_ids: Sequence[str]) -> Past:
    """Put what was read of last year under this year's schools."""
    sheets, facts = gathering.last_sheets, None
    if sheets is not None:
        facts = align_table(
            sheets.table,
            gathering.ruleset,
            school_ids,
            gathering.former_ids,
            is_whole=sheets.is_whole,
        )
    results = gathering.last_results
    return Past(
        gathering,
        school_ids,
        facts,
        offer_columns(gathering, school_ids, facts),
        results.digests if results is not None else None,
    )
