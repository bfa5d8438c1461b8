"""A branch of the rules: one thing that they can do, and how to tell whether a case does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from engine.cases.coverage.sight import Sight
from engine.diagnostics import Place
from engine.scoring.values import Mask

# What was assessed -> (schools,) True where the branch was gone through.
Reaches = Callable[[Sight], Mask]


class BranchKind(StrEnum):
    """What a branch belongs to, in the order in which the kinds are told."""

    INDICATOR = "indicator"
    METHOD = "method"
    LEVEL = "level"
    ADJUSTMENT = "adjustment"
    CLAUSE = "clause"
    EFFECT = "effect"
    DUTY = "duty"
    GRADING = "grading"
    DERIVED = "derived"
    CHECK = "check"
    EDITION = "edition"

    @property
    def label(self) -> str:
        return {
            "indicator": "指标",
            "method": "计分的各种结果",
            "level": "合成、限定",
            "adjustment": "封顶、合并",
            "clause": "否决条款",
            "effect": "否决后果",
            "duty": "责任",
            "grading": "定等",
            "derived": "派生值",
            "check": "核对",
            "edition": "分期",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of the rules.

    Args:
        owner: Id of the rule that it belongs to. what: which of its branches; the two and the
            kind name it, in every edition of the rules.
        words: What it is, in Chinese. place: the line of the rules.
        reached: Tells for which schools of an assessment it was gone through.
        affects: What a case would have to compare for it to be held against the hand: keys as in
            `Expected.places` (indicators/A205, dimension/A, total_points, vetoes, checks, grade).
    """

    kind: BranchKind
    owner: str
    what: str
    words: str
    place: Place
    reached: Reaches = field(compare=False)
    affects: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind.value, self.owner, self.what
