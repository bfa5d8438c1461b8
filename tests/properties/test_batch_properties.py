"""Splitting, shuffling and threading a batch change nothing; better facts never lower a score."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.facts.table import Column, FactTable
from engine.ruleset.model import (
    Adjustments,
    Cohorts,
    Field,
    FieldType,
    MissingPolicy,
    NotApplicablePolicy,
    RuleSet,
)
from engine.scoring import RollUp, score_schools

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from bench_scoring import build_facts, build_ruleset

RULES = build_ruleset()
STAGE = Field("学段", FieldType.CHOICE, Place("x"), choices=("小学", "初中"))


def with_every_policy(ruleset: RuleSet) -> RuleSet:
    """Return the rules with all policies for gaps in turn, two cohorts and some deductions."""
    policies = zip(cycle(MissingPolicy), cycle(NotApplicablePolicy), strict=False)

    def varied(leaves):
        return tuple(
            replace(leaf, missing=missing, not_applicable=not_applicable)
            for leaf, (missing, not_applicable) in zip(leaves, policies, strict=False)
        )

    [dimension] = ruleset.dimensions
    return replace(
        ruleset,
        dimensions=(replace(dimension, children=varied(dimension.children)),),
        bonuses=replace(ruleset.bonuses, items=varied(ruleset.bonuses.items[:5])),
        deductions=Adjustments(varied(ruleset.bonuses.items[5:])),
        fields={**ruleset.fields, STAGE.id: STAGE},
        cohorts=Cohorts((STAGE.id,)),
    )


MIXED = with_every_policy(RULES)


def mixed_facts(n_schools: int, seed: int) -> FactTable:
    """Draw facts with every state a cell can have."""
    facts, draw = build_facts(RULES, n_schools, 0, seed), np.random.default_rng(seed)
    columns = {}
    for name, column in facts.columns.items():
        states = draw.choice(4, n_schools, p=(0.7, 0.15, 0.1, 0.05)).astype(np.uint8)
        values = np.where(states == 0, column.values, 0).astype(column.values.dtype)
        columns[name] = replace(column, values=values, states=states, all_present=False)
    codes = draw.integers(0, 2, n_schools).astype(np.int32)
    states = np.zeros(n_schools, np.uint8)
    columns[STAGE.id] = Column(STAGE, codes, states, None, STAGE.choices, True)
    return replace(facts, columns=columns)


def assert_same(left, right, order=slice(None)):
    assert (left.points[order] == right.points).all()
    assert (left.status[order] == right.status).all()
    assert (left.blocked_mask[order] == right.blocked_mask).all()
    assert left.left_out.keys() == right.left_out.keys()
    assert all((left.left_out[at][order] == right.left_out[at]).all() for at in left.left_out)
    for field in fields(RollUp):
        a, b = getattr(left.roll_up, field.name), getattr(right.roll_up, field.name)
        pairs = [(a[name], b[name]) for name in a] if isinstance(a, dict) else [(a, b)]
        assert all((x[order] == y).all() for x, y in pairs)


def taken(facts: FactTable, rows) -> FactTable:
    columns = {
        name: replace(column, values=column.values[rows], states=column.states[rows])
        for name, column in facts.columns.items()
    }
    ids = tuple(facts.school_ids[row] for row in rows)
    return FactTable(ids, ids, columns, {})


@given(st.integers(1, 60), st.integers(-1, 70), st.integers(0, 1000))
@settings(max_examples=15)
def test_splitting_the_batch_changes_nothing(n_schools, part_size, seed):
    facts = mixed_facts(n_schools, seed)
    assert_same(score_schools(MIXED, facts), score_schools(MIXED, facts, part_size=part_size))


@given(st.permutations(range(23)), st.integers(0, 1000))
@settings(max_examples=10)
def test_the_order_of_schools_changes_nothing(order, seed):
    facts = mixed_facts(23, seed)
    shuffled = score_schools(MIXED, taken(facts, list(order)))
    assert_same(score_schools(MIXED, facts), shuffled, list(order))


@given(st.integers(1, 30), st.integers(0, 1000))
@settings(max_examples=15)
def test_every_stage_closes_whatever_is_missing(n_schools, seed):
    table = score_schools(MIXED, mixed_facts(n_schools, seed))
    stages = table.roll_up
    plain = stages.base + stages.bonus - stages.deduction
    assert (plain + stages.clip + stages.rounding == stages.total).all()
    [dimension] = MIXED.dimensions
    raw = table.points[:, : len(dimension.children)].sum(axis=1)
    assert (raw + stages.node_rescale[dimension.id] == stages.node_points[dimension.id]).all()
    assert (stages.node_points[dimension.id] + stages.base_rescale == stages.base).all()
    full = np.array([int(each.points / MIXED.unit) for each in table.indicators])
    assert (table.points >= 0).all()
    assert (table.points <= full).all()


@pytest.mark.parametrize("kind", [FieldType.BOOLEAN, FieldType.PERCENT])
def test_a_better_fact_never_lowers_a_score(kind):
    facts = build_facts(RULES, 200, 0)
    for name, field in facts.columns.items():
        if field.field.type is not kind:
            continue
        best = 1 if kind is FieldType.BOOLEAN else 10_000
        values = np.minimum(field.values + 1, best).astype(field.values.dtype)
        better = replace(facts, columns={**facts.columns, name: replace(field, values=values)})
        before, after = score_schools(RULES, facts), score_schools(RULES, better)
        assert (after.roll_up.total >= before.roll_up.total).all()


def test_no_schools_score_to_an_empty_table():
    table = score_schools(RULES, build_facts(RULES, 0, 0))
    assert table.points.shape == (0, 80)
    assert table.roll_up.total.shape == (0,)
