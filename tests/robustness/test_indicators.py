"""Indicators that tell nobody apart, and what leaving one out changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.assess import Assessment
from engine.facts.table import State
from engine.robustness.discrimination import discriminate
from engine.robustness.leaving_out import leave_each_out
from engine.robustness.telling import indicator_sentence

Assess = Callable[..., Assessment]


@pytest.mark.parametrize(
    ("marks", "finding"),
    [
        ([10] * 20, "人人满分"),
        ([0] * 20, "人人零分"),
        ([4] * 20, "人人一样"),
        ([10] * 19 + [0], "几乎人人满分"),
        ([0] * 19 + [10], "几乎人人零分"),
        ([4] * 19 + [5], "几乎人人一样"),
        ([0, 1] + [10] * 18, ""),
        (list(range(10, 0, -1)) * 2, "与其余相反"),
    ],
)
def test_indicator_when_it_tells_few_apart_then_is_found(
    assess_points: Assess, marks: list[int], finding: str
) -> None:
    rest = [*range(1, 11)] * 2
    assessment = assess_points(*([mark, other] for mark, other in zip(marks, rest, strict=True)))
    assert next(discriminate(assessment)).finding == finding


def test_indicator_when_told_then_its_figures_are_as_worked_out_by_hand(
    assess_points: Assess,
) -> None:
    own, _ = discriminate(assess_points([10, 1], [0, 0], [5, 2], [5, 9]))
    assert (own.n_schools, own.at_full, own.at_zero, own.same) == (4, 0.25, 0.25, 0.5)
    assert own.mean == 0.5
    assert own.spread == pytest.approx(0.125**0.5)  # of 1, 0, ½, ½
    assert own.rest == pytest.approx(5 / (50 * 50) ** 0.5)


def test_leaving_out_when_an_indicator_decides_the_order_then_says_so(
    assess_points: Assess,
) -> None:
    deciding, idle = leave_each_out(assess_points([10, 5], [1, 5], [0, 5]), [0, 1])
    assert (deciding.n_ranks, deciding.most_moved) == (2, 2)  # all first now
    assert deciding.correlation is None
    assert (idle.n_ranks, idle.most_moved, idle.correlation) == (0, 0, pytest.approx(1))


def test_leaving_out_when_the_order_turns_then_the_correlation_is_minus_one(
    assess_points: Assess,
) -> None:
    # 10+1, 6+2, 3+3; without the first the order is turned about.
    out = leave_each_out(assess_points([10, 1], [6, 2], [3, 3]), [0])[0]
    assert (out.n_ranks, out.most_moved, out.correlation) == (2, 2, pytest.approx(-1))
    assert out.n_grades == 0  # all three are 不合格 before and after


def test_leaving_out_when_a_grade_falls_then_it_is_counted(assess_points: Assess) -> None:
    out, other = leave_each_out(assess_points([10, 8], [10, 10]), [0, 1])
    assert out.n_grades == 1  # 8 of 10 alone is no 优秀
    assert other.n_grades == 0


def test_indicator_when_marks_are_not_known_yet_then_they_are_no_zeros(
    assess_points: Assess,
) -> None:
    assessment = assess_points([10, 1], [4, 2], [State.MISSING, 3], [State.MISSING, 4])
    own, _ = discriminate(assessment)
    assert (own.n_schools, own.n_unknown, own.at_zero, own.mean) == (2, 2, 0.0, 0.7)
    out = leave_each_out(assessment, [0])[0]
    said = indicator_sentence(own, out, assessment.ruleset.subject)
    assert said.startswith("适用4所，2所缺失、无法识读或待评，不计在内，平均得70%，")
    nothing, _ = discriminate(assess_points([State.MISSING, 1], [State.MISSING, 2]))
    assert nothing.finding == "都还没有得分"
