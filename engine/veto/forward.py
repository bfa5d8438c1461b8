"""A plain forward chainer: serves where durable-rules cannot, and is its witness elsewhere.

It is written for being read: for each place in a rule that the new fact can fill, join the
other places with the facts so far. One fact fills one place of a firing. In which order the
other places are joined is planned once, when the rules are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.veto.chainer import Firing
from engine.veto.patterns import Kinds, Pattern, Rule, check_rules
from engine.veto.trace import ChainFact

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """One premise, as it is met on the way: what must match, and what is bound there.

    Args:
        literals: (property, literal) that a fact must have.
        joins: (property, variable) bound by an earlier place.
        bindings: (property, variable) bound here.
    """

    position: int
    kind: str
    literals: tuple[tuple[str, str], ...]
    joins: tuple[tuple[str, str], ...]
    bindings: tuple[tuple[str, str], ...]

    def accepts(self, values: Values, bound: Values) -> bool:
        """Say whether a fact of the kind fits here."""
        return all(values[name] == literal for name, literal in self.literals) and all(
            values[name] == bound[variable] for name, variable in self.joins
        )

    def bind(self, values: Values, bound: Values) -> Values:
        """Return what is bound once a fact fills this place."""
        return {**bound, **{variable: values[name] for name, variable in self.bindings}}


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a rule is completed from the place that a new fact fills."""

    rule: str
    first: _Place
    others: tuple[_Place, ...]


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
        self._plans: dict[str, list[_Plan]] = defaultdict(list)
        for rule in rules:
            for position, premise in enumerate(rule.premises):
                self._plans[premise.kind].append(_plan(rule, position))
        self._facts: dict[str, dict[int, Values]] = defaultdict(dict)
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
        """Add one fact and return every firing that it completes.

        The new fact joins those that were there before, so that no firing is found twice.
        """
        values = dict(fact.values)
        fired: list[Firing] = []
        for plan in self._plans.get(fact.kind, ()):
            if plan.first.accepts(values, {}):
                chosen = {plan.first.position: fact.number}
                for numbers in self._complete(plan.others, chosen, plan.first.bind(values, {})):
                    fired.append((plan.rule, numbers))
        self._facts[fact.kind][fact.number] = values
        for name, value in fact.values:
            self._index[fact.kind, name, value].append(fact.number)
        return fired

    def _complete(
        self, places: Sequence[_Place], chosen: Mapping[int, int], bound: Values
    ) -> Iterator[tuple[int, ...]]:
        """Yield every way to fill the open places."""
        if not places:
            yield tuple(chosen[position] for position in range(len(chosen)))
            return
        place, facts = places[0], self._facts.get(places[0].kind, {})
        for number in self._candidates(place, bound):
            values = facts[number]
            if number not in chosen.values() and place.accepts(values, bound):
                filled = {**chosen, place.position: number}
                yield from self._complete(places[1:], filled, place.bind(values, bound))

    def _candidates(self, place: _Place, bound: Values) -> Sequence[int]:
        """Return the facts that may fit, by the most telling of the place's values."""
        wanted = [(name, bound[variable]) for name, variable in place.joins]
        found = [
            self._index.get((place.kind, name, value), ())
            for name, value in (*wanted, *place.literals)
        ]
        return min(found, key=len) if found else tuple(self._facts.get(place.kind, ()))


def _plan(rule: Rule, position: int) -> _Plan:
    """Plan the joins from one place: next comes a place tied to what is bound, if any."""
    bound: set[str] = set()
    first = _place(rule.premises[position], position, bound)
    others: list[_Place] = []
    open_places = [place for place in range(len(rule.premises)) if place != position]
    while open_places:
        tied = (p for p in open_places if bound & {v for _, v in rule.premises[p].variables()})
        following = next(tied, open_places[0])
        open_places.remove(following)
        others.append(_place(rule.premises[following], following, bound))
    return _Plan(rule.name, first, tuple(others))


def _place(premise: Pattern, position: int, bound: set[str]) -> _Place:
    """Describe a premise as it is met when `bound` is bound, and add what it binds."""
    joins = tuple((name, variable) for name, variable in premise.variables() if variable in bound)
    bindings = tuple(pair for pair in premise.variables() if pair not in joins)
    bound.update(variable for _, variable in bindings)
    return _Place(position, premise.kind, tuple(premise.literals()), joins, bindings)
