"""The queue: order does not matter, circles end, and engines that differ stop the work."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine.diagnostics import InternalFault, UsageProblem
from engine.veto import infer as inferring
from engine.veto.chainer import Chainer, Firing, Witnessed
from engine.veto.forward import ForwardChainer
from engine.veto.infer import open_chainer, run_chain
from engine.veto.memory import Memory, Statement
from engine.veto.patterns import Rule, fact
from engine.veto.trace import ChainFact

KINDS = {"alpha": ("left",), "beta": ("left", "right"), "gamma": ("left",)}
RULES = (
    Rule("spread", "", (fact("alpha", left="?x"), fact("beta", left="?x", right="?y")),
         fact("alpha", left="?y")),
    Rule("finish", "", (fact("alpha", left="goal"),), fact("gamma", left="goal")),
)  # fmt: skip


def given(*pairs: str) -> list[Statement]:
    return [("alpha", {"left": "a"})] + [
        ("beta", {"left": pair[0], "right": pair[1:]}) for pair in pairs
    ]


def run(statements: Sequence[Statement], chainer: Chainer | None = None) -> Memory:
    memory = Memory(RULES, KINDS)
    run_chain("007", statements, (), chainer or ForwardChainer(RULES, KINDS), memory)
    return memory


def test_chain_when_a_conclusion_matches_again_then_it_is_followed_to_the_end() -> None:
    memory = run(given("ab", "bc", "cgoal"))
    assert [values["left"] for values in memory.of("gamma")] == ["goal"]
    assert [(step.rule, step.premises) for step in memory.steps[-1:]] == [("finish", (7,))]


def test_chain_when_facts_lead_in_a_circle_then_it_ends() -> None:
    memory = run(given("ab", "ba"))
    assert {values["left"] for values in memory.of("alpha")} == {"a", "b"}
    # The second way to a fact is a step of its own, but not another fact.
    assert len(memory.steps) == 2


def test_chain_when_facts_come_in_another_order_then_the_trace_is_the_same() -> None:
    statements = given("ab", "bc", "ac", "cgoal")
    one, other = run(statements), run(statements[::-1])
    assert (one.facts, one.steps) == (other.facts, other.steps)


def test_chain_when_a_fact_is_given_twice_then_it_counts_once() -> None:
    assert len(run([*given("ab"), *given("ab")]).facts) == 3


def test_chain_when_it_does_not_end_then_the_school_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inferring, "_STEPS_A_FACT", 0)
    with pytest.raises(InternalFault, match=r"学校 007 .*仍未结束"):
        run(given("ab"))


def test_fact_when_it_lacks_a_property_then_it_is_refused() -> None:
    with pytest.raises(InternalFault, match="beta"):
        run([("beta", {"left": "a"})])


def test_stage_when_the_chain_is_quiet_then_it_adds_what_it_settles() -> None:
    memory = Memory(RULES, KINDS)
    seen: list[int] = []

    def stage(so_far: Memory) -> list[Statement]:
        seen.append(len(so_far.steps))
        return [("beta", {"left": "b", "right": "goal"})]

    run_chain("007", given("ab"), (stage,), ForwardChainer(RULES, KINDS), memory)
    assert seen == [1]
    assert len(memory.of("gamma")) == 1


class Mistaken:
    """An engine that loses, invents or repeats a firing."""

    name = "mistaken"

    def __init__(self, mistake: str) -> None:
        self._true, self._mistake = ForwardChainer(RULES, KINDS), mistake
        self.closed = 0

    def open(self, school: str) -> None:
        self._true.open(school)

    def assert_fact(self, fact: ChainFact) -> list[Firing]:
        fired = self._true.assert_fact(fact)
        if not fired:
            return fired
        return {"lose": [], "invent": [*fired, ("finish", (1,))], "repeat": fired * 2}[
            self._mistake
        ]

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("lose", r"mistaken 得出 无，forward 得出 spread\[1, 2\]"),
        ("invent", r"mistaken 得出 finish\[1\]，forward 得出 无"),
        ("repeat", r"mistaken 得出 spread\[1, 2\]，forward 得出 无"),
    ],
)
def test_engines_when_they_differ_then_it_is_an_error_that_names_the_school(
    mistake: str, words: str
) -> None:
    mistaken = Mistaken(mistake)
    with pytest.raises(InternalFault, match=rf"学校 007 .*不一致.*{words}"):
        run(given("ab"), Witnessed(mistaken, ForwardChainer(RULES, KINDS)))
    assert mistaken.closed == 1


def test_engine_when_auto_and_durable_is_absent_then_forward_serves_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inferring, "durable_is_available", lambda: False)
    chainer, witnessed = open_chainer("auto", RULES, KINDS)
    assert (chainer.name, witnessed) == ("forward", False)


def test_engine_when_durable_is_asked_for_and_absent_then_a_way_out_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inferring, "durable_is_available", lambda: False)
    with pytest.raises(UsageProblem, match="请改用 auto 或 forward"):
        open_chainer("durable", RULES, KINDS)


def test_engine_when_forward_is_asked_for_then_nothing_witnesses() -> None:
    chainer, witnessed = open_chainer("forward", RULES, KINDS)
    assert (chainer.name, witnessed) == ("forward", False)


def test_engine_when_its_name_is_unknown_then_the_choices_are_named() -> None:
    with pytest.raises(UsageProblem, match=r"“rete”.*auto、durable、forward"):
        open_chainer("rete", RULES, KINDS)


def test_durable_when_it_cannot_be_imported_then_it_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    from engine.veto.durable import durable_is_available

    monkeypatch.setitem(sys.modules, "durable.engine", None)
    assert not durable_is_available()
