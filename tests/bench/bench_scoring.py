"""Time the scoring step against a plain float NumPy version of the same rules.

    python tests/bench/bench_scoring.py [--schools 500000] [--rounds 5] [--peers] [--levels]

80 indicators: 20 boolean, 20 with 4 bands, 15 linear, 15 per count with a floor, 10 bonus items
under a cap; every score of every indicator is kept. Ours is exact and keeps a status for every
score (2 in 100 facts are missing); the plain one is float64 without statuses, on the same number
of threads, in parts of the same size. Both run in turn in one process; quote the median ratio.

With --peers, ours alone is timed again with six indicators over the whole batch beside the
others: a place, a percentile, a standard score drawn in at 5 % and 95 %, a distance from the
mean of the cohort, and points by rank and by proportion, in 20 cohorts.

With --levels, ours alone is timed again with the same indicators in seven groups under a weighted
mean: three groups are weighted means too, in two of them what is missing hands its weight on (in
shares along a chain, and in proportion), one group has a floor and needs three scored parts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np

from engine.diagnostics import Place
from engine.facts.table import Column, FactTable, State
from engine.points import choose_unit
from engine.ruleset.combining import (
    Combination,
    InProportion,
    InShares,
    PointsLimit,
    Weight,
    WeightCase,
)
from engine.ruleset.conditions import Compare, Comparison
from engine.ruleset.fineness import finer_for_means
from engine.ruleset.methods import AllOrNothing, Band, Bands, Charge, Deduct, Earn, Linear, Ranked
from engine.ruleset.model import (
    Adjustments,
    Cohorts,
    Derived,
    Duties,
    Field,
    FieldType,
    Grade,
    Group,
    Indicator,
    MissingPolicy,
    NotApplicablePolicy,
    Peers,
    ProposalPolicy,
    RuleSet,
)
from engine.scoring import PART_SIZE, score_schools

HERE = Place("bench")
N_BOOLEAN, N_BANDS, N_LINEAR, N_COUNT, N_BONUS = 20, 20, 15, 15, 10
WEIGHT = Fraction(1)
BAND_POINTS = (Fraction(0), Fraction(3, 10), Fraction(7, 10), Fraction(1))
BAND_EDGES = (Fraction(2, 10), Fraction(5, 10), Fraction(8, 10))


def _indicator(name: str, method: object, points: Fraction = WEIGHT) -> Indicator:
    return Indicator(
        name,
        name,
        points,
        method,  # type: ignore[arg-type]
        HERE,
        MissingPolicy.ZERO,
        NotApplicablePolicy.REDISTRIBUTE,
    )


def _bands(value: str) -> Bands:
    edges = [None, *BAND_EDGES, None]
    bands = []
    for low, high, points in zip(edges, edges[1:], BAND_POINTS, strict=False):
        bounds = []
        if low is not None:
            bounds.append((Comparison.AT_LEAST, low))
        if high is not None:
            bounds.append((Comparison.LESS_THAN, high))
        bands.append(Band(tuple(bounds), points, HERE))
    return Bands(value, tuple(bands), HERE)


def build_ruleset() -> RuleSet:
    """Build the benchmark's ruleset: 70 base indicators in one dimension, 10 bonus items."""
    leaves, fields = [], {}

    def add(name: str, kind: FieldType, decimals: int = 0) -> str:
        fields[name] = Field(name, kind, HERE, decimals=decimals)
        return name

    for i in range(N_BOOLEAN):
        value = add(f"boolean{i}", FieldType.BOOLEAN)
        condition = Compare(value, Comparison.EQUALS, (True,), HERE)
        leaves.append(_indicator(f"A{i}", AllOrNothing(condition, HERE)))
    for i in range(N_BANDS):
        leaves.append(_indicator(f"B{i}", _bands(add(f"band{i}", FieldType.PERCENT, 4))))
    for i in range(N_LINEAR):
        value = add(f"linear{i}", FieldType.PERCENT, 4)
        method = Linear(value, Fraction(6, 10), Fraction(1), HERE)
        leaves.append(_indicator(f"C{i}", method))
    for i in range(N_COUNT):
        value = add(f"count{i}", FieldType.INTEGER)
        charge = Charge(value, HERE, value, first=Fraction(1, 5), each=Fraction(1, 5))
        leaves.append(_indicator(f"D{i}", Deduct((charge,), HERE)))
    bonuses = []
    for i in range(N_BONUS):
        value = add(f"bonus{i}", FieldType.INTEGER)
        charge = Charge(value, HERE, value, first=Fraction(1, 2), each=Fraction(1, 2))
        bonuses.append(_indicator(f"E{i}", Earn((charge,), HERE)))
    full = WEIGHT * len(leaves)
    dimension = Group("X", "X", full, tuple(leaves), HERE)
    return RuleSet(
        id="bench",
        name="bench",
        year=2025,
        window=(date(2025, 1, 1), date(2025, 12, 31)),
        full_points=full,
        decimals=2,
        unit=choose_unit([Fraction(1, 10)], 2),
        fields=fields,
        tables={},
        derived={},
        dimensions=(dimension,),
        bonuses=Adjustments(tuple(bonuses), Fraction(5)),
        deductions=Adjustments(),
        clauses={},
        duties=Duties(),
        grades=(Grade("合格", Fraction(60), HERE), Grade("不合格", None, HERE)),
        cohorts=Cohorts(),
        quotas=(),
        exclusions=(),
        proposals=ProposalPolicy.BLOCK,
        matters=(),
        id_field="id",
        name_field="name",
        total_cap=None,
        folder="",
        digest="",
        places={},
        place=HERE,
    )


