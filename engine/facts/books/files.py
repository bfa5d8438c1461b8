"""Find the fact files: files and folders become one sorted list, each file once."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from engine.diagnostics import Diagnostics, Place, reason_of
from engine.facts.books.annotated import FOLDER_MARK
from engine.facts.books.merged import FOLDER_MARK as MERGED_MARK
from engine.facts.books.merged import WORKBOOK

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv"})
DOCUMENTS = frozenset({".yaml", ".yml", ".json"})
_KNOWN = WORKBOOKS | TEXTS | DOCUMENTS
_LARGEST_FILE = 300 * 2**20
_WAY_OUT = "事实表请用 .xlsx、.csv、.yaml 或 .json"
# Files in which a school may well have handed in its facts: leaving one out matters.
_TABLES_ELSEWHERE = frozenset(
    {".et", ".ett", ".xlsb", ".xlt", ".xltx", ".numbers", ".wps", ".doc", ".docx", ".pdf"}
)
_ARCHIVES = frozenset({".zip", ".rar", ".7z"})
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_RECEIPT = "run.json"
_PRODUCT = "pingheng"
# In a folder of pages, books and letters of ours, by the paths of its files.
_REPORTS = "reports.json"


@dataclass(frozen=True, slots=True, order=True)
class FactFile:
    """A file of facts, and the name by which it is shown (as given, with /)."""

    shown: str
    path: Path

    @property
    def kind(self) -> str:
        return self.path.suffix.lower()

    @property
    def title(self) -> str:
        """Return the name without folder and extension, which may name a table."""
        return PurePosixPath(self.shown).stem

    @property
    def folder(self) -> str:
        return self.shown.rpartition("/")[0]


def find_files(
    paths: Iterable[str | os.PathLike[str]],
    diagnostics: Diagnostics,
    apart: Path | None = None,
) -> list[FactFile]:
    """Return all files of facts in the order of their shown names, each once.

    Args:
        paths: Files, or folders that are searched with all their subfolders.
        diagnostics: Is told of every path that is no file of facts.
        apart: A folder below them that holds no fact sheets (佐证文件夹).
    """
    found: list[FactFile] = []
    for given in paths:
        path = Path(given)
        try:
            found += _find(path, diagnostics, apart) if os.fspath(given) else []
        except OSError as problem:  # a name too long, a folder that may not be listed
            diagnostics.error(
                "F001", f"打不开：{reason_of(problem)}", _place(path), hint="请检查路径和权限"
            )
        if not os.fspath(given):
            diagnostics.error("F001", "有一个路径是空的，没有读", hint="请写明文件或文件夹")
    unique: dict[Path, FactFile] = {}
    for file in sorted(found):
        unique.setdefault(file.path.resolve(), file)
    return sorted(unique.values())


def _place(path: Path) -> Place:
    return Place(printable_name(path.as_posix()))


def printable_name(name: str) -> str:
    """Return a name that can be printed: in one line, as it is read, without lone bytes.

    >>> printable_name("甲\\n乙.xlsx")
    '甲\\\\n乙.xlsx'
    """
    text = name.encode("utf-8", "backslashreplace").decode("utf-8")
    if text.isprintable():
        return text
    return "".join(
        sign.encode("unicode_escape").decode("ascii") if _is_unseen(sign) else sign for sign in text
    )


def _is_unseen(sign: str) -> bool:
    """Tell whether a sign controls the line instead of standing in it."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp")


def _find(path: Path, diagnostics: Diagnostics, apart: Path | None) -> list[FactFile]:
    """Return the file, or the files in the folder, at a path that the user gave."""
    if path.is_dir():
        if _is_result(path, [each.name for each in path.iterdir()]):
            diagnostics.error(
                "F002", "是评衡写出的结果文件夹，不是事实表", _place(path), hint="请检查路径"
            )
            return []
        found = _search(path, diagnostics, apart)
        if not found:
            diagnostics.warning(
                "F059", "文件夹里没有事实表", _place(path), hint=f"请检查路径；{_WAY_OUT}"
            )
        return found
    if not path.exists():
        diagnostics.error("F001", "没有这个文件或文件夹", _place(path), hint="请检查路径")
    elif not path.is_file():
        diagnostics.error("F001", "不是普通文件，没有读", _place(path), hint="请检查路径")
    elif path.name.startswith("~$"):
        diagnostics.note(
            "F002",
            "是 Excel 打开文件时的临时文件，没有读",
            _place(path),
            hint="请给出去掉开头 ~$ 的那个文件",
        )
    elif path.suffix.lower() not in _KNOWN:
        diagnostics.error(
            "F002", f"“{path.suffix}”不是能读的格式", _place(path), hint=_way_out(path)
        )
    else:
        return [FactFile(printable_name(path.as_posix()), path)]
    return []


