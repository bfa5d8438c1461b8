"""A plain forward chainer: serves where durable-rules cannot, and is its witness elsewhere.

It is written for being read: for each place in a rule that the new fact can fill, join the
other places with the facts so far. One fact fills one place of a firing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from engine.veto.chainer import Firing
from engine.veto.patterns import Kinds, Pattern, Rule, check_rules, is_variable
from engine.veto.trace import ChainFact

Binding = Mapping[str, str]


class ForwardChainer:
    """Match rules in plain Python.

    >>> from engine.veto.patterns import fact
    >>> rule = Rule("r", "", (fact("a", x="?x"), fact("b", x="?x")), fact("c", x="?x"))
    >>> chainer = ForwardChainer([rule], {"a": ("x",), "b": ("x",), "c": ("x",)})
    >>> chainer.open("001")
    >>> chainer.assert_fact(ChainFact(1, "a", (("x", "甲"),)))
    []
    >>> chainer.assert_fact(ChainFact(2, "b", (("x", "甲"),)))
    [('r', (1, 2))]
    """

    name = "forward"

    def __init__(self, rules: Sequence[Rule], kinds: Kinds) -> None:
        check_rules(rules, kinds)
        self._places: dict[str, list[tuple[Rule, int]]] = defaultdict(list)
        for rule in rules:
            for position, premise in enumerate(rule.premises):
                self._places[premise.kind].append((rule, position))
        self._facts: dict[str, dict[int, Mapping[str, str]]] = defaultdict(dict)
        # (kind, property, value) -> numbers: a join looks up, it does not search.
        self._index: dict[tuple[str, str, str], list[int]] = defaultdict(list)

    def open(self, school: str) -> None:  # noqa: ARG002 - the protocol's
        """Start with no facts."""
        self.close()

    def close(self) -> None:
        """Forget the facts."""
        self._facts.clear()
        self._index.clear()

    def assert_fact(self, fact: ChainFact) -> list[Firing]:
        """Add one fact and return every firing that it completes."""
        values = dict(fact.values)
        fired: list[Firing] = []
        for rule, position in self._places.get(fact.kind, ()):
            binding = _bind(rule.premises[position], values, {})
            if binding is None:
                continue
            chosen = {position: fact.number}
            for numbers in self._complete(rule.premises, chosen, binding):
                fired.append((rule.name, numbers))
        self._facts[fact.kind][fact.number] = values
        for name, value in fact.values:
            self._index[fact.kind, name, value].append(fact.number)
        return fired

    def _complete(
        self, premises: Sequence[Pattern], chosen: dict[int, int], binding: Binding
    ) -> Iterator[tuple[int, ...]]:
        """Yield every way to fill the open places from the facts that were there before.

        The new fact is not yet among them, so that no firing is found twice.
        """
        position = _next_place(premises, chosen, binding)
        if position is None:
            yield tuple(chosen[place] for place in range(len(premises)))
            return
        premise = premises[position]
        for number, values in self._candidates(premise, binding):
            if number in chosen.values():
                continue
            extended = _bind(premise, values, binding)
            if extended is not None:
                yield from self._complete(premises, {**chosen, position: number}, extended)

    def _candidates(
        self, premise: Pattern, binding: Binding
    ) -> Iterator[tuple[int, Mapping[str, str]]]:
        facts = self._facts.get(premise.kind, {})
        numbers: Sequence[int] | None = None
        for name, value in premise.values:
            wanted = binding.get(value) if is_variable(value) else value
            if wanted is not None:
                found = self._index.get((premise.kind, name, wanted), ())
                if numbers is None or len(found) < len(numbers):
                    numbers = found
        for number in facts if numbers is None else numbers:
            yield number, facts[number]


def _next_place(
    premises: Sequence[Pattern], chosen: Mapping[int, int], binding: Binding
) -> int | None:
    """Return the open place to fill next: one that is tied to what is bound, if any."""
    open_places = [place for place in range(len(premises)) if place not in chosen]
    for place in open_places:
        if any(variable in binding for _, variable in premises[place].variables()):
            return place
    return open_places[0] if open_places else None


def _bind(premise: Pattern, values: Mapping[str, str], binding: Binding) -> Binding | None:
    """Return the binding extended by a fact, or None where the fact does not fit."""
    extended = dict(binding)
    for name, wanted in premise.values:
        value = values[name]
        if not is_variable(wanted):
            if value != wanted:
                return None
        elif extended.setdefault(wanted, value) != value:
            return None
    return extended
