"""Measure which branches of a ruleset hand-worked cases go through, and hold to the hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.cases.case import CaseResult, Expected, SchoolCase
from engine.cases.coverage.affecting import Affected
from engine.cases.coverage.branch import Branch, BranchKind
from engine.cases.coverage.facts import check_branches, derived_branches, edition_branches
from engine.cases.coverage.grading import grading_branches
from engine.cases.coverage.indicators import indicator_branches
from engine.cases.coverage.levels import adjustment_branches, level_branches
from engine.cases.coverage.sight import Sight
from engine.cases.coverage.vetoes import clause_branches, duty_branches
from engine.ruleset.model import RuleSet

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class BranchCoverage:
    """One branch, the cases that go through it, and those of them that hold it against the hand."""

    branch: Branch
    reached_by: tuple[str, ...]
    compared_by: tuple[str, ...]

    @property
    def is_reached(self) -> bool:
        return bool(self.reached_by)

    @property
    def is_compared(self) -> bool:
        return bool(self.compared_by)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All branches of a ruleset, in the order of kinds, then of the rules."""

    branches: tuple[BranchCoverage, ...]

    @property
    def n_branches(self) -> int:
        return len(self.branches)

    @property
    def n_reached(self) -> int:
        return sum(each.is_reached for each in self.branches)

    @property
    def n_compared(self) -> int:
        return sum(each.is_compared for each in self.branches)

    @property
    def share(self) -> Fraction:
        """Return the share of the branches that some case compares; of none at all, all."""
        return Fraction(self.n_compared, self.n_branches) if self.branches else Fraction(1)

    def by_kind(self) -> Iterator[tuple[BranchKind, Coverage]]:
        """Yield each kind that the ruleset has, with its own branches."""
        for kind in BranchKind:
            own = tuple(each for each in self.branches if each.branch.kind is kind)
            if own:
                yield kind, Coverage(own)


def branches_of(ruleset: RuleSet) -> tuple[Branch, ...]:
    """Return every branch of a ruleset, in the order of kinds, then of the rules."""
    affected = Affected(ruleset)
    found = [
        *indicator_branches(ruleset, affected),
        *level_branches(ruleset, affected),
        *adjustment_branches(ruleset),
        *clause_branches(ruleset),
        *duty_branches(ruleset),
        *grading_branches(ruleset),
        *derived_branches(ruleset, affected),
        *check_branches(ruleset),
        *edition_branches(ruleset),
    ]
    order = {kind: number for number, kind in enumerate(BranchKind)}
    return tuple(sorted(found, key=lambda branch: order[branch.kind]))


def measure_coverage(ruleset: RuleSet, results: Iterable[CaseResult]) -> Coverage:
    """Measure what cases cover.

    Args:
        ruleset: The rules whose branches are counted.
        results: Cases that were run; one by another edition of the rules counts for the branches
            that both have.
    """
    branches = branches_of(ruleset)
    reached: dict[Key, dict[str, None]] = {branch.key: {} for branch in branches}
    compared: dict[Key, dict[str, None]] = {branch.key: {} for branch in branches}
    for result in results:
        if result.assessment is None or not result.case.confirmed:
            continue
        own = result.assessment.ruleset
        sight = Sight(result.assessment)
        expected = _expectations(sight, result.case.schools)
        for branch in branches if own is ruleset else branches_of(own):
            if branch.key not in reached:
                continue
            schools = branch.reached(sight).nonzero()[0].tolist()
            if not schools:
                continue
            reached[branch.key][result.case.name] = None
            if any(branch.affects & expected.get(at, frozenset()) for at in schools):
                compared[branch.key][result.case.name] = None
    return Coverage(
        tuple(
            BranchCoverage(branch, tuple(reached[branch.key]), tuple(compared[branch.key]))
            for branch in branches
        )
    )


def _expectations(sight: Sight, schools: Iterable[SchoolCase]) -> Mapping[int, frozenset[str]]:
    """Return the position of each school -> what the case compares of it."""
    at = {school_id: number for number, school_id in enumerate(sight.facts.school_ids)}
    return {
        at[school.school_id]: frozenset(_keys(school.expected))
        for school in schools
        if school.school_id in at
    }


def _keys(expected: Expected) -> Iterator[str]:
    for part, values in (("indicators", expected.indicators), ("dimension", expected.dimensions)):
        if values:
            yield part
            yield from (f"{part}/{name}" for name in values)
    yield from expected.amounts
    for key, value in (("grade", expected.grade), ("status", expected.status)):
        if value:
            yield key
    if expected.vetoes is not None:
        yield "vetoes"
    if expected.checks is not None:
        yield "checks"
