"""Who holds which grade, against a slow and obvious oracle, and what may never happen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.grading.placing import Standing, place, ranks
from engine.ruleset.methods import Linear
from engine.ruleset.model import Grade, Quota, RuleSet

HERE = Place("ruleset.yaml")
NAMES = ("优秀", "良好", "合格", "不合格")
CUTS = (90, 80, 60)
ROUNDED = {"down": floor, "up": ceil}

# One school: total, the best grade that vetoes and caps leave, the worst that floors leave,
# whether it competes, whether it counts for the size, which quotas it comes under (bits).
SCHOOL = st.tuples(
    st.integers(55, 95),
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
    st.integers(0, 7),
)
SCHOOLS = st.lists(SCHOOL, min_size=1, max_size=9)
QUOTA = st.builds(
    lambda share, rounding, ties: Quota(
        "", HERE, share=Fraction(share, 10), rounding=rounding, ties=ties
    ),
    st.integers(0, 10),
    st.sampled_from(sorted(ROUNDED)),
    st.sampled_from(["in", "out"]),
)
QUOTAS = st.dictionaries(st.sampled_from(NAMES[:3]), QUOTA, max_size=3).map(
    lambda found: tuple(replace(quota, grade=name) for name, quota in found.items())
)


def rules_of(world: SimpleNamespace, quotas: tuple[Quota, ...]) -> RuleSet:
    grades = (
        *(Grade(name, Fraction(cut), HERE) for name, cut in zip(NAMES, CUTS, strict=False)),
        Grade(NAMES[-1], None, HERE),
    )
    leaf = world.indicator("A1", Linear("v", Fraction(0), Fraction(1), HERE), 100)
    rules: RuleSet = world.ruleset([world.group("A", leaf)], grades=grades, quotas=quotas)
    return rules


def standing_of(schools: list[Any], n_quotas: int) -> Standing:
    totals, limits, floors, competes, counted, unders = (
        np.array(each) for each in zip(*schools, strict=True)
    )
    return Standing(
        label="全部",
        members=np.arange(len(schools)),
        totals=totals.astype(np.int64) * 10_000,
        start=np.array([sum(total < cut for cut in CUTS) for total in totals], np.int64),
        limit=limits.astype(np.int64),
        floor=floors.astype(np.int64),
        competes_mask=competes,
        counted_mask=counted | competes,
        under_mask=np.array(
            [[bool(under & 1 << at) for at in range(n_quotas)] for under in unders.tolist()], bool
        ).reshape(len(schools), n_quotas),
    )


def oracle(schools: list[Any], quotas: tuple[Quota, ...]) -> list[int]:
    """Place school by school: whoever finds fewer places than schools before it goes down."""
    everyone = range(len(schools))
    grades = [max(sum(s[0] < cut for cut in CUTS), s[1]) for s in schools]
    for at, name in enumerate(NAMES[:3]):
        for number, quota in enumerate(quotas):
            if quota.grade != name:
                continue
            under = [one for one in everyone if schools[one][5] & 1 << number]
            size = sum(schools[one][3] or schools[one][4] for one in under)
            places = ROUNDED[quota.rounding](quota.share * size)
            better = sum(schools[one][3] and grades[one] < at for one in under)
            rivals = [one for one in under if schools[one][3] and grades[one] == at]
            for one in rivals:
                above = sum(schools[other][0] > schools[one][0] for other in rivals)
                level = sum(schools[other][0] == schools[one][0] for other in rivals)
                needed = above + 1 if quota.ties == "in" else above + level
                if better + needed > places:
                    grades[one] = at + 1
    return [min(grades[one], max(schools[one][2], schools[one][1])) for one in everyone]


@given(schools=SCHOOLS, quotas=QUOTAS)
def test_placing_agrees_with_the_oracle(
    world: SimpleNamespace, schools: list[Any], quotas: tuple[Quota, ...]
) -> None:
    placed = place(rules_of(world, quotas), standing_of(schools, len(quotas)), lambda *_: ())
    assert placed.final.tolist() == oracle(schools, quotas)


@given(schools=SCHOOLS, quotas=QUOTAS)
def test_a_veto_or_a_cap_dominates_any_score_any_quota_and_any_floor(
    world: SimpleNamespace, schools: list[Any], quotas: tuple[Quota, ...]
) -> None:
    standing = standing_of(schools, len(quotas))
    placed = place(rules_of(world, quotas), standing, lambda *_: ())
    assert (placed.final >= standing.limit).all()


@given(schools=SCHOOLS, quotas=QUOTAS)
def test_floors_only_lift_and_never_displace_others(
    world: SimpleNamespace, schools: list[Any], quotas: tuple[Quota, ...]
) -> None:
    rules, standing = rules_of(world, quotas), standing_of(schools, len(quotas))
    none = replace(standing, floor=np.full(len(schools), len(NAMES) - 1))
    with_floors, without = (place(rules, each, lambda *_: ()) for each in (standing, none))
    assert with_floors.placed.tolist() == without.final.tolist()
    assert (with_floors.final <= without.final).all()
    assert with_floors.quotas == without.quotas


@given(schools=SCHOOLS, quotas=QUOTAS, data=st.data())
def test_the_order_of_schools_changes_no_grade_and_no_rank(
    world: SimpleNamespace, schools: list[Any], quotas: tuple[Quota, ...], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(schools))))
    rules, standing = rules_of(world, quotas), standing_of(schools, len(quotas))
    shuffled = standing_of([schools[at] for at in order], len(quotas))
    plain, mixed = (place(rules, each, lambda *_: ()) for each in (standing, shuffled))
    assert mixed.final.tolist() == plain.final[list(order)].tolist()
    assert ranks(shuffled).tolist() == ranks(standing)[list(order)].tolist()
