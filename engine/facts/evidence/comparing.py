"""Hold today's evidence files against an earlier list of them: changed, renamed, new, vanished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics, Place
from engine.facts.evidence.proof import Proof
from engine.ruleset.model import Subject

SAME, CHANGED, MOVED, NEW, GONE = "未变", "已改动", "改名或移动", "新增", "不见了"
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as an earlier list has it: of which school, where it was, and its SHA-256."""

    school_id: str
    number: str
    name: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the files since an earlier list.

    Args:
        changes: (position of the line, position of the file in it) -> in one word.
        gone: Files of the earlier list that are not there any more.
    """

    changes: Mapping[tuple[int, int], str]
    gone: tuple[Listed, ...]


def compare_files(
    proofs: Sequence[Proof],
    earlier: Sequence[Listed],
    school_ids: Sequence[str],
    subject: Subject,
    place: Place,
    diagnostics: Diagnostics,
) -> Comparison:
    """Compare by school and path; report what was changed and what is gone.

    Args:
        place: Of the earlier list.
    """
    before = {(each.school_id, each.path): each for each in earlier}
    known = {(each.school_id, each.sha256) for each in earlier}
    changes: dict[tuple[int, int], str] = {}
    there: set[tuple[str, str]] = set()
    kept: set[tuple[str, str]] = set()
    for at, proof in enumerate(proofs):
        school_id = school_ids[proof.school]
        for number, seen in enumerate(proof.files):
            if not seen.sha256:
                continue
            there.add((school_id, seen.path))
            kept.add((school_id, seen.sha256))
            old = before.get((school_id, seen.path))
            if old is None:
                moved = (school_id, seen.sha256) in known
                changes[at, number] = MOVED if moved else NEW
            else:
                changes[at, number] = SAME if old.sha256 == seen.sha256 else CHANGED
            if changes[at, number] == CHANGED:
                checked = "，核验结论是改动以前作的" if proof.verdict is not None else ""
                diagnostics.warning(
                    "F088",
                    f"{subject.called(school_id)}的{proof.said}的文件“{seen.path}”与上次清点的不同"
                    f"{checked}",
                    proof.place,
                    seen.name,
                    "请核对为什么改动；要采用的，请重新核验",
                )
    gone = tuple(
        each
        for each in dict.fromkeys(earlier)
        if (each.school_id, each.path) not in there and (each.school_id, each.sha256) not in kept
    )
    _report_gone(gone, subject, place, diagnostics)
    return Comparison(changes, gone)


def _report_gone(
    gone: Sequence[Listed], subject: Subject, place: Place, diagnostics: Diagnostics
) -> None:
    by_school: dict[str, list[Listed]] = {}
    for each in gone:
        by_school.setdefault(each.school_id, []).append(each)
    for school_id, files in by_school.items():
        listed = "、".join(f"“{each.path}”" for each in files[:_LISTED])
        many = f"等 {len(files)} 个文件" if len(files) > _LISTED else ""
        diagnostics.warning(
            "F088",
            f"{subject.called(school_id)}上次清点时有的{listed}{many}不见了",
            place,
            files[0].path,
            "请查明是不是撤下或删除了",
        )
