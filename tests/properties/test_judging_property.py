"""A condition judged value by value is what it is over whole columns."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.explain.dossier import Archive
from engine.explain.judging import TRUE, UNKNOWN, judge
from engine.explain.wording import reasons_against, reasons_for, unknown_reasons
from engine.facts.table import State
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
)
from engine.ruleset.model import FieldType
from engine.scoring import school_view
from engine.scoring.conditions import evaluate

GAPS = st.sampled_from([State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE])
NUMBERS = st.one_of(st.integers(-3, 3).map(lambda n: Fraction(n, 2)), GAPS)
CHOICES = st.one_of(st.sampled_from(["甲", "乙", "待定"]), GAPS)
SETS = st.one_of(st.frozensets(st.sampled_from(["足", "篮", "排"])).map(sorted), GAPS)
ORDERED = st.sampled_from(
    [
        Comparison.EQUALS,
        Comparison.NOT_EQUALS,
        Comparison.AT_LEAST,
        Comparison.MORE_THAN,
        Comparison.AT_MOST,
        Comparison.LESS_THAN,
    ]
)


def few(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[list[Condition]]:
    return st.lists(inner, min_size=1, max_size=3)


def condition_of(here: Any) -> st.SearchStrategy[Condition]:
    """Draw conditions over a number n, a number m, a choice c and a set s."""
    half = st.integers(-3, 3).map(lambda n: (Fraction(n, 2),))
    word = st.lists(st.sampled_from(["甲", "乙", "待定"]), min_size=1, max_size=2).map(tuple)
    ball = st.lists(st.sampled_from(["足", "篮", "排"]), min_size=1, max_size=2).map(tuple)
    leaves = st.one_of(
        st.builds(lambda by, than: Compare("n", by, than, here), ORDERED, half),
        st.builds(lambda by: Compare("n", by, (), here, other="m"), ORDERED),
        st.builds(lambda than: Compare("c", Comparison.ONE_OF, than, here), word),
        st.builds(lambda than: Compare("c", Comparison.EQUALS, than[:1], here), word),
        st.builds(lambda than: Compare("c", Comparison.NOT_EQUALS, than[:1], here), word),
        st.builds(lambda than: Compare("s", Comparison.INCLUDES, than, here), ball),
        st.builds(lambda than: Compare("s", Comparison.ONE_OF, than, here), ball),
        st.builds(
            lambda name, want: Compare(name, Comparison.FILLED, (want,), here),
            st.sampled_from(["n", "c", "s"]),
            st.booleans(),
        ),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda part: Not(part, here), inner),
            st.builds(
                lambda parts: AllOf(tuple(parts), here), st.lists(inner, min_size=1, max_size=3)
            ),
            st.builds(
                lambda parts: AnyOf(tuple(parts), here), st.lists(inner, min_size=1, max_size=3)
            ),
            st.builds(
                lambda count, parts: AtLeastOf(count, tuple(parts), here),
                st.integers(1, 3),
                few(inner),
            ),
        ),
        max_leaves=6,
    )


@settings(max_examples=150)
@given(data=st.data())
def test_a_condition_when_judged_for_one_school_then_agrees_with_the_column(
    world: SimpleNamespace, data: st.DataObject
) -> None:
    numbers = [world.field(name, decimals=1) for name in ("n", "m")]
    choice = world.field("c", FieldType.CHOICE, choices=("甲", "乙", "待定"), pending=("待定",))
    balls = world.field("s", FieldType.SET, choices=("足", "篮", "排"))
    columns = {
        "n": world.column(numbers[0], [data.draw(NUMBERS)]),
        "m": world.column(numbers[1], [data.draw(NUMBERS)]),
        "c": world.column(choice, [data.draw(CHOICES)]),
        "s": world.column(balls, [data.draw(SETS)]),
    }
    rules = world.ruleset([], fields={each.field.id: each.field for each in columns.values()})
    facts = world.facts(columns)
    condition = data.draw(condition_of(world.HERE))

    over_columns = evaluate(condition, school_view(rules, facts))
    dossier = Archive(rules, facts).dossier(0)
    truth, cause = judge(condition, dossier)

    assert truth == int(over_columns.values[0])
    if truth == UNKNOWN:
        assert over_columns.causes is not None
        assert cause == int(over_columns.causes[0])
        assert unknown_reasons(condition, dossier)
    elif truth != TRUE:
        assert reasons_against(condition, dossier)
    else:
        assert not reasons_against(condition, dossier)
        reasons_for(condition, dossier)
