"""Recognise what we wrote ourselves into annotated copies (批注副本): it is no fact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics, Place
from engine.facts.books.sheet import Sheet

LIST_SHEET = "问题清单"
LIST_TITLE = "评衡问题清单"
LIST_SKIPPED = "F121"
MARK = "pingheng-annotated"
# In the folder of the copies; a name that begins with a dot is no file of facts.
FOLDER_MARK = ".pingheng-annotated.json"
_MARKED = re.compile(
    rb"<[^<>]*\bname=[\"']" + MARK.encode() + rb"[\"'][^<>]*>\s*<[^<>]*>\s*([0-9a-f]{64})\s*<"
)


def is_problem_list(sheet: Sheet) -> bool:
    """Tell whether a sheet is a list of problems that we wrote."""
    return bool(sheet.rows) and LIST_TITLE in sheet.rows[0][:1]


def report_problem_list(sheet: Sheet, diagnostics: Diagnostics) -> None:
    """Say that a list of problems was left out."""
    diagnostics.note(
        LIST_SKIPPED,
        f"“{sheet.name}”是评衡写的问题清单，没有当作事实读",
        Place(sheet.origin.file, sheet.origin.sheet),
    )


@dataclass(frozen=True, slots=True)
class AnnotatedCopy:
    """The sheets of an annotated copy, and the SHA-256 of the file that it was made from."""

    shown: str
    original: str
    sheets: list[Sheet]


def original_of(properties: bytes) -> str:
    """Return the SHA-256 of the file that an annotated copy was made from; else nothing.

    Args:
        properties: The custom properties of a workbook.
    """
    found = _MARKED.search(properties)
    return found.group(1).decode() if found else ""


def without_originals(
    copies: Sequence[AnnotatedCopy], digests: Mapping[str, str], diagnostics: Diagnostics
) -> list[AnnotatedCopy]:
    """Return the copies that were handed in instead of their originals; say which were not.

    Args:
        digests: File as shown -> SHA-256, of all files.
    """
    originals = {digest: shown for shown, digest in digests.items()}
    beside = [each for each in copies if each.original in originals]
    if beside:
        first, many = beside[0], f"等 {len(beside)} 个文件" if len(beside) > 1 else ""
        diagnostics.warning(
            "F120",
            f"{f'“{first.shown}”{many}' if many else ''}是批注副本，"
            f"原件{'' if many else f'“{originals[first.original]}”'}也交了，只读原件",
            Place(first.shown),
            hint="若改正在副本上，请用副本换掉原件，再交一次",
        )
    return [each for each in copies if each.original not in originals]
