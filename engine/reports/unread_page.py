"""Say what of the facts handed in was not read, where a command shows something else."""

from __future__ import annotations

from collections.abc import Sequence

from engine.diagnostics import Diagnostic
from engine.reports.page import Line, line
from engine.reports.terminal import diagnostic_lines

_FIRST = 5


def unread_page(unread: Sequence[Diagnostic]) -> list[Line]:
    """Return the first of what was not read; nothing where all was."""
    if not unread:
        return []
    page = [line(f"交来的有 {len(unread)} 处没有读，下面的结果里没有它们：", "bad")]
    page += diagnostic_lines(unread[:_FIRST])
    if len(unread) > _FIRST:
        text = f"…… 其余 {len(unread) - _FIRST} 处请看 pingheng facts check"
        page.append(line(text, "dim", indent=2))
    return [*page, line()]
