"""Raters who must not judge, and raters too far apart: columns, working and slow oracle agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.explain import Workbook
from engine.facts.table import FactTable, State
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Average, BeyondSpread, Ratings, Recusal
from engine.ruleset.model import FieldType, RecordTable
from engine.scoring import Status, score_schools
from engine.scoring.rating_problems import rating_problems

HERE = Place("rules.yaml", line=1, column=1)
FULL, UNIT = Fraction(3), Fraction(1, 10_000)
LINES = count(1)
PEOPLE = ("张三", "李四", "王五")
SCHOOLS = ("000", "001", "002")
# What stands in the column of a rater's own school: one, several, another, or nothing.
OWN = (*SCHOOLS, "０01", "001、002", "局机关", State.MISSING, State.UNREADABLE)
MARKS = st.one_of(
    st.integers(0, 120).map(lambda n: Fraction(n, 4)),
    st.sampled_from([State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE]),
)


@dataclass(frozen=True)
class Mark:
    """One record: of which school, by whom, whose own school, and the mark."""

    school: int
    rater: str
    own: Any
    value: Any
    is_meant: Any


MADE = st.lists(
    st.builds(
        Mark, st.integers(0, 2), st.sampled_from(PEOPLE), st.sampled_from(OWN), MARKS,
        st.sampled_from([True, True, True, False, State.MISSING]),
    ),
    max_size=12,
).map(lambda marks: sorted(marks, key=lambda each: each.school))  # fmt: skip
METHODS = st.builds(
    lambda condition, average, limit, beyond, own, listed, trim, least: Ratings(
        "评", "分", Place("rules.yaml", line=next(LINES), column=1), Fraction(25), None, condition,
        average, trim if average is Average.TRIMMED_MEAN else 0,
        max(least, 2 * trim + 1 if average is Average.TRIMMED_MEAN else 1),
        limit, beyond,
        Recusal(HERE, ("单位",) if own else (), "评委", listed) if own or listed else None,
    ),
    st.sampled_from([None, Compare("本项", Comparison.EQUALS, (True,), HERE)]),
    st.sampled_from(Average),
    st.one_of(st.none(), st.integers(1, 80).map(lambda n: Fraction(n, 4))),
    st.sampled_from(BeyondSpread),
    st.booleans(),
    st.dictionaries(
        st.sampled_from(PEOPLE), st.lists(st.sampled_from(SCHOOLS), min_size=1).map(tuple)
    ),
    st.integers(1, 2),
    st.integers(1, 3),
)  # fmt: skip


def expected(method: Ratings, marks: Sequence[Mark], school: int) -> tuple[State, Fraction]:
    """Work out one school slowly: who may judge, what they gave, how far they are apart."""
    state, values = State.PRESENT, []
    for each in marks:
        if each.school != school or is_recused(method, each, school):
            continue
        if method.condition and each.is_meant is not True:
            state = max(state, State.MISSING) if each.is_meant is State.MISSING else state
            continue
        if method.recusal and method.recusal.own_columns and each.own is State.UNREADABLE:
            state = max(state, State.UNREADABLE)
        if isinstance(each.value, State):
            state = state if each.value is State.NOT_APPLICABLE else max(state, each.value)
        else:
            values.append(min(each.value, Fraction(25)))
    if len(values) < method.least:
        state = max(state, State.MISSING)
    if state is not State.PRESENT:
        return state, Fraction(0)
    values.sort()
    for _ in range(method.trim):
        values = values[1:-1]
    while method.average is Average.MEDIAN and len(values) > 2:
        values = values[1:-1]
    too_wide = method.spread_limit is not None and values[-1] - values[0] > method.spread_limit
    if too_wide and method.beyond_spread is BeyondSpread.UNDETERMINED:
        return State.MISSING, Fraction(0)
    mean = sum(values, Fraction(0)) / len(values) * FULL / 25
    return State.PRESENT, (mean / UNIT + Fraction(1, 2)).__floor__() * UNIT


def is_recused(method: Ratings, mark: Mark, school: int) -> bool:
    recusal = method.recusal
    if recusal is None or (method.condition and mark.is_meant is False):
        return False
    own = mark.own if isinstance(mark.own, str) and recusal.own_columns else ""
    mine = own.replace("０", "0").split("、")
    return SCHOOLS[school] in mine or SCHOOLS[school] in recusal.listed.get(mark.rater, ())


def table_of(world: SimpleNamespace, marks: Sequence[Mark]) -> tuple[FactTable, RecordTable]:
    fields = {
        "评委": world.field("评委", FieldType.TEXT),
        "单位": world.field("单位", FieldType.TEXT),
        "分": world.field("分", decimals=2),
        "本项": world.field("本项", FieldType.BOOLEAN),
    }
    table = RecordTable("评", fields, HERE)
    columns = {
        "评委": [each.rater for each in marks],
        "单位": [each.own for each in marks],
        "分": [each.value for each in marks],
        "本项": [each.is_meant for each in marks],
    }
    known = world.record_set(table, [each.school for each in marks], columns, n_schools=3)
    numbers = world.column(world.field("数"), [Fraction(1)] * 3)
    return world.facts({"数": numbers}, {"评": known}), table


@given(marks=MADE, method=METHODS)
def test_raters_when_some_must_not_judge_or_differ_then_columns_and_working_agree_with_the_oracle(
    world: SimpleNamespace, marks: list[Mark], method: Ratings
) -> None:
    facts, table = table_of(world, marks)
    indicator = world.indicator("A1", method, FULL, manual=True)
    dimension = world.group("A", indicator)
    rules = world.ruleset([dimension], tables={"评": table}, fields={"数": world.field("数")})
    scores = score_schools(rules, facts)
    workbook = Workbook(rules, facts, scores)
    codes = [each.code for each in rating_problems(rules, facts, scores.view)]
    assert codes.count("P002") == sum(is_recused(method, each, each.school) for each in marks)
    for school in range(3):
        state, points = expected(method, marks, school)
        status = Status.MANUAL if state is State.MISSING else Status(int(state))
        assert scores.status[school, 0] == status
        assert int(scores.points[school, 0]) * UNIT == points
        working = workbook.school(school).work_out(0)  # refuses where the two differ
        n_left_out = sum(
            is_recused(method, each, school) for each in marks if each.school == school
        )
        assert (f"另有{n_left_out}人回避不计" in working.sentence) == (
            n_left_out > 0 and "人评议" in working.sentence
        )
