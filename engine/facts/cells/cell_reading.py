"""What reading one cell gives: a value, a state, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.diagnostics import Diagnostic, Place, Severity
from engine.facts.books.sheet import Raw, shown
from engine.facts.table import State

# Whole numbers for booleans, numbers (scaled) and dates; text for choice and text; a set of
# texts for set. Columns turn the texts into codes.
CellValue = int | str | frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a cell, before it is known where the cell stands."""

    code: str
    severity: Severity
    message: str
    hint: str = ""

    def at(self, place: Place | None, name: str, raw: Raw) -> Diagnostic:
        """Return it as a diagnostic of the field `name` at its place."""
        return Diagnostic(
            self.code, self.severity, f"{name}{self.message}", place, shown(raw), self.hint
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell, read."""

    value: CellValue
    state: State
    findings: tuple[Finding, ...] = ()


CellReader = Callable[[Raw], Reading]

MISSING = Reading(0, State.MISSING)
NOT_APPLICABLE = Reading(0, State.NOT_APPLICABLE)
# A blank cell of a field whose blanks stand for 不适用: it still gives way to a filled one.
BLANK_NOT_APPLICABLE = Reading(0, State.NOT_APPLICABLE)


def present(value: CellValue, *findings: Finding) -> Reading:
    """Return a readable value, with notes."""
    return Reading(value, State.PRESENT, findings)


def unreadable(code: str, message: str, hint: str = "") -> Reading:
    """Return a cell that cannot be read, with the error that says why."""
    return Reading(0, State.UNREADABLE, (Finding(code, Severity.ERROR, message, hint),))


def note(code: str, message: str, hint: str = "") -> Finding:
    """Return a note about a value that was read."""
    return Finding(code, Severity.NOTE, message, hint)
