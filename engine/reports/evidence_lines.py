"""Say in a few lines how the evidence of a batch stands: facts, then files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.facts.evidence.comparing import CHANGED, GONE, MOVED, NEW, Comparison
from engine.facts.evidence.proof import Evidence, Outcome
from engine.facts.evidence.titles import Verdict
from engine.facts.table import FactTable
from engine.reports.page import Line, line
from engine.reports.terminal import rule_line
from engine.ruleset.model import EvidenceAction, RuleSet


def evidence_lines(ruleset: RuleSet, facts: FactTable) -> list[Line]:
    """Return how many facts lack evidence, were not accepted, or wait to be checked."""
    evidence = facts.evidence
    if evidence is None:
        return []
    return [rule_line("佐证"), *_facts_said(ruleset, evidence), *_files_said(evidence), line()]


def _facts_said(ruleset: RuleSet, evidence: Evidence) -> list[Line]:
    policy = ruleset.evidence_policy
    if policy is None:
        said = f"佐证 {len(evidence.proofs)} 件；方案没有写“佐证办法”，事实一律照用"
        return [line(said, indent=2)]
    lacking = [each for each in evidence.outcomes if each.is_lacking]
    judged = [each for each in evidence.outcomes if not each.is_lacking]
    by_verdict = Counter(evidence.proofs[each.decided_by].verdict for each in judged)
    told = [f"{verdict} {by_verdict[verdict]}" for verdict in Verdict if by_verdict[verdict]]
    told += [f"还没有核验 {by_verdict[None]}"] if by_verdict[None] else []
    told += [f"没有佐证 {len(lacking)}"] if lacking else []
    due = f"（佐证日 {evidence.looked_on}，补交期限 {policy.due}）" if policy.due else ""
    lines = [
        line(
            f"看佐证的事实 {len(evidence.outcomes)} 项：{'，'.join(told) or '没有'}{due}", indent=2
        )
    ]
    fallen = [each for each in evidence.outcomes if each.action is not EvidenceAction.KEEP]
    if fallen:
        who = f"{_schools(fallen)} {ruleset.subject.counted}"
        lines.append(line(f"因此没有采用的 {len(fallen)} 项（{who}）", "warn", indent=2))
    return lines


def _schools(outcomes: Sequence[Outcome]) -> int:
    return len({each.school for each in outcomes})


def _files_said(evidence: Evidence) -> list[Line]:
    files = [seen for proof in evidence.proofs for seen in proof.files]
    if not files and not evidence.unlisted:
        return []
    counted = Counter(seen.state for seen in files)
    told = [f"{state} {number}" for state, number in sorted(counted.items())]
    told += [f"目录没有列 {len(evidence.unlisted)}"] if evidence.unlisted else []
    return [line(f"佐证文件：{'，'.join(told)}", indent=2)]


def changes_said(comparison: Comparison) -> Line:
    """Say what became of the files since an earlier list."""
    counted = Counter(comparison.changes.values())
    counted[GONE] = len(comparison.gone)
    told = [f"{word} {counted[word]}" for word in (CHANGED, GONE, MOVED, NEW) if counted[word]]
    worst = "warn" if counted[CHANGED] or counted[GONE] else "good"
    return line(f"与上次清点比：{'，'.join(told) or '没有变化'}。", worst, indent=2)
