"""What a case has to compare so that a branch is held against the hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from engine.ruleset.conditions import names_in
from engine.ruleset.model import Group, Indicator, RuleSet
from engine.ruleset.walking import names_read

GRADE = frozenset({"grade", "status"})
TOTAL = GRADE | {"total_points"}
VETOES = frozenset({"vetoes"})


class Affected:
    """Tells what each part of a ruleset has an effect on."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self._of: dict[str, frozenset[str]] = {}
        for dimension in ruleset.dimensions:
            self._visit(dimension, ())
        for part, adjustments in (("bonuses", ruleset.bonuses), ("deductions", ruleset.deductions)):
            for item in adjustments.items:
                self._of[item.id] = TOTAL | {part, f"indicators/{item.id}"}

    def _visit(self, group: Group, above: tuple[str, ...]) -> None:
        keys = (*above, f"dimension/{group.id}")
        self._of[group.id] = TOTAL | {"base", *keys}
        for child in group.children:
            if isinstance(child, Group):
                self._visit(child, keys)
            else:
                self._of[child.id] = TOTAL | {"base", *keys, f"indicators/{child.id}"}

    def of(self, node_id: str) -> frozenset[str]:
        """Return what a node of the score tree, or an adjustment, has an effect on."""
        return self._of[node_id]

    def by_value(self, name: str) -> frozenset[str]:
        """Return what a derived value has an effect on: of all that reads it, however far."""
        found: set[str] = set()
        for indicator in self._ruleset.all_indicators():
            if name in self._behind(_read_by(indicator)):
                found |= self._of[indicator.id]
        for clause in self._ruleset.clauses.values():
            if name in self._behind(names_in(clause.trigger)):
                found |= VETOES | GRADE
        for check in self._ruleset.checks:
            if name in self._behind(check.values):
                found.add("checks")
        return frozenset(found or GRADE)

    def _behind(self, names: Iterable[str]) -> set[str]:
        """Return names, and those of the derived values behind them."""
        found: set[str] = set()
        pending = list(names)
        for name in pending:  # grows while it is read
            if name in found:
                continue
            found.add(name)
            derived = self._ruleset.derived.get(name)
            if derived is not None:
                pending += [*derived.operands, derived.numerator, derived.denominator]
                pending += names_in(derived.condition)
                pending += [derived.peers.value] if derived.peers else []
        return found


def _read_by(indicator: Indicator) -> Iterable[str]:
    return chain(names_read(indicator.method), names_in(indicator.applies), (indicator.value,))
