"""What every lint needs of the rules: what names stand for, who reads them, where texts stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from engine.diagnostics import Place
from engine.ruleset.model import (
    Clause,
    Derived,
    Field,
    FieldType,
    Group,
    Indicator,
    RuleSet,
)
from engine.ruleset.vocabulary import COUNTING_KINDS, Term

PathPlaces = dict[Place, tuple[str | int, ...]]
# Kinds of derived values that never fall below 0 where nothing they are made of does.
_RISING = frozenset({"ratio", "sum", "product", "mean", "sum_of_applicable", "total", "largest"})


@dataclass(frozen=True)
class Survey:
    """One ruleset under lint."""

    ruleset: RuleSet
    _terms: dict[str, Term | None] = field(default_factory=dict)

    @cached_property
    def _paths(self) -> PathPlaces:
        """Return the place of a value -> its path, the outermost where several stand there."""
        found: PathPlaces = {}
        for path, (_, place) in self.ruleset.places.items():
            if place not in found or len(path) < len(found[place]):
                found[place] = path
        return found

    def at(self, part: Place, *keys: str) -> Place:
        """Return where a part's value under a key stands, the first key that is written."""
        path = self._paths.get(part)
        for key in keys:
            if path is not None and (*path, key) in self.ruleset.places:
                return self.ruleset.places[(*path, key)][1]
        return part

    @cached_property
    def nodes(self) -> dict[str, Group | Indicator]:
        """Return every node of the score tree and every adjustment by its id."""
        ruleset = self.ruleset
        found: dict[str, Group | Indicator] = {group.id: group for group in ruleset.groups()}
        return found | {each.id: each for each in ruleset.all_indicators()}

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        """Return the indicators and adjustments that a method scores."""
        return tuple(
            each
            for each in self.ruleset.all_indicators()
            if not each.informative and each.method is not None
        )

    @cached_property
    def punishing(self) -> tuple[Indicator, ...]:
        """Return those of them by which points are lost: all but bonuses."""
        bonuses = {each.id for each in self.ruleset.bonuses.items}
        return tuple(each for each in self.scored if each.id not in bonuses)

    def leaves_below(self, node: str) -> Iterator[Indicator]:
        """Yield the indicators of a node: itself, or those below it."""
        found = self.nodes.get(node)
        if isinstance(found, Group):
            yield from found.leaves()
        elif found is not None:
            yield found

    def table_read(self, clause: Clause) -> str:
        """Return the table whose record a clause reads: its own, or that of what led to it."""
        if clause.table or clause.trigger is not None:
            return clause.table
        for origin in self.ruleset.clauses.values():
            if any(relief.reduce_to == clause.id for relief in origin.reliefs):
                return origin.table
        return ""

    def find(self, name: str, table: str = "") -> Term | None:
        """Return what a name stands for: a column of the table first, then of the school."""
        columns = self.ruleset.tables[table].fields if table in self.ruleset.tables else {}
        if name in columns:
            return _of_field(columns[name])
        if name not in self._terms:
            self._terms[name] = self._of_school(name)
        return self._terms[name]

    def _of_school(self, name: str) -> Term | None:
        ruleset = self.ruleset
        if name in ruleset.fields:
            return _of_field(ruleset.fields[name])
        if name in ruleset.derived:
            return self._of_derived(ruleset.derived[name])
        return None

    def _of_derived(self, derived: Derived) -> Term:
        if derived.kind in COUNTING_KINDS:
            low: Fraction | None = Fraction(0)
            return Term(derived.id, FieldType.INTEGER, derived.place, low=low, is_derived=True)
        names = (*derived.operands, derived.numerator, derived.denominator, derived.column)
        terms = [self.find(each, derived.table) for each in names if each]
        rises = derived.kind in _RISING and all(
            each is not None and each.low is not None and each.low >= 0 for each in terms
        )
        low = Fraction(0) if rises else None
        return Term(derived.id, FieldType.NUMBER, derived.place, low=low, is_derived=True)


def _of_field(field: Field) -> Term:
    return Term(
        field.id,
        field.type,
        field.place,
        field.choices,
        field.pending,
        field.low,
        field.high,
        unit=field.unit,
    )
