"""Tell what was handed in and not read at all, so that no command passes over it in silence."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics import Diagnostic, Severity

# A file, a sheet, or all that a file says of a school: not one cell of it counts.
_FILES = ("F001", "F002", "F003", "F004", "F005", "F006", "F007", "F018", "F059")
_SHEETS = ("F010", "F011", "F020", "F067", "F068", "F069")
_WHOLE = frozenset((*_FILES, *_SHEETS))


def unread_of(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems by which a whole file, sheet or school was left out.

    Args:
        problems: What was met while facts were read (`FactTable.problems`).
    """
    return tuple(
        each for each in problems if each.code in _WHOLE and each.severity is not Severity.NOTE
    )
