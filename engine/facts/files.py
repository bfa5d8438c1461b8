"""Find the fact files: files and folders become one sorted list, each file once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from engine.diagnostics import Diagnostics, Place

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv"})
DOCUMENTS = frozenset({".yaml", ".yml", ".json"})
_KNOWN = WORKBOOKS | TEXTS | DOCUMENTS
_LARGEST_FILE = 300 * 2**20
_WAY_OUT = "事实表请用 .xlsx、.csv、.yaml 或 .json"


@dataclass(frozen=True, slots=True, order=True)
class FactFile:
    """A file of facts, and the name by which it is shown (as given, with /)."""

    shown: str
    path: Path

    @property
    def kind(self) -> str:
        return self.path.suffix.lower()

    @property
    def folder(self) -> str:
        return self.shown.rpartition("/")[0]


def find_files(paths: Iterable[str | os.PathLike[str]], diagnostics: Diagnostics) -> list[FactFile]:
    """Return all files of facts in the order of their shown names, each once.

    Args:
        paths: Files, or folders that are searched with all their subfolders.
        diagnostics: Gets a note for every file of a foreign type.
    """
    found: list[FactFile] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found += _search(path, diagnostics)
        elif not path.exists():
            diagnostics.error(
                "F001", "没有这个文件或文件夹", Place(path.as_posix()), hint="请检查路径"
            )
        elif path.suffix.lower() not in _KNOWN:
            diagnostics.error(
                "F002", f"“{path.suffix}”不是能读的格式", Place(path.as_posix()), hint=_WAY_OUT
            )
        else:
            found.append(FactFile(path.as_posix(), path))
    unique: dict[Path, FactFile] = {}
    for file in sorted(found):
        unique.setdefault(file.path.resolve(), file)
    return sorted(unique.values())


def _search(folder: Path, diagnostics: Diagnostics) -> list[FactFile]:
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        # Excel writes ~$name.xlsx beside an open workbook; .names are hidden.
        if any(part.startswith((".", "~$")) for part in inside) or not path.is_file():
            continue
        if path.suffix.lower() in _KNOWN:
            found.append(FactFile(path.as_posix(), path))
        else:
            diagnostics.note(
                "F002", "不是事实表的文件，没有读", Place(path.as_posix()), hint=_WAY_OUT
            )
    return found


class FileReader:
    """Reads the bytes of files, keeps their digests, and reads identical copies once."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.digests: dict[str, str] = {}
        self._diagnostics = diagnostics
        self._first: dict[str, str] = {}

    def read(self, file: FactFile) -> bytes | None:
        """Return a file's bytes; None (reported) where it cannot be used."""
        place = Place(file.shown)
        try:
            size = file.path.stat().st_size
            if size > _LARGEST_FILE:
                self._diagnostics.error(
                    "F005",
                    f"文件有 {size // 2**20} MB，超过 {_LARGEST_FILE // 2**20} MB，没有读",
                    place,
                    hint="请删去图片等无关内容，或拆成几个文件",
                )
                return None
            data = file.path.read_bytes()
        except OSError as problem:
            self._diagnostics.error(
                "F001",
                f"文件打不开：{problem.strerror or problem}",
                place,
                hint="请关闭正在使用它的程序，并检查权限",
            )
            return None
        digest = sha256(data).hexdigest()
        self.digests[file.shown] = digest
        if not data:
            self._diagnostics.error("F006", "文件是空的", place, hint="请重新导出或复制这个文件")
            return None
        first = self._first.setdefault(digest, file.shown)
        if first != file.shown:
            self._diagnostics.warning(
                "F008", f"与“{first}”内容完全相同，只读一次", place, hint="请删去多余的一份"
            )
            return None
        return data
