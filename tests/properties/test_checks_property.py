"""Checks agree with a slow reading of each row; order and split of the batch change nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.checks import CheckBook, check_facts
from engine.diagnostics import Severity
from engine.facts.table import State
from engine.ruleset.conditions import AllOf, AnyOf, Compare, Comparison, Condition, Not, names_in
from engine.ruleset.model import Check, CheckKind, FieldType, RecordTable, RuleSet

WINDOW = (date(2025, 1, 1), date(2025, 12, 31))
GAPS = [State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE]
gaps = st.sampled_from(GAPS)
small = st.one_of(st.integers(0, 4), st.integers(0, 4), gaps)
flags = st.one_of(st.booleans(), st.booleans(), gaps)
days = st.one_of(st.integers(-40, 400).map(lambda n: WINDOW[0] + timedelta(days=n)), gaps)
ORDERED = [Comparison.AT_LEAST, Comparison.LESS_THAN, Comparison.EQUALS, Comparison.AT_MOST]

School = Mapping[str, Any]


@st.composite
def records(draw: Any) -> dict[str, Any]:
    return {"行数": draw(small), "日": draw(days), "在内": draw(st.booleans())}


schools = st.fixed_dictionaries(
    {"甲": small, "乙": small, "是": flags, "上年": small, "台账": st.lists(records(), max_size=3)}
)


def conditions(names: Sequence[str], here: Any) -> st.SearchStrategy[Condition]:
    name, word = st.sampled_from(names), st.sampled_from(ORDERED)
    number = st.integers(0, 4).map(lambda n: (Fraction(n),))
    leaves = st.one_of(
        st.builds(lambda a, by, than: Compare(a, by, than, here), name, word, number),
        st.builds(lambda a, by, b: Compare(a, by, (), here, b), name, word, name),
        st.builds(lambda yes: Compare("是", Comparison.EQUALS, (yes,), here), st.booleans()),
        st.builds(lambda a, yes: Compare(a, Comparison.FILLED, (yes,), here), name, st.booleans()),
    )
    several = st.lists(leaves, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        leaves,
        st.builds(lambda part: Not(part, here), leaves),
        st.builds(lambda parts: AllOf(parts, here), several),
        st.builds(lambda parts: AnyOf(parts, here), several),
    )


@st.composite
def checks(draw: Any, here: Any) -> tuple[Check, ...]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        table = draw(st.sampled_from(["", "台账"]))
        names = ("甲", "乙") + (("行数",) if table else ())
        kind = draw(st.sampled_from([CheckKind.CONDITION, CheckKind.PART, CheckKind.WINDOW]))
        holds = draw(conditions(names, here))
        if kind is CheckKind.PART:
            holds = Compare(names[-1], Comparison.AT_MOST, (), here, "甲")
        elif kind is CheckKind.WINDOW and table:
            ends = zip((Comparison.AT_LEAST, Comparison.AT_MOST), WINDOW, strict=True)
            holds = AllOf(tuple(Compare("日", by, (day,), here) for by, day in ends), here)
        elif kind is CheckKind.WINDOW:
            kind = CheckKind.CONDITION
        found.append(
            Check(
                id=f"核{number}",
                kind=kind,
                holds=(holds,),
                values=tuple(names_in(holds)),
                severity=Severity.WARNING,
                place=here,
                when=draw(st.none() | conditions(names, here)),
                table=table,
                rejects=draw(st.booleans()),
            )
        )
    return tuple(found)


def build(
    world: Any, batch: Sequence[tuple[str, School]], rules: Sequence[Check]
) -> tuple[RuleSet, Any]:
    """Make ruleset and facts of schools, each with its id."""
    whole = {"decimals": 0, "change_within": Fraction(1, 2)}
    fields = {
        "甲": world.field("甲", FieldType.INTEGER, **whole),
        "乙": world.field("乙", FieldType.INTEGER),
        "是": world.field("是", FieldType.BOOLEAN),
    }
    columns_of = {"行数": FieldType.INTEGER, "日": FieldType.DATE}
    table = RecordTable(
        "台账", {name: world.field(name, kind) for name, kind in columns_of.items()}, world.HERE
    )
    rows = [(at, row) for at, (_, school) in enumerate(batch) for row in school["台账"]]
    held = world.record_set(
        table,
        [at for at, _ in rows],
        {name: [row[name] for _, row in rows] for name in columns_of},
        n_schools=len(batch),
        in_window=[row["在内"] for _, row in rows],
    )
    columns = {
        name: world.column(field, [school[name] for _, school in batch])
        for name, field in fields.items()
    }
    last = {"甲": world.column(fields["甲"], [school["上年"] for _, school in batch])}
    ids = tuple(school_id for school_id, _ in batch)
    facts = replace(world.facts(columns, {"台账": held}), school_ids=ids, names=ids)
    facts = replace(facts, last=replace(facts, columns={**columns, **last}))
    ruleset = world.ruleset([], fields=fields, tables={"台账": table}, checks=tuple(rules))
    return ruleset, facts


Slow = tuple[int, State]  # 0 fails, 1 open, 2 holds; and what made it open


def slowly(condition: Condition | None, row: Mapping[str, Any]) -> Slow:
    """Judge one condition in one row, by the book."""
    match condition:
        case None:
            return 2, State.PRESENT
        case Not():
            truth, cause = slowly(condition.part, row)
            return 2 - truth, cause
        case Compare():
            return slowly_compared(condition, row)
    parts = [slowly(part, row) for part in condition.parts]
    fold = min if isinstance(condition, AllOf) else max
    truth = fold(each for each, _ in parts)
    return truth, max(cause for _, cause in parts) if truth == 1 else State.PRESENT


def slowly_compared(compare: Compare, row: Mapping[str, Any]) -> Slow:
    value = row[compare.value]
    if compare.comparison is Comparison.FILLED:
        return 2 * (isinstance(value, State) != compare.operands[0]), State.PRESENT
    other = row[compare.other] if compare.other else compare.operands[0]
    open_sides = [each for each in (value, other) if isinstance(each, State)]
    if open_sides:
        return 1, max(open_sides)
    holds = {
        Comparison.AT_LEAST: value >= other,
        Comparison.LESS_THAN: value < other,
        Comparison.AT_MOST: value <= other,
        Comparison.EQUALS: value == other,
    }[compare.comparison]
    return 2 * holds, State.PRESENT


def verdict(check: Check, row: Mapping[str, Any]) -> str:
    """Say what becomes of one check in one row; an empty text where it is not asked."""
    asked, why = slowly(check.when, row)
    truth, cause = slowly(check.holds[0], row)
    if asked == 0 or (asked == 1 and why is State.NOT_APPLICABLE):
        return ""
    nothing_said = check.kind is CheckKind.WINDOW and cause is State.MISSING
    undecided = truth == 1 and cause is not State.NOT_APPLICABLE and not nothing_said
    if asked == 1:
        return "" if truth == 2 else "open"
    return {0: "failed", 2: "passed"}.get(truth, "open" if undecided else "")


def rows_of(check: Check, school: School) -> list[Mapping[str, Any]]:
    if not check.table:
        return [school]
    return [{**school, **row} for row in school["台账"] if row["在内"]]


def named(found: Sequence[School]) -> list[tuple[str, School]]:
    return [(f"{at:03d}", school) for at, school in enumerate(found)]


def told(book: CheckBook) -> set[tuple[str, str]]:
    """Return what is said of single schools."""
    return {(each.code, each.message) for each in book.problems if each.code < "K009"} | {
        (each.code, each.message) for each in book.problems if each.code == "K030"
    }


@settings(max_examples=80)
@given(data=st.data())
def test_checks_when_run_over_columns_then_agree_with_a_slow_reading(
    world: SimpleNamespace, data: st.DataObject
) -> None:
    found = data.draw(st.lists(schools, min_size=1, max_size=5))
    rules = data.draw(checks(world.HERE))
    ruleset, facts = build(world, named(found), rules)
    book = check_facts(ruleset, facts)
    for check, tally in zip(rules, book.tallies, strict=False):
        slow = Counter(verdict(check, row) for school in found for row in rows_of(check, school))
        assert (tally.n_failed, tally.n_passed, tally.n_open) == (
            slow["failed"], slow["passed"], slow["open"],
        )  # fmt: skip
        failing = {
            school_id
            for school_id, school in named(found)
            if any(verdict(check, row) == "failed" for row in rows_of(check, school))
        }
        assert (book.failed or {}).get(check.id, frozenset()) == failing


@settings(max_examples=50)
@given(data=st.data())
def test_last_year_when_compared_over_columns_then_agrees_with_a_slow_reading(
    world: SimpleNamespace, data: st.DataObject
) -> None:
    found = data.draw(st.lists(schools, min_size=1, max_size=6))
    book = check_facts(*build(world, named(found), ()))
    beyond = {
        school_id
        for school_id, school in named(found)
        if not isinstance(school["甲"], State) and not isinstance(school["上年"], State)
        if 2 * abs(school["甲"] - school["上年"]) > school["上年"]
    }
    assert (book.failed or {}).get("K030", frozenset()) == beyond


@settings(max_examples=50)
@given(data=st.data())
def test_batch_when_split_or_in_another_order_then_each_school_is_told_the_same(
    world: SimpleNamespace, data: st.DataObject
) -> None:
    batch = named(data.draw(st.lists(schools, min_size=2, max_size=6)))
    rules = data.draw(checks(world.HERE))
    whole = check_facts(*build(world, batch, rules))
    cut = data.draw(st.integers(1, len(batch) - 1))
    parts = [check_facts(*build(world, part, rules)) for part in (batch[:cut], batch[cut:])]
    other = check_facts(*build(world, data.draw(st.permutations(batch)), rules))
    assert told(parts[0]) | told(parts[1]) == told(whole) == told(other)
    assert other.failed == whole.failed
    for name, schools_failed in (whole.failed or {}).items():
        split = [(part.failed or {}).get(name, frozenset()) for part in parts]
        assert split[0] | split[1] == schools_failed


@settings(max_examples=50)
@given(data=st.data())
def test_checks_when_in_another_order_then_the_same_facts_fall_out_of_use(
    world: SimpleNamespace, data: st.DataObject
) -> None:
    batch = named(data.draw(st.lists(schools, min_size=1, max_size=5)))
    rules = data.draw(checks(world.HERE))
    one = check_facts(*build(world, batch, rules))
    other = check_facts(*build(world, batch, rules[::-1]))
    assert told(one) == told(other)
    assert one.failed == other.failed
    for name, column in one.facts.columns.items():
        assert np.array_equal(column.states, other.facts.columns[name].states)
    held = [book.facts.records["台账"] for book in (one, other)]
    for name, column in held[0].columns.items():
        assert np.array_equal(column.states, held[1].columns[name].states)


@pytest.mark.parametrize("name", ["甲", "行数"])
def test_fact_when_it_falls_out_of_use_then_checking_again_finds_nothing_new(
    world: SimpleNamespace, name: str
) -> None:
    holds = Compare(name, Comparison.AT_MOST, (), world.HERE, "乙")
    check = Check(
        "核1", CheckKind.PART, (holds,), (name, "乙"), Severity.ERROR, world.HERE,
        table="台账" if name == "行数" else "", rejects=True,
    )  # fmt: skip
    rows = [{"行数": 3, "日": State.MISSING, "在内": True}]
    school = {"甲": 3, "乙": 1, "是": True, "上年": 3, "台账": rows}
    ruleset, facts = build(world, named([school]), [check])
    first = check_facts(ruleset, facts)
    again = check_facts(ruleset, first.facts)
    assert first.failed == {"核1": {"000"}}
    assert not again.failed
    assert again.view is not None
