"""Values over the batch are those of a slow, obvious reckoning, school by school.

The oracle counts and sums over all pairs of schools; it shares nothing with the columns, nor
with the sorted lists of the second entry, and both have to agree with it exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.explain.dossier import Archive
from engine.facts.table import State
from engine.ruleset.model import Derived, FieldType, Peers
from engine.scoring import school_view
from engine.scoring.standings import stand
from engine.scoring.values import Quantity

M, NA, BAD, OK = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE, State.PRESENT

GAPS = st.sampled_from([M, NA, BAD])
NUMBERS = st.one_of(st.integers(-40, 40).map(lambda n: Fraction(n, 10)), GAPS)
WIDE = st.one_of(st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 10)), GAPS)
ABOVE = st.one_of(st.integers(-6, 6), GAPS)
BELOW = st.one_of(st.sampled_from([-3, 0, 1, 2, 3, 7, 2**40 + 1]), GAPS)
SCHOOL = st.tuples(
    st.one_of(NUMBERS, NUMBERS, WIDE),
    ABOVE,
    BELOW,
    st.sampled_from(["甲", "乙", M]),
    st.sampled_from([True, False, False, NA]),
    st.sampled_from(["东", "西", "南"]),
)
SCHOOLS = st.lists(SCHOOL, min_size=1, max_size=14)
SHARES = st.integers(0, 20).map(lambda n: Fraction(n, 20))
PEERS = st.builds(
    Peers,
    value=st.sampled_from(["n", "r"]),
    within=st.sampled_from([(), ("c",), ("c", "b"), ("t",)]),
    lower_is_better=st.booleans(),
    ties=st.sampled_from(["lowest", "highest", "average"]),
    winsorise=st.one_of(
        st.none(),
        st.tuples(SHARES, SHARES).filter(lambda pair: pair[0] < pair[1]),
    ),
    cut_at=st.sampled_from(["observed", "interpolated"]),
    deviation=st.sampled_from(["sample", "population"]),
    decimals=st.integers(0, 4),
)
KINDS = ("rank", "percentile", "best", "peer_mean", "z_score")


def ratio_of(above: Any, below: Any) -> Any:
    if below == 0 and not isinstance(below, State):
        return NA
    gaps = [each for each in (above, below) if isinstance(each, State)]
    return max(gaps) if gaps else Fraction(above, below)


def percentile_of(values: Sequence[Fraction], share: Fraction, cut_at: str) -> Fraction:
    """Go up the values one by one until enough of them are not above."""
    ordered = sorted(values)
    if cut_at == "observed":
        wanted = max(ceil(share * len(ordered)), 1)
        return next(each for each in ordered if sum(v <= each for v in ordered) >= wanted)
    way = share * (len(ordered) - 1)
    low, high = ordered[floor(way)], ordered[ceil(way)]
    return low + (way - floor(way)) * (high - low)


def score_of(own: Fraction, values: Sequence[Fraction], peers: Peers) -> Any:
    """Find the rounded score by trying: the last step up whose lower half is still reached."""
    if peers.winsorise is not None:
        low, high = (percentile_of(values, each, peers.cut_at) for each in peers.winsorise)
        values = [low if v < low else high if v > high else v for v in values]
        own = low if own < low else high if own > high else own
    mean = sum(values, Fraction(0)) / len(values)
    squares = sum(((v - mean) ** 2 for v in values), Fraction(0))
    if squares == 0:
        return NA
    variance = squares / (len(values) - (peers.deviation == "sample"))
    target = (own - mean) ** 2 / variance * 100**peers.decimals  # of the magnitude, squared
    low_step, high_step = 0, 1
    while Fraction(2 * high_step - 1, 2) ** 2 <= target:
        high_step *= 2
    while high_step - low_step > 1:
        middle = (low_step + high_step) // 2
        if Fraction(2 * middle - 1, 2) ** 2 <= target:
            low_step = middle
        else:
            high_step = middle
    score = Fraction(low_step, 10**peers.decimals)
    return score if own >= mean else -score


def reckon(kind: str, peers: Peers, school: int, values: Sequence[Any], keys: Sequence[Any]) -> Any:
    """Reckon one value of one school."""
    mine = [
        value
        for value, key in zip(values, keys, strict=True)
        if key == keys[school] and not isinstance(value, State)
    ]
    own = values[school]
    if kind in ("best", "peer_mean"):
        if not mine:
            return NA
        if kind == "peer_mean":
            return sum(mine, Fraction(0)) / len(mine)
        return min(mine) if peers.lower_is_better else max(mine)
    if isinstance(own, State):
        return own
    better = sum(each < own if peers.lower_is_better else each > own for each in mine)
    equal = sum(each == own for each in mine)
    if kind == "percentile":
        return Fraction(len(mine) - better, len(mine))
    if kind == "z_score":
        return score_of(own, mine, peers)
    taken = [better + each for each in range(1, equal + 1)]
    return {
        "lowest": Fraction(taken[0]),
        "highest": Fraction(taken[-1]),
        "average": Fraction(sum(taken), equal),
    }[peers.ties]


def batch(world: SimpleNamespace, schools: Sequence[Any], peers: Peers) -> tuple[Any, Any]:
    numbers, above, below, choices, flags, texts = zip(*schools, strict=True)
    columns = {
        "n": world.column(world.field("n", decimals=1), numbers),
        "a": world.column(world.field("a", FieldType.INTEGER), above),
        "d": world.column(world.field("d", FieldType.INTEGER), below),
        "c": world.column(world.field("c", FieldType.CHOICE, choices=("甲", "乙")), choices),
        "b": world.column(world.field("b", FieldType.BOOLEAN), flags),
        "t": world.column(world.field("t", FieldType.TEXT), texts),
    }
    derived = {each: Derived(each, each, world.HERE, peers=peers) for each in KINDS}
    derived["r"] = Derived("r", "ratio", world.HERE, numerator="a", denominator="d")
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, informative=True))],
        fields={name: column.field for name, column in columns.items()},
        derived=derived,
    )
    return rules, world.facts(columns)


def columns_say(rules: Any, facts: Any, kind: str) -> list[Any]:
    quantity = school_view(rules, facts).quantity(kind)
    return [
        quantity.fraction(row) if quantity.state(row) is OK else quantity.state(row)
        for row in range(facts.n_schools)
    ]


def lists_say(rules: Any, facts: Any, kind: str) -> list[Any]:
    archive = Archive(rules, facts)
    found = [archive.dossier(row).value(kind) for row in range(facts.n_schools)]
    return [value if state is OK else state for state, value in found]


@settings(max_examples=300)
@given(SCHOOLS, PEERS)
def test_columns_lists_and_oracle_agree_on_every_value_over_the_batch(
    world: SimpleNamespace, schools: list[Any], peers: Peers
) -> None:
    rules, facts = batch(world, schools, peers)
    values = [each[0] if peers.value == "n" else ratio_of(each[1], each[2]) for each in schools]
    at = {"c": 3, "b": 4, "t": 5}
    keys = [
        tuple(
            None if isinstance(each[at[name]], State) else each[at[name]] for name in peers.within
        )
        for each in schools
    ]
    for kind in KINDS:
        wanted = [reckon(kind, peers, row, values, keys) for row in range(len(schools))]
        assert columns_say(rules, facts, kind) == wanted, kind
        assert lists_say(rules, facts, kind) == wanted, kind


@settings(max_examples=40)
@given(st.data(), SCHOOLS, PEERS)
def test_the_order_of_schools_changes_no_value_over_the_batch(
    world: SimpleNamespace, data: st.DataObject, schools: list[Any], peers: Peers
) -> None:
    order = data.draw(st.permutations(range(len(schools))))
    rules, facts = batch(world, schools, peers)
    others = batch(world, [schools[each] for each in order], peers)
    for kind in KINDS:
        before = columns_say(rules, facts, kind)
        assert columns_say(*others, kind) == [before[each] for each in order]


def test_fractions_that_differ_beyond_what_a_float_can_tell_are_not_equal() -> None:
    for above, below, kind in [
        ([715_827_882, 1], [2**31 - 1, 3], np.int64),
        ([2**60, 2**60 + 1], [3 * 2**60 + 1, 3 * 2**60 + 4], object),
        ([10**30, 10**30 + 1], [3 * 10**30, 3 * 10**30], object),
    ]:
        quantity = Quantity(np.array(above, kind), 1, np.array(below, kind))
        standings = stand(quantity, np.zeros(2, np.int64))
        in_order = Fraction(above[0], below[0]) < Fraction(above[1], below[1])
        assert standings.count.tolist() == [1, 1]
        assert standings.at.tolist() == ([0, 1] if in_order else [1, 0])
