"""Splitting, shuffling and threading a batch change nothing; better facts never lower a score."""

from __future__ import annotations

import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts.table import FactTable
from engine.ruleset.model import FieldType
from engine.scoring import RollUp, score_schools

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from bench_scoring import build_facts, build_ruleset

RULES = build_ruleset()


def assert_same(left, right, order=None):
    order = slice(None) if order is None else order
    assert (left.points[order] == right.points).all()
    assert (left.status[order] == right.status).all()
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


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_splitting_the_batch_changes_nothing(n_schools, part_size, seed):
    facts = build_facts(RULES, n_schools, 0.1, seed)
    assert_same(score_schools(RULES, facts), score_schools(RULES, facts, part_size=part_size))


@given(st.permutations(range(23)), st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_schools_changes_nothing(order, seed):
    facts = build_facts(RULES, 23, 0.1, seed)
    shuffled = score_schools(RULES, taken(facts, list(order)))
    assert_same(score_schools(RULES, facts), shuffled, list(order))


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
