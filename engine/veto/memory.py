"""The working memory of one school's chain: numbered facts and the steps that led to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from engine.diagnostics import InternalFault
from engine.veto.patterns import Kinds, Rule, is_variable
from engine.veto.trace import ChainFact, Step

# A fact before it has a number: its kind and its values by name.
Statement = tuple[str, Mapping[str, str]]


class Memory:
    """Facts and steps, numbered in the order in which they came."""

    def __init__(self, rules: Sequence[Rule], kinds: Kinds) -> None:
        self._rules = {rule.name: rule for rule in rules}
        self._kinds = kinds
        self._numbers: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
        self._by_kind: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        self.facts: list[ChainFact] = []
        self.steps: list[Step] = []

    def state(self, kind: str, values: Mapping[str, str]) -> ChainFact | None:
        """Add a fact; return it where it is new, else None.

        Raises:
            InternalFault: The fact does not have its kind's properties.
        """
        if set(values) != set(self._kinds.get(kind, ())):
            raise InternalFault(f"推理事实 {kind} 的各项不对：{sorted(values)}")
        key = (kind, tuple(sorted(values.items())))
        if key in self._numbers:
            return None
        fact = ChainFact(len(self.facts) + 1, kind, key[1])
        self._numbers[key] = fact.number
        self._by_kind[kind].append(dict(key[1]))
        self.facts.append(fact)
        return fact

    def conclude(self, rule_name: str, premises: tuple[int, ...]) -> ChainFact | None:
        """Record one firing as a step; return what it concluded where that is new."""
        rule = self._rules[rule_name]
        binding: dict[str, str] = {}
        for pattern, number in zip(rule.premises, premises, strict=True):
            values = dict(self.facts[number - 1].values)
            binding.update({variable: values[name] for name, variable in pattern.variables()})
        concluded = {
            name: binding[value] if is_variable(value) else value
            for name, value in rule.conclusion.values
        }
        new = self.state(rule.conclusion.kind, concluded)
        key = (rule.conclusion.kind, tuple(sorted(concluded.items())))
        self.steps.append(Step(len(self.steps) + 1, rule_name, premises, self._numbers[key]))
        return new

    def of(self, kind: str) -> Sequence[Mapping[str, str]]:
        """Return the values of every fact of a kind, in the order in which they came."""
        return self._by_kind.get(kind, [])
