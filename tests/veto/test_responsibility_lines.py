"""Lost points carried to persons, for every school."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.facts.table import FactTable
from engine.ruleset.model import DutyKind, DutyRow, RuleSet
from engine.veto import ResponsibilityLine, responsibility_lines
from engine.veto.leaders import duty_ranks, highest_duty


def carry(rules: RuleSet, facts: FactTable, **lost: list[int]) -> list[ResponsibilityLine]:
    columns = {area: np.array(units, np.int64) for area, units in lost.items()}
    return list(responsibility_lines(rules, facts, columns))


def test_loss_when_secretary_and_principal_answer_then_each_carries_all_of_it(
    world: SimpleNamespace,
) -> None:
    facts = world.fact_table(班子=world.LEADER_ROWS)
    lines = carry(world.ruleset(), facts, 师德=[15], 安全=[7])
    assert [(line.area, line.person, line.posts, line.kind, line.carried) for line in lines] == [
        ("师德", "甲", ("书记",), "主", 15),
        ("师德", "乙", ("校长",), "主", 15),
        ("师德", "丙", ("副校长",), "分管", 12),
        ("安全", "甲", ("书记",), "主", 7),
        ("安全", "乙", ("校长",), "主", 7),
    ]
    assert lines[2].coefficient == Fraction(4, 5)
    assert {line.lost for line in lines} == {15, 7}


def test_loss_when_one_person_holds_all_posts_then_it_is_carried_once(
    world: SimpleNamespace,
) -> None:
    rows = [
        {"姓名": "甲", "岗位": ("副书记", "校长")},
        {"姓名": "甲", "岗位": ("书记",), "分管": ("师德",)},
    ]
    (line, _) = carry(world.ruleset(), world.fact_table(班子=rows), 师德=[10], 安全=[0])
    assert (line.posts, line.kind, line.carried) == (("书记", "校长", "副书记"), "主", 10)


def test_loss_when_a_person_holds_a_post_without_duty_then_only_the_others_are_named(
    world: SimpleNamespace,
) -> None:
    rows = [{"姓名": "甲", "岗位": ("校长", "副校长"), "分管": ("安全",)}]
    lines = carry(world.ruleset(), world.fact_table(班子=rows))
    assert [(line.area, line.posts) for line in lines] == [("师德", ("校长",)), ("安全", ("校长",))]


def test_loss_when_half_a_unit_remains_then_it_rounds_up(world: SimpleNamespace) -> None:
    facts = world.fact_table(班子=[{"姓名": "丁", "岗位": ("副书记",)}])
    (line,) = carry(world.ruleset(), facts, 师德=[5])
    assert (line.kind, line.carried) == ("监", 3)


def test_loss_when_an_area_lost_nothing_known_then_the_line_stands_with_zero(
    world: SimpleNamespace,
) -> None:
    facts = world.fact_table(班子=world.LEADER_ROWS[:1])
    assert [(line.lost, line.carried) for line in carry(world.ruleset(), facts)] == [(0, 0)] * 2


def test_lines_when_there_are_several_schools_then_each_has_its_own_loss(
    world: SimpleNamespace,
) -> None:
    rows = [{"学校": n, "姓名": "甲", "岗位": ("书记",)} for n in (0, 2)]
    lines = carry(world.ruleset(), world.fact_table({}, {}, {}, 班子=rows), 安全=[1, 2, 3])
    assert [(line.school, line.area, line.carried) for line in lines] == [
        (0, "师德", 0),
        (0, "安全", 1),
        (2, "师德", 0),
        (2, "安全", 3),
    ]


def test_lines_when_rows_are_nameless_or_outside_the_window_then_they_carry_nothing(
    world: SimpleNamespace,
) -> None:
    rows = [{"岗位": ("书记",)}, {"姓名": "甲", "岗位": ("书记",), "窗口外": True}]
    assert carry(world.ruleset(), world.fact_table(班子=rows), 安全=[1]) == []


@pytest.mark.parametrize(
    "changes",
    [{"table": ""}, {"matrix": (), "owner_kind": "", "areas_field": ""}],
)
def test_lines_when_the_rules_know_no_duty_then_there_are_none(
    world: SimpleNamespace, changes: dict[str, Any]
) -> None:
    rules = world.ruleset(duties=world.duties(**changes))
    assert carry(rules, world.fact_table(班子=world.LEADER_ROWS), 安全=[1]) == []


def test_lines_when_an_area_can_only_be_owned_then_its_owner_answers(
    world: SimpleNamespace,
) -> None:
    matrix = (DutyRow("师德", {"书记": "主"}, world.HERE),)
    rules = world.ruleset(duties=world.duties(matrix=matrix))
    rows = [{"姓名": "丙", "分管": ("安全",)}]
    lines = carry(rules, world.fact_table(班子=rows), 安全=[5])
    assert [(line.area, line.person, line.posts, line.carried) for line in lines] == [
        ("安全", "丙", (), 4)
    ]


def test_post_when_it_is_a_single_choice_then_it_is_read_as_well(world: SimpleNamespace) -> None:
    leaders = world.RecordTable(
        "班子", {**world.LEADERS.fields, "岗位": world.choice("岗位", *world.POSTS)}, world.HERE
    )
    facts = world.fact_table()
    rows = [{"姓名": "甲", "岗位": "校长"}, {"姓名": "乙", "岗位": world.MISSING}]
    tables = {**facts.records, "班子": world.records(leaders, rows, 1)}
    changed = FactTable(facts.school_ids, facts.names, facts.columns, tables)
    assert [line.person for line in carry(world.ruleset(), changed, 安全=[1])] == ["甲", "甲"]


def test_ranks_when_coefficients_are_equal_then_the_one_written_first_is_higher(
    world: SimpleNamespace,
) -> None:
    kinds = {
        name: DutyKind(name, name, Fraction(*share), world.HERE)
        for name, share in (("乙", (1, 1)), ("甲", (1, 1)), ("丙", (1, 3)))
    }
    duties = world.duties(kinds=kinds)
    assert duty_ranks(duties) == ("丙", "甲", "乙")
    assert highest_duty(duties, ["甲", "乙", "丙"]) == "乙"
