"""What grading leaves to people is told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from engine.diagnostics import Place
from engine.grading import GradingStatus, QuotaUse, grading_problems
from engine.ruleset.model import Cohorts, Quota

GRADED, SUSPENDED = GradingStatus.GRADED, GradingStatus.SUSPENDED


@pytest.fixture
def codes(world):
    """Return the codes of the problems of a batch, given its cohorts, statuses and quotas."""
    quota = Quota("优秀", Place("ruleset.yaml", line=9), share=Fraction(1, 2))
    rules = world.ruleset(
        [world.group("A", world.indicator("A1", None, informative=True))],
        quotas=(quota,),
        cohorts=Cohorts(("学段",), 3),
    )

    def found(cohort, status, uses, rules=rules):
        facts = SimpleNamespace(names=("甲校", "乙校", "丙校"))
        book = SimpleNamespace(cohort=cohort, status=status, quotas=uses)
        return grading_problems(rules, facts, book)

    found.rules = rules
    return found


def test_a_tie_that_nothing_parts_names_the_schools(codes):
    use = QuotaUse("小学", "优秀", 3, 1, 3, 0, 0, (0, 2), codes.rules.quotas[0].place)
    [problem] = codes(("小学",) * 3, (GRADED,) * 3, (use,))
    assert problem.code == "G001"
    assert "甲校、丙校" in problem.message
    assert problem.place.line == 9


def test_suspended_schools_leave_the_places_of_their_cohort_open(codes):
    use = QuotaUse("小学", "优秀", 3, 1, 1, 1, 0)
    [problem] = codes(("小学",) * 3, (GRADED, SUSPENDED, SUSPENDED), (use,))
    assert problem.code == "G002"
    assert "2所" in problem.message


def test_a_small_cohort_is_noted(codes):
    use = QuotaUse("小学", "优秀", 3, 1, 1, 1, 0)
    [problem] = codes(("小学", "小学", "初中"), (GRADED,) * 3, (use,))
    assert problem.code == "G003"
    assert problem.value == "初中"


def test_without_quotas_there_is_nothing_to_tell(codes):
    rules = replace(codes.rules, quotas=())
    assert codes(("小学",) * 3, (GRADED,) * 3, (), rules) == ()
