"""What a sentence says, worked out by its words alone, is what the engine gives.

Values stand on every number that the rule has, just beside it, and anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.points import round_fraction
from engine.ruleset import methods as spec
from engine.ruleset.conditions import Comparison
from engine.ruleset.model import Adjustments, FieldType, RuleSet
from engine.ruleset.roles import Role
from engine.scoring import Status, score_schools
from engine.sentences.standard import standard_sentence

from . import sentence_reader as by_hand

FULL = Fraction(3)
LEAST = Fraction(1, 10_000)
LEVELS = ("甲", "乙", "丙")
SHARES = st.integers(-20, 130).map(lambda n: Fraction(n, 100))
STEPS = st.integers(1, 40).map(lambda n: Fraction(n, 100))
POINTS = st.integers(0, 150).map(lambda n: Fraction(n, 50))
SOME = st.integers(1, 150).map(lambda n: Fraction(n, 50))
NUMBERS = st.sampled_from(["率", "数"])


@st.composite
def bands(draw: st.DrawFn, here: Any) -> spec.Bands:
    """Draw bands over all numbers, each end open or closed."""
    cuts = sorted(draw(st.lists(SHARES, min_size=1, max_size=4, unique=True)))
    closed = [draw(st.booleans()) for _ in cuts]
    found = []
    for at in range(len(cuts) + 1):
        bounds = []
        if at:
            by = Comparison.AT_LEAST if closed[at - 1] else Comparison.MORE_THAN
            bounds.append((by, cuts[at - 1]))
        if at < len(cuts):
            by = Comparison.LESS_THAN if closed[at] else Comparison.AT_MOST
            bounds.append((by, cuts[at]))
        found.append(spec.Band(tuple(bounds), draw(POINTS), here))
    return spec.Bands(draw(NUMBERS), tuple(draw(st.permutations(found))), here)


def lines(here: Any) -> st.SearchStrategy[spec.Linear]:
    ends = st.lists(SHARES, min_size=2, max_size=2, unique=True)
    return st.builds(lambda name, two: spec.Linear(name, two[0], two[1], here), NUMBERS, ends)


def targets(here: Any) -> st.SearchStrategy[spec.Target]:
    floors = st.sampled_from([Fraction(0), Fraction(1, 2)])
    return st.builds(
        lambda name, goal, step, loss, floor, low: spec.Target(
            name, goal, step, loss, here, floor, low
        ),
        NUMBERS, SHARES, STEPS, SOME, floors, st.booleans(),
    )  # fmt: skip


def levels(here: Any) -> st.SearchStrategy[spec.Levels]:
    points = st.fixed_dictionaries(dict.fromkeys(LEVELS, POINTS))
    return points.map(lambda each: spec.Levels("级", each, here))


def charged(here: Any) -> st.SearchStrategy[spec.Charge]:
    return st.builds(
        lambda name, first, each, free, cap: spec.Charge(
            name, here, "次", first=first, each=each, threshold=free, cap=cap
        ),
        st.sampled_from(["次", "迟报"]), SOME, SOME, st.integers(0, 2), st.none() | SOME,
    )  # fmt: skip


def deducts(here: Any) -> st.SearchStrategy[spec.Deduct]:
    floors = st.sampled_from([Fraction(0), Fraction(1)])
    return st.builds(
        lambda charge, floor: spec.Deduct((charge,), here, floor), charged(here), floors
    )


def earns(here: Any) -> st.SearchStrategy[spec.Earn]:
    return charged(here).map(lambda charge: spec.Earn((charge,), here))


METHODS: dict[str, Callable[[Any], st.SearchStrategy[Any]]] = {
    "分档": bands,
    "线性": lines,
    "达标扣减": targets,
    "等级对应": levels,
    "逐次扣分": deducts,
    "逐次得分": earns,
}


def constants(method: Any) -> list[Fraction]:
    match method:
        case spec.Bands():
            return [bound for band in method.bands for _, bound in band.bounds]
        case spec.Linear():
            return [method.zero_at, method.full_at]
        case spec.Target():
            return [method.goal + steps * method.step for steps in range(-6, 7)]
    return []


def values_of(method: Any, anywhere: Sequence[Fraction]) -> list[Any]:
    if isinstance(method, spec.Levels):
        return list(LEVELS)
    if isinstance(method, spec.Deduct | spec.Earn):
        return list(range(9))
    beside = [each + by for each in constants(method) for by in (-LEAST, 0, LEAST)]
    return [*beside, *anywhere]


def worked_out(method: Any, sentence: str, value: Any, role: Role) -> Fraction:
    """Return what the sentence comes to: points got, or taken off."""
    is_deduction, said = role is Role.DEDUCTION, sentence.removesuffix("。")
    if isinstance(method, spec.Deduct | spec.Earn):
        return by_hand.of_occurrences(said, value)
    said = said.removeprefix(method.value).removeprefix(f"“{method.value}”")
    match method:
        case spec.Bands():
            return by_hand.of_bands(said, value)
        case spec.Linear():
            return by_hand.of_line(said, value)
        case spec.Target():
            return by_hand.of_goal(said, value, is_deduction=is_deduction)
    return by_hand.of_levels(said, value)


def rules_of(world: SimpleNamespace, method: Any, role: Role) -> RuleSet:
    fields = {
        "率": world.field("率", FieldType.PERCENT),
        "数": world.field("数"),
        "次": world.field("次", FieldType.INTEGER, unit="人" if role is Role.BONUS else "次"),
        "级": world.field("级", FieldType.CHOICE, choices=LEVELS),
    }
    item, other = world.indicator("X", method, FULL), world.indicator("Y", None, informative=True)
    base = [item] if role is Role.BASE else [world.indicator("Z", spec.Levels("级", dict.fromkeys(
        LEVELS, Fraction(1)), world.HERE))]  # fmt: skip
    made: RuleSet = world.ruleset(
        [world.group("A", *base, other)],
        fields=fields,
        bonuses=Adjustments((item,) if role is Role.BONUS else ()),
        deductions=Adjustments((item,) if role is Role.DEDUCTION else ()),
    )
    return made


@pytest.mark.parametrize("name", METHODS)
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_sentence_when_worked_out_by_its_words_then_gives_the_points(
    world: SimpleNamespace, name: str, data: st.DataObject
) -> None:
    method = data.draw(METHODS[name](world.HERE))
    roles = [Role.BASE, Role.BONUS] if name == "逐次得分" else list(Role)
    role = data.draw(st.sampled_from(roles))
    if name == "逐次扣分" and role is Role.BONUS:
        role = Role.BASE
    rules = rules_of(world, method, role)
    values = values_of(method, data.draw(st.lists(SHARES, max_size=5)))
    read = "次" if isinstance(method, spec.Deduct | spec.Earn) else method.value
    usual = {"率": Fraction(0), "数": Fraction(0), "次": 0, "级": LEVELS[0]}
    columns = {
        each: world.column(field, values if each == read else [usual[each]] * len(values))
        for each, field in rules.fields.items()
    }
    scores = score_schools(rules, world.facts(columns))
    at = next(at for at, each in enumerate(scores.indicators) if each.id == "X")
    sentence = standard_sentence(scores.indicators[at], rules)
    for school, value in enumerate(values):
        assert Status(int(scores.status[school, at])) is Status.SCORED
        said = worked_out(method, sentence, value, role)
        if role is Role.DEDUCTION:
            said = FULL - said  # what is rounded is what is kept
        found = int(scores.points[school, at]) * world.UNIT
        assert round_fraction(said, world.UNIT) == found, (sentence, value)
