"""Do the work on the proposed rules in a process of its own, beside that on the rules in force.

Loading them, comparing the texts, and reading the facts a second time where that is needed would
double the time. Nothing but the time depends on where it is done: with one processor all is done
here.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar

from engine.assess import Assessment, assess
from engine.diagnostics import InternalFault
from engine.differences import RuleChange, compare_rules
from engine.facts import Inputs, read_facts
from engine.ruleset.model import RuleSet
from engine.ruleset.other_year import moved

Load = Callable[[], RuleSet]
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Beside:
    """The work on the proposed rules, asked for in the order in which it is needed.

    Args:
        load_after: Loads the proposed rules. load_before: loads those in force.
        n_processors: With one, everything is done here when it is asked for.
    """

    def __init__(
        self, load_before: Load, load_after: Load, n_processors: int | None = None
    ) -> None:
        n_processors = n_processors or os.cpu_count() or 1
        self._pool = (
            ProcessPoolExecutor(1, initializer=_open, initargs=(load_before, load_after))
            if n_processors > 1
            else None
        )
        if self._pool is None:
            _open_here(load_before, load_after)
        self._after = self._begin(_load_after)
        self._changes = self._begin(_compare)

    def after(self) -> RuleSet:
        """Return the proposed rules.

        Raises:
            RulesUnusable: They have errors.
        """
        return _told(self._after)

    def changes(self) -> tuple[RuleChange, ...]:
        """Return what the proposed rules say otherwise."""
        return _told(self._changes)

    def read_and_assess(self, given: Inputs, years: int = 0) -> Callable[[], Assessment]:
        """Begin to read the facts and to assess them under the rules moved some years.

        Returns:
            What waits for the result. It raises FactsUnusable where not one school could be read.
        """
        begun = self._begin(_read_and_assess, given, years)
        return lambda: _told(begun)

    def close(self) -> None:
        """Give the process up; what was not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(
        self, work: Callable[_Given, _Result], *given: _Given.args, **more: _Given.kwargs
    ) -> Future[_Result]:
        if self._pool is not None:
            try:
                return self._pool.submit(work, *given, **more)
            except BrokenProcessPool as error:
                raise _broken() from error
        done: Future[_Result] = Future()
        try:
            done.set_result(work(*given, **more))
        except Exception as error:
            done.set_exception(error)
        return done


def _told(work: Future[_Result]) -> _Result:
    try:
        return work.result()
    except BrokenProcessPool as error:
        raise _broken() from error


def _broken() -> InternalFault:
    return InternalFault("计算新方案的进程意外中止，结果没有输出；请重试一次")


_kept: dict[str, Any] = {}  # in the process that works: how to load the rules, and the rules


def _open(load_before: Load, load_after: Load) -> None:
    # An interruption is for the process that the user started to answer, once.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _open_here(load_before, load_after)


def _open_here(load_before: Load, load_after: Load) -> None:
    _kept.clear()
    _kept.update(load_before=load_before, load_after=load_after)


def _load_after() -> RuleSet:
    after: RuleSet = _kept["load_after"]()
    _kept["after"] = after
    return after


def _compare() -> tuple[RuleChange, ...]:
    return compare_rules(_kept["load_before"](), _kept["after"])


def _read_and_assess(given: Inputs, years: int) -> Assessment:
    after = moved(_kept["after"], years)
    return assess(after, read_facts(after, given))
