"""Check that what is filled in applies, that what applies is filled in, and 不适用 stands rightly.

A field of a kindergarten that is filled in by a senior school is read as 不适用, whatever stands
there (适用): what is lost by that has to be told. A 0, 否 or 无 loses nothing and is only counted.
"""

from __future__ import annotations

import numpy as np

from engine.checks.findings import Findings
from engine.checks.values import Values
from engine.diagnostics import Diagnostic, Severity
from engine.facts.cells.display import cell_text
from engine.facts.missing import taken_away
from engine.facts.table import Column, State
from engine.ruleset.conditions import Condition, names_in
from engine.ruleset.model import Field, FieldType
from engine.scoring.conditions import evaluate
from engine.scoring.values import Mask
from engine.sentences.conditions import condition_text

_NOTHING = frozenset({"无", "没有", "否", "不适用", "未参加", "-", "—"})
_LISTED = 6  # fields that the note on zeros names


def check_applying(found: Findings) -> None:
    """Check every field whose 适用 decides whether a school has it at all."""
    values = Values(found.ruleset, found.facts, found.view)
    idle: dict[str, int] = {}
    evidence = found.facts.evidence
    taken = taken_away(evidence.fallen if evidence else {}, found.facts.revisions)
    for field in found.ruleset.fields.values():
        if field.applies is None:
            continue
        column, truth = found.facts.columns[field.id], evaluate(field.applies, found.view)
        filled = truth.false_mask & (column.states == State.PRESENT)
        empty = _is_nothing(column)
        if (filled & empty).any():
            idle[field.id] = int((filled & empty).sum())
        for school in np.flatnonzero(filled & ~empty):
            _tell_filled(field, field.applies, column, int(school), values, found)
        if not field.tells_not_applicable:
            denied = truth.true_mask & (column.states == State.NOT_APPLICABLE)
            for school in np.flatnonzero(denied):
                _tell_denied(field, field.applies, column, int(school), values, found)
        if field.required:
            lacking = truth.true_mask & (column.states == State.MISSING)
            lacking[list(taken.get(field.id, ()))] = False
            for school in np.flatnonzero(lacking):
                _tell_lacking(field, field.applies, column, int(school), values, found)
    _tell_idle(idle, found)


def _is_nothing(column: Column) -> Mask:
    """Tell which values say that there is nothing: 0, 否, 无."""
    if column.field.type in (FieldType.CHOICE, FieldType.TEXT):
        nothing = np.array([*(level in _NOTHING for level in column.levels), False])
        return np.asarray(nothing[column.values])
    if column.field.type is FieldType.DATE:
        return np.zeros(len(column.values), bool)
    return np.asarray(column.values == 0)


def _why(condition: Condition, school: int, values: Values) -> str:
    """Say under which condition a field applies, and what the school has there."""
    facts = "，".join(values.said(name, school) for name in dict.fromkeys(names_in(condition)))
    return f"它只在{condition_text(condition, values.ruleset)}时适用，这{_unit(values)}{facts}"


def _unit(values: Values) -> str:
    return values.ruleset.subject.counted


def _tell_filled(
    field: Field, condition: Condition, column: Column, school: int, values: Values, found: Findings
) -> None:
    text = cell_text(column, school)
    found.tell(
        Diagnostic(
            "K010",
            Severity.WARNING,
            f"{found.called(school)}的“{field.id}”填了“{text}”，"
            f"可{_why(condition, school, values)}；按不适用，填的不采用",
            column.places.place(school) if column.places is not None else None,
            text,
            "不适用的请清空这一格；适用的，请改正上面所说的事实",
        ),
        school,
    )


def _tell_denied(
    field: Field, condition: Condition, column: Column, school: int, values: Values, found: Findings
) -> None:
    found.tell(
        Diagnostic(
            "K011",
            Severity.WARNING,
            f"{found.called(school)}的“{field.id}”填了“不适用”，可它是适用的："
            f"{_why(condition, school, values)}；仍按不适用读",
            column.places.place(school) if column.places is not None else None,
            "不适用",
            "请填上实际的值；确实不适用的，请核对上面所说的事实",
        ),
        school,
    )


def _tell_lacking(
    field: Field, condition: Condition, column: Column, school: int, values: Values, found: Findings
) -> None:
    found.tell(
        Diagnostic(
            "K013",
            Severity.WARNING,
            f"{found.called(school)}没有填必填字段“{field.id}”：{_why(condition, school, values)}",
            column.places.place(school) if column.places is not None else None,
            "",
            "请补填；确实不适用的，请核对上面所说的事实",
        ),
        school,
    )


def _tell_idle(idle: dict[str, int], found: Findings) -> None:
    if not idle:
        return
    listed = "、".join(f"“{name}”" for name in list(idle)[:_LISTED])
    more = f"等 {len(idle)} 个字段" if len(idle) > _LISTED else ""
    found.diagnostics.note(
        "K012",
        f"不适用的格子里填了 0、“否”或“无”，共 {sum(idle.values())} 格，按不适用读：{listed}{more}",
        hint="不适用的格子可以空着",
    )
