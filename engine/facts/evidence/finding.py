"""Tell what was found of the files that a catalogue names: missing, empty, used twice, unlisted."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Diagnostics, Place
from engine.facts.evidence.folder import EvidenceFolder
from engine.facts.evidence.proof import FileSeen, FileState, Proof
from engine.ruleset.model import Subject
from engine.ruleset.suggesting import closest

_LISTED = 5
_MOST_COMPARED = 200  # files that a misspelt name is compared with


def tell_files(
    proofs: Sequence[Proof],
    folder: EvidenceFolder,
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> tuple[str, ...]:
    """Report the files that cannot be looked at, one by one, or together where many are missing.

    Returns:
        The files of the folder that no line names.
    """
    missing: dict[int, list[tuple[Proof, FileSeen]]] = {}
    for proof in proofs:
        for seen in proof.files:
            if seen.state is FileState.MISSING:
                missing.setdefault(proof.school, []).append((proof, seen))
            elif seen.state.is_lacking:
                _tell_unusable(proof, seen, subject.called(school_ids[proof.school]), diagnostics)
    for school, found in missing.items():
        _tell_missing(found, folder, subject.called(school_ids[school]), diagnostics)
    _tell_copies(proofs, folder, school_ids, subject, diagnostics)
    return _tell_unlisted(proofs, folder, diagnostics)


def _tell_missing(
    found: Sequence[tuple[Proof, FileSeen]],
    folder: EvidenceFolder,
    called: str,
    diagnostics: Diagnostics,
) -> None:
    proof, seen = found[0]
    folders = folder.folders(proof.school)
    if len(found) > _LISTED:
        where = f"“{folder.shown}/{folders[0]}”" if folders else f"“{folder.shown}”"
        diagnostics.warning(
            "F086",
            f"{called}有 {len(found)} 个佐证文件在{where}里找不到，如“{seen.name}”",
            proof.place,
            seen.name,
            "请核对文件夹的名称（标识码或学校名称）和文件名",
        )
        return
    own = [file.shown.rpartition("/")[2] for file in folder.own(proof.school)]
    for proof, seen in found:
        near = closest(seen.name, own) if len(own) <= _MOST_COMPARED else ""
        home = f"{folder.shown}/{folders[0]}" if folders else folder.shown
        where = f"请放进“{home}”，或改正佐证目录里的文件名"
        diagnostics.warning(
            "F086",
            f"{called}的{proof.said}的文件“{seen.name}”在佐证文件夹里找不到",
            proof.place,
            seen.name,
            f"是不是“{near}”？若不是，{where}" if near else where,
        )


def _tell_unusable(proof: Proof, seen: FileSeen, called: str, diagnostics: Diagnostics) -> None:
    what = {
        FileState.EMPTY: ("是空文件", "请重新复制这个文件"),
        FileState.AMBIGUOUS: (f"不止一个：{seen.path}", "请在文件名前写明子文件夹，如 照片/1.jpg"),
        FileState.REFUSED: (
            "不能用：写的是绝对路径，或指到佐证文件夹之外",
            "请只写佐证文件夹里的文件名",
        ),
        FileState.UNREADABLE: ("打不开", "请关闭正在使用它的程序，并检查权限"),
    }
    message, hint = what[seen.state]
    diagnostics.warning(
        "F086",
        f"{called}的{proof.said}的文件“{seen.name}”{message}",
        proof.place,
        seen.name,
        hint,
    )


def _tell_copies(
    proofs: Sequence[Proof],
    folder: EvidenceFolder,
    school_ids: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    """Say which file, byte for byte, several schools hand in as their own."""
    shared = {file.shown for file in folder.shared}
    users: dict[str, dict[int, tuple[Proof, FileSeen]]] = {}
    for proof in proofs:
        for seen in proof.files:
            if seen.sha256:
                users.setdefault(seen.sha256, {}).setdefault(proof.school, (proof, seen))
    for by_school in users.values():
        if len(by_school) < 2:
            continue
        (first, seen), *others = by_school.values()
        listed = "、".join(
            f"{subject.called(school_ids[proof.school])}的{proof.said}（{proof.place}）"
            for proof, _ in others[:_LISTED]
        )
        many = f"等 {len(others)} 件" if len(others) > _LISTED else ""
        # What lies outside the schools' folders may be a paper for all of them.
        is_common = all(each.path in shared for _, each in by_school.values())
        (diagnostics.note if is_common else diagnostics.warning)(
            "F087",
            f"{subject.called(school_ids[first.school])}的{first.said}的文件“{seen.name}”，"
            f"与{listed}{many}的是同一个文件（内容完全相同）",
            first.place,
            seen.name,
            f"请核对是不是借用了别的{subject}的佐证",
        )


def _tell_unlisted(
    proofs: Sequence[Proof], folder: EvidenceFolder, diagnostics: Diagnostics
) -> tuple[str, ...]:
    named = {seen.path for proof in proofs for seen in proof.files if seen.size >= 0}
    named |= {
        path
        for proof in proofs
        for seen in proof.files
        if seen.state is FileState.AMBIGUOUS
        for path in seen.path.split("、")
    }
    unlisted = tuple(file.shown for file in folder.files if file.shown not in named)
    if unlisted:
        listed = "、".join(f"“{name}”" for name in unlisted[:_LISTED])
        many = f"等 {len(unlisted)} 个" if len(unlisted) > _LISTED else ""
        diagnostics.note(
            "F089",
            f"佐证文件夹里的{listed}{many}，佐证目录没有列",
            Place(folder.shown),
            hint="要作佐证的请在佐证目录补一行；pingheng facts evidence 写出的清点表列出全部",
        )
    return unlisted
