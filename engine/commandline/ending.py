"""End a command: print its page, and tell by the exit code whether something wants a look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic
    from engine.reports.page import Line

DONE, DONE_WITH_PROBLEMS, USAGE, RULES, FAULT, INTERRUPTED = 0, 1, 2, 3, 70, 130


def print_page(page: Iterable[Line]) -> None:
    """Print the page of a command."""
    from engine.reports import terminal

    terminal.print_page(page)


def code_of(problems: Iterable[Diagnostic]) -> int:
    """Return 1 where something wants a look (errors and warnings), else 0."""
    from engine.diagnostics import Severity

    wanting = any(each.severity is not Severity.NOTE for each in problems)
    return DONE_WITH_PROBLEMS if wanting else DONE
