"""Read 结果值 of one school as exact fractions: the second entry of what limits of grades read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.explain.dossier import Dossier
from engine.explain.exact import Known
from engine.facts.table import State
from engine.grading import GradeBook
from engine.grading.nodes import nodes_by_id
from engine.grading.results import full_of
from engine.points import decimal_text
from engine.ruleset.model import Field, FieldType, Group, Result, ResultKind, RuleSet
from engine.scoring.weighing import Weighing

_NOT_APPLICABLE: Known = (State.NOT_APPLICABLE, None)


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one node, of a school to which it applies."""

    name: str
    points: Fraction
    full: Fraction

    def __str__(self) -> str:
        return f"{self.name}{decimal_text(self.points)}÷{decimal_text(self.full)}"


class Outcomes:
    """What scoring and vetoes gave the schools of a batch.

    Args:
        after: The stages after vetoes as plain lists (see `engine.explain.ledger`).
        weighing: What is left out, and full points where they were passed on.
    """

    def __init__(
        self,
        ruleset: RuleSet,
        book: GradeBook,
        after: dict[str, Any],
        weighing: Weighing,
    ) -> None:
        self.ruleset = ruleset
        self.book = book
        self.after = after
        self.weighing = weighing
        self.nodes = nodes_by_id(ruleset) if ruleset.results else {}
        self.positions = {each.id: at for at, each in enumerate(ruleset.all_indicators())}

    def part(self, school: int, name: str) -> Part | None:
        """Return one node of one school; None where it does not apply."""
        node = self.nodes[name]
        if isinstance(node, Group):
            applies = self.after["node_applicable_mask"][name][school]
            units = self.after["node_points"][name][school]
        else:
            at = self.positions[name]
            out = self.weighing.left_out.get(at)
            applies = out is None or not out[school]
            units = int(self.book.points[school, at])
        whole = full_of(node, self.weighing, self.ruleset)
        full = whole if isinstance(whole, int) else int(whole[school])
        if not applies or not full:
            return None
        unit = self.ruleset.unit
        return Part(node.name, units * unit, full * unit)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The facts and the results of one school, by name."""

    dossier: Dossier
    outcomes: Outcomes

    @property
    def ruleset(self) -> RuleSet:
        return self.dossier.ruleset

    def value(self, name: str) -> Known:
        """Return the state and the exact value of a result, a field or a derived value."""
        result = self.ruleset.results.get(name)
        return self.dossier.value(name) if result is None else self._result(result)

    def field_of(self, name: str) -> Field | None:
        """Return the field of that name; a result is told like a field of its kind."""
        result = self.ruleset.results.get(name)
        return self.dossier.field_of(name) if result is None else _as_field(result)

    def why_not(self, name: str) -> str:
        """Say why a value that was filled in does not stand."""
        return "" if name in self.ruleset.results else self.dossier.why_not(name)

    def parts(self, result: Result) -> list[Part]:
        """Return the nodes that a result is worked out of, of those that apply."""
        found = (self.outcomes.part(self.dossier.school, name) for name in result.nodes)
        return [part for part in found if part is not None]

    def _result(self, result: Result) -> Known:
        if result.kind in (ResultKind.TOTAL, ResultKind.TOTAL_SHARE):
            units = self.outcomes.book.total_of(self.dossier.school)
            if units is None:
                return _NOT_APPLICABLE
            total = units * self.ruleset.unit
            full = self.ruleset.full_points if result.kind is ResultKind.TOTAL_SHARE else 1
            return State.PRESENT, total / full
        parts = self.parts(result)
        if not parts:
            return _NOT_APPLICABLE
        shares = [part.points / part.full for part in parts]
        match result.kind:
            case ResultKind.POINTS:
                return State.PRESENT, parts[0].points
            case ResultKind.N_BELOW:
                return State.PRESENT, Fraction(sum(each < result.less_than for each in shares))
        return State.PRESENT, min(shares)

    def behind(self, result: Result) -> list[str]:
        """Say which nodes made a result what it is, each with its points."""
        parts = self.parts(result)
        if not parts:
            return []
        match result.kind:
            case ResultKind.LOWEST_SHARE:
                lowest = min(part.points / part.full for part in parts)
                parts = [part for part in parts if part.points / part.full == lowest]
            case ResultKind.N_BELOW:
                parts = [part for part in parts if part.points / part.full < result.less_than]
            case ResultKind.POINTS:
                return []
        return [str(part) for part in parts]


def _as_field(result: Result) -> Field:
    match result.kind:
        case ResultKind.POINTS | ResultKind.TOTAL:
            return Field(result.id, FieldType.NUMBER, result.place, unit="分")
        case ResultKind.N_BELOW:
            return Field(result.id, FieldType.INTEGER, result.place, unit="项")
    return Field(result.id, FieldType.PERCENT, result.place)
