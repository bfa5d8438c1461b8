"""Tell what the policy did to facts by their evidence, each at the cell of its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from engine.diagnostics import Diagnostic, Diagnostics, OneByOne, Severity
from engine.facts.evidence.proof import Evidence, Outcome, Proof
from engine.facts.evidence.standing import ACTION_WORDS, RECORD_WORDS
from engine.facts.evidence.titles import Verdict
from engine.ruleset.model import EvidenceAction, Subject

_LISTED = 4


def tell_evidence(
    evidence: Evidence, school_ids: Sequence[str], subject: Subject, diagnostics: Diagnostics
) -> None:
    """Report the facts that lack evidence, fell by a verdict, or wait to be checked."""
    groups: dict[tuple[int, str, str, str], list[Outcome]] = {}
    unchecked: list[Outcome] = []
    for outcome in evidence.outcomes:
        verdict = None if outcome.is_lacking else evidence.proofs[outcome.decided_by].verdict
        keeps = outcome.action is EvidenceAction.KEEP
        if verdict is Verdict.ACCEPTED or (keeps and not outcome.why):
            continue
        if keeps and verdict is None and not outcome.is_lacking:
            unchecked.append(outcome)
            continue
        # What fell by a verdict differs from case to case; what is lacking is lacking alike.
        alike = "" if outcome.is_lacking else f"{outcome.item} {outcome.row}"
        table = outcome.item if outcome.row >= 0 else ""
        key = (outcome.school, table, f"{outcome.action} {outcome.why}", alike)
        groups.setdefault(key, []).append(outcome)
    for alike_ones in groups.values():
        called = subject.called(school_ids[alike_ones[0].school])
        _tell(alike_ones, called, evidence, diagnostics)
    _tell_unchecked(unchecked, evidence.proofs, diagnostics)


def _tell(
    outcomes: Sequence[Outcome], called: str, evidence: Evidence, diagnostics: Diagnostics
) -> None:
    """Report outcomes of one school that are alike: each at its cell, or all in one line."""
    if len(outcomes) <= _LISTED:
        for each in outcomes:
            diagnostics.add(_said((each,), called, evidence))
        return
    parts = OneByOne(partial(_one, outcomes, called, evidence), tuple(range(len(outcomes))))
    diagnostics.add(replace(_said(outcomes, called, evidence), parts=parts))


def _one(outcomes: Sequence[Outcome], called: str, evidence: Evidence, at: int) -> Diagnostic:
    return _said((outcomes[at],), called, evidence)


def _said(told: Sequence[Outcome], called: str, evidence: Evidence) -> Diagnostic:
    """Say what became of some facts of one school, for one reason; at the first of them."""
    first = told[0]
    fallen = evidence.fallen.get(first.item, {}).get(first.school)
    words = RECORD_WORDS if first.row >= 0 else ACTION_WORDS
    filled = "" if first.why.startswith("没有") else "，"
    if fallen and len(told) == 1:
        filled = f"填的是“{fallen.value}”，"
    stands = first.action is EvidenceAction.KEEP and not first.is_lacking
    return Diagnostic(
        "F080" if first.is_lacking else "F085",
        Severity.NOTE if stands else Severity.WARNING,
        f"{called}的{_what(told)}{filled}{first.why}，{words[first.action]}",
        first.place,
        fallen.value if fallen else "",
        _way_out(first),
    )


def _what(outcomes: Sequence[Outcome]) -> str:
    """Name the facts that are told together."""
    if outcomes[0].row >= 0:
        many = f"有 {len(outcomes)} 条记录" if len(outcomes) > 1 else "的这条记录"
        return f"台账“{outcomes[0].item}”{many}"
    listed = "、".join(f"“{each.item}”" for each in outcomes[:_LISTED])
    return listed if len(outcomes) <= _LISTED else f"{listed}等 {len(outcomes)} 个字段"


def _way_out(outcome: Outcome) -> str:
    if not outcome.is_lacking:
        return "请核对核验结论；有异议的，补充佐证后重新核验"
    if outcome.proofs:
        return "请把文件放进佐证文件夹，或改正佐证目录里的文件名"
    if outcome.row >= 0:
        return "请在“佐证编号”一列写明编号，并在佐证目录列出这份佐证"
    return "请把佐证列入佐证目录，对应字段写这个字段的名称"


def _tell_unchecked(
    outcomes: Sequence[Outcome], proofs: Sequence[Proof], diagnostics: Diagnostics
) -> None:
    """Say once which facts lean on evidence that nobody has checked yet."""
    if not outcomes:
        return
    items = list(dict.fromkeys(each.item for each in outcomes))
    listed = "、".join(f"“{item}”" for item in items[:_LISTED])
    others = f"等 {len(items)} 项" if len(items) > _LISTED else ""
    # Where nobody has begun to check, this is the state of things and no oversight.
    begun = any(proof.verdict is not None for proof in proofs)
    (diagnostics.warning if begun else diagnostics.note)(
        "F085",
        f"有 {len(outcomes)} 个事实的佐证还没有核验（{listed}{others}），照用",
        proofs[outcomes[0].decided_by].place,
        hint="请在佐证目录填写核验结论",
    )