def with_peers(ruleset: RuleSet) -> RuleSet:
    """Return the rules with six indicators that compare schools within 20 cohorts."""
    cohort = Field("cohort", FieldType.CHOICE, HERE, choices=tuple(map(str, range(20))))
    within = (cohort.id,)
    derived = {
        "place": Derived("place", "rank", HERE, peers=Peers("linear0", within)),
        "share": Derived("share", "percentile", HERE, peers=Peers("linear1", within)),
        "score": Derived(
            "score",
            "z_score",
            HERE,
            peers=Peers("linear2", within, winsorise=(Fraction(1, 20), Fraction(19, 20))),
        ),
        "mean": Derived("mean", "peer_mean", HERE, peers=Peers("linear3", within)),
        "away": Derived("away", "difference", HERE, operands=("linear3", "mean")),
    }
    ranked = [
        Ranked(Peers(f"linear{at}", within), by, Place("bench", line=at))
        for at, by in ((4, "rank"), (5, "proportion"))
    ]
    methods: list[object] = [
        Linear("place", Fraction(10_000), Fraction(1), HERE),
        Linear("share", Fraction(0), Fraction(1), HERE),
        Linear("score", Fraction(-3), Fraction(3), HERE),
        Linear("away", Fraction(-1), Fraction(1), HERE),
        *ranked,
    ]
    leaves = tuple(_indicator(f"P{at}", method) for at, method in enumerate(methods))
    [dimension] = ruleset.dimensions
    full = dimension.points + len(leaves)
    children = (*dimension.children, *leaves)
    return replace(
        ruleset,
        full_points=full,
        fields={**ruleset.fields, cohort.id: cohort},
        derived=derived,
        dimensions=(replace(dimension, points=full, children=children),),
    )


def time_beside(
    plain: RuleSet, name: str, other: RuleSet, n_schools: int, missing: float, rounds: int
) -> None:
    """Print schools a second by the plain rules and by others."""
    for said, rules in ((f"without {name}", plain), (f"with {name}", other)):
        facts = build_facts(rules, n_schools, missing)
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            score_schools(rules, facts)
            times.append(time.perf_counter() - started)
        median = statistics.median(times)
        print(f"{said:14} {n_schools / median:12,.0f} schools/s, {median:.2f} s")


def with_levels(ruleset: RuleSet) -> RuleSet:
    """Return the rules with the base indicators in groups of ten, of every kind."""
    [dimension] = ruleset.dimensions
    mean, groups = Combination.WEIGHTED_MEAN, []
    for at in range(0, len(dimension.children), 10):
        leaves = list(dimension.children[at : at + 10])
        names, number = [leaf.id for leaf in leaves], at // 10
        if number < 3:
            leaves = [
                replace(leaf, weight=_weight(1 + nth % 4), missing=MissingPolicy.REDISTRIBUTE)
                for nth, leaf in enumerate(leaves)
            ]
        if number == 1:
            leaves[:-1] = [
                replace(leaf, passes_to=(InShares({name: Fraction(1)}, HERE),))
                for leaf, name in zip(leaves, names[1:], strict=False)
            ]
        if number == 2:
            leaves = [
                replace(leaf, passes_to=(InProportion((*names[:nth], *names[nth + 1 :]), HERE),))
                for nth, leaf in enumerate(leaves)
            ]
        flag = Compare("boolean0", Comparison.EQUALS, (True,), HERE)
        floor = PointsLimit(flag, HERE, at_least=Fraction(2))
        groups.append(
            Group(
                f"G{number}",
                f"G{number}",
                Fraction(10),
                tuple(leaves),
                HERE,
                combine=mean if number < 3 else Combination.SUM,
                weight=_weight(1 + number),
                least_scored=3 if number == 4 else 1,
                limits=(floor,) if number == 4 else (),
            )
        )
    whole = replace(dimension, children=tuple(groups), combine=mean)
    rules = replace(ruleset, dimensions=(whole,))
    return replace(rules, unit=finer_for_means(rules, rules.unit))


