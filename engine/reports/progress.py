"""Show how far the work has come: a bar on a terminal, only when it takes over a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from engine.reports.terminal import is_terminal

Advance = Callable[[int, int], None]

# People notice a wait of about a second; a bar that flashes past only disturbs.
_PATIENCE_NS = 1_000_000_000


def _ignore(_done: int, _whole: int) -> None:
    return


class _Bar:
    """A bar that appears on standard error once patience has run out."""

    def __init__(self) -> None:
        self._started = time.perf_counter_ns()
        self._progress: Any = None
        self._task: Any = None
        self._title = ""

    def stage(self, title: str) -> Advance:
        """Begin a stage and return what it calls with (done, whole)."""
        self._title = title
        if self._progress is not None:
            self._progress.update(self._task, description=title, completed=0, total=None)
        return self._advance

    def _advance(self, done: int, whole: int) -> None:
        if self._progress is None:
            if time.perf_counter_ns() - self._started < _PATIENCE_NS:
                return
            self._show()
        self._progress.update(self._task, completed=done, total=whole)

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._task = self._progress.add_task(self._title)
        self._progress.start()

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()


@contextmanager
def progress_bar() -> Iterator[Callable[[str], Advance]]:
    """Yield a function that begins a stage by its title and returns how it advances."""
    if not is_terminal(sys.stderr):
        yield lambda _title: _ignore
        return
    bar = _Bar()
    try:
        yield bar.stage
    finally:
        bar.close()
