"""Quotas: rounding, ties, barred schools, and the edge."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Place
from engine.grading.quotas import n_places, place_candidates
from engine.ruleset.model import Quota

HERE = Place("ruleset.yaml")


def quota(**more):
    more.setdefault("share", Fraction(3, 10))
    return Quota("优秀", HERE, **more)


@pytest.mark.parametrize(
    ("rounding", "places"),
    [("down", [0, 0, 1, 3]), ("up", [1, 1, 2, 3]), ("nearest", [0, 1, 2, 3])],
)
def test_places_are_rounded_as_the_ruleset_says(rounding, places):
    assert [n_places(quota(rounding=rounding), size) for size in (1, 2, 5, 10)] == places


def test_a_number_of_places_needs_no_rounding():
    assert n_places(quota(share=None, number=4), 100) == 4


def compare_by(shares):
    return lambda school: (Fraction(shares[school]),)


def held(ties, totals, places, shares=None, candidates=None):
    totals = np.array(totals)
    who = np.arange(len(totals)) if candidates is None else np.array(candidates)
    placing = place_candidates(
        quota(ties=ties), places, who, totals, compare_by(shares or [0] * len(totals))
    )
    return sorted(placing.held), list(placing.tied_out)


def test_fewer_candidates_than_places_all_hold_one():
    assert held("out", [5, 5], 2) == ([0, 1], [])
    assert held("out", [], 2) == ([], [])


def test_the_best_totals_hold_the_places():
    assert held("in", [5, 9, 7, 8], 2) == ([1, 3], [])


@pytest.mark.parametrize(
    ("ties", "wanted"), [("in", ([0, 1, 2], [])), ("out", ([0], [])), ("compare", ([0, 2], []))]
)
def test_a_tie_at_the_edge_is_settled_as_the_ruleset_says(ties, wanted):
    """Appendix B, trap 14."""
    assert held(ties, [9, 8, 8, 7], 2, [0, 1, 2, 3]) == wanted


def test_what_comparing_cannot_part_stays_out_and_is_reported():
    assert held("compare", [9, 8, 8, 8], 3, [0, 2, 1, 1]) == ([0, 1], [2, 3])


def test_without_a_place_nobody_holds_one():
    assert held("in", [9, 8], 0) == ([], [])


def test_only_candidates_are_considered():
    assert held("in", [9, 8, 7], 1, candidates=[1, 2]) == ([1], [])


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=12),
    st.integers(0, 6),
    st.sampled_from(["in", "out", "compare"]),
)
def test_nobody_is_passed_over_by_a_lower_total(pairs, places, ties):
    totals, shares = [t for t, _ in pairs], [s for _, s in pairs]
    inside, _ = held(ties, totals, places, shares)
    outside = [each for each in range(len(totals)) if each not in inside]
    assert all(totals[a] >= totals[b] for a in inside for b in outside)
    if ties != "in":
        assert len(inside) <= places
    elif places:
        assert len(inside) >= min(places, len(totals))
