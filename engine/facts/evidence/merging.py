"""Join the lines of one piece of evidence: the school's, and the copy in which it was checked.

The school hands in its catalogue, the checkers fill in a copy of it: both tell of one piece of
evidence. A blank gives way to what is filled in; two different verdicts are none. A line that names
only the number of a piece speaks of all that it is evidence for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.diagnostics import Diagnostics
from engine.facts.evidence.proof import Proof
from engine.ruleset.model import Subject

_JOINED = ("of", "name", "file", "checker", "checked_on", "reason")


@dataclass(slots=True)
class _Piece:
    """One piece of evidence, the lines that tell of it, and where the first of them stands."""

    proof: Proof
    lines: list[Proof]
    at: int


def merge_lines(
    proofs: Sequence[Proof],
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> list[Proof]:
    """Return each piece of evidence once; report verdicts and numbers that contradict."""
    pieces: list[_Piece] = []
    by_key: dict[tuple[int, str], list[_Piece]] = {}
    for at in sorted(range(len(proofs)), key=lambda at: _names_number_only(proofs[at])):
        proof = proofs[at]
        known = by_key.setdefault((proof.school, proof.number), [])
        same = [piece for piece in known if _is_same(piece.proof, proof)]
        for piece in same if _names_number_only(proof) else same[:1]:
            piece.lines.append(proof)
            piece.proof = _joined(piece.proof, proof)
            piece.at = min(piece.at, at)
        if same:
            continue
        piece = _Piece(proof, [proof], at)
        if proof.number and known and not any(_is_one_paper(each.proof, proof) for each in known):
            _report_number(
                known[0].proof, proof, subject.called(school_ids[proof.school]), diagnostics
            )
        known.append(piece)
        pieces.append(piece)
    return [
        _with_one_verdict(piece, subject.called(school_ids[piece.proof.school]), diagnostics)
        for piece in sorted(pieces, key=lambda piece: piece.at)
    ]


def _names_number_only(proof: Proof) -> bool:
    return bool(proof.number) and not proof.of


def _is_one_paper(one: Proof, other: Proof) -> bool:
    """Tell whether two lines may mean the same material."""
    return _agree(one.name, other.name) and _agree(one.file, other.file)


def _is_same(one: Proof, other: Proof) -> bool:
    """Tell whether two lines are for the same facts by the same material."""
    if not one.number and one.of != other.of:
        return False
    return _is_one_paper(one, other) and (one.items == other.items or not (one.of and other.of))


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def _joined(one: Proof, other: Proof) -> Proof:
    """Return a line with what the other fills in; the place is that of the verdict, if any."""
    filled = {key: getattr(one, key) or getattr(other, key) for key in _JOINED}
    checked = other if one.verdict is None and other.verdict is not None else one
    return replace(
        one,
        items=one.items or other.items,
        verdict=checked.verdict,
        place=checked.place,
        **filled,
    )


def _with_one_verdict(piece: _Piece, called: str, diagnostics: Diagnostics) -> Proof:
    verdicts = {line.verdict: line for line in piece.lines if line.verdict is not None}
    if len(verdicts) < 2:
        return piece.proof
    first, second = list(verdicts.values())[:2]
    diagnostics.error(
        "F082",
        f"{called}的{piece.proof.said}的核验结论这里是“{second.verdict}”，在 {first.place} 是"
        f"“{first.verdict}”，按没有核验",
        second.place,
        second.verdict or "",
        "请核对后改成一致，或只留一处",
    )
    return replace(piece.proof, verdict=None)


def _report_number(known: Proof, proof: Proof, called: str, diagnostics: Diagnostics) -> None:
    diagnostics.warning(
        "F084",
        f"{called}的佐证编号“{proof.number}”在 {known.place} 已用于“{known.name or known.file}”，"
        f"这里是“{proof.name or proof.file}”，两件都读",
        proof.place,
        proof.number,
        "请给每件佐证一个编号",
    )
