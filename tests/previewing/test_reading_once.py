"""Facts are read once for two rulesets only where reading twice would give the same."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from engine.facts import read_facts
from engine.facts.table import Column, FactTable
from engine.previewing.sharing import IN_ONE_RESPECT, NOT_READ_BY, facts_for, reads_alike
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet

from .conftest import GIVEN, ROOT


def assert_same(one: FactTable, other: FactTable) -> None:
    assert (one.school_ids, one.names) == (other.school_ids, other.names)
    assert one.problems == other.problems
    assert one.columns.keys() == other.columns.keys()
    for name, column in one.columns.items():
        assert_same_column(column, other.columns[name])
    assert one.records.keys() == other.records.keys()
    for name, records in one.records.items():
        again = other.records[name]
        assert records.table == again.table
        assert np.array_equal(records.school_index, again.school_index)
        assert np.array_equal(records.states, again.states)
        assert np.array_equal(records.in_window, again.in_window)
        for title, column in records.columns.items():
            assert_same_column(column, again.columns[title])


def assert_same_column(one: Column, other: Column) -> None:
    assert (one.field, one.levels) == (other.field, other.levels)
    assert np.array_equal(one.values, other.values)
    assert np.array_equal(one.states, other.states)


def test_reading_once_is_reading_twice_where_only_marks_changed(datong, facts, edited):
    after = load_ruleset(
        edited({"ruleset.yaml": (("{等次: 良好, 不低于: 80}", "{等次: 良好, 不低于: 82}"),)})
    )
    shared = facts_for(facts, datong, after, GIVEN)
    assert shared is not None
    assert_same(shared, read_facts(after, GIVEN))


def test_lines_above_the_dictionary_move_its_places_and_nothing_else(datong, facts, edited):
    folder = edited({})
    for path in (folder / "fields").iterdir():
        path.write_text("# 又一行说明\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    after = load_ruleset(folder)
    shared = facts_for(facts, datong, after, GIVEN)
    assert shared is not None
    name = next(iter(after.fields))
    assert shared.columns[name].field.place == after.fields[name].place
    assert_same(shared, read_facts(after, GIVEN))


@pytest.mark.parametrize(
    "change",
    [
        {"year": 2026},
        {"window": (date(2024, 1, 1), date(2024, 12, 31))},
        {"last_rulesets": ("x",)},
        {"clauses": {}},
    ],
)
def test_what_reading_leans_on_is_told_apart(datong, change):
    assert not reads_alike(datong, replace(datong, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"aliases": ("又一个名字",)},
        {"decimals": 1},
        {"required": True},
        {"marks": {"*": "missing"}},
        {"blank_as": "not_applicable"},
    ],
)
def test_a_field_that_is_read_otherwise_is_told_apart(datong, change):
    name = next(name for name in datong.fields if not datong.fields[name].required)
    other = replace(datong.fields[name], **change)
    assert not reads_alike(datong, replace(datong, fields={**datong.fields, name: other}))


def test_a_finding_with_a_hint_by_indicators_is_read_again(datong, facts):
    other = replace(datong, dimensions=datong.dimensions[1:])
    assert facts_for(facts, datong, other, GIVEN) is not None
    told = replace(facts, problems=(*facts.problems, replace(facts.problems[0], code="F081")))
    assert facts_for(told, datong, other, GIVEN) is None


class _Untouchable:
    """Stands where nothing may look."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"reading looked at {name}")

    def __iter__(self) -> object:
        raise AssertionError("reading went through it")

    def __bool__(self) -> bool:
        raise AssertionError("reading asked for it")


def test_reading_looks_at_nothing_that_is_left_out(datong, facts):
    hidden = {name: _Untouchable() for name in NOT_READ_BY}
    assert_same(facts, read_facts(replace(datong, **hidden), GIVEN))


def test_the_text_of_reading_names_nothing_that_is_left_out():
    known = {each.name for each in fields(RuleSet)}
    assert known >= NOT_READ_BY | IN_ONE_RESPECT
    texts = [path.read_text(encoding="utf-8") for path in Path(ROOT, "engine/facts").rglob("*.py")]
    read = {name for text in texts for name in re.findall(r"ruleset\.(\w+)", text)}
    assert not read & NOT_READ_BY, "engine/facts looks at a part that sharing leaves out"
