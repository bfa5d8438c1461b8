"""Gather what the checks find: problems, how each came out, who failed, what falls out of use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.checks.book import CheckBook, Tally
from engine.checks.rejecting import Rejected
from engine.diagnostics import Diagnostic, Diagnostics
from engine.facts.table import FactTable
from engine.ruleset.model import RuleSet
from engine.scoring import SchoolRows

_LISTED = 6  # checks that the note on undecided ones names


@dataclass(slots=True)
class Findings:
    """What the checks have found so far.

    Args:
        ruleset: The rules. facts: As they were read. view: As rules read them.
    """

    ruleset: RuleSet
    facts: FactTable
    view: SchoolRows
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    tallies: list[Tally] = field(default_factory=list)
    failed: dict[str, set[str]] = field(default_factory=dict)
    rejected: Rejected = field(default_factory=Rejected)

    def fail(self, name: str, schools: Iterable[int]) -> None:
        """Remember the schools in which a check (its id, or the code of another) failed."""
        ids = {self.facts.school_ids[int(school)] for school in schools}
        if ids:
            self.failed.setdefault(name, set()).update(ids)

    def tell(self, told: Diagnostic, *schools: int) -> None:
        """Add a problem of some schools under its own code."""
        self.diagnostics.add(told)
        self.fail(told.code, schools)

    def called(self, school: int) -> str:
        """Name a school."""
        return self.ruleset.subject.called(self.facts.school_ids[school])

    def book(self) -> CheckBook:
        """Return everything that was found."""
        return CheckBook(
            self.rejected.taken_from(self.facts) if self.rejected else self.facts,
            None if self.rejected else self.view,
            self.diagnostics.sorted(),
            tuple(self.tallies),
            {name: frozenset(schools) for name, schools in self.failed.items()},
        )

    def tell_open(self) -> None:
        """Say once which checks could not be decided, and for how many."""
        opened = [each for each in self.tallies if each.n_open]
        if not opened:
            return
        listed = "、".join(
            f"{each.id}（{each.n_open} {'行' if each.table else self.ruleset.subject.measure}）"
            for each in opened[:_LISTED]
        )
        more = "等" if len(opened) > _LISTED else ""
        self.diagnostics.note(
            "K009",
            f"有 {len(opened)} 项核对因事实缺失或无法识读，部分不能判定，"
            f"既不算通过也不算不符：{listed}{more}",
            hint="补齐缺失的事实后会再核对",
        )
