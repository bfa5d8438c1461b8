"""Rules of the chain as data: patterns over typed facts, joined by equality, one conclusion.

A rule is what both engines can run in the same meaning and nothing more: kinds, literals and
variables. There is no negation, no arithmetic, no alternative, because the second engine
would give them another meaning (see `engine.veto.durable`). `check_rules` is the only door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.diagnostics import InternalFault

# More than 64 rules that match one fact run no action at all in durable-rules.
MOST_RULES = 60
MOST_PREMISES = 16

# Literals are our own words, never a text of the user: tokens of user texts look different.
_LITERAL = re.compile(r"[a-z]+(_[a-z]+)*\Z")
_RESERVED = frozenset({"id", "sid", "kind", "number", "salt"})

Kinds = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fact's kind and what its values must be: a literal, or a variable `?name`.

    As a conclusion, the variables are filled in from the premises.
    """

    kind: str
    values: tuple[tuple[str, str], ...]

    def literals(self) -> Iterator[tuple[str, str]]:
        """Yield (property, literal) pairs."""
        return ((name, value) for name, value in self.values if not is_variable(value))

    def variables(self) -> Iterator[tuple[str, str]]:
        """Yield (property, variable) pairs."""
        return ((name, value) for name, value in self.values if is_variable(value))


@dataclass(frozen=True, slots=True)
class Rule:
    """If all premises hold, the conclusion does.

    Args:
        name: Unique name, shown in every step of a trace.
        meaning: What the rule says, in Chinese, for people who read the trace.
        premises: Each stands for another fact; one fact never fills two places.
        conclusion: The fact that follows.
    """

    name: str
    meaning: str
    premises: tuple[Pattern, ...]
    conclusion: Pattern


def fact(kind: str, **values: str) -> Pattern:
    """Write a pattern the short way.

    >>> fact("duty", post="?post", area="safety").values
    (('area', 'safety'), ('post', '?post'))
    """
    return Pattern(kind, tuple(sorted(values.items())))


def is_variable(value: str) -> bool:
    """Say whether a pattern's value is a variable."""
    return value.startswith("?")


def literals_of(rules: Sequence[Rule]) -> frozenset[str]:
    """Return every literal that a rule compares with or concludes."""
    patterns = (p for rule in rules for p in (*rule.premises, rule.conclusion))
    return frozenset(value for pattern in patterns for _, value in pattern.literals())


def check_rules(rules: Sequence[Rule], kinds: Kinds) -> None:
    """Refuse every rule that the two engines could read differently.

    Raises:
        InternalFault: A rule is malformed; durable-rules itself would often accept it.
    """
    if not 1 <= len(rules) <= MOST_RULES:
        raise InternalFault(f"推理规则共{len(rules)}条，应为1至{MOST_RULES}条")
    if len({rule.name for rule in rules}) != len(rules):
        raise InternalFault("推理规则重名")
    for rule in rules:
        for fault in _faults(rule, kinds):
            raise InternalFault(f"推理规则 {rule.name} 不合规：{fault}")


def _faults(rule: Rule, kinds: Kinds) -> Iterator[str]:
    if not _LITERAL.match(rule.name):
        yield "名称只能用小写英文和下划线"
    if not 1 <= len(rule.premises) <= MOST_PREMISES:
        yield f"前提共{len(rule.premises)}个，应为1至{MOST_PREMISES}个"
    bound: set[str] = set()
    for premise in rule.premises:
        yield from _pattern_faults(premise, kinds)
        names = [variable for _, variable in premise.variables()]
        if len(set(names)) != len(names):
            yield f"前提 {premise.kind} 中同一变量用了两次"
        bound.update(names)
    yield from _pattern_faults(rule.conclusion, kinds)
    if {name for name, _ in rule.conclusion.values} != set(kinds.get(rule.conclusion.kind, ())):
        yield f"结论 {rule.conclusion.kind} 没有写全各项"
    for _, variable in rule.conclusion.variables():
        if variable not in bound:
            yield f"结论中的变量 {variable} 没有来历"


def _pattern_faults(pattern: Pattern, kinds: Kinds) -> Iterator[str]:
    if pattern.kind not in kinds:
        yield f"没有种类 {pattern.kind}"
        return
    if not _LITERAL.match(pattern.kind):
        yield f"种类 {pattern.kind} 只能用小写英文和下划线"
    for name, _ in pattern.values:
        if name not in kinds[pattern.kind] or name in _RESERVED or not _LITERAL.match(name):
            yield f"种类 {pattern.kind} 没有属性 {name}"
    for _, value in pattern.literals():
        if not _LITERAL.match(value):
            yield f"常量“{value}”只能用小写英文和下划线"
