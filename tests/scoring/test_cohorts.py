"""Cohorts: who is compared with whom."""

from __future__ import annotations

from engine.facts.table import State
from engine.ruleset.model import Cohorts, FieldType
from engine.scoring.cohorts import cohort_codes

M, BAD = State.MISSING, State.UNREADABLE


def labelled(world, by, columns):
    """Return the label of each school's cohort."""
    rules = world.ruleset([world.group("A", world.indicator("A1", None))], cohorts=Cohorts(by))
    codes, labels = cohort_codes(rules, world.rows(columns).view)
    assert len(set(labels)) == len(labels)
    return [labels[code] for code in codes]


def choices(world, name, values, levels):
    return world.column(world.field(name, FieldType.CHOICE, choices=levels), values)


def test_without_fields_all_schools_are_one_cohort(world):
    columns = {"x": world.column(world.field("x"), [0, 1])}
    assert labelled(world, (), columns) == ["全部", "全部"]


def test_schools_with_the_same_choices_are_one_cohort(world):
    columns = {
        "学段": choices(world, "学段", ["初中", "小学", "初中", "初中"], ("小学", "初中")),
        "性质": choices(world, "性质", ["公办", "公办", "民办", "公办"], ("公办", "民办")),
    }
    wanted = ["初中·公办", "小学·公办", "初中·民办", "初中·公办"]
    assert labelled(world, ("学段", "性质"), columns) == wanted


def test_a_blank_field_never_puts_a_school_into_another_cohort(world):
    columns = {"学段": choices(world, "学段", ["小学", M, BAD, "初中"], ("小学", "初中"))}
    assert labelled(world, ("学段",), columns) == ["小学", "未填", "未填", "初中"]


def test_yes_and_no_are_two_cohorts(world):
    columns = {
        "学段": choices(world, "学段", ["小学"] * 3, ("小学", "初中")),
        "寄宿": world.column(world.field("寄宿", FieldType.BOOLEAN), [True, False, M]),
    }
    wanted = ["小学·寄宿：是", "小学·寄宿：否", "小学·未填"]
    assert labelled(world, ("学段", "寄宿"), columns) == wanted


def test_no_schools_have_no_cohort(world):
    columns = {"学段": choices(world, "学段", [], ("小学", "初中"))}
    assert labelled(world, ("学段",), columns) == []
