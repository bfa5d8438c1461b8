"""Share work on schools, which are independent of one another, out over all cores.

The schools are taken in runs, and what is made of the runs comes back in their order: the number
of processes and the size of a run change nothing.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from engine.diagnostics import InternalFault

_RUN_OF_SCHOOLS = 50
# Below this, starting processes costs more than it saves.
_WORTH_SHARING = 300
# Windows waits for no more processes than this.
_MOST_WORKERS = 61

Made = TypeVar("Made")


def share_out(
    open_work: Callable[[], Callable[[range], Made]], n_schools: int, doing: str
) -> Iterator[Made]:
    """Yield what is made of each run of schools, in order.

    Args:
        open_work: Called once a process (so it has to be something that can be pickled); what it
            returns is called with each run.
        n_schools: In all. doing: The act, as the user knows it (写说明).

    Raises:
        InternalFault: A process died.
    """
    runs = [
        range(start, min(start + _RUN_OF_SCHOOLS, n_schools))
        for start in range(0, n_schools, _RUN_OF_SCHOOLS)
    ]
    n_workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if n_schools < _WORTH_SHARING or n_workers == 1:
        yield from map(open_work(), runs)
        return
    try:
        with ProcessPoolExecutor(n_workers, initializer=_open, initargs=(open_work,)) as pool:
            yield from pool.map(_do, runs)
    except BrokenProcessPool as error:
        raise InternalFault(f"{doing}的进程意外中止，结果没有输出；请重试一次") from error


_work: list[Callable[[range], Any]] = []  # in a worker process: what it was opened with


def _open(open_work: Callable[[], Callable[[range], Any]]) -> None:
    # An interruption is for the process that the user started to answer, once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work[:] = [open_work()]
    # What stands now stays: only what comes after is looked through for cycles, and seldom.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _do(schools: range) -> Any:
    return _work[0](schools)
