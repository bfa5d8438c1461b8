"""Write the folder of annotated copies (批注副本): one for each file that has problems."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.annotating.codes import CODES
from engine.annotating.findings import problems_by_file
from engine.annotating.naming import LIST_FILE, copy_names
from engine.annotating.problem_list import write_problem_list
from engine.annotating.splicing import UnknownShape
from engine.annotating.values_copy import copy_values
from engine.annotating.workbook import AnnotatedBook, annotate_workbook
from engine.diagnostics import Diagnostic, Diagnostics, Place, UsageProblem, reason_of
from engine.facts.books.annotated import FOLDER_MARK, LIST_SKIPPED
from engine.facts.books.files import DOCUMENTS, FactFile, find_files
from engine.reports.placed_reports import OF_THE_SYSTEM
from engine.reports.receipts import PRODUCT, own_receipt
from engine.reports.staging import check_is_folder, staged_folder

OPTION = "--annotate"
_IN_PLACE = (".xlsx", ".xlsm")
# Files that could not be opened or are too large: there is nothing to copy.
_UNREAD = frozenset({"F001", "F004", "F006"})


@dataclass(frozen=True, slots=True)
class Annotated:
    """What became of the files with problems.

    Args:
        copies: File as given -> its copy within the folder.
        problems: What there was to say about making the copies.
    """

    copies: Mapping[str, str]
    problems: tuple[Diagnostic, ...]


def check_annotatable(out: Path, paths: Iterable[str | os.PathLike[str]]) -> None:
    """Refuse a folder in which copies would be lost, or would overwrite what is read.

    Raises:
        UsageProblem: With a way out.
    """
    out = out.resolve()
    for path in paths:
        given = Path(path).resolve()
        if given == out or out in given.parents:
            raise UsageProblem(
                f"批注副本不能写进正在读的“{path}”，那会改动原件。请用 {OPTION} 另指一个文件夹。"
            )
    _check_ours(out)


def annotate_files(
    paths: Iterable[str | os.PathLike[str]],
    problems: Sequence[Diagnostic],
    out: Path,
    *,
    digests: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Annotated:
    """Write a copy of each file that has problems, and the list of all problems.

    Args:
        paths: The files and folders that were read.
        problems: All that was found.
        out: The folder of the copies; an earlier one of ours is replaced.
        digests: File as shown -> SHA-256 of what was read, where it is known: a file that was
            changed since has no copy, since its problems are others now.
        progress: Called with (files done, files in all).

    Raises:
        UsageProblem: The folder cannot be written, or holds what is not ours.
    """
    files = find_files(paths, Diagnostics())
    names = copy_names(files)
    # That we left out our own list is no problem of the school that hands it in again.
    found = problems_by_file(each for each in problems if each.code != LIST_SKIPPED)
    wanted = [file for file in files if file.shown in found]
    told, copies = Diagnostics(), {}
    with staged_folder(out, _check_ours, OPTION) as folder:
        written: dict[str, str] = {}
        for done, file in enumerate(wanted, 1):
            copy = _copy(file, found[file.shown], (digests or {}).get(file.shown, ""), told)
            if copy is not None:
                copies[file.shown] = names[file.shown]
                written[names[file.shown]] = _write(folder / names[file.shown], copy)
            if progress:
                progress(done, len(wanted))
        everything = (*problems, *told.sorted())
        links = {shown: Path(name) for shown, name in copies.items()}
        write_problem_list(folder / LIST_FILE, everything, links)
        written[LIST_FILE] = sha256((folder / LIST_FILE).read_bytes()).hexdigest()
        receipt = {"product": PRODUCT, "kind": "annotated", "copies": written}
        text = json.dumps(receipt, ensure_ascii=False, indent=1)
        (folder / FOLDER_MARK).write_text(text + "\n", encoding="utf-8", newline="\n")
    return Annotated(copies, told.sorted())


def list_links(
    paths: Iterable[str | os.PathLike[str]],
    listed: Path,
    folder: Path | None,
    copies: Mapping[str, str] | None,
) -> dict[str, Path]:
    """Return where the links of a list of problems lead: to the copies, else to the originals.

    Args:
        paths: The files and folders that were read. listed: The file of the list.
        folder: Of the copies, if any. copies: File -> its copy within that folder.
    """
    here = listed.resolve().parent
    links = {}
    for file in find_files(paths, Diagnostics()):
        copy = (copies or {}).get(file.shown)
        target = folder / copy if folder is not None and copy else file.path
        try:
            links[file.shown] = Path(os.path.relpath(target.resolve(), here))
        except ValueError:  # another drive
            links[file.shown] = target.resolve()
    return links


def _copy(
    file: FactFile, problems: Sequence[Diagnostic], was: str, told: Diagnostics
) -> bytes | None:
    """Return the annotated copy of a file; None where there can be none."""
    if file.kind in DOCUMENTS:
        return None
    place = Place(file.shown)
    if any(each.code in _UNREAD for each in problems):
        return None
    try:
        data = file.path.read_bytes()
    except OSError as problem:
        message = f"打不开了（{reason_of(problem)}），没有批注副本"
        told.warning("B003", message, place, hint="请关闭正在使用它的程序，再运行一次")
        return None
    digest = sha256(data).hexdigest()
    if was and was != digest:
        told.warning(
            "B003", "核对的时候又改过，没有批注副本", place, hint="请存好、关闭后再运行一次"
        )
        return None
    if file.kind in _IN_PLACE:
        try:
            return _told(annotate_workbook(data, file.shown, digest, problems), place, told)
        except UnknownShape as problem:
            unknown = str(problem)
    copied = copy_values(data, file, problems)
    if copied is None:
        return None  # it could not be read, which is said
    if file.kind in _IN_PLACE:
        notes = ["原文件的内部结构不常见，这份副本只有值，没有格式和公式。"]
        told.warning(
            "B001", CODES["B001"], place, unknown, "要保留格式，请先用 Excel 或 WPS 另存为 .xlsx"
        )
    else:
        notes = [f"原文件是 {file.kind}，这份副本另存为 .xlsx，只有值，没有格式和公式。"]
        told.note("B002", f"是 {file.kind}，批注副本另存为 .xlsx，只有值", place)
    return annotate_workbook(copied.data, file.shown, digest, copied.problems, notes).data


def _told(book: AnnotatedBook, place: Place, told: Diagnostics) -> bytes:
    for caveat in book.caveats:
        told.warning("B004", caveat, place)
    return book.data


def _write(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return sha256(data).hexdigest()


def _check_ours(out: Path) -> None:
    """Refuse to replace a folder that we did not write, or in which someone went on working."""
    check_is_folder(out, OPTION)
    held = list(_files_in(out)) if out.is_dir() else []
    if not held:
        return
    copies = own_receipt(out, FOLDER_MARK).get("copies", {})
    for name in held:
        if name == FOLDER_MARK:
            continue
        if name not in copies:
            raise UsageProblem(
                f"文件夹“{out}”里有别的内容（如“{name}”），不是评衡写的批注副本，没有覆盖。"
                f"请用 {OPTION} 另指一个文件夹，或把它移走。"
            )
        if sha256((out / name).read_bytes()).hexdigest() != copies[name]:
            raise UsageProblem(
                f"“{out / name}”是上次的批注副本，写出后被改过，为免丢失改动没有覆盖。"
                f"请先把改好的副本收走，或用 {OPTION} 另指一个文件夹。"
            )


def _files_in(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.lower() not in OF_THE_SYSTEM:
                yield (Path(place) / name).relative_to(folder).as_posix()
