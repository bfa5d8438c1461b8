"""Index the evidence folder (佐证文件夹): every file that really is below it, and whose it is.

Nothing is ever opened by a path that a catalogue writes: what it writes is only compared with
the files that were found, so that no name can lead out of the folder.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.diagnostics import Diagnostics, Place, UsageProblem, reason_of
from engine.facts.books.files import printable_name
from engine.facts.books.sheet import visible

_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_BETWEEN = re.compile(r"[_\-—–.、·,\s()\[\]【】]+")
_SHORTEST_ID = 4


def normal_path(text: str) -> str:
    """Write a path in one way: width, case, spaces and strokes do not matter.

    >>> normal_path(" 照片\\\\１．JPG ")
    '照片/1.jpg'
    """
    narrow = visible(unicodedata.normalize("NFKC", text)).replace("\\", "/").casefold()
    return "/".join("".join(part.split()) for part in narrow.split("/") if part not in ("", "."))


@dataclass(frozen=True, slots=True, order=True)
class FolderFile:
    """A file of the folder: its path below it as it is shown, and in one way of writing."""

    shown: str
    normal: str = field(compare=False)
    path: Path = field(compare=False)

    @property
    def name(self) -> str:
        return self.normal.rpartition("/")[2]

    @property
    def stem(self) -> str:
        name = self.name
        return name.rpartition(".")[0] or name


class EvidenceFolder:
    """The files of an evidence folder, by the schools whose folders they are in.

    Args:
        root: The folder.
        schools: (id, name) of each school, by position.
        diagnostics: Is told of links that lead out, and of folders that cannot be opened.

    Raises:
        UsageProblem: There is no such folder.
    """

    def __init__(
        self, root: Path, schools: Sequence[tuple[str, str]], diagnostics: Diagnostics
    ) -> None:
        if not root.is_dir():
            raise UsageProblem(f"没有佐证文件夹“{root}”。请检查 --evidence 后面的路径。")
        self.root = root
        self.shown = printable_name(root.as_posix())
        self.files = sorted(_walk(root, self.shown, diagnostics))
        self._names = [each.shown for each in self.files]
        self._folders = _folders_of(self.files, schools)
        taken = {file for folders in self._folders.values() for file in self._under(folders)}
        self.shared = [file for file in self.files if file not in taken]

    def folders(self, school: int) -> list[str]:
        """Return the folders of a school, as their paths below the root."""
        return self._folders.get(school, [])

    def own(self, school: int) -> list[FolderFile]:
        """Return the files in the folders of a school."""
        return list(self._under(self.folders(school)))

    def _under(self, folders: Iterable[str]) -> Iterable[FolderFile]:
        for folder in folders:
            start = bisect_left(self._names, f"{folder}/")
            for file in self.files[start:]:
                if not file.shown.startswith(f"{folder}/"):
                    break
                yield file


def _walk(root: Path, shown: str, diagnostics: Diagnostics) -> Iterable[FolderFile]:
    """Yield every file below a folder; what leads out of it is told and left alone."""
    inside = root.resolve()

    def report(problem: OSError) -> None:
        diagnostics.error(
            "F086",
            f"佐证文件夹里打不开：{reason_of(problem)}",
            Place(printable_name(Path(problem.filename).as_posix())),
            hint="请检查权限",
        )

    for place, folders, names in os.walk(root, onerror=report):
        here = Path(place)
        below = here.relative_to(root)
        for name in sorted(folders):
            if name.startswith("."):
                folders.remove(name)
            elif (here / name).resolve() != inside / below / name:  # a link, or a junction
                folders.remove(name)
                _report_link(f"{shown}/{printable_name((below / name).as_posix())}", diagnostics)
        folders.sort()
        for name in sorted(names):
            if name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM:
                continue
            path, own = here / name, printable_name((below / name).as_posix())
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                _report_link(f"{shown}/{own}", diagnostics)
            elif path.is_file():
                yield FolderFile(own, normal_path(own), path)


def _report_link(shown: str, diagnostics: Diagnostics) -> None:
    diagnostics.warning(
        "F086",
        "是指向佐证文件夹之外的链接，没有读",
        Place(shown),
        hint="请把文件本身放进佐证文件夹",
    )


def _folders_of(
    files: Iterable[FolderFile], schools: Sequence[tuple[str, str]]
) -> dict[int, list[str]]:
    """Find the folders of each school: named by its id, its name, or both, in any depth."""
    by_name: dict[str, list[int]] = {}
    by_id: dict[str, int] = {}
    for at, (school_id, name) in enumerate(schools):
        by_id[normal_path(school_id)] = at
        by_name.setdefault(normal_path(name), []).append(at)
        by_id.setdefault(_run_together(school_id + name), at)
        by_id.setdefault(_run_together(name + school_id), at)
    own_name = {name: at[0] for name, at in by_name.items() if len(at) == 1}
    seen: dict[str, int | None] = {}
    found: dict[int, list[str]] = {}
    for file in files:
        folder = ""
        for part in file.shown.split("/")[:-1]:
            folder = f"{folder}/{part}" if folder else part
            if folder not in seen:
                seen[folder] = _owner(part, by_id, own_name)
                if (owner := seen[folder]) is not None:
                    found.setdefault(owner, []).append(folder)
            if seen[folder] is not None:
                break  # what is inside belongs to the same school
    return found


def _owner(folder: str, by_id: dict[str, int], by_name: dict[str, int]) -> int | None:
    """Return whose folder it is by its name: the whole of it, or one of its words."""
    whole, words = normal_path(folder), [normal_path(part) for part in _parts(folder)]
    # A short id is also an ordinary number: 附件_1 is nobody's folder.
    telling = [word for word in words if len(word) >= _SHORTEST_ID]
    for known, candidates in (
        (by_id, [whole, "".join(words), *telling]),
        (by_name, [whole, *words]),
    ):
        for word in candidates:
            if word in known:
                return known[word]
    return None


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if part]


def _run_together(text: str) -> str:
    return normal_path("".join(_parts(text)))
