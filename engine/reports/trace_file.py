"""Write the chains of all schools as JSON: facts, firings, cases, effects, duties."""

from __future__ import annotations

from typing import Any

from engine.assess import Assessment
from engine.explain import effect_text, place_text
from engine.veto.trace import ChainFact, DutyLine, EffectLine, SchoolTrace, Step, VetoCase


def trace_data(assessment: Assessment) -> dict[str, Any]:
    """Return all chains as JSON values, in the order of schools."""
    trace = assessment.trace
    return {
        "ruleset": assessment.ruleset.id,
        "schools": [_school(assessment, each) for _, each in sorted(trace.by_school.items())],
    }


def _school(assessment: Assessment, trace: SchoolTrace) -> dict[str, Any]:
    facts = assessment.facts
    return {
        "school_id": facts.school_ids[trace.school],
        "name": facts.names[trace.school],
        "facts": [_fact(each) for each in trace.facts],
        "steps": [_step(each) for each in trace.steps],
        "cases": [_case(assessment, each) for each in trace.cases],
        "effects": [_effect(assessment, each) for each in trace.effects],
        "duties": [_duty(each) for each in trace.duties],
    }


def _fact(fact: ChainFact) -> dict[str, Any]:
    return {"number": fact.number, "kind": fact.kind, "values": dict(fact.values)}


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "rule": step.rule,
        "premises": list(step.premises),
        "conclusion": step.conclusion,
    }


def _case(assessment: Assessment, case: VetoCase) -> dict[str, Any]:
    clause = assessment.ruleset.clauses[case.clause]
    table = assessment.ruleset.clauses[case.via or case.clause].table
    places = assessment.facts.records[table].places if table and case.record >= 0 else None
    return {
        "clause": case.clause,
        "name": clause.name,
        "clause_place": str(clause.place),
        "source": str(clause.source) if clause.source is not None else "",
        "status": case.status.value,
        "table": table,
        "record": case.record,
        "record_place": place_text(places.place(case.record) if places is not None else None),
        "event": case.event,
        "via": case.via,
        "gave_way_to": case.gave_way_to,
        "unknown": list(case.unknown),
        "undecided": list(case.undecided),
        "reliefs": dict(case.reliefs),
        "fault": case.fault,
    }


def _effect(assessment: Assessment, line: EffectLine) -> dict[str, Any]:
    return {
        "clause": line.clause,
        "record": line.record,
        "effect": line.effect.id,
        "kind": line.effect.kind.value,
        "place": str(line.effect.place),
        "status": line.status.value,
        "person": line.person,
        "unknown": list(line.unknown),
        "text": effect_text(assessment.ruleset, line),
    }


def _duty(duty: DutyLine) -> dict[str, Any]:
    return {
        "clause": duty.clause,
        "record": duty.record,
        "area": duty.area,
        "person": duty.person,
        "posts": list(duty.posts),
        "kind": duty.kind,
        "status": duty.status.value,
        "repeated": duty.repeated,
        "barred_from": list(duty.barred_from),
    }
