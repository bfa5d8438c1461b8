"""Compare what the schools' own facts would have scored with what the verified ones score (虚高).

Both sides are scored, vetoed and graded by the same engine; nothing here is an estimate. What is
open on either side is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.explain.extract import names_behind
from engine.explain.open_points import awaits_facts
from engine.facts.stages.revision import Outcome, Revision
from engine.grading import GradeBook
from engine.points import Units
from engine.ruleset.model import Indicator, RuleSet
from engine.scoring import ScoreTable, Status
from engine.scoring.values import Mask

_STATUSES = tuple(Status)


@dataclass(frozen=True, slots=True)
class InflationLine:
    """One comparison. Units: points.

    Args:
        school: Position of the school; -1 for a sum over all schools that can be compared.
        indicator: None for the total.
        reported, final: Points by the self-reported facts and by those that stand; None: open.
        reported_status, final_status: Labels; empty for totals and sums.
        facts: The verified facts behind it, old and new.
        n_compared, n_higher, n_lower: For a sum: schools, those that had reported too much, and
            too little.
    """

    school: int
    indicator: Indicator | None
    reported: int | None
    final: int | None
    reported_status: str = ""
    final_status: str = ""
    facts: tuple[str, ...] = ()
    n_compared: int = 0
    n_higher: int = 0
    n_lower: int = 0

    @property
    def inflated(self) -> int | None:
        """Return by how much the self-reported facts scored too high; None where it is open."""
        if self.reported is None or self.final is None:
            return None
        return self.reported - self.final


@dataclass(frozen=True, slots=True)
class Inflation:
    """The comparison of a batch.

    Args:
        lines: School by school, each with its total last.
        sums: Over all schools, one an indicator, the total last.
    """

    lines: tuple[InflationLine, ...]
    sums: tuple[InflationLine, ...]

    @property
    def total(self) -> InflationLine:
        """Return the sum of the totals."""
        return self.sums[-1]

    def worst(self, number: int) -> list[InflationLine]:
        """Return the indicators that were reported too high by most, the worst first."""
        found = [each for each in self.sums[:-1] if (each.inflated or 0) > 0]
        return sorted(found, key=lambda each: -(each.inflated or 0))[:number]


def compare_reported(
    ruleset: RuleSet,
    revisions: Sequence[Revision],
    reported: tuple[ScoreTable, GradeBook],
    final: tuple[ScoreTable, GradeBook],
) -> Inflation:
    """Compare two assessments of the same schools, indicator by indicator.

    Args:
        reported: By the self-reported facts. final: By the facts that stand.
    """
    own, new = sides = _Side(*reported), _Side(*final)
    indicators = final[0].indicators
    verified = _verified(ruleset, indicators, revisions)
    differs = (own.points != new.points) | (own.status != new.status)
    schools = {school for school, _ in verified} | {each.school for each in revisions}
    schools |= set(np.flatnonzero(differs.any(axis=1)).tolist())
    schools |= set(np.flatnonzero(reported[1].roll_up.total != final[1].roll_up.total).tolist())
    lines: list[InflationLine] = []
    for school in sorted(schools):
        wanted = set(np.flatnonzero(differs[school]).tolist())
        wanted |= {at for at in range(len(indicators)) if (school, at) in verified}
        lines.extend(
            InflationLine(
                school,
                indicators[at],
                own.of(school, at),
                new.of(school, at),
                own.label(school, at),
                new.label(school, at),
                verified.get((school, at), ()),
            )
            for at in sorted(wanted)
        )
        lines.append(
            InflationLine(school, None, own.book.total_of(school), new.book.total_of(school))
        )
    return Inflation(tuple(lines), tuple(_sums(sides, indicators)))


class _Side:
    """One of the two assessments.

    Args:
        open_mask: (schools, indicators) True where there are no points to compare.
    """

    def __init__(self, scores: ScoreTable, book: GradeBook) -> None:
        self.book, self.points, self.status = book, book.points, scores.status
        self.open_mask = np.stack(
            [_open_mask(scores, book, at) for at in range(len(scores.indicators))], axis=1
        )

    def of(self, school: int, at: int) -> int | None:
        """Return points; None where they are open."""
        return None if self.open_mask[school, at] else int(self.points[school, at])

    def label(self, school: int, at: int) -> str:
        """Return the label of a status."""
        return str(_STATUSES[self.status[school, at]].label)


def _open_mask(scores: ScoreTable, book: GradeBook, at: int) -> Mask:
    """Tell for which schools an indicator has no points to compare."""
    indicator, status, points = scores.indicators[at], scores.status[:, at], book.points[:, at]
    awaiting = [each for each in Status if awaits_facts(indicator, each)]
    mask: Mask = (status == Status.INFORMATIVE) | ((points == 0) & np.isin(status, awaiting))
    return mask | scores.left_out[at] if at in scores.left_out else mask


def _sums(sides: tuple[_Side, _Side], indicators: Sequence[Indicator]) -> list[InflationLine]:
    reported, final = sides
    both = ~(reported.open_mask | final.open_mask)
    rated = reported.book.rated_mask & final.book.rated_mask
    found = [
        _sum(indicator, reported.points[both[:, at], at], final.points[both[:, at], at])
        for at, indicator in enumerate(indicators)
    ]
    totals = (side.book.roll_up.total[rated] for side in sides)
    return [*found, _sum(None, *totals)]


def _sum(indicator: Indicator | None, reported: Units, final: Units) -> InflationLine:
    return InflationLine(
        -1,
        indicator,
        sum(reported.tolist()),
        sum(final.tolist()),
        n_compared=len(final),
        n_higher=int((reported > final).sum()),
        n_lower=int((reported < final).sum()),
    )


def _verified(
    ruleset: RuleSet, indicators: Sequence[Indicator], revisions: Sequence[Revision]
) -> Mapping[tuple[int, int], tuple[str, ...]]:
    """Return (school, position of the indicator) -> the verified facts that it rests on."""
    readers: dict[str, list[int]] = {}
    for at, indicator in enumerate(indicators):
        fields, tables = names_behind(indicator, ruleset)
        for name in dict.fromkeys([*fields, *tables]):
            readers.setdefault(name, []).append(at)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for each in revisions:
        for at in readers.get(each.table or each.field, ()):
            known = found.get((each.school, at), ())
            found[each.school, at] = (*known, change_text(each))
    return found


def change_text(revision: Revision) -> str:
    """Write what a verification did: 支部数 3→2（核查）."""
    name = f"{revision.table} {revision.field}" if revision.table else revision.field
    label = revision.stage.label
    if revision.outcome is Outcome.CONFIRMED:
        return f"{name} {revision.new}（{label}维持）"
    if revision.table:
        return f"{name}（{label}{revision.outcome.label}）"
    return f"{name} {revision.old}→{revision.new}（{label}）"
