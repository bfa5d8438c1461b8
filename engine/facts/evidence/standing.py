"""Decide what the evidence for one fact is worth: the best of its lines stands.

Several lines for one fact prove it together or one beside the other, which nobody wrote down: so
one accepted line is enough (有一件认可，事实就成立), and only where no line is any better does a
rejected one count. A line whose files cannot be found, and that nobody has checked, is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.facts.evidence.proof import Proof
from engine.facts.evidence.titles import Verdict
from engine.ruleset.model import EvidenceAction, EvidencePolicy

_MILDEST_FIRST = (
    EvidenceAction.KEEP,
    EvidenceAction.HOLD,
    EvidenceAction.NOT_TAKEN,
    EvidenceAction.AS_MISSING,
)
_BEST_FIRST = (Verdict.ACCEPTED, Verdict.PARTLY, None, Verdict.REJECTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is done to a fact, and why, as a clause.

    Args:
        decided_by: The position of the line that decided; -1 where there is none.
    """

    action: EvidenceAction
    why: str
    decided_by: int = -1


class Judge:
    """Applies a policy on one day (佐证日) to the lines of the catalogues."""

    def __init__(self, policy: EvidencePolicy, looked_on: date, proofs: Sequence[Proof]) -> None:
        self.policy, self.proofs = policy, proofs
        due = policy.due
        in_time = due is not None and looked_on <= due
        self._when = "" if due is None else f"，补交期限 {due}{'' if in_time else ' 已过'}"
        self._when_lacking = policy.in_time if in_time else policy.overdue
        self.lacking = Standing(self._when_lacking, f"没有佐证{self._when}")

    def judge(self, lines: Sequence[int], is_required: bool) -> Standing:
        """Return what is done to a fact by its lines, given by their positions.

        Args:
            is_required: The fact needs evidence; for others only what was found counts.
        """
        usable = [at for at in lines if not self.proofs[at].is_lacking]
        if not is_required:
            usable = [at for at in usable if self.proofs[at].verdict is not None]
        if usable:
            return min(map(self._of_line, usable), key=self._order)
        if not is_required:
            return Standing(EvidenceAction.KEEP, "")
        if lines:
            lost = "、".join(dict.fromkeys(self.proofs[at].said for at in lines))
            return Standing(self._when_lacking, f"{lost}的文件找不到{self._when}")
        return self.lacking

    def _of_line(self, at: int) -> Standing:
        proof, policy = self.proofs[at], self.policy
        reason = f"：{proof.reason.rstrip('。')}" if proof.reason else ""
        match proof.verdict:
            case Verdict.ACCEPTED:
                return Standing(EvidenceAction.KEEP, f"{proof.said}认可", at)
            case Verdict.PARTLY:
                return Standing(policy.partly, f"{proof.said}只认可一部分{reason}", at)
            case Verdict.REJECTED:
                return Standing(policy.rejected, f"{proof.said}不认可{reason}", at)
        return Standing(policy.unchecked, f"{proof.said}还没有核验", at)

    def _order(self, standing: Standing) -> tuple[int, int, int]:
        verdict = self.proofs[standing.decided_by].verdict
        rank = _BEST_FIRST.index(verdict)
        return _MILDEST_FIRST.index(standing.action), rank, standing.decided_by


ACTION_WORDS = {
    EvidenceAction.KEEP: "照用",
    EvidenceAction.HOLD: "先不采用",
    EvidenceAction.AS_MISSING: "按缺失处理",
    EvidenceAction.NOT_TAKEN: "不采用",
}
RECORD_WORDS = {
    EvidenceAction.KEEP: "照计",
    EvidenceAction.HOLD: "先不能定",
    EvidenceAction.AS_MISSING: "不计",
    EvidenceAction.NOT_TAKEN: "不计",
}
