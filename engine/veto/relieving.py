"""Weigh the reliefs of a clause (减轻免除), its decision and its liability (尽职免责).

How a relief counts, in the order of the text, the first that takes effect deciding:

- 成立: its condition holds, no exception does, and all its signature fields are filled.
- 未签批: it would hold, but the organ has not signed. It does not take effect, and it does
  not vanish either. Where the organ has already decided on the clause (all decision fields
  are filled), it has spoken without granting relief: the clause is in force. Where it has
  not, or where the clause needs no decision, the clause is a proposal (否决建议) that waits
  for the signature too.
- 不能判定: a fact is missing. The case is undetermined (待核实), with one exception: if the
  relief needs a signature that is not there and the organ has decided on the clause, the
  missing fact cannot change the outcome, and the clause is in force.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.ruleset.conditions import Condition
from engine.ruleset.model import Clause, Relief, RuleSet
from engine.scoring.conditions import FALSE, TRUE
from engine.scoring.views import View
from engine.veto.reading import (
    Answers,
    Mask,
    all_filled_mask,
    answer,
    answer_relief,
    filled_mask,
    missing_names,
)

HOLDS, FAILS, OPEN, UNSIGNED = "成立", "不成立", "不能判定", "未签批"


@dataclass(frozen=True, slots=True)
class Review:
    """What the reliefs come to for one row; see Finding for the words."""

    outcome: str
    reliefs: tuple[tuple[str, str], ...] = ()
    relief: str = ""
    to: str = ""
    unknown: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ReliefColumns:
    """One relief over the rows. Shapes: answers and signed_mask (rows,)."""

    relief: Relief
    answers: Answers
    signed_mask: Mask

    def label(self, row: int) -> str:
        if self.answers[row] == FALSE:
            return FAILS
        if self.answers[row] != TRUE:
            return OPEN
        return HOLDS if self.signed_mask[row] else UNSIGNED


class ReliefBook:
    """Reliefs, decision fields and liability of one clause, evaluated over its rows."""

    def __init__(self, clause: Clause, ruleset: RuleSet, view: View) -> None:
        self._clause, self._view = clause, view
        self._reliefs = [
            _ReliefColumns(
                relief,
                answer_relief(relief, view),
                all_filled_mask(relief.signed_fields, view, relief.place),
            )
            for relief in clause.reliefs
        ]
        targets = {clause.id, *(r.reduce_to for r in clause.reliefs if r.reduce_to)}
        self._charged = {id_: ruleset.clauses[id_] for id_ in sorted(targets)}
        fields = {name for id_ in self._charged for name in self._decision_fields(id_)}
        fields.update(name for relief in clause.reliefs for name in relief.signed_fields)
        self._filled = {name: filled_mask(name, view, clause.place) for name in sorted(fields)}
        self._liability = {id_: answer(self._no_fault(id_), view) for id_ in self._charged}

    def _decision_fields(self, charged: str) -> tuple[str, ...]:
        """A reduced clause without decision fields of its own is decided as the original is."""
        return self._charged[charged].decision_fields or self._clause.decision_fields

    def _no_fault(self, charged: str) -> Condition | None:
        """A reduced clause without 尽职免责 of its own takes the original's."""
        own = self._charged[charged].no_fault
        return own if own is not None else self._clause.no_fault

    def blank_decision(self, charged: str, row: int) -> tuple[str, ...]:
        """Name the decision fields that are blank in one row."""
        return tuple(n for n in self._decision_fields(charged) if not self._filled[n][row])

    def liability(self, charged: str, row: int) -> tuple[str, tuple[str, ...]]:
        """Say whether duty falls on persons: fault, excused, or open with what is missing."""
        state = self._liability[charged][row]
        if state == FALSE:
            return "fault", ()
        if state == TRUE:
            return "excused", ()
        return "open", missing_names([self._no_fault(charged)], self._view, row)

    def review(self, row: int) -> Review:
        """Weigh the reliefs for one row."""
        labels = tuple((each.relief.name, each.label(row)) for each in self._reliefs)
        decided = bool(self._clause.decision_fields) and not self.blank_decision(
            self._clause.id, row
        )
        waiting: list[_ReliefColumns] = []
        for each, (name, label) in zip(self._reliefs, labels, strict=True):
            signed = bool(each.signed_mask[row])
            if label == HOLDS:
                outcome = "reduced" if each.relief.reduce_to else "exempt"
                return Review(outcome, labels, name, each.relief.reduce_to)
            if label == OPEN and signed:
                return Review("open", labels, name, unknown=self._missing(each.relief, row))
            if label != FAILS:
                waiting.append(each)
        for each in waiting:
            if each.label(row) == OPEN and not decided:
                missing = self._missing(each.relief, row)
                return Review("open", labels, each.relief.name, unknown=missing)
        return Review(
            "unsigned" if waiting else "none", labels, unsigned=self._unsigned(waiting, row)
        )

    def _missing(self, relief: Relief, row: int) -> tuple[str, ...]:
        return missing_names([relief.condition, relief.unless], self._view, row)

    def _unsigned(self, waiting: list[_ReliefColumns], row: int) -> tuple[str, ...]:
        names = dict.fromkeys(name for each in waiting for name in each.relief.signed_fields)
        return tuple(name for name in names if not self._filled[name][row])
