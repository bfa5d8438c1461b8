"""The working memory of one school's chain: numbered facts and the steps that led to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from engine.diagnostics import InternalFault
from engine.veto.patterns import Kinds, Rule, is_variable
from engine.veto.trace import ChainFact, Step

# A fact before it has a number: its kind and its values by name.
Statement = tuple[str, Mapping[str, str]]

# How a rule's conclusion is filled: (property, literal, position of the premise, its property).
_Template = tuple[str, tuple[tuple[str, str, int, str], ...]]


class Memory:
    """Facts and steps, numbered in the order in which they came."""

    def __init__(self, rules: tuple[Rule, ...], kinds: Kinds) -> None:
        self._templates = _templates(rules)
        self._kinds = kinds
        self._numbers: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        self._by_kind: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        self._values: list[Mapping[str, str]] = []
        self.facts: list[ChainFact] = []
        self.steps: list[Step] = []

    def state(self, kind: str, values: Mapping[str, str]) -> ChainFact | None:
        """Add a fact; return it where it is new, else None.

        Raises:
            InternalFault: The fact does not have its kind's properties.
        """
        key = (kind, tuple(sorted(values.items())))
        if key in self._numbers:
            return None
        if set(values) != set(self._kinds.get(kind, ())):
            raise InternalFault(f"推理事实 {kind} 的各项不对：{sorted(values)}")
        fact = ChainFact(len(self.facts) + 1, kind, key[1])
        self._numbers[key] = fact.number
        self._values.append(values)
        self._by_kind[kind].append(values)
        self.facts.append(fact)
        return fact

    def conclude(self, rule: str, premises: tuple[int, ...]) -> ChainFact | None:
        """Record one firing as a step; return what it concluded where that is new."""
        kind, parts = self._templates[rule]
        concluded = {
            name: literal or self._values[premises[position] - 1][source]
            for name, literal, position, source in parts
        }
        new = self.state(kind, concluded)
        number = new.number if new else self._numbers[kind, tuple(sorted(concluded.items()))]
        self.steps.append(Step(len(self.steps) + 1, rule, premises, number))
        return new

    def of(self, kind: str) -> Sequence[Mapping[str, str]]:
        """Return the values of every fact of a kind, in the order in which they came."""
        return self._by_kind.get(kind, [])


@cache
def _templates(rules: tuple[Rule, ...]) -> Mapping[str, _Template]:
    return {rule.name: _template(rule) for rule in rules}


def _template(rule: Rule) -> _Template:
    origins: dict[str, tuple[int, str]] = {}
    for position, premise in enumerate(rule.premises):
        for name, variable in premise.variables():
            origins.setdefault(variable, (position, name))
    parts = tuple(
        (name, "", *origins[value]) if is_variable(value) else (name, value, 0, "")
        for name, value in rule.conclusion.values
    )
    return rule.conclusion.kind, parts
