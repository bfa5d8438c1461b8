"""Print pages: with colour on a terminal, plainly into files and pipes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TextIO

from engine.diagnostics import Diagnostic, Severity
from engine.reports.page import Line, display_width, line, wrapped

_STYLES = {
    "title": "bold cyan",
    "good": "bold green",
    "bad": "bold red",
    "warn": "yellow",
    "dim": "dim",
    "strong": "bold",
}
_OF_SEVERITY = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "dim"}
_NARROWEST = 60
_WIDEST = 120


def speak_utf8() -> None:
    """Make both output streams carry Chinese whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="replace")


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person watches the stream; NO_COLOR and TERM=dumb ask for plain text."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(getattr(stream, "isatty", bool)())


def print_page(page: Iterable[Line], stream: TextIO | None = None) -> None:
    """Print lines to a stream, standard output unless told otherwise."""
    out = stream if stream is not None else sys.stdout
    if not is_terminal(out):
        out.write("".join(each.text + "\n" for each in page))
        out.flush()
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, highlight=False, soft_wrap=True, legacy_windows=None)
    width = min(max(console.width - 1, _NARROWEST), _WIDEST)
    for each in wrapped(page, width):
        text = Text()
        for run, style in each.runs:
            text.append(run, _STYLES.get(style, ""))
        console.print(text)


def diagnostic_lines(diagnostics: Iterable[Diagnostic]) -> list[Line]:
    """Set diagnostics one a line: place, severity, code, message, and the way out below."""
    lines = []
    for each in diagnostics:
        place = f"{each.place}: " if each.place else ""
        head = f"{each.severity.label} {each.code} "
        runs = ((place, ""), (head, _OF_SEVERITY[each.severity]), (each.message, ""))
        lines.append(Line(runs, 4))
        if each.hint:
            lines.append(line(f"→ {each.hint}", "dim", indent=4))
    return lines


def rule_line(text: str = "", width: int = 72) -> Line:
    """Return a heading with a line drawn after it."""
    bar = "─" * max(width - display_width(text) - 1, 3)
    return Line(((f"{text} " if text else "", "strong"), (bar, "dim")), 0)
