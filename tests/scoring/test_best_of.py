"""取高: the best option counts, an open one leaves it open, events stay within an option."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from engine.diagnostics import Place
from engine.explain import Workbook
from engine.facts.table import State
from engine.ruleset.methods import BestOf, Charge, Deduct, Direct, Earn, Levels
from engine.ruleset.model import Adjustments, FieldType, RecordTable
from engine.scoring import score_schools

M, NA, BAD, OK = State.MISSING, State.NOT_APPLICABLE, State.UNREADABLE, State.PRESENT


@pytest.mark.parametrize(
    ("first", "second", "points", "state"),
    [
        (1, 2, 2, OK),
        (NA, 2, 2, OK),
        (NA, NA, 0, NA),
        (M, NA, 0, M),
        (M, 2, 2, M),
        (M, 3, 3, OK),
        (BAD, 3, 3, OK),
        (BAD, M, 0, BAD),
    ],
)
def test_the_best_of_what_applies_counts(world, score, first, second, points, state):
    options = tuple(Direct(name, Fraction(3), world.HERE) for name in "ab")
    values = {"a": first, "b": second}
    columns = {name: world.column(world.field(name), [each]) for name, each in values.items()}
    assert score(BestOf(options, world.HERE), columns) == ([points], [state])


def test_while_an_option_is_open_only_what_is_lost_by_all_is_deducted(world, score):
    whole = world.field("v", FieldType.INTEGER)
    one = Fraction(1)
    charges = [Charge(name, world.HERE, name, first=one, each=one) for name in "abc"]
    options = (
        Deduct((charges[0], charges[1]), world.HERE),
        Deduct((charges[2],), world.HERE),
    )
    columns = {
        "a": world.column(whole, [1, 1, 2]),
        "b": world.column(whole, [M, M, M]),
        "c": world.column(whole, [2, M, 1]),
    }
    found = score(BestOf(options, world.HERE), columns, is_deduction=True)
    assert found == ([2, 3, 2], [M, M, M])


def test_a_gain_on_record_counts_while_another_option_is_open(world, score):
    one = Fraction(1)
    earn = Earn((Charge("a", world.HERE, "a", first=one, each=one),), world.HERE)
    level = Levels("l", {"好": Fraction(3), "差": Fraction(0)}, world.HERE)
    choice = world.field("l", FieldType.CHOICE, choices=("好", "差"))
    columns = {
        "a": world.column(world.field("a", FieldType.INTEGER), [2, 2]),
        "l": world.column(choice, [M, "差"]),
    }
    assert score(BestOf((level, earn), world.HERE), columns) == ([2, 2], [M, OK])


def place(line: int) -> Place:
    return Place("rules.yaml", line=line, column=1)


def test_an_event_in_an_option_is_taken_from_nobody(world):
    table = RecordTable(
        "表", {"事件": world.field("事件", FieldType.TEXT)}, world.HERE, event_field="事件"
    )
    events = ["E1", "E2", "E3", "E3"]
    records = world.record_set(table, [0, 1, 1, 1], {"事件": events}, n_schools=2)
    x = world.field("x", FieldType.INTEGER)

    def charge(line, points):
        return Charge("c", place(line), table="表", first=Fraction(points), each=Fraction(points))

    options = (
        Deduct((charge(1, 3),), place(11)),
        Deduct((charge(2, 2),), place(12), Fraction(1)),
    )
    alternatives = world.indicator("A1", BestOf(options, place(10)), 6)
    standing = world.indicator("D1", Deduct((charge(3, 1),), place(13)), 2)
    rules = world.ruleset(
        [world.group("A", alternatives)],
        tables={"表": table},
        fields={"x": x},
        deductions=Adjustments((standing,)),
    )
    facts = world.facts({"x": world.column(x, [0, 0])}, {"表": records})
    scores = score_schools(rules, facts)
    assert (scores.points[:, 1] * world.UNIT).tolist() == [1, 0]  # the standing charge takes all
    assert (scores.points[:, 0] * world.UNIT).tolist() == [6, 6]
    alone = replace(rules, deductions=Adjustments())
    scores = score_schools(alone, facts)  # each option charges the events for itself
    assert (scores.points[:, 0] * world.UNIT).tolist() == [4, 2]
    for ruleset in (rules, alone):
        book = Workbook(ruleset, facts, score_schools(ruleset, facts))
        for school in (0, 1):
            assert "各法取高：①" in book.school(school).work_out(0).sentence
