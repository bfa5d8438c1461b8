"""Ranks under other weights: by hand, by dominance, without noise, and with any shape of tree."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from engine.assess import Assessment
from engine.robustness.discrimination import discriminate
from engine.robustness.rank_intervals import RankInterval, rank_intervals
from engine.robustness.shaking import SCALE, draw_factors, parts_to_shake, shaken_totals

Assess = Callable[..., Assessment]
POINT = 10_000  # units


def totals(assessment: Assessment, *factors: dict[str, int]) -> list[list[float]]:
    """Return the totals in points under given factors, in thousandths by part."""
    parts = parts_to_shake(assessment.ruleset)
    rows = np.array([[each.get(part, SCALE) for part in parts] for each in factors], np.int64)
    runs = shaken_totals(assessment.ruleset, assessment.scores, assessment.book, rows)
    return [[units / POINT for units in draw] for run in runs for draw in run.tolist()]


def intervals(assessment: Assessment, n_draws: int = 200, noise: int = 100) -> list[RankInterval]:
    return list(rank_intervals(assessment, n_draws, noise, seed=7))


def test_totals_when_one_weight_grows_then_they_are_as_worked_out_by_hand(
    assess_points: Assess,
) -> None:
    # Weights 10 and 10 become 10 x 1.1 and 10 x 0.9, which still are 20 in all: 11 and 9.
    found = totals(assess_points([10, 5], [5, 10]), {"A0": 1100, "A1": 900})
    assert found == [[15.5, 14.5]]


def test_totals_when_factors_do_not_sum_to_one_then_full_marks_stay(
    assess_points: Assess,
) -> None:
    # 10 x 1.1 and 10 x 1.0 are 21: brought back to 20, the first is worth 10.4762.
    found = totals(assess_points([10, 0], [10, 10]), {"A0": 1100})
    assert found == [[10.48, 20.0]]


def test_totals_when_the_tree_is_a_weighted_mean_then_its_weights_are_shaken(
    assess_points: Assess,
) -> None:
    assessment = assess_points([10, 5], [5, 10], weights=[1, 1])
    found = totals(assessment, {}, {"A0": 1100, "A1": 900})
    # 20 x (1.1 x 10 + 0.9 x 5) / 10 / 2 = 15.5
    assert found == [[15.0, 15.0], [15.5, 14.5]]


@pytest.mark.parametrize("weights", [(), (3, 1, 2)])
def test_interval_when_there_is_no_noise_then_it_is_the_rank(
    assess_points: Assess, weights: tuple[int, ...]
) -> None:
    assessment = assess_points([9, 7, 5], [8, 8, 6], [5, 5, 5], weights=weights)
    for each in intervals(assessment, n_draws=5, noise=0):
        assert each.low == each.high == each.best == each.worst == each.rank
        assert each.grade_share == 1
        assert not each.is_on_edge


def test_example_cohort_when_there_is_no_noise_then_every_total_is_as_assessed(
    assessed_datong: Assessment,
) -> None:
    ruleset, book = assessed_datong.ruleset, assessed_datong.book
    factors = draw_factors(2, len(parts_to_shake(ruleset)), 0, 1)
    for run in shaken_totals(ruleset, assessed_datong.scores, book, factors):
        assert (run == book.roll_up.total).all()


def test_dominated_school_when_weights_are_shaken_then_never_ranks_above(
    assess_points: Assess,
) -> None:
    assessment = assess_points([10, 5, 6, 3], [10, 5, 6, 2], [1, 9, 9, 9])
    factors = draw_factors(300, len(parts_to_shake(assessment.ruleset)), 900, 11)
    runs = shaken_totals(assessment.ruleset, assessment.scores, assessment.book, factors)
    every = np.concatenate(list(runs))
    assert (every[:, 0] >= every[:, 1]).all()
    assert (every[:, 2] > every[:, 0]).any()  # while incomparable ones do change places


def test_identical_schools_when_weights_are_shaken_then_share_every_rank(
    assess_points: Assess,
) -> None:
    one, other, _ = intervals(assess_points([9, 3], [9, 3], [3, 9]))
    assert (one.low, one.high, one.best, one.worst) == (
        *(other.low, other.high),
        *(other.best, other.worst),
    )
    assert one.rank == other.rank


def test_close_schools_when_weights_are_shaken_then_their_intervals_overlap(
    assess_points: Assess,
) -> None:
    first, second, third = intervals(assess_points([10, 5], [5, 10], [1, 1]))
    assert (first.low, first.high) == (second.low, second.high) == (1, 2)
    assert (third.low, third.high) == (3, 3)


def test_school_when_it_lies_at_a_cut_score_then_it_stands_on_its_edge(
    assess_points: Assess,
) -> None:
    # 18 of 20 is 优秀; a school with 10 and 8 has it or loses it by the weights.
    edge, safe = intervals(assess_points([10, 8], [10, 10]))
    assert edge.is_on_edge
    assert 0.3 < edge.grade_share < 0.7
    assert sum(edge.grades) == 200
    assert not safe.is_on_edge


def test_draws_when_made_again_then_are_the_same_for_any_number_of_schools() -> None:
    assert (draw_factors(3, 4, 100, 5) == draw_factors(3, 4, 100, 5)).all()
    factors = draw_factors(500, 3, 100, 5)
    assert (factors.min(), factors.max()) == (900, 1100)


def test_full_points_when_shared_out_then_sum_to_full_marks_exactly(
    assess_points: Assess,
) -> None:
    full = (7, 11, 3)
    assessment = assess_points(full, (0, 0, 0), full=full)
    factors = draw_factors(50, len(parts_to_shake(assessment.ruleset)), 300, 3)
    runs = shaken_totals(assessment.ruleset, assessment.scores, assessment.book, factors)
    for draw in np.concatenate(list(runs)):
        assert draw[0] * Fraction(1, POINT) == 21
        assert draw[1] == 0


def test_place_when_two_contend_for_it_then_each_finds_it_in_some_draws(
    assess_points: Assess,
) -> None:
    assessment = assess_points([10, 9], [9, 10], [10, 3], quota=Fraction(1, 3))
    one, other, third = intervals(assessment)
    ((grade, places, share),) = one.quotas
    assert (grade, places) == ("优秀", 1)
    assert 0.3 < share < 0.7
    assert 1 <= share + other.quotas[0][2] < 1.25  # ties count for both
    assert third.quotas == ()


def test_indicator_when_it_has_no_points_then_nothing_is_shaken_or_said_of_it(
    assess_points: Assess,
) -> None:
    assessment = assess_points([10, 0], [5, 0], full=(10, 0))
    assert totals(assessment, {"A0": 1100, "A1": 900}) == [[10.0, 5.0]]
    assert [each.indicator.id for each in discriminate(assessment)] == ["A0"]
