"""Say what is wrong, where, and how to get out of it.

Everything that can go wrong with the user's files becomes a `Diagnostic`; they are
collected and shown together. An exception is only for when work cannot go on: it
carries its diagnostics, knows its exit code, and survives pickling.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters: 错误 stops or blocks, 警告 asks for a look, 提示 informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a rule or a fact stands: a line of a text file, or a cell of a sheet.

    >>> str(Place("rules/a.yaml", line=12, column=7))
    'rules/a.yaml:12:7'
    >>> str(Place("事实表.xlsx", sheet="师资", cell="F37"))
    '事实表.xlsx「师资」!F37'
    >>> str(Place("事实表.csv", cell="F37"))
    '事实表.csv!F37'
    """

    file: str
    sheet: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""

    @property
    def reading_order(self) -> tuple[str, str, int, int, int, int, str]:
        """Return by what places are put in order: as one reads, row 9 before row 10."""
        letters = self.cell.rstrip("0123456789")
        row = int(self.cell[len(letters) :] or 0)
        return self.file, self.sheet, self.line, self.column, row, len(letters), letters

    def __str__(self) -> str:
        text = self.file
        if self.sheet:
            text += f"「{self.sheet}」"
        if self.cell:
            text += f"!{self.cell}"
        if self.line:
            text += f":{self.line}:{self.column}"
        return text


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about the user's files, in the words of the user.

    Args:
        code: Stable short code, such as `R012` (rules) or `F031` (facts).
        severity: Error, warning or note.
        message: What is wrong, in Chinese, naming the value and the limit.
        place: Where it stands; None where no single place is to blame.
        value: The value as it was written.
        hint: The way out, in Chinese.
        parts: Where one line is said for many: what it says of each, at its own place.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    value: str = ""
    hint: str = ""
    parts: Iterable[Diagnostic] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"（{self.hint}）" if self.hint else ""
        return f"{where}{self.severity.label} {self.code} {self.message}{hint}"

    @property
    def sort_key(self) -> tuple[bool, object, str, str, str]:
        place = self.place or Place("")
        return (self.place is None, place.reading_order, self.code, self.message, self.value)


@dataclass(frozen=True, slots=True)
class OneByOne:
    """The parts of a diagnostic that is said for many; made only when somebody asks for them.

    Args:
        tell: Makes the one of a number. numbers: Of all that the diagnostic is about.
    """

    tell: Callable[[int], Diagnostic]
    numbers: tuple[int, ...]

    def __iter__(self) -> Iterator[Diagnostic]:
        return map(self.tell, self.numbers)


class Diagnostics:
    """A growing collection of diagnostics, shown sorted by place and without repeats."""

    def __init__(self, items: Iterable[Diagnostic] = ()) -> None:
        self._items: dict[Diagnostic, None] = dict.fromkeys(items)

    def error(
        self,
        code: str,
        message: str,
        place: Place | None = None,
        value: object = "",
        hint: str = "",
    ) -> None:
        """Add an error."""
        self.add(Diagnostic(code, Severity.ERROR, message, place, str(value), hint))

    def warning(
        self,
        code: str,
        message: str,
        place: Place | None = None,
        value: object = "",
        hint: str = "",
    ) -> None:
        """Add a warning."""
        self.add(Diagnostic(code, Severity.WARNING, message, place, str(value), hint))

    def note(
        self,
        code: str,
        message: str,
        place: Place | None = None,
        value: object = "",
        hint: str = "",
    ) -> None:
        """Add a note."""
        self.add(Diagnostic(code, Severity.NOTE, message, place, str(value), hint))

    def add(self, diagnostic: Diagnostic) -> None:
        """Add one diagnostic; the same one twice counts once."""
        self._items[diagnostic] = None

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add several diagnostics."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    @property
    def has_errors(self) -> bool:
        return any(item.severity is Severity.ERROR for item in self._items)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return all diagnostics in the order of their places."""
        return tuple(sorted(self._items, key=lambda item: item.sort_key))

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self._items)


class PinghengError(Exception):
    """Work cannot go on. Carries what to tell the user and the exit code."""

    exit_code = 70

    def __init__(self, message: str, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda item: item.sort_key))
        super().__init__(message, self.diagnostics)

    def __str__(self) -> str:
        return str(self.args[0])


class UsageProblem(PinghengError):
    """The command was called in a way that cannot work (退出码 2)."""

    exit_code = 2


class RulesUnusable(PinghengError):
    """The ruleset has errors and cannot be used (退出码 3)."""

    exit_code = 3


class FactsUnusable(PinghengError):
    """No school could be read from the fact sheets (退出码 4)."""

    exit_code = 4


class InternalFault(PinghengError):
    """Our own fault: a promise of the engine does not hold (退出码 70)."""

    exit_code = 70


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个位置",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "该位置只读",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ELOOP: "链接绕成了圈",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
}


def reason_of(problem: OSError) -> str:
    """Say in Chinese why the system refused, where it is one of the usual things."""
    said = _REASONS.get(problem.errno or 0)
    return said or problem.strerror or type(problem).__name__


def is_of_the_system(problem: OSError) -> bool:
    """Tell whether a refusal lies with the disk or its rights, not with us."""
    return problem.errno in _REASONS
