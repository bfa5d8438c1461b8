"""Hold the fields of schools to their evidence: what has none follows the policy (佐证办法)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.cells.display import value_text
from engine.facts.evidence.proof import Fallen, Outcome
from engine.facts.evidence.standing import Judge
from engine.facts.table import Column, State
from engine.ruleset.dictionary import NO_WORDS
from engine.ruleset.model import EvidenceAction, Field, FieldType, RuleSet

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class FieldsHeld:
    """The columns after the policy, why values fell, and everything that was asked for."""

    columns: dict[str, Column] = field(default_factory=dict)
    fallen: dict[str, dict[int, Fallen]] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)


def hold_fields(
    ruleset: RuleSet,
    columns: Mapping[str, Column],
    judge: Judge,
    verified: Mapping[str, Collection[int]],
    diagnostics: Diagnostics,
) -> FieldsHeld:
    """Hold every field to its evidence; values that fall lose their state, not their place.

    Args:
        verified: Field -> schools whose value a team verified itself: it stands.
    """
    lines: dict[str, dict[int, list[int]]] = {}
    for at, proof in enumerate(judge.proofs):
        for item in proof.items:
            lines.setdefault(item, {}).setdefault(proof.school, []).append(at)
    held = FieldsHeld(dict(columns))
    for field_id, column in columns.items():
        known = ruleset.fields.get(field_id)
        if known is None or field_id in ruleset.identity:
            continue
        of_field, decided = lines.get(field_id, {}), verified.get(field_id, ())
        unseen = {school: at for school, at in of_field.items() if school not in decided}
        _report_unfilled(column, unseen, judge, diagnostics)
        if known.evidence_required or of_field:
            _hold_field(held, known, column, of_field, judge, decided)
    return held


def _hold_field(
    held: FieldsHeld,
    known: Field,
    column: Column,
    lines: Mapping[int, list[int]],
    judge: Judge,
    verified: Collection[int],
) -> None:
    needing = _needs_proof(column)
    touched: set[int] = set(np.flatnonzero(needing).tolist())
    touched |= {school for school in lines if column.states[school] == State.PRESENT}
    touched.difference_update(verified)
    fallen: dict[int, Fallen] = {}
    for school in sorted(touched):
        at = tuple(lines.get(school, ()))
        standing = judge.judge(at, bool(needing[school])) if at else judge.lacking
        place = column.places.place(school) if column.places else None
        action, why = standing.action, standing.why
        held.outcomes.append(
            Outcome(school, known.id, -1, action, why, at, place, standing.decided_by)
        )
        if action is not EvidenceAction.KEEP:
            text = value_text(known, int(column.values[school]), column.levels)
            fallen[school] = Fallen(action, f"{text}{_unit(known)}", why)
    if fallen:
        held.fallen[known.id] = fallen
        held.columns[known.id] = _without(column, fallen)


def _report_unfilled(
    column: Column, lines: Mapping[int, list[int]], judge: Judge, diagnostics: Diagnostics
) -> None:
    """Say where evidence was handed in for a value that was left blank."""
    for school, at in lines.items():
        if column.states[school] == State.MISSING:
            proof = judge.proofs[at[0]]
            diagnostics.warning(
                "F084",
                f"{proof.said}对应的“{column.field.id}”没有填",
                proof.place,
                column.field.id,
                "请补填这个字段，或改正佐证目录的对应字段",
            )


def _unit(known: Field) -> str:
    return "" if known.unit == "%" else known.unit


def _needs_proof(column: Column) -> Mask:
    """Tell which values claim something: 0, 否, 无 and an empty set do not, unless so said."""
    known = column.field
    needing: Mask = (column.states == State.PRESENT) & known.evidence_required
    if known.evidence_of_none:
        return needing
    match known.type:
        case FieldType.CHOICE | FieldType.TEXT:
            nothing = [at for at, level in enumerate(column.levels) if level.strip() in NO_WORDS]
            needing &= ~np.isin(column.values, nothing)
        case FieldType.DATE:
            pass
        case _:
            needing &= column.values != 0
    return needing


def _without(column: Column, fallen: Mapping[int, Fallen]) -> Column:
    """Return a column without the values that fell."""
    states, values = column.states.copy(), column.values.copy()
    for school, each in fallen.items():
        states[school] = State.UNREADABLE if each.action.blocks else State.MISSING
        values[school] = 0
    return replace(column, states=states, values=values, all_present=False)
