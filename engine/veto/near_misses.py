"""Screen on columns which clauses a school only just did not meet (差一点).

A clause is only just not met where a single comparison keeps its trigger from holding:

- a number or a date that misses its bound by little (`NEAR_SHARE`, `NEAR_DAYS`); a count must
  also be more than nothing, since every school without any event is one short of the first;
- any other comparison, where the rest of the trigger asks for something too and that holds; a
  bare 是 or 否 does not count as such, since it holds of nearly every record.

Or where the trigger holds on a record that does not count: outside the window of dates by at most
`NEAR_WINDOW_DAYS`, or left out for another reason. A record that met any clause, or may have, has
a case already and is not told again; of one record the nearest clauses are told, not all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor

import numpy as np

from engine.facts.table import FactTable, RecordSet
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    literals_in,
)
from engine.ruleset.model import Clause, Field, FieldType, RuleSet
from engine.scoring.conditions import FALSE, TRUE, UNKNOWN, evaluate
from engine.scoring.values import compare_constant
from engine.scoring.views import RecordView, View
from engine.veto.findings import Finding
from engine.veto.reading import Answers, Mask, texts_in

# A number is near its bound within this share of the bound, a whole number at least within 1.
NEAR_SHARE = Fraction(1, 20)
NEAR_DAYS = 30
NEAR_WINDOW_DAYS = 90
# So many clauses are told of one record.
_MOST_CLAUSES = 2
_EPOCH = date(1970, 1, 1)


class Why(StrEnum):
    """What kept a clause from being met."""

    CONDITION = "condition"  # 只差一个条件
    WINDOW = "window"  # 不在考核期内
    LEFT_OUT = "left_out"  # 该记录不计


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A clause that one record, or the school's own facts, only just did not meet.

    Args:
        school: Position in FactTable.school_ids.
        clause: The clause.
        record: Row in the clause's RecordSet; -1 for the school's own facts.
        failed: For CONDITION: the one comparison that does not hold.
        negated: It is the comparison that holds, and must not (非).
    """

    school: int
    clause: str
    record: int
    why: Why
    failed: Compare | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One comparison of a trigger, and whether it stands below an odd number of 非."""

    compare: Compare
    negated: bool

    @property
    def is_bare(self) -> bool:
        """Whether it only asks for 是 or 否."""
        return all(isinstance(each, bool) for each in self.compare.operands)


@dataclass(frozen=True, slots=True)
class _Found:
    miss: NearMiss
    distance: int  # in steps of the choices; 0 for numbers
    at: int  # of the comparison in its trigger


def screen_near_misses(
    ruleset: RuleSet, facts: FactTable, schools: View, findings: Mapping[int, Sequence[Finding]]
) -> Mapping[int, tuple[NearMiss, ...]]:
    """Return position of the school -> what it only just did not meet, in the order of clauses.

    Args:
        schools: Facts and derived values of the schools (`school_view`).
        findings: What the screen found: its records and clauses are told elsewhere.
    """
    met = {(f.school, f.clause) for each in findings.values() for f in each}
    taken = _Taken(ruleset, findings)
    own: dict[tuple[int, str, int], list[_Found]] = {}
    for clause in ruleset.clauses.values():
        if clause.trigger is None:
            continue
        records = facts.records[clause.table] if clause.table else None
        view: View = RecordView(records, schools) if records is not None else schools
        for found in _screen(clause, clause.trigger, ruleset, view, records):
            miss = found.miss
            if records is None:
                if (miss.school, clause.id) not in met:
                    own.setdefault((miss.school, clause.id, -1), []).append(found)
            elif not taken.holds(clause.table, records, miss.record):
                own.setdefault((miss.school, clause.table, miss.record), []).append(found)
    order = {clause: at for at, clause in enumerate(ruleset.clauses)}
    told: dict[int, list[NearMiss]] = {}
    for (school, _, _), each in own.items():
        told.setdefault(school, []).extend(_nearest(each))
    return {
        school: tuple(sorted(told[school], key=lambda miss: (order[miss.clause], miss.record)))
        for school in sorted(told)
    }


class _Taken:
    """The records and events that findings are about already."""

    def __init__(self, ruleset: RuleSet, findings: Mapping[int, Sequence[Finding]]) -> None:
        every = [finding for each in findings.values() for finding in each]
        self._records = {
            (ruleset.clauses[finding.clause].table, finding.record) for finding in every
        }
        self._events = {(finding.school, finding.event_id) for finding in every}

    def holds(self, table: str, records: RecordSet, row: int) -> bool:
        """Say whether a record, or another of its event, has a case."""
        if (table, row) in self._records:
            return True
        field = records.table.event_field
        event = "".join(texts_in(records.columns[field], row)) if field else ""
        return bool(event) and (int(records.school_index[row]), event) in self._events


def _nearest(found: Sequence[_Found]) -> Iterator[NearMiss]:
    """Choose what is told of one record: the nearest clauses by the nearest comparison."""
    best = min(found, key=lambda each: (each.distance, -each.at))
    same = [each for each in found if _asks_alike(each.miss, best.miss)]
    for each in sorted(same, key=lambda each: each.distance)[:_MOST_CLAUSES]:
        yield each.miss


def _asks_alike(one: NearMiss, other: NearMiss) -> bool:
    if one.failed is None or other.failed is None:
        return one.why is other.why
    return one.failed.value == other.failed.value


def _screen(
    clause: Clause, trigger: Condition, ruleset: RuleSet, view: View, records: RecordSet | None
) -> Iterator[_Found]:
    leaves = tuple(_Leaf(*each) for each in literals_in(trigger))
    truths = [evaluate(leaf.compare, view).values for leaf in leaves]
    whole = _fold(trigger, iter(truths))
    counted = records.in_window if records is not None else np.ones(view.n_rows, bool)
    for at, leaf in enumerate(leaves):
        flipped = [*truths]
        flipped[at] = np.int8(TRUE) - truths[at]
        short = (
            counted
            & (whole == FALSE)
            & (truths[at] != UNKNOWN)
            & (_fold(trigger, iter(flipped)) == TRUE)
        )
        if not short.any():
            continue
        near = _near_mask(leaf, view, suffices=_suffices(trigger, leaves, at))
        for row in np.flatnonzero(short & near).tolist():
            miss = NearMiss(
                int(records.school_index[row]) if records is not None else row,
                clause.id,
                row if records is not None else -1,
                Why.CONDITION,
                leaf.compare,
                leaf.negated,
            )
            yield _Found(miss, _steps(leaf, view, row), at)
    if records is not None:
        yield from _uncounted(clause, ruleset, records, whole)


def _uncounted(
    clause: Clause, ruleset: RuleSet, records: RecordSet, whole: Answers
) -> Iterator[_Found]:
    """Yield the records on which the trigger holds, and which do not count."""
    near_window = np.zeros(records.n_records, bool)
    dates = records.columns.get(records.table.date_field)
    if dates is not None:
        first, last = ((day - _EPOCH).days for day in ruleset.window)
        near_window = (dates.values >= first - NEAR_WINDOW_DAYS) & (
            dates.values <= last + NEAR_WINDOW_DAYS
        )
    for row in np.flatnonzero((whole == TRUE) & ~records.in_window).tolist():
        is_left_out = row in records.left_out
        if is_left_out or near_window[row]:
            why = Why.LEFT_OUT if is_left_out else Why.WINDOW
            yield _Found(NearMiss(int(records.school_index[row]), clause.id, row, why), 0, 0)


def _fold(condition: Condition, truths: Iterator[Answers]) -> Answers:
    """Put the comparisons of a condition together, taken in the order of the text."""
    match condition:
        case Compare():
            return next(truths)
        case Not():
            return np.asarray(np.int8(TRUE) - _fold(condition.part, truths))
        case AllOf():
            return np.asarray(np.minimum.reduce([_fold(part, truths) for part in condition.parts]))
        case AnyOf():
            return np.asarray(np.maximum.reduce([_fold(part, truths) for part in condition.parts]))
        case AtLeastOf():
            parts = np.sort(np.stack([_fold(part, truths) for part in condition.parts]), axis=0)
            # As many hold as are asked for where the one in that place from above does.
            return np.asarray(parts[len(parts) - condition.count])


def _suffices(trigger: Condition, leaves: Sequence[_Leaf], at: int) -> bool:
    """Say whether one comparison would meet the trigger with only a 是 or 否 beside it."""
    alone = [
        np.array([TRUE if helps is not leaf.negated else FALSE], np.int8)
        for number, leaf in enumerate(leaves)
        for helps in (number == at or leaf.is_bare,)
    ]
    return bool(_fold(trigger, iter(alone))[0] == TRUE)


def _near_mask(leaf: _Leaf, view: View, *, suffices: bool) -> Mask:
    """Return where a comparison that fails is near to holding. Shapes: (rows,)."""
    compare = leaf.compare
    field = view.column(compare.value).field if view.is_column(compare.value) else None
    if compare.other or compare.comparison is Comparison.FILLED or not _is_number(field):
        return np.full(view.n_rows, not suffices)
    quantity = view.quantity(compare.value)
    near = np.zeros(view.n_rows, bool)
    for operand in compare.operands:
        bound, margin = _bound(operand, field, is_whole=quantity.denominators is None)
        near |= compare_constant(quantity, Comparison.AT_LEAST, bound - margin) & compare_constant(
            quantity, Comparison.AT_MOST, bound + margin
        )
    if compare.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN) and not leaf.negated:
        near &= quantity.numerators != 0
    return np.asarray(near)


def _is_number(field: Field | None) -> bool:
    return field is None or field.type.is_numeric or field.type is FieldType.DATE


def _bound(operand: object, field: Field | None, *, is_whole: bool) -> tuple[Fraction, Fraction]:
    """Return what a value is compared with, and how far from it still is near."""
    if isinstance(operand, date):
        return Fraction((operand - _EPOCH).days), Fraction(NEAR_DAYS)
    bound = Fraction(operand) if isinstance(operand, Fraction | bool) else Fraction(0)
    margin = abs(bound) * NEAR_SHARE
    is_count = field.type is FieldType.INTEGER if field is not None else is_whole
    return bound, Fraction(max(1, floor(margin))) if is_count else margin


def _steps(leaf: _Leaf, view: View, row: int) -> int:
    """Count how many choices lie between what was chosen and what is asked for."""
    name = leaf.compare.value
    if not view.is_column(name):
        return 0
    column = view.column(name)
    if _is_number(column.field):
        return 0
    choices = column.field.choices
    chosen = column.levels[int(column.values[row])] if column.levels else ""
    asked = [choices.index(str(each)) for each in leaf.compare.operands if str(each) in choices]
    if column.field.type is not FieldType.CHOICE or chosen not in choices or not asked:
        return 1
    return max(1, min(abs(choices.index(chosen) - each) for each in asked))
