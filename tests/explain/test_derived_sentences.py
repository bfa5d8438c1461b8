"""What a school reads about values over what applies, and about its place among its peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from engine.assess import Assessment
from engine.diagnostics import Place
from engine.explain import Ledgers
from engine.ruleset.methods import Linear, Method
from engine.ruleset.model import Derived, RuleSet

HERE = Place("rules.yaml", line=1, column=1)
NAMES = ("办学月数", "运动会次数", "教师人数")

Sentences = Callable[..., list[str]]


def with_method(node: Any, method: Method) -> Any:
    """Return a tree whose B3 is scored by another method."""
    if getattr(node, "id", "") == "B3":
        return replace(node, method=method)
    if not hasattr(node, "children"):
        return node
    return replace(node, children=tuple(with_method(each, method) for each in node.children))


@pytest.fixture
def sentences(
    assess_schools: Callable[..., Assessment],
    ledgers_of: Callable[[Assessment], Ledgers],
    small_rules: RuleSet,
) -> Sentences:
    """Return what each school reads about B3 when it is scored by the method given."""

    def run(method: Method, *facts: dict[str, Any], derived: tuple[Derived, ...] = ()) -> list[str]:
        dimensions = tuple(with_method(each, method) for each in small_rules.dimensions)
        more = {**small_rules.derived, **{each.id: each for each in derived}}
        schools = [(each, {}) for each in facts]
        batch = ledgers_of(assess_schools(*schools, dimensions=dimensions, derived=more))
        at = batch.positions["B3"]
        return [
            batch.of_school(each).workbook.work_out(at).sentence for each in range(len(schools))
        ]

    return run


def over(kind: str, names: tuple[str, ...] = NAMES) -> Derived:
    return Derived("均值", kind, HERE, operands=names)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("mean", "均值 (12+50)÷2（不计不适用的运动会次数）=31，"),
        ("sum_of_applicable", "均值 12+50（不计不适用的运动会次数）=62，"),
        ("n_applicable", "均值 3项中运动会次数不适用，适用2项，"),
    ],
)
def test_value_over_what_applies_when_one_does_not_then_it_is_named_as_left_out(
    sentences: Sentences, kind: str, said: str
) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    facts = {"办学月数": 12, "运动会次数": "不适用"}
    [sentence] = sentences(method, facts, derived=(over(kind),))
    assert sentence.startswith(said)


@pytest.mark.parametrize("kind", ["mean", "sum_of_applicable", "n_applicable"])
def test_value_over_what_applies_when_one_is_missing_then_only_that_is_blamed(
    sentences: Sentences, kind: str
) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    facts = {"办学月数": "", "运动会次数": "不适用"}
    [sentence] = sentences(method, facts, derived=(over(kind),))
    assert sentence.startswith("均值无法计算（办学月数缺失（未填）），")


def test_mean_when_all_apply_then_nothing_is_left_out(sentences: Sentences) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    [sentence] = sentences(method, {"办学月数": 13}, derived=(over("mean"),))
    assert sentence.startswith("均值 (13+2+50)÷3=约21.67，")
    assert "4×(65÷3)÷1000≈0.0867" in sentence


def test_mean_when_only_one_value_is_asked_then_it_is_that_value(sentences: Sentences) -> None:
    method = Linear("均值", Fraction(0), Fraction(1000), HERE)
    [sentence] = sentences(method, {"办学月数": 13}, derived=(over("mean", ("办学月数",)),))
    assert sentence.startswith("均值 13÷1=13，")
