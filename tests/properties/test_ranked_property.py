"""排名赋分 is what a slow, obvious reckoning gives, whatever is missing and however it is split."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.explain import Workbook
from engine.facts.table import State
from engine.points import round_fraction
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.methods import Band, BestOf, Direct, Ranked, SmallSample, Target
from engine.ruleset.model import Derived, FieldType, Peers
from engine.scoring import Status, score_schools

M, NA, BAD = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE
FULL = Fraction(5)

GAPS = st.sampled_from([M, NA, BAD])
SCHOOL = st.tuples(
    st.one_of(st.integers(-3, 12).map(lambda n: Fraction(n, 2)), GAPS),
    st.one_of(st.sampled_from([1, 2, 3, 7]), GAPS),
    st.sampled_from(["甲", "乙", M]),
    st.sampled_from([True, True, True, False, M, NA]),
)
SCHOOLS = st.lists(SCHOOL, min_size=1, max_size=12)


def place(line: int) -> Place:
    return Place("rules.yaml", line=line, column=1)


def bands_of(*cuts: Fraction) -> tuple[Band, ...]:
    """Make bands from the best down: more than the first cut, then down to the last."""
    bounds: list[tuple[tuple[Comparison, Fraction], ...]] = []
    for high, low in zip((None, *cuts), (*cuts, None), strict=True):
        own = [(Comparison.MORE_THAN, low)] if low is not None else []
        bounds.append(tuple(own + ([(Comparison.AT_MOST, high)] if high is not None else [])))
    return tuple(
        Band(each, FULL - number, place(50 + number)) for number, each in enumerate(bounds)
    )


PEERS = st.builds(
    Peers,
    value=st.sampled_from(["n", "r"]),
    within=st.sampled_from([(), ("c",)]),
    lower_is_better=st.booleans(),
    ties=st.sampled_from(["lowest", "highest", "average"]),
)
SHARES = [Fraction(3, 4), Fraction(1, 3)]
PLACES = [Fraction(4), Fraction(5, 2), Fraction(1)]
METHODS = st.builds(
    lambda peers, by: Ranked(peers, by[0], place(9), by[1]),
    PEERS,
    st.sampled_from(
        [
            ("proportion", ()),
            ("rank", ()),
            ("rank", bands_of(*PLACES)),
            ("percentile", bands_of(*SHARES)),
        ]
    ),
)


def quotient(above: Any, below: Any) -> Any:
    gaps = [each for each in (above, below) if isinstance(each, State)]
    return max(gaps) if gaps else Fraction(above) / below


def points_of(method: Ranked, own: Fraction, others: Sequence[Fraction]) -> Fraction:
    """Reckon the points of one school; `others` are all that take part with it, itself too."""
    lower = method.peers.lower_is_better
    better = sum(each < own if lower else each > own for each in others)
    equal = sum(each == own for each in others)
    if method.by == "proportion":
        best = min(others) if lower else max(others)
        if lower:
            return FULL if own == best else FULL * best / own if best > 0 else Fraction(0)
        return FULL * own / best if own > 0 else Fraction(0)
    at = Fraction(better + 1)
    if method.peers.ties == "highest":
        at = Fraction(better + equal)
    if method.peers.ties == "average":
        at = Fraction(sum(range(better + 1, better + equal + 1)), equal)
    if method.by == "percentile":
        share = 1 - Fraction(better, len(others))
        return FULL - sum(share <= cut for cut in SHARES)
    if method.bands:
        return FULL - sum(at <= cut for cut in PLACES)
    if len(others) == 1:
        return FULL
    return FULL * (len(others) - at) / (len(others) - 1)


def batch(world: SimpleNamespace, schools: Sequence[Any], method: Any) -> tuple[Any, Any]:
    numbers, below, choices, flags = zip(*schools, strict=True)
    columns = {
        "n": world.column(world.field("n", decimals=1), numbers),
        "d": world.column(world.field("d", FieldType.INTEGER), below),
        "c": world.column(world.field("c", FieldType.CHOICE, choices=("甲", "乙")), choices),
        "b": world.column(world.field("b", FieldType.BOOLEAN), flags),
    }
    applies = Compare("b", Comparison.EQUALS, (True,), place(3))
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", method, FULL, applies=applies))],
        fields={name: column.field for name, column in columns.items()},
        derived={"r": Derived("r", "ratio", place(4), numerator="n", denominator="d")},
    )
    return rules, world.facts(columns)


@settings(max_examples=300)
@given(SCHOOLS, METHODS, st.integers(1, 5))
def test_columns_lists_and_oracle_agree_on_every_rank(
    world: SimpleNamespace, schools: list[Any], method: Ranked, part_size: int
) -> None:
    rules, facts = batch(world, schools, method)
    scores = score_schools(rules, facts)
    parts = score_schools(rules, facts, part_size=part_size)
    assert (scores.points == parts.points).all()
    assert (scores.status == parts.status).all()
    values = [
        each[0] if method.peers.value == "n" else quotient(each[0], each[1]) for each in schools
    ]
    keys = [each[2] if method.peers.within else None for each in schools]
    taking_part = [
        each[3] is True and not isinstance(value, State)
        for each, value in zip(schools, values, strict=True)
    ]
    book = Workbook(rules, facts, scores)
    for row, value in enumerate(values):
        book.school(row).work_out(0)  # raises where the two differ
        if not taking_part[row]:
            assert scores.status[row, 0] != Status.SCORED
            assert scores.points[row, 0] == 0
            continue
        others = [values[at] for at, key in enumerate(keys) if taking_part[at] and key == keys[row]]
        wanted = round_fraction(points_of(method, value, others), rules.unit)
        assert int(scores.points[row, 0]) * rules.unit == wanted


@settings(max_examples=60)
@given(st.data(), SCHOOLS, METHODS)
def test_the_order_of_schools_changes_no_rank(
    world: SimpleNamespace, data: st.DataObject, schools: list[Any], method: Ranked
) -> None:
    order = data.draw(st.permutations(range(len(schools))))
    scores = score_schools(*batch(world, schools, method))
    shuffled = score_schools(*batch(world, [schools[each] for each in order], method))
    assert (shuffled.points == scores.points[order]).all()
    assert (shuffled.status == scores.status[order]).all()


@settings(max_examples=60)
@given(SCHOOLS, METHODS)
def test_only_those_with_too_small_a_sample_are_ranked_where_that_stands_in(
    world: SimpleNamespace, schools: list[Any], method: Ranked
) -> None:
    small = SmallSample("d", 3, method, place(8))
    usual = Target("n", Fraction(1), Fraction(1), Fraction(1), place(7), small=small)
    rules, facts = batch(world, schools, usual)
    scores = score_schools(rules, facts)
    book = Workbook(rules, facts, scores)
    for row, school in enumerate(schools):
        book.school(row).work_out(0)
        if scores.status[row, 0] == Status.SCORED and school[1] < 3:
            value = (school[0], school[0] / school[1])[method.peers.value == "r"]
            others = [
                (each[0], quotient(each[0], each[1]))[method.peers.value == "r"]
                for each in schools
                if each[3] is True
                and not isinstance(each[0], State)
                and not isinstance(each[1], State)
                and each[1] < 3
                and (each[2] == school[2] or not method.peers.within)
            ]
            wanted = round_fraction(points_of(method, value, others), rules.unit)
            assert int(scores.points[row, 0]) * rules.unit == wanted


@settings(max_examples=60)
@given(SCHOOLS, METHODS)
def test_ranked_among_the_best_of_several_still_agrees_with_its_words(
    world: SimpleNamespace, schools: list[Any], method: Ranked
) -> None:
    options = (Direct("n", Fraction(9), place(6)), method)
    rules, facts = batch(world, schools, BestOf(options, place(5)))
    scores = score_schools(rules, facts)
    book = Workbook(rules, facts, scores)
    for row in range(len(schools)):
        assert book.school(row).work_out(0).sentence
