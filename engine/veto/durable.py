"""The chain in durable-rules: the one module that imports it, in the one way that is safe.

durable-rules 2.0.28 has traps, all of them measured, and every line here keeps clear of one:

- `assert_fact`, one by one: an event is eaten by the first rule that matches it, and one bad
  fact of a batch loses the rest without a word.
- Actions take one parameter, only record, and never raise; what they swallowed all the same
  is read from the state and raised.
- Conditions are `$and` of one-key literals and equality joins; nothing else is compiled.
- Every text of the user goes in as a short token, so that quotes, regular expressions, long
  texts, numbers in text and the empty text never meet its parser.
- One session at a time, deleted when the school is done; a sentinel fires first, since
  deleting a session in which nothing fired frees garbage.
- One Host and one ruleset a process, without the two threads of the stock Host.

It has no wheel for Windows and does not import on Python 3.13: `load_durable` says so, and
`engine.veto.forward` serves alone there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from engine.diagnostics import InternalFault
from engine.veto.chainer import Firing
from engine.veto.patterns import Kinds, Pattern, Rule, check_rules, literals_of
from engine.veto.trace import ChainFact

_RULESET = "veto"
_SENTINEL = "sentinel_fact"
# Two facts whose 32-bit hashes collide are one to durable-rules; salt makes them two.
_MOST_SALTS = 4


def durable_is_available() -> bool:
    """Say whether durable-rules can be imported here."""
    try:
        import durable.engine  # noqa: F401
    except ImportError:
        return False
    return True


@cache
def shared_chainer(
    rules: tuple[Rule, ...], kinds: tuple[tuple[str, tuple[str, ...]], ...]
) -> DurableChainer:
    """Return the process's one chainer of these rules: rulesets leak, so it is built once."""
    return DurableChainer(rules, dict(kinds))


class DurableChainer:
    """Match rules with durable-rules; see the module's docstring for the manner."""

    name = "durable"

    def __init__(self, rules: Sequence[Rule], kinds: Kinds) -> None:
        check_rules(rules, kinds)
        from durable import engine

        self._not_handled = engine.MessageNotHandledException
        self._observed = engine.MessageObservedException
        self._literals = literals_of(rules)
        self._fired: list[Firing] = []
        self._tokens: dict[str, str] = {}
        self._sid = ""
        self._owner = (os.getpid(), threading.get_ident())
        self._host = _quiet_host(engine)
        definition = {rule.name: self._definition(rule) for rule in rules}
        definition[_SENTINEL] = {"all": [{"a": {"kind": _SENTINEL}}], "run": _ignore}
        self._host.register_rulesets({_RULESET: definition})

    def open(self, school: str) -> None:
        """Start the one live session, with the sentinel.

        Raises:
            InternalFault: A session is still open, or another thread calls.
        """
        if self._sid:
            raise InternalFault(f"学校 {self._sid} 的推理尚未结束，不能开始学校 {school}")
        if threading.get_ident() != self._owner[1] and os.getpid() == self._owner[0]:
            raise InternalFault("durable-rules 只能在一个线程中使用，请改用多进程")
        self._sid = school
        self._tokens.clear()
        self._send({"kind": _SENTINEL, "number": "0"})

    def assert_fact(self, fact: ChainFact) -> list[Firing]:
        """Add one fact and return every firing that it completes."""
        message = {name: self._token(value) for name, value in fact.values}
        message["kind"] = fact.kind
        message["number"] = str(fact.number)
        self._fired.clear()
        self._send(message)
        return list(self._fired)

    def close(self) -> None:
        """Delete the session."""
        if self._sid:
            self._sid = ""
            self._host.delete_state(_RULESET, _SESSION)

    def _send(self, message: dict[str, str]) -> None:
        message["sid"] = _SESSION
        for salt in range(_MOST_SALTS):
            if salt:
                message["salt"] = f"s{salt}"
            try:
                state = self._host.assert_fact(_RULESET, dict(message))
            except self._not_handled:
                return  # no rule looks at this fact: normal
            except self._observed:
                continue
            except Exception as error:
                raise InternalFault(
                    f"学校 {self._sid} 的否决推理中 durable-rules 出错：{error}"
                ) from error
            if state and "exception" in state:
                raise InternalFault(
                    f"学校 {self._sid} 的否决推理中 durable-rules 出错：{state['exception']}"
                )
            return
        raise InternalFault(f"学校 {self._sid} 的同一事实被重复送入推理：{message}")

    def _token(self, text: str) -> str:
        if text in self._literals:
            return text
        return self._tokens.setdefault(text, f"v{len(self._tokens)}")

    def _definition(self, rule: Rule) -> dict[str, Any]:
        aliases = [f"p{position}" for position in range(len(rule.premises))]
        return {
            "all": _conditions(rule.premises, aliases),
            "run": _recorder(rule.name, aliases, self._fired),
        }


# One session lives at a time, so that one name serves all schools.
_SESSION = "school"


def _quiet_host(engine: Any) -> Any:
    class QuietHost(engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            """Start no threads: the stock Host's two would run actions too."""

    return QuietHost()


def _recorder(name: str, aliases: Sequence[str], fired: list[Firing]) -> Callable[[Any], None]:
    # One parameter exactly: a second one, even with a default, makes the action asynchronous.
    def record(closure: Any) -> None:
        message = closure._m
        fired.append((name, tuple(int(message[alias]["number"]) for alias in aliases)))

    return record


def _ignore(closure: Any) -> None:
    """Do nothing; that the sentinel fired is all that matters."""


def _conditions(
    premises: Sequence[Pattern], aliases: Sequence[str]
) -> list[dict[str, Mapping[str, Any]]]:
    """Compile premises: the first place of a variable binds it, later places compare with it."""
    seen: dict[str, tuple[str, str]] = {}
    compiled: list[dict[str, Mapping[str, Any]]] = []
    for alias, premise in zip(aliases, premises, strict=True):
        terms: list[dict[str, Any]] = [{"kind": premise.kind}]
        terms += [{name: value} for name, value in premise.literals()]
        for name, variable in premise.variables():
            if variable in seen:
                other, other_name = seen[variable]
                terms.append({name: {other: other_name}})
            else:
                seen[variable] = (alias, name)
        compiled.append({alias: terms[0] if len(terms) == 1 else {"$and": terms}})
    return compiled
