"""What a forward chainer is to us: assert one fact, get back what fired.

Both engines meet this protocol, so that one can stand in for the other and each can bear
witness against the other. The queue, the conclusions and the order are `engine.veto.infer`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.diagnostics import InternalFault
from engine.veto.trace import ChainFact

# (name of the rule, numbers of the facts in the order of its premises)
Firing = tuple[str, tuple[int, ...]]


class Chainer(Protocol):
    """An engine that matches rules against the facts of one school at a time."""

    @property
    def name(self) -> str:
        """The engine's name, for the trace."""

    def open(self, school: str) -> None:
        """Start with no facts."""

    def assert_fact(self, fact: ChainFact) -> list[Firing]:
        """Add one fact; return every firing that it completes, in any order, each once."""

    def close(self) -> None:
        """Forget the facts."""


class Witnessed:
    """Two chainers in step: what one fires, the other must fire too."""

    def __init__(self, chainer: Chainer, witness: Chainer) -> None:
        self._chainer, self._witness = chainer, witness
        self._school = ""

    @property
    def name(self) -> str:
        return self._chainer.name

    def open(self, school: str) -> None:
        """Open both."""
        self._school = school
        self._chainer.open(school)
        self._witness.open(school)

    def assert_fact(self, fact: ChainFact) -> list[Firing]:
        """Assert in both and compare.

        Raises:
            InternalFault: They differ; neither is believed.
        """
        fired = sorted(self._chainer.assert_fact(fact))
        confirmed = sorted(self._witness.assert_fact(fact))
        if fired != confirmed:
            raise InternalFault(
                f"学校 {self._school} 的否决推理两个引擎结论不一致，已停止："
                f"事实 {fact.number}（{fact.kind}）"
                f"{self._chainer.name} 得出 {_summary(fired, confirmed)}，"
                f"{self._witness.name} 得出 {_summary(confirmed, fired)}"
            )
        return fired

    def close(self) -> None:
        """Close both."""
        self._chainer.close()
        self._witness.close()


def _summary(fired: Sequence[Firing], other: Sequence[Firing]) -> str:
    """Name what only one side has, and a firing that one side has twice."""
    rest = list(other)
    only: list[str] = []
    for firing in fired:
        if firing in rest:
            rest.remove(firing)
        else:
            only.append(f"{firing[0]}{list(firing[1])}")
    return "、".join(only) or "无"