def _weight(number: int) -> Weight:
    return Weight((WeightCase(HERE, Fraction(number)),), HERE)


def build_facts(ruleset: RuleSet, n_schools: int, missing: float, seed: int = 1) -> FactTable:
    """Draw facts for every field; `missing` is the share of cells without a value."""
    draw = np.random.default_rng(seed)
    columns = {}
    for name, field in ruleset.fields.items():
        match field.type:
            case FieldType.BOOLEAN:
                values = draw.integers(0, 2, n_schools).astype(np.int8)
            case FieldType.PERCENT:
                values = draw.integers(0, 10_001, n_schools)
            case FieldType.CHOICE:
                values = draw.integers(0, len(field.choices), n_schools).astype(np.int32)
            case _:
                values = draw.integers(0, 8, n_schools)
        states = np.zeros(n_schools, np.uint8)
        states[draw.random(n_schools) < missing] = State.MISSING
        values[states != 0] = 0
        present = not states.any()
        columns[name] = Column(field, values, states, None, field.choices, present)
    ids = tuple(map(str, range(n_schools)))
    return FactTable(ids, ids, columns, {})


def plain_facts(facts: FactTable) -> dict[str, np.ndarray]:
    """Return the same facts as float64 columns (booleans stay boolean)."""
    plain = {}
    for name, column in facts.columns.items():
        if column.field.type is FieldType.BOOLEAN:
            plain[name] = column.values.astype(bool)
        else:
            plain[name] = column.values / 10.0**column.field.decimals
    return plain


def score_plainly(facts: dict[str, np.ndarray], n_schools: int) -> tuple[np.ndarray, np.ndarray]:
    """Score the same rules in float64, in parts, on all cores: no statuses, no exactness."""
    scores = np.empty((N_BOOLEAN + N_BANDS + N_LINEAR + N_COUNT + N_BONUS, n_schools))
    totals = np.empty(n_schools)

    def work(start: int) -> None:
        part = slice(start, min(start + PART_SIZE, n_schools))
        at = 0
        for i in range(N_BOOLEAN):
            scores[at, part] = np.where(facts[f"boolean{i}"][part], 1.0, 0.0)
            at += 1
        for i in range(N_BANDS):
            value = facts[f"band{i}"][part]
            scores[at, part] = np.select(
                [value >= 0.8, value >= 0.5, value >= 0.2], [1.0, 0.7, 0.3], 0.0
            )
            at += 1
        for i in range(N_LINEAR):
            scores[at, part] = np.clip((facts[f"linear{i}"][part] - 0.6) / 0.4, 0.0, 1.0)
            at += 1
        for i in range(N_COUNT):
            scores[at, part] = np.maximum(1.0 - facts[f"count{i}"][part] * 0.2, 0.0)
            at += 1
        base = scores[:at, part].sum(axis=0)
        for i in range(N_BONUS):
            scores[at, part] = np.minimum(facts[f"bonus{i}"][part] * 0.5, 1.0)
            at += 1
        bonus = np.minimum(scores[at - N_BONUS : at, part].sum(axis=0), 5.0)
        totals[part] = np.round(np.clip(base + bonus, 0.0, 75.0), 2)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, range(0, n_schools, PART_SIZE)))
    return scores, totals


def main() -> None:
    """Print schools a second of both, and the median ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--schools", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--missing", type=float, default=0.02)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--levels", action="store_true")
    arguments = parser.parse_args()
    ruleset, how = build_ruleset(), (arguments.schools, arguments.missing, arguments.rounds)
    if arguments.peers:
        time_beside(ruleset, "peers", with_peers(ruleset), *how)
    if arguments.levels:
        time_beside(ruleset, "levels", with_levels(ruleset), *how)
    if arguments.peers or arguments.levels:
        return
    facts = build_facts(ruleset, arguments.schools, arguments.missing)
    plain = plain_facts(facts)
    ours, theirs = [], []
    for turn in range(arguments.rounds + 1):  # the first turn warms up
        started = time.perf_counter()
        exact = score_schools(ruleset, facts)
        between = time.perf_counter()
        scores, _ = score_plainly(plain, arguments.schools)
        ended = time.perf_counter()
        if turn:
            ours.append(between - started)
            theirs.append(ended - between)
        # The two agree up to what float64 can say, wherever the fact is there.
        known = exact.status == 0
        difference = exact.points * float(ruleset.unit) - scores.T
        assert abs(difference[known]).max() < 1e-4
        del exact, scores, known, difference
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    n = arguments.schools
    print(f"schools {n:,} x indicators {len(ruleset.all_indicators())}")
    print(f"exact, with statuses: {n / statistics.median(ours):12,.0f} schools/s")
    print(f"plain float NumPy:    {n / statistics.median(theirs):12,.0f} schools/s")
    print(f"speed of ours / plain: median {ratio:.2f}")


if __name__ == "__main__":
    main()
