"""Part every total into what makes it up, as columns, so that two totals can be told apart exactly.

indicators + rescaling, rounding and limits of levels + bonuses - deductions, caps, clip, what
vetoes set to zero, and the one rounding = total. These are the lines of the ledger, all schools
at once; a total that does not close is a fault of ours, never a rounding difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from engine.assess import Assessment
from engine.explain.refusing import refuse
from engine.points import Units, points_text, to_units
from engine.ruleset.model import RuleSet
from engine.scoring import RollUp


class PartKind(StrEnum):
    """What moves a total."""

    INDICATOR = "indicator"  # an indicator, a bonus item, or a deduction item
    RESCALE = "rescale"  # 剔除折算, and what weights passed on
    ROUNDED = "rounded"  # rounding to the places of a group
    LIMITED = "limited"  # floors and caps of a group
    BONUS_CAP = "bonus_cap"
    DEDUCTION_CAP = "deduction_cap"
    CLIP = "clip"
    VETO = "veto"  # what a clause sets to zero
    VETO_AFTER = "veto_after"  # what that moves in rescaling and caps
    ROUNDING = "rounding"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PartKind.INDICATOR: "指标",
    PartKind.RESCALE: "折算",
    PartKind.ROUNDED: "取整",
    PartKind.LIMITED: "限定",
    PartKind.BONUS_CAP: "加分封顶",
    PartKind.DEDUCTION_CAP: "扣分封顶",
    PartKind.CLIP: "总分限额",
    PartKind.VETO: "否决计零",
    PartKind.VETO_AFTER: "计零后重算",
    PartKind.ROUNDING: "总分取整",
}


@dataclass(frozen=True, slots=True, order=True)
class PartKey:
    """One part of a total: its kind, and the id of the indicator, group or clause it is of.

    Args:
        id: Empty for a part that there is once, and for the level of the dimensions.
    """

    kind: PartKind
    id: str = ""


Parts = Mapping[PartKey, Units]


def parts_of(assessment: Assessment) -> Parts:
    """Return every part of the totals of a batch, in the order of the rules.

    Shapes: (schools,) each. Units: points, in units of the ruleset.

    Raises:
        InternalFault: The parts of a school do not add up to its total.
    """
    parts = dict(_parts(assessment))
    total = np.zeros(assessment.facts.n_schools, np.int64)
    for part in parts.values():
        total += part
    expected = assessment.book.roll_up.total
    wrong = np.flatnonzero(total != expected)
    if len(wrong):
        school, unit = int(wrong[0]), assessment.ruleset.unit
        found, wanted = (points_text(int(each[school]), unit) for each in (total, expected))
        refuse(assessment.facts, school, f"总分拆不平：各部分相加为 {found}，总分为 {wanted}")
    return parts


def _parts(assessment: Assessment) -> Iterator[tuple[PartKey, Units]]:
    ruleset, book = assessment.ruleset, assessment.book
    before, after = book.roll_up_without, book.roll_up
    yield from _indicators(assessment)
    for key, moved in _levels(ruleset, before):
        yield key, moved
    yield PartKey(PartKind.RESCALE), before.base_rescale + _left_of_full(assessment)
    yield PartKey(PartKind.BONUS_CAP), -before.bonus_cut
    yield PartKey(PartKind.DEDUCTION_CAP), before.deduction_cut
    yield PartKey(PartKind.CLIP), before.clip
    if after is not before:
        yield from _zeroed(assessment)
        moved = np.zeros(len(after.total), np.int64)
        for (_, now), (_, then) in zip(
            _levels(ruleset, after), _levels(ruleset, before), strict=True
        ):
            moved += now - then
        moved += after.base_rescale - before.base_rescale
        moved += before.bonus_cut - after.bonus_cut
        moved += after.deduction_cut - before.deduction_cut
        moved += after.clip - before.clip
        yield PartKey(PartKind.VETO_AFTER), moved
    yield PartKey(PartKind.ROUNDING), after.rounding


def _indicators(assessment: Assessment) -> Iterator[tuple[PartKey, Units]]:
    """Yield what each indicator adds to the total before any veto; informative ones add nothing."""
    ruleset, scores, stages = assessment.ruleset, assessment.scores, assessment.book.roll_up_without
    first_deduction = len(scores.indicators) - len(ruleset.deductions.items)
    for at, indicator in enumerate(scores.indicators):
        if indicator.informative:
            continue
        if at in stages.leaf_lost:
            points = stages.leaf_full[at] + stages.leaf_lost[at]
        else:
            points = scores.points[:, at]
        if at >= first_deduction:
            points = points - to_units(indicator.points, ruleset.unit)
        yield PartKey(PartKind.INDICATOR, indicator.id), points


def _left_of_full(assessment: Assessment) -> Units:
    """Return what full marks are beyond those of the indicators: what rounding of worths left."""
    ruleset, stages = assessment.ruleset, assessment.book.roll_up_without
    left = np.full(
        assessment.facts.n_schools, to_units(ruleset.full_points, ruleset.unit), np.int64
    )
    for at, leaf in enumerate(ruleset.leaves()):
        if not leaf.informative:
            left -= stages.leaf_full.get(at, np.int64(to_units(leaf.points, ruleset.unit)))
    return left if stages.leaf_full else np.zeros_like(left)


def _levels(ruleset: RuleSet, stages: RollUp) -> Iterator[tuple[PartKey, Units]]:
    kinds = (
        (PartKind.RESCALE, stages.node_rescale),
        (PartKind.ROUNDED, stages.node_rounded),
        (PartKind.LIMITED, stages.node_limited),
    )
    for group in ruleset.groups():
        for kind, moved in kinds:
            if group.id in moved:
                yield PartKey(kind, group.id), moved[group.id]


def _zeroed(assessment: Assessment) -> Iterator[tuple[PartKey, Units]]:
    """Yield what each clause sets to zero; only schools with such a veto are looked at."""
    book, points = assessment.book, assessment.scores.points
    before, after = book.roll_up_without.leaf_lost, book.roll_up.leaf_lost
    found: dict[str, Units] = {}
    for school, clauses in book.zeroed.items():
        done: set[int] = set()
        for clause, positions in clauses.items():
            column = found.setdefault(clause, np.zeros(len(points), np.int64))
            for at in set(positions) - done:
                is_weighted = at in before
                lost = (
                    after[at][school] - before[at][school] if is_weighted else -points[school, at]
                )
                column[school] += lost
            done.update(positions)
    for clause in sorted(found):
        yield PartKey(PartKind.VETO, clause), found[clause]
