"""Conditions that can never hold are found, and none that could hold is ever called so."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.ruleset.checking.reasoning import can_hold, contradiction, holds_whenever
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    condition_key,
)
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

HERE = Place("a.yaml", line=1, column=1)
LEVELS = ("甲", "乙", "丙")
TERMS = {
    "等级": Term("等级", FieldType.CHOICE, HERE, choices=LEVELS),
    "住校": Term("住校", FieldType.BOOLEAN, HERE),
    "人数": Term("人数", FieldType.NUMBER, HERE),
    "项目": Term("项目", FieldType.SET, HERE, choices=LEVELS),
    "床位": Term("床位", FieldType.INTEGER, HERE, low=Fraction(0), high=Fraction(3)),
    "餐位": Term("餐位", FieldType.INTEGER, HERE, low=Fraction(0), high=Fraction(3)),
}
# Between and beyond the constants below, so that every sort of number is among them.
NUMBERS = [Fraction(half, 2) for half in range(-1, 8)]

ORDER = [Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.AT_MOST, Comparison.LESS_THAN]
SAME = [Comparison.EQUALS, Comparison.NOT_EQUALS]


def compare(name: str, comparison: Comparison, *operands: object) -> Compare:
    return Compare(name, comparison, operands, HERE)  # type: ignore[arg-type]


counts = st.integers(0, 3).map(Fraction)
compares = st.one_of(
    st.builds(compare, st.just("等级"), st.sampled_from(SAME), st.sampled_from(LEVELS)),
    st.lists(st.sampled_from(LEVELS), min_size=1, max_size=2).map(
        lambda levels: compare("等级", Comparison.ONE_OF, *levels)
    ),
    st.builds(compare, st.just("住校"), st.sampled_from(SAME), st.booleans()),
    st.builds(compare, st.just("人数"), st.sampled_from([*ORDER, *SAME]), counts),
    st.lists(counts, min_size=1, max_size=2).map(
        lambda numbers: compare("人数", Comparison.ONE_OF, *numbers)
    ),
)
parts = st.lists(compares, min_size=1, max_size=3)


def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda each: AllOf(each, HERE)),
        several.map(lambda each: AnyOf(each, HERE)),
        inner.map(lambda each: Not(each, HERE)),
        several.flatmap(
            lambda each: st.integers(1, len(each)).map(lambda count: AtLeastOf(count, each, HERE))
        ),
    )


conditions = st.recursive(compares, joined, max_leaves=6)


more_compares = st.one_of(
    compares,
    st.lists(st.sampled_from(LEVELS), min_size=1, max_size=2).map(
        lambda levels: compare("项目", Comparison.INCLUDES, *levels)
    ),
    st.builds(compare, st.just("床位"), st.sampled_from([*ORDER, *SAME]), counts),
    st.builds(
        lambda comparison, pair: Compare(pair[0], comparison, (), HERE, pair[1]),
        st.sampled_from([*ORDER, *SAME]),
        st.sampled_from([("床位", "餐位"), ("餐位", "床位"), ("床位", "床位")]),
    ),
)
more_conditions = st.recursive(more_compares, joined, max_leaves=5)
# A field applies only where this holds: then its comparisons come out at all.
APPLIES = {"床位": compare("住校", Comparison.EQUALS, True)}


def holds(condition: Condition, school: dict[str, object]) -> bool:
    match condition:
        case Compare(value, comparison, operands):
            found = school[value]
            first = school[condition.other] if condition.other else operands[0]
            return {
                Comparison.INCLUDES: isinstance(found, frozenset) and found.issuperset(operands),
                Comparison.EQUALS: found == first,
                Comparison.NOT_EQUALS: found != first,
                Comparison.ONE_OF: found in operands,
                Comparison.AT_LEAST: comparison in ORDER and found >= first,  # type: ignore[operator]
                Comparison.MORE_THAN: comparison in ORDER and found > first,  # type: ignore[operator]
                Comparison.AT_MOST: comparison in ORDER and found <= first,  # type: ignore[operator]
                Comparison.LESS_THAN: comparison in ORDER and found < first,  # type: ignore[operator]
            }[comparison]
        case AllOf(parts):
            return all(holds(part, school) for part in parts)
        case AnyOf(parts):
            return any(holds(part, school) for part in parts)
        case Not(part):
            return not holds(part, school)
        case AtLeastOf(count, parts):
            return sum(holds(part, school) for part in parts) >= count


SCHOOLS = [
    {"等级": level, "住校": boards, "人数": number}
    for level, boards, number in product(LEVELS, (True, False), NUMBERS)
]


BEDS = [Fraction(number) for number in range(4)]
MORE_SCHOOLS = [
    {
        "等级": level,
        "住校": boards,
        "人数": number,
        "项目": frozenset(kinds),
        "床位": beds,
        "餐位": seats,
    }
    for level, boards, number in product(LEVELS[:2], (True, False), NUMBERS[::3])
    for kinds in ((), ("甲",), ("甲", "乙"), LEVELS)
    for beds, seats in product(BEDS, BEDS)
]


@settings(max_examples=150)
@given(more_conditions)
def test_condition_when_sets_and_pairs_are_met_by_some_school_then_it_can_hold(
    condition: Condition,
) -> None:
    if any(holds(condition, school) for school in MORE_SCHOOLS):
        assert can_hold([condition], TERMS.get)
        assert not contradiction([condition], TERMS.get)


def needs(name: str) -> list[Condition]:
    return [APPLIES[name]] if name in APPLIES else []


@settings(max_examples=150)
@given(more_conditions)
def test_condition_when_met_where_its_fields_apply_then_it_can_hold(condition: Condition) -> None:
    boarding = [school for school in MORE_SCHOOLS if school["住校"]]
    if any(holds(condition, school) for school in boarding):
        assert can_hold([condition], TERMS.get, needs)


def test_condition_when_its_field_does_not_apply_there_then_it_cannot_hold() -> None:
    day_school = compare("住校", Comparison.EQUALS, False)
    beds = compare("床位", Comparison.AT_LEAST, Fraction(1))
    assert can_hold([day_school, beds], TERMS.get)
    assert not can_hold([day_school, beds], TERMS.get, needs)
    assert contradiction([day_school, beds], TERMS.get, needs) == (day_school, APPLIES["床位"])
    blank = compare("床位", Comparison.FILLED, False)
    assert can_hold([day_school, blank], TERMS.get, needs)


@pytest.mark.parametrize(
    "parts",
    [
        (
            compare("床位", Comparison.MORE_THAN, Fraction(1)),
            compare("床位", Comparison.LESS_THAN, Fraction(2)),
        ),
        (compare("床位", Comparison.AT_LEAST, Fraction(4)),),
        (compare("床位", Comparison.EQUALS, Fraction(1, 2)),),
        (
            compare("床位", Comparison.AT_LEAST, Fraction(3)),
            compare("床位", Comparison.NOT_EQUALS, Fraction(3)),
        ),
        (
            compare("项目", Comparison.INCLUDES, "甲"),
            Not(compare("项目", Comparison.INCLUDES, "甲"), HERE),
        ),
        (Compare("床位", Comparison.MORE_THAN, (), HERE, "床位"),),
        (
            Compare("床位", Comparison.MORE_THAN, (), HERE, "餐位"),
            Compare("餐位", Comparison.AT_LEAST, (), HERE, "床位"),
        ),
    ],
    ids=["whole", "range", "half", "last", "set", "itself", "pair"],
)
def test_conditions_when_they_leave_no_value_then_they_cannot_hold(
    parts: tuple[Condition, ...],
) -> None:
    assert not can_hold(parts, TERMS.get)
    assert contradiction(parts, TERMS.get)


@given(conditions)
def test_condition_when_some_school_meets_it_then_it_can_hold_and_else_not(
    condition: Condition,
) -> None:
    met = any(holds(condition, school) for school in SCHOOLS)
    assert can_hold([condition], TERMS.get) is met


@given(conditions, conditions)
def test_condition_when_it_holds_wherever_another_does_then_it_is_said(
    given_condition: Condition, condition: Condition
) -> None:
    always = all(holds(condition, each) for each in SCHOOLS if holds(given_condition, each))
    assert holds_whenever(given_condition, condition, TERMS.get) is always


@pytest.mark.parametrize(
    "condition",
    [
        AllOf(
            (
                compare("项目", Comparison.INCLUDES, "甲"),
                compare("项目", Comparison.INCLUDES, "乙"),
            ),
            HERE,
        ),
        AllOf(
            (
                Compare("人数", Comparison.LESS_THAN, (), HERE, "另一个"),
                compare("人数", Comparison.AT_LEAST, Fraction(9)),
            ),
            HERE,
        ),
        compare("没有的名称", Comparison.EQUALS, "甲"),
        AllOf(
            tuple(AnyOf((compare("住校", Comparison.EQUALS, True),) * 3, HERE) for _ in "123456"),
            HERE,
        ),
    ],
    ids=["sets", "another value", "unknown name", "too many ways"],
)
def test_condition_when_not_understood_then_it_is_taken_as_possible(condition: Condition) -> None:
    assert can_hold([condition], TERMS.get)


@pytest.mark.parametrize(
    ("pair", "possible"),
    [
        (
            (compare("人数", Comparison.FILLED, False), compare("人数", Comparison.AT_LEAST, 1)),
            False,
        ),
        (
            (compare("人数", Comparison.FILLED, False), compare("人数", Comparison.FILLED, True)),
            False,
        ),
        ((compare("人数", Comparison.FILLED, True), compare("人数", Comparison.AT_LEAST, 1)), True),
        (
            (compare("人数", Comparison.FILLED, False), compare("住校", Comparison.EQUALS, True)),
            True,
        ),
    ],
)
def test_condition_when_a_blank_is_compared_then_it_cannot_hold(
    pair: tuple[Compare, Compare], possible: bool
) -> None:
    assert can_hold(pair, TERMS.get) is possible


def turned(condition: Condition) -> Condition:
    """Write the same condition with all its parts, and the choices in them, the other way round."""
    match condition:
        case Compare():
            return replace(condition, operands=condition.operands[::-1])
        case Not():
            return replace(condition, part=turned(condition.part))
        case _:
            parts = tuple(turned(part) for part in reversed(condition.parts))
            return replace(condition, parts=parts)


@settings(max_examples=200)
@given(conditions)
def test_a_condition_when_written_in_another_order_then_means_the_same(condition):
    assert condition_key(turned(condition)) == condition_key(condition)
    assert hash(condition_key(turned(condition))) == hash(condition_key(condition))


def test_at_least_one_of_many_choices_when_turned_round_then_means_the_same():
    texts = [f"第{number}项" for number in range(40)]
    part = compare("等级", Comparison.ONE_OF, *texts)
    one = AtLeastOf(1, (part, compare("住校", Comparison.EQUALS, True)), HERE)
    assert condition_key(turned(one)) == condition_key(one)
