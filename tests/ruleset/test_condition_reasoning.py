"""Conditions that can never hold are found, and none that could hold is ever called so."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.ruleset.checking.reasoning import can_hold, holds_whenever
from engine.ruleset.conditions import AllOf, AnyOf, AtLeastOf, Compare, Comparison, Condition, Not
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

HERE = Place("a.yaml", line=1, column=1)
LEVELS = ("甲", "乙", "丙")
TERMS = {
    "等级": Term("等级", FieldType.CHOICE, HERE, choices=LEVELS),
    "住校": Term("住校", FieldType.BOOLEAN, HERE),
    "人数": Term("人数", FieldType.NUMBER, HERE),
    "项目": Term("项目", FieldType.SET, HERE, choices=LEVELS),
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


def holds(condition: Condition, school: dict[str, object]) -> bool:
    match condition:
        case Compare(value, comparison, operands):
            found, first = school[value], operands[0]
            return {
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
