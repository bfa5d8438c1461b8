"""What is told of gains is what assessing all over again finds, with the facts mended."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.explain.gains.directions import can_only_rise

MOST_ITEMS = 5
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)


@given(data=st.data())
@FEW
def test_items_when_mended_in_the_facts_then_total_grade_and_rank_are_as_told(
    data, world, witness
) -> None:
    batch = data.draw(witness.batches(world))
    for each in batch.gains().items:
        if each.item.is_zeroed:
            continue
        _, book = batch.assessed([each.item.indicator.id])
        assert book.total_of(0) == each.after.total
        if each.item.is_left_out:
            continue  # whether it can be graded then is for the facts to tell
        assert book.rank[0] == each.after.rank
        name = batch.rules.grades[each.after.grade].name if each.after.is_graded else ""
        assert book.grade[0] == name


@pytest.mark.parametrize("most_sets", [20_000, 0], ids=["by all sets", "by programs"])
@given(data=st.data())
@FEW
def test_least_set_when_every_set_is_assessed_then_it_is_the_least(
    most_sets, data, world, witness
) -> None:
    batch = data.draw(witness.batches(world))
    gains, grades = batch.gains(most_sets), [grade.name for grade in batch.rules.grades]
    names = [each.item.indicator.id for each in gains.mendable]
    assume(gains.now.total is not None)
    assume(1 <= len(names) <= MOST_ITEMS)
    now = gains.now.grade if gains.now.is_graded else gains.now.by_score
    way = gains.next
    if now == 0:
        assert way is None
        return
    assert way is not None
    target = now - 1

    def by_grade(book) -> bool:
        return book.grade[0] != "" and grades.index(book.grade[0]) <= target

    def by_score(book) -> bool:
        return grades.index(book.grade_by_score[0]) <= target

    if not way.is_least:  # a program cannot tell where mending more may lower a grade
        assert most_sets == 0
        assert not can_only_rise(batch.rules)
        return
    expected = witness.brute_force(batch, names, by_grade)
    assert way.is_reachable == bool(expected)
    if not expected and gains.now.by_score > target and can_only_rise(batch.rules):
        expected = witness.brute_force(batch, names, by_score)
    assert tuple(item.indicator.id for item in way.items) == expected
