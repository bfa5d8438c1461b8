"""Say what becomes of facts whose evidence is lacking or was not accepted (佐证办法)."""

from __future__ import annotations

from typing import assert_never

from engine.ruleset.model import EvidenceAction, EvidencePolicy


def evidence_sentences(policy: EvidencePolicy) -> list[str]:
    """Say the policy, finding by finding."""
    due = f"补交期限为{policy.due}（含当天）" if policy.due is not None else "没有补交期限"
    lacking = [f"须佐证而没有佐证的，期限内{action_text(policy.in_time)}"] if policy.due else []
    lacking.append(
        f"{'逾期' if policy.due else '须佐证而没有佐证的，'}{action_text(policy.overdue)}"
    )
    return [
        f"{due}。{'；'.join(lacking)}。",
        f"佐证核验不认可的，{action_text(policy.rejected)}；部分认可的，{action_text(policy.partly)}；"
        f"有佐证还没有核验的，{action_text(policy.unchecked)}。",
    ]


def action_text(action: EvidenceAction) -> str:
    """Say what is done to a fact."""
    match action:
        case EvidenceAction.KEEP:
            return "值照用"
        case EvidenceAction.HOLD:
            return "值先不采用，佐证补齐前暂缓定等"
        case EvidenceAction.AS_MISSING:
            return "按没有填报办，记录不计"
        case EvidenceAction.NOT_TAKEN:
            return "值不采用，更正前暂缓定等，记录不计"
        case _:
            assert_never(action)
