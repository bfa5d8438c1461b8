"""What checking found: problems, how each check came out, and the facts as scoring reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.diagnostics import Diagnostic
from engine.facts.table import FactTable
from engine.scoring.views import SchoolRows


@dataclass(frozen=True, slots=True)
class Tally:
    """How one check came out: over schools, or over the records of a table."""

    id: str
    name: str
    table: str
    n_passed: int
    n_failed: int
    n_open: int


@dataclass(frozen=True, slots=True)
class CheckBook:
    """Everything that was checked between the facts before scoring.

    Args:
        facts: As scoring reads them: what a check does not let stand (不采用) is UNREADABLE.
        view: Their view, where nothing was changed by a check; scoring need not work it out again.
        problems: What the checks found, in the order of places.
        tallies: Every check of the ruleset, in the order of the text.
        failed: Id of a check of the ruleset, or code of another -> the schools in which it failed.
    """

    facts: FactTable
    view: SchoolRows | None
    problems: tuple[Diagnostic, ...]
    tallies: tuple[Tally, ...] = ()
    failed: Mapping[str, frozenset[str]] | None = None

    def failed_in(self, school_id: str) -> tuple[str, ...]:
        """Return what failed in one school, sorted."""
        found = self.failed or {}
        return tuple(sorted(name for name, schools in found.items() if school_id in schools))
