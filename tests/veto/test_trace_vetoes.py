"""Vetoes end to end: from facts to cases, effects and duties."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engine.ruleset.model import EffectKind, RuleSet
from engine.veto import trace_vetoes
from engine.veto.trace import SchoolTrace, VetoStatus


def trace_one(rules: RuleSet, facts: Any, school: int = 0) -> SchoolTrace:
    return trace_vetoes(rules, facts).by_school[school]


def statuses(trace: SchoolTrace) -> dict[str, str]:
    return {f"{case.clause}@{case.record}": case.status.value for case in trace.cases}


@pytest.fixture
def s3(world: SimpleNamespace) -> Any:
    """严重程度 S3: a clause with decision fields and a personal veto."""

    def build(**more: Any) -> Any:
        effects = more.pop(
            "effects",
            (
                world.effect("S3", 1, EffectKind.BAR_TOP),
                world.effect(
                    "S3", 2, EffectKind.BAR_PERSON, person_field="教师", targets=("评优奖励",)
                ),
            ),
        )
        defaults = {
            "table": "案件",
            "trigger": world.equals("严重程度", "S3"),
            "gravity": 30,
            "decision_fields": ("文号",),
        }
        return world.clause("S3", *effects, **{**defaults, **more})

    return build


def test_trace_when_no_school_has_a_finding_then_it_is_empty(
    world: SimpleNamespace, s3: Any
) -> None:
    facts = world.fact_table(案件=[{"严重程度": "S1"}])
    assert trace_vetoes(world.ruleset(s3()), facts).by_school == {}


def test_veto_when_the_organ_has_decided_then_it_is_in_force_with_its_effects(
    world: SimpleNamespace, s3: Any
) -> None:
    facts = world.fact_table(
        {}, {}, 案件=[{"学校": 1, "严重程度": "S3", "文号": "1号", "教师": "赵", "事件": "E1"}]
    )
    result = trace_vetoes(world.ruleset(s3()), facts)
    assert list(result.by_school) == [1]
    trace = result.by_school[1]
    (case,) = trace.cases
    assert (case.school, case.record, case.status, case.event) == (1, 0, VetoStatus.IN_FORCE, "E1")
    assert [(line.effect.id, line.person, line.status) for line in trace.effects] == [
        ("S3/1", "", VetoStatus.IN_FORCE),
        ("S3/2", "赵", VetoStatus.IN_FORCE),
    ]
