"""Branches of vetoes: how each clause can stand, its reliefs, each effect, who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from engine.cases.coverage.affecting import GRADE, VETOES
from engine.cases.coverage.branch import Branch, BranchKind, Reaches
from engine.cases.coverage.sight import Sight
from engine.diagnostics import Place
from engine.ruleset.model import Clause, EffectKind, Relief, RuleSet
from engine.scoring.conditions import TRUE
from engine.scoring.values import Mask
from engine.scoring.views import RecordView, View
from engine.sentences.effects import effect_text
from engine.veto.reading import answer, effects_of
from engine.veto.trace import VetoCase, VetoStatus


def clause_branches(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield how every clause can stand, every relief, and every effect."""
    for clause in ruleset.clauses.values():
        for status in _statuses(ruleset, clause):
            reached = partial(_some_case, partial(_stands_as, clause, status))
            yield _of(clause, status.value, status.label, clause.place, reached)
        if clause.no_fault is not None:
            reached = partial(_some_case, partial(_is_excused, clause))
            yield _of(clause, "no fault", "尽职免责，责任不落到人", clause.place, reached)
        for number, relief in enumerate(clause.reliefs, 1):
            yield from _of_relief(clause, relief, f"relief {number}")
        for effect in effects_of(clause):
            if effect.kind is EffectKind.SECOND_YEAR:
                continue  # what follows in the second year are effects of their own
            again = "连续两年，" if clause.is_second_year(effect) else ""
            yield Branch(
                BranchKind.EFFECT,
                clause.id,
                effect.id,
                f"“{clause.name}”的后果：{again}{effect_text(effect, ruleset)}",
                effect.place,
                partial(_takes_effect, effect.id),
                VETOES | GRADE,
            )


def _of(clause: Clause, what: str, words: str, place: Place, reached: Reaches) -> Branch:
    said = f"“{clause.name}”{words}"
    return Branch(BranchKind.CLAUSE, clause.id, what, said, place, reached, VETOES)


def _statuses(ruleset: RuleSet, clause: Clause) -> Iterator[VetoStatus]:
    """Yield how a clause can stand at all."""
    leading_here = [
        each
        for each in ruleset.clauses.values()
        if any(relief.reduce_to == clause.id for relief in each.reliefs)
    ]
    sources = [clause, *leading_here] if clause.trigger is not None else leading_here
    if not sources:
        return
    yield VetoStatus.IN_FORCE
    waits = clause.trigger is not None and any(each.signed_fields for each in clause.reliefs)
    if waits or clause.decision_fields or any(each.decision_fields for each in sources):
        yield VetoStatus.PROPOSED
    if clause.trigger is not None:
        yield VetoStatus.UNDETERMINED
        if any(_goes_before(ruleset, other, clause) for other in ruleset.clauses.values()):
            yield VetoStatus.ABSORBED


def _goes_before(ruleset: RuleSet, other: Clause, clause: Clause) -> bool:
    """Say whether one event can be both clauses, so that only the other one stands."""
    if clause.separately or other.separately or not clause.table or not other.table:
        return False
    tables = (ruleset.tables[other.table], ruleset.tables[clause.table])
    by_event = all(table.event_field for table in tables)
    if other is clause:
        return by_event  # by two records of one event
    return other.gravity >= clause.gravity and (by_event or other.table == clause.table)


def _of_relief(clause: Clause, relief: Relief, name: str) -> Iterator[Branch]:
    granted = f"降为 {relief.reduce_to}" if relief.reduce_to else "免除"
    outcomes = [("granted", granted, "成立")]
    if relief.signed_fields:
        outcomes.append(("unsigned", "没有签批，不减", "未签批"))
    for what, words, label in outcomes:
        test = partial(_relief_is, clause, relief.name, label)
        said = f"的“{relief.name}”：{words}"
        yield _of(clause, f"{name} {what}", said, relief.place, partial(_some_case, test))
    if relief.unless is not None:
        said = f"的“{relief.name}”：有例外，不减"
        refused = partial(_is_refused, clause, relief)
        yield _of(clause, f"{name} refused", said, relief.place, refused)


def _some_case(test: Callable[[VetoCase], bool], sight: Sight) -> Mask:
    """Return which schools have a case that passes a test."""
    traces = sight.assessment.trace.by_school
    return sight.where({at for at, trace in traces.items() if any(map(test, trace.cases))})


def _stands_as(clause: Clause, status: VetoStatus, case: VetoCase) -> bool:
    return case.clause == clause.id and case.status is status


def _is_excused(clause: Clause, case: VetoCase) -> bool:
    return case.clause == clause.id and not case.fault


def _relief_is(clause: Clause, name: str, label: str, case: VetoCase) -> bool:
    return clause.id in (case.clause, case.via) and (name, label) in case.reliefs


def _is_refused(clause: Clause, relief: Relief, sight: Sight) -> Mask:
    """Return where a relief's condition holds for a case of the clause, and its exception too."""
    view: View = sight.view
    if clause.table:
        view = RecordView(sight.facts.records[clause.table], sight.view)
    refused = (answer(relief.condition, view) == TRUE) & (answer(relief.unless, view) == TRUE)
    refused &= answer(clause.trigger, view) == TRUE
    if not clause.table:
        return np.asarray(refused)
    records = sight.facts.records[clause.table]
    return sight.in_schools(records.school_index[refused & records.in_window])


def _takes_effect(effect_id: str, sight: Sight) -> Mask:
    acting = (VetoStatus.IN_FORCE, VetoStatus.PROPOSED)
    return sight.where(
        {
            at
            for at, trace in sight.assessment.trace.by_school.items()
            for line in trace.effects
            if line.effect.id == effect_id and line.status in acting
        }
    )


def duty_branches(ruleset: RuleSet) -> Iterator[Branch]:
    """Yield each row of the duty matrix that a clause leads to, and repeated duty.

    The other rows say who answers for lost points, which no case compares.
    """
    duties = ruleset.duties
    led_to = {clause.area for clause in ruleset.clauses.values()}
    for row in duties.matrix:
        if row.area not in led_to:
            continue
        words = f"“{row.area}”有人担责"
        reached = partial(_answers_for, row.area)
        yield Branch(BranchKind.DUTY, row.area, "answers", words, row.place, reached, VETOES)
    if duties.repeat_field and duties.place is not None:
        words = "再次被追责（失责追责）"
        yield Branch(BranchKind.DUTY, "责任", "repeated", words, duties.place, _repeated, VETOES)


def _answers_for(area: str, sight: Sight) -> Mask:
    traces = sight.assessment.trace.by_school
    return sight.where(
        {at for at, trace in traces.items() if any(line.area == area for line in trace.duties)}
    )


def _repeated(sight: Sight) -> Mask:
    traces = sight.assessment.trace.by_school
    return sight.where(
        {at for at, trace in traces.items() if any(line.repeated for line in trace.duties)}
    )
