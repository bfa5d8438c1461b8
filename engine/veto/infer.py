"""Run one school's chain: the queue is ours, the engines only match.

Assert one fact, collect what fired, sort it, derive, queue what is new, until nothing is;
then ask the referee what can be settled now, and go on. The facts given are sorted before they
are numbered, so that the trace does not depend on the order in which they were found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from engine.diagnostics import InternalFault, UsageProblem
from engine.veto.chainer import Chainer, Witnessed
from engine.veto.durable import durable_is_available, shared_chainer
from engine.veto.forward import ForwardChainer
from engine.veto.memory import Memory, Statement
from engine.veto.patterns import Kinds, Rule

# What can be settled once a stage of the chain is quiet: further facts.
Stage = Callable[[Memory], Iterable[Statement]]

# Each fact given has its share of steps; a chain that needs more runs in circles.
_STEPS_A_FACT = 200


def open_chainer(engine: str, rules: tuple[Rule, ...], kinds: Kinds) -> tuple[Chainer, bool]:
    """Return the chainer that is asked for, and whether a witness confirms it.

    Args:
        engine: `auto` (durable-rules where it is available, with the plain one as witness),
            `durable` (must be available) or `forward` (the plain one alone).

    Raises:
        UsageProblem: There is no such engine here.
    """
    if engine not in ("auto", "durable", "forward"):
        raise UsageProblem(f"没有名为“{engine}”的推理引擎，可选 auto、durable、forward")
    forward = ForwardChainer(rules, kinds)
    if engine == "forward" or (engine == "auto" and not durable_is_available()):
        return forward, False
    if not durable_is_available():
        raise UsageProblem(
            "本机没有 durable-rules（Windows 和 Python 3.13 不支持），请改用 auto 或 forward"
        )
    return Witnessed(shared_chainer(rules, tuple(sorted(kinds.items()))), forward), True


def run_chain(
    school: str,
    given: Iterable[Statement],
    stages: Sequence[Stage],
    chainer: Chainer,
    memory: Memory,
) -> None:
    """Chain one school's facts to the end; the memory then holds all facts and steps.

    Args:
        school: The school's id, named in any fault.
        given: What is known at the start.
        stages: What is settled each time nothing fires any more, in this order.

    Raises:
        InternalFault: The engines differ, one failed, or the chain does not end.
    """
    chainer.open(school)
    try:
        _run(school, given, chainer, memory)
        for stage in stages:
            _run(school, list(stage(memory)), chainer, memory)
    finally:
        chainer.close()


def _run(school: str, given: Iterable[Statement], chainer: Chainer, memory: Memory) -> None:
    queue = deque(
        new
        for kind, values in sorted(given, key=_order)
        if (new := memory.state(kind, values)) is not None
    )
    bound = len(memory.steps) + _STEPS_A_FACT * (len(memory.facts) + 1)
    while queue:
        for rule, premises in sorted(chainer.assert_fact(queue.popleft())):
            new = memory.conclude(rule, premises)
            if new is not None:
                queue.append(new)
            if len(memory.steps) > bound:
                raise InternalFault(f"学校 {school} 的否决推理超过{bound}步仍未结束，已停止")


def _order(statement: Statement) -> tuple[str, list[tuple[str, str]]]:
    kind, values = statement
    return kind, sorted(values.items())
