"""Write the chains of all schools as JSON: facts, firings, cases, effects, duties."""

from __future__ import annotations

from typing import Any

from engine.assess import Assessment
from engine.explain import effect_sentence, place_text
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.carried import COLUMNS
from engine.ruleset.model import RuleSet
from engine.veto.trace import ChainFact, DutyLine, EffectLine, SchoolTrace, Step, VetoCase


def trace_data(assessment: Assessment) -> dict[str, Any]:
    """Return all chains as JSON values, in the order of schools."""
    trace = assessment.trace
    return {
        "ruleset": assessment.ruleset.id,
        "schools": [_school(assessment, each) for _, each in sorted(trace.by_school.items())],
        **({"carried": carried} if (carried := _carried(assessment)) else {}),
    }


def _carried_tables(ruleset: RuleSet) -> tuple[str, ...]:
    return tuple(name for name, table in ruleset.tables.items() if table.from_last_year)


def _carried(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the vetoes of earlier years whose effects go on beyond this one.

    Those that this year's clauses carry on stand among the effects of each school.
    """
    found = []
    for name in _carried_tables(assessment.ruleset):
        records = assessment.facts.records[name]
        columns = [records.columns[field] for field in records.table.fields]
        for row in range(records.n_records):
            said: dict[str, Any] = {
                column.key: cell_text(each, row) if each.states[row] == State.PRESENT else ""
                for column, each in zip(COLUMNS, columns, strict=True)
            }
            years_left = int(said["years_left"] or 0) - 1
            if years_left > 0:
                school = assessment.facts.school_ids[records.school_index[row]]
                said |= {"year": int(said["year"] or 0), "years_left": years_left}
                found.append({"school_id": school, **said})
    return found


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
        **({"carried": True} if table in _carried_tables(assessment.ruleset) else {}),
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
        **({"years": line.effect.years} if line.effect.years else {}),
        "person": line.person,
        "unknown": list(line.unknown),
        "text": effect_sentence(assessment.ruleset, line),
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
