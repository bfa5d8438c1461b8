"""The traps of durable-rules, each kept clear of."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from engine.diagnostics import InternalFault
from engine.veto.durable import DurableChainer, durable_is_available, shared_chainer
from engine.veto.patterns import MOST_PREMISES, MOST_RULES, Rule, fact
from engine.veto.rules import CHAIN, KINDS
from engine.veto.trace import ChainFact

pytestmark = pytest.mark.skipif(
    not durable_is_available(), reason="durable-rules is not on this platform"
)

SMALL_KINDS = {"alpha": ("left",), "beta": ("left", "right"), "idle": ("left",)}
PAIR = Rule(
    "pair", "", (fact("alpha", left="?x"), fact("beta", left="?x")), fact("alpha", left="?x")
)
CERTAIN = Rule("certain", "", (fact("beta", right="yes"),), fact("alpha", left="yes"))


@pytest.fixture
def chainer() -> Iterator[DurableChainer]:
    made = DurableChainer([PAIR, CERTAIN], SMALL_KINDS)
    made.open("001")
    yield made
    made.close()


def alpha(number: int, left: str) -> ChainFact:
    return ChainFact(number, "alpha", (("left", left),))


def beta(number: int, left: str, right: str = "no") -> ChainFact:
    return ChainFact(number, "beta", (("left", left), ("right", right)))


def test_fact_when_several_rules_look_at_it_then_every_one_fires(chainer: DurableChainer) -> None:
    chainer.assert_fact(alpha(1, "x"))
    fired = chainer.assert_fact(beta(2, "x", "yes"))
    assert sorted(fired) == [("certain", (2,)), ("pair", (1, 2))]


def test_fact_when_it_joins_many_then_it_stays_for_all_of_them(chainer: DurableChainer) -> None:
    chainer.assert_fact(alpha(1, "x"))
    for number in range(2, 12):
        assert chainer.assert_fact(beta(number, "x")) == [("pair", (1, number))]


def test_fact_when_no_rule_looks_at_it_then_nothing_fires_and_nothing_is_raised(
    chainer: DurableChainer,
) -> None:
    assert chainer.assert_fact(ChainFact(1, "idle", (("left", "x"),))) == []


@pytest.mark.parametrize(
    "words",
    [
        "",
        "0",
        "1e-05",
        "null",
        "true",
        "“全角”：，％",
        'a "quoted" \\ text\nwith\tcontrol \x01',
        "*.+[甲-乙]{2}",
        "很" * 500,
        "\U0001f3eb",
        "$s",
        "v0",
    ],
)
def test_text_when_it_is_awkward_then_it_joins_only_with_itself(
    chainer: DurableChainer, words: str
) -> None:
    others = ["", "0", "x", "v1", "yes"]
    chainer.assert_fact(alpha(1, words))
    for number, other in enumerate((text for text in others if text != words), start=2):
        assert chainer.assert_fact(beta(number, other)) == []
    assert chainer.assert_fact(beta(20, words)) == [("pair", (1, 20))]


def test_text_when_it_is_the_users_then_it_never_reaches_the_engine(
    chainer: DurableChainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    send = chainer._host.assert_fact

    def spy(ruleset: str, message: dict[str, str]) -> Any:
        seen.append(message)
        return send(ruleset, message)

    monkeypatch.setattr(chainer._host, "assert_fact", spy)
    chainer.assert_fact(beta(1, "校长“张”", "yes"))
    chainer.assert_fact(beta(2, "校长“张”", ""))
    assert [(message["left"], message["right"]) for message in seen] == [
        ("v0", "yes"),
        ("v0", "v1"),
    ]
    assert {message["sid"] for message in seen} == {"school"}


def test_facts_when_their_identities_collide_then_salt_keeps_them_two(
    chainer: DurableChainer,
) -> None:
    # The same content twice is what a collision of 32-bit identities looks like.
    assert chainer.assert_fact(alpha(1, "x")) == []
    assert chainer.assert_fact(alpha(1, "x")) == []
    assert chainer.assert_fact(beta(2, "x")) == [("pair", (1, 2)), ("pair", (1, 2))]


def test_fact_when_no_salt_makes_it_new_then_the_school_is_named(chainer: DurableChainer) -> None:
    for _ in range(4):
        chainer.assert_fact(alpha(1, "x"))
    with pytest.raises(InternalFault, match="学校 001 的同一事实"):
        chainer.assert_fact(alpha(1, "x"))


def test_session_when_it_is_closed_then_the_next_school_sees_none_of_its_facts(
    chainer: DurableChainer,
) -> None:
    chainer.assert_fact(alpha(1, "x"))
    chainer.close()
    chainer.open("002")
    assert chainer.assert_fact(beta(1, "x")) == []


def test_session_when_nothing_fired_then_closing_it_is_safe_many_times() -> None:
    # Deleting a session in which nothing ever fired frees garbage; the sentinel always fires.
    script = (
        "from engine.veto.durable import DurableChainer\n"
        "from engine.veto.rules import CHAIN, KINDS\n"
        "chainer = DurableChainer(CHAIN, KINDS)\n"
        "for number in range(300):\n"
        "    chainer.open(str(number)); chainer.close(); chainer.close()\n"
        "print('done')"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "done\n"), result.stderr


def test_session_when_another_is_open_then_it_is_refused(chainer: DurableChainer) -> None:
    with pytest.raises(InternalFault, match="学校 001 的推理尚未结束"):
        chainer.open("002")


def test_session_when_another_thread_asks_then_it_is_refused() -> None:
    chainer = DurableChainer([PAIR], SMALL_KINDS)
    caught: list[str] = []

    def ask() -> None:
        try:
            chainer.open("001")
        except InternalFault as fault:
            caught.append(str(fault))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert caught == ["durable-rules 只能在一个线程中使用，请改用多进程"]


def test_host_when_it_is_built_then_it_starts_no_thread() -> None:
    before = threading.active_count()
    DurableChainer([PAIR], SMALL_KINDS)
    assert threading.active_count() == before


def test_action_when_it_raises_then_the_school_fails_aloud(chainer: DurableChainer) -> None:
    class Broken(list[Any]):
        def append(self, _: object) -> None:
            raise RuntimeError("lost")

    host = chainer._host.get_ruleset("veto")
    host._actions["certain"]._func = lambda _: Broken().append(0)
    with pytest.raises(InternalFault, match=r"学校 001 的否决推理中 durable-rules 出错：.*lost"):
        chainer.assert_fact(beta(1, "x", "yes"))


def test_engine_when_it_crashes_then_the_school_fails_aloud(
    chainer: DurableChainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise ValueError("out of memory")

    monkeypatch.setattr(chainer._host, "assert_fact", crash)
    with pytest.raises(InternalFault, match=r"学校 001 .*out of memory"):
        chainer.assert_fact(alpha(1, "x"))


def test_actions_when_they_are_registered_then_they_are_synchronous() -> None:
    chainer = DurableChainer(CHAIN, KINDS)
    actions = chainer._host.get_ruleset("veto")._actions
    assert len(actions) == len(CHAIN) + 1
    assert all(action._sync for action in actions.values())


def test_chain_when_it_is_counted_then_it_stays_within_what_durable_rules_bears() -> None:
    assert len(CHAIN) + 1 <= MOST_RULES
    assert max(len(rule.premises) for rule in CHAIN) <= MOST_PREMISES


def test_chainer_when_it_is_asked_for_twice_then_one_ruleset_serves() -> None:
    kinds = tuple(sorted(SMALL_KINDS.items()))
    assert shared_chainer((PAIR,), kinds) is shared_chainer((PAIR,), kinds)


def _fire_once(school: str) -> list[tuple[str, tuple[int, ...]]]:
    chainer = shared_chainer((PAIR,), tuple(sorted(SMALL_KINDS.items())))
    chainer.open(school)
    chainer.assert_fact(alpha(1, "x"))
    fired = chainer.assert_fact(beta(2, "x"))
    chainer.close()
    return fired


def test_chainer_when_several_processes_use_it_then_each_gets_its_own_result() -> None:
    _fire_once("000")  # a parent that has used it already forks
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(_fire_once, ["001", "002", "003"]))
    assert results == [[("pair", (1, 2))]] * 3


def test_durable_when_the_engine_is_imported_then_it_is_imported_here_alone_and_late() -> None:
    script = "import sys, engine.veto; print([m for m in sys.modules if m.startswith('durable')])"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"