def _search(folder: Path, diagnostics: Diagnostics, apart: Path | None) -> list[FactFile]:
    found: list[FactFile] = []
    reports: set[Path] = set()
    left_out = apart.resolve() if apart is not None else None

    def report(problem: OSError) -> None:
        diagnostics.error(
            "F001",
            f"文件夹打不开：{reason_of(problem)}",
            _place(Path(problem.filename)),
            hint="请检查权限",
        )

    for place, folders, names in os.walk(folder, onerror=report):
        inside = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith((".", "~$")))
        if left_out is not None:
            folders[:] = [name for name in folders if (inside / name).resolve() != left_out]
        for name in folders:
            if (inside / name).is_symlink():
                diagnostics.note(
                    "F002",
                    "是指向别处的链接，没有进去读",
                    _place(inside / name),
                    hint="若里面有事实表，请把那个文件夹本身写在命令里",
                )
        if why := _why_not_read(inside, names, is_given=inside == folder):
            folders.clear()
            diagnostics.note("F002", why[0], _place(inside), hint=why[1])
            continue
        names = [WORKBOOK] if MERGED_MARK in names else names
        if written := _reports_of(inside, names):
            reports |= written
            diagnostics.note(
                "F002",
                "里有评衡写出的成绩册、信等，这些没有读",
                _place(inside),
                hint="请用 -o 把它们写到事实表文件夹之外",
            )
        names = [name for name in names if inside / name not in reports]
        # Excel writes ~$name.xlsx beside an open workbook; .names are hidden.
        for name in sorted(name for name in names if not name.startswith((".", "~$"))):
            found += _accept(inside / name, diagnostics)
            if _is_open(name, names):
                _report_open(inside / name, diagnostics)
    return found


def _why_not_read(folder: Path, names: list[str], *, is_given: bool) -> tuple[str, str] | None:
    """Return what a folder is whose files are none that was handed in, and the way out."""
    if _is_result(folder, names):
        return "是评衡以前写出的结果文件夹，没有读", "请把结果写到事实表文件夹之外"
    if FOLDER_MARK in names and not is_given:
        return (
            "是评衡写出的批注副本，没有读（读的是原件）",
            "若改在了副本上，请把这个文件夹本身写在命令里",
        )
    if MERGED_MARK in names and not is_given:
        return (
            "是评衡写出的合并结果，没有读（读的是各处交来的表）",
            f"要用合并表的，请把其中的“{WORKBOOK}”写在命令里，不再写各处的表",
        )
    return None


def _is_open(name: str, names: list[str]) -> bool:
    """Tell by the lock file beside it whether somebody has a workbook open."""
    return f"~${name}" in names or f".~lock.{name}#" in names


def _report_open(path: Path, diagnostics: Diagnostics) -> None:
    diagnostics.note(
        "F110",
        "这个文件正被人打开着，读的是上次保存的内容",
        _place(path),
        hint="请保存并关闭后再读；若没有人打开，请删去旁边以 ~$ 开头的临时文件",
    )


def _is_result(folder: Path, names: list[str]) -> bool:
    """Recognise an output folder of ours, whose tables are no facts."""
    if _RECEIPT not in names or "scores.csv" not in names:
        return False
    try:
        with (folder / _RECEIPT).open("rb") as file:
            return b'"product": "pingheng"' in file.read(200)
    except OSError:
        return False


def _reports_of(folder: Path, names: list[str]) -> set[Path]:
    """Return what we wrote of a finished assessment into a folder and below it, mark and all."""
    if _REPORTS not in names:
        return set()
    try:
        mark = json.loads((folder / _REPORTS).read_bytes())
    except (OSError, ValueError):
        return set()
    kinds = mark.get("reports") if isinstance(mark, dict) else None
    if not isinstance(kinds, dict) or mark.get("product") != _PRODUCT:
        return set()
    files = (name for each in kinds.values() if isinstance(each, dict) for name in each)
    return {folder / _REPORTS, *(folder / name for name in files)}


def _accept(path: Path, diagnostics: Diagnostics) -> list[FactFile]:
    """Return a file of a folder if it is one of facts; say what is left out."""
    kind = path.suffix.lower()
    if path.name.lower() in _OF_THE_SYSTEM:
        return []
    if kind in _KNOWN and path.is_file():
        return [FactFile(printable_name(path.as_posix()), path)]
    if kind in _KNOWN:
        diagnostics.error(
            "F001", "不是普通文件，或所指的文件不存在", _place(path), hint="请删去，或换成文件本身"
        )
    elif kind in _TABLES_ELSEWHERE | _ARCHIVES:
        diagnostics.warning("F002", "这种格式没有读", _place(path), hint=_way_out(path))
    else:
        diagnostics.note("F002", "不是事实表的文件，没有读", _place(path), hint=_WAY_OUT)
    return []


def _way_out(path: Path) -> str:
    kind = path.suffix.lower()
    if kind in _ARCHIVES:
        return "若里面有事实表，请解压后再交"
    if kind in (".et", ".ett", ".xlsb", ".xlt", ".xltx", ".numbers"):
        return "请用 WPS 或 Excel 另存为 .xlsx"
    return f"若里面有事实，请填到事实表里；{_WAY_OUT}" if kind in _TABLES_ELSEWHERE else _WAY_OUT


class FileReader:
    """Reads the bytes of files, keeps their digests, and reads identical copies once."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.digests: dict[str, str] = {}
        self._diagnostics = diagnostics
        self._first: dict[str, str] = {}

    def is_copy(self, file: FactFile) -> bool:
        """Tell whether a file that was read before is a copy of another one."""
        digest = self.digests.get(file.shown, "")
        return self._first.get(digest, file.shown) != file.shown

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
                f"文件打不开：{reason_of(problem)}",
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
