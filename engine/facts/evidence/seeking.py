"""Look in the evidence folder for the files that the lines of a catalogue name, and hash them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from engine.facts.evidence.folder import EvidenceFolder, FolderFile, normal_path
from engine.facts.evidence.proof import FileSeen, FileState, Proof

_SEPARATORS = re.compile(r"[、;；\n]+|(?<=[^\d])[,，]|[,，](?=[^\d])")
_LINK = re.compile(r"://|^www\.", re.IGNORECASE)
_ABSOLUTE = re.compile(r"^(?:[/\\]|[a-z]:)", re.IGNORECASE)
_TOGETHER = 16  # files that a thread takes at a time
_THREADS = 4  # reading waits for the disk, and hashing lets other threads run

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sought:
    """One name of a file, and what it was found to be."""

    name: str
    state: FileState
    file: FolderFile | None = None
    alike: tuple[str, ...] = ()


class _Shelf:
    """Files that one name may mean, by all ways of writing it."""

    def __init__(self, files: Iterable[FolderFile], tops: Sequence[str] = ()) -> None:
        self.by_path: dict[str, list[FolderFile]] = {}
        self.by_name: dict[str, list[FolderFile]] = {}
        self.by_stem: dict[str, list[FolderFile]] = {}
        for file in files:
            inside = [top for top in tops if file.shown.startswith(f"{top}/")]
            paths = {file.normal, *(normal_path(file.shown[len(top) :]) for top in inside)}
            for path in paths:
                self.by_path.setdefault(path, []).append(file)
            self.by_name.setdefault(file.name, []).append(file)
            # Windows hides extensions, so that people leave them out.
            self.by_stem.setdefault(file.stem, []).append(file)


class _Seeker:
    """Finds the files of one school after another: its own first, then what is shared."""

    def __init__(self, folder: EvidenceFolder) -> None:
        self._folder = folder
        self._shared = _Shelf(folder.shared)
        self._own: dict[int, _Shelf] = {}

    def seek(self, proof: Proof) -> Iterator[Sought]:
        """Find what a line names: one file, or several that are listed in it."""
        written = proof.file
        if not written:
            return
        if _LINK.search(written):
            yield Sought(written, FileState.LINK)
            return
        whole = self._find(written, proof.school)
        parts = [part.strip() for part in _SEPARATORS.split(written) if part.strip()]
        if whole.state is not FileState.MISSING or len(parts) < 2:
            yield whole
            return
        for part in parts:
            yield self._find(part, proof.school)

    def _find(self, written: str, school: int) -> Sought:
        wanted = normal_path(written)
        if _ABSOLUTE.match(written.strip()) or ".." in wanted.split("/"):
            return Sought(written, FileState.REFUSED)
        if school not in self._own:
            folder = self._folder
            self._own[school] = _Shelf(folder.own(school), folder.folders(school))
        shelves = (self._own[school], self._shared)
        ways = [shelf.by_path for shelf in shelves]
        if "/" not in wanted:
            ways += [shelf.by_name for shelf in shelves] + [shelf.by_stem for shelf in shelves]
        for way in ways:
            if wanted in way:
                return _one_of(way[wanted], written)
        return Sought(written, FileState.MISSING)


def seek_files(
    proofs: Sequence[Proof], folder: EvidenceFolder, progress: Progress | None = None
) -> list[Proof]:
    """Return the lines with the files that they name: whether they are there, size and SHA-256.

    Args:
        progress: Called with (files hashed, files in all).
    """
    seeker = _Seeker(folder)
    sought = [tuple(seeker.seek(proof)) for proof in proofs]
    wanted = {each.file.path for found in sought for each in found if each.file is not None}
    digests = hash_files(sorted(wanted), progress)
    return [
        replace(proof, files=tuple(_seen(each, digests) for each in found))
        for proof, found in zip(proofs, sought, strict=True)
    ]


def _one_of(found: list[FolderFile], written: str) -> Sought:
    exact = [file for file in found if file.shown.rpartition("/")[2] == written.strip()]
    if len(found) > 1 and len(exact) == 1:
        found = exact
    if len(found) > 1:
        return Sought(written, FileState.AMBIGUOUS, None, tuple(file.shown for file in found))
    return Sought(written, FileState.FOUND, found[0])


def _seen(sought: Sought, digests: dict[Path, tuple[int, str]]) -> FileSeen:
    if sought.file is None:
        return FileSeen(sought.name, sought.state, "、".join(sought.alike))
    size, digest = digests[sought.file.path]
    state = FileState.UNREADABLE if size < 0 else FileState.FOUND if size else FileState.EMPTY
    return FileSeen(sought.name, state, sought.file.shown, size, digest if size > 0 else "")


def hash_files(
    paths: Sequence[Path], progress: Progress | None = None
) -> dict[Path, tuple[int, str]]:
    """Return size and SHA-256 of files, read in pieces, some at a time; size -1: not readable."""
    parts = [paths[at : at + _TOGETHER] for at in range(0, len(paths), _TOGETHER)]
    digests: dict[Path, tuple[int, str]] = {}
    with ThreadPoolExecutor(_THREADS) as pool:
        for part, found in zip(parts, pool.map(_hash_some, parts), strict=True):
            digests.update(zip(part, found, strict=True))
            if progress:
                progress(len(digests), len(paths))
    return digests


def _hash_some(paths: Sequence[Path]) -> list[tuple[int, str]]:
    return [_hash(path) for path in paths]


def _hash(path: Path) -> tuple[int, str]:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return file.tell(), digest
    except OSError:
        return -1, ""
