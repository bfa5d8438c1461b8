"""What becomes of facts whose evidence is lacking or was not accepted (佐证办法)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.diagnostics import Place


class EvidenceAction(StrEnum):
    """What the policy does to a fact: 照用, 暂缓, 按缺失, 不采用."""

    KEEP = "keep"
    HOLD = "hold"  # not taken until the evidence is in: the grade waits
    AS_MISSING = "as_missing"
    NOT_TAKEN = "not_taken"

    @property
    def blocks(self) -> bool:
        """Tell whether the value cannot be read for now, so that the grade waits."""
        return self in (EvidenceAction.HOLD, EvidenceAction.NOT_TAKEN)


@dataclass(frozen=True, slots=True)
class EvidencePolicy:
    """佐证办法: what each finding about evidence does to the fact that it is for.

    Args:
        due: The last day on which evidence may be handed in later (期限); None: there is none,
            and what lacks evidence is overdue at once.
        in_time: Without evidence up to that day. overdue: after it.
        rejected: None of the evidence was accepted (不认可).
        partly: The best was accepted in part (部分). unchecked: nobody has checked it yet.
    """

    place: Place
    due: date | None = None
    in_time: EvidenceAction = EvidenceAction.KEEP
    overdue: EvidenceAction = EvidenceAction.AS_MISSING
    rejected: EvidenceAction = EvidenceAction.AS_MISSING
    partly: EvidenceAction = EvidenceAction.KEEP
    unchecked: EvidenceAction = EvidenceAction.KEEP
