"""Duties and effects: who answers, who answers again, and what follows for the school."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from engine.facts.table import State
from engine.ruleset.model import EffectKind
from engine.veto import trace_vetoes
from engine.veto.trace import SchoolTrace, VetoStatus


@pytest.fixture
def judge(world: SimpleNamespace) -> Any:
    """S3 (师德) on 案件 and AQ (安全) on 事故, both decided by 文号."""

    def run(
        leaders: Any = (), cases: Any = (), accidents: Any = (), school: Any = None, **more: Any
    ) -> SchoolTrace:
        effects = more.pop("effects", ())
        states = more.pop("states", None)
        s3 = world.clause(
            "S3",
            *effects,
            table="案件",
            trigger=world.equals("严重程度", "S3"),
            decision_fields=("文号",),
        )
        aq = world.clause(
            "AQ",
            table="事故",
            area="安全",
            trigger=world.equals("等级", "重大"),
            decision_fields=("文号",),
        )
        facts = world.fact_table(
            school or {}, states=states, 案件=list(cases), 事故=list(accidents), 班子=list(leaders)
        )
        return trace_vetoes(world.ruleset(s3, aq, **more), facts).by_school[0]

    return run


S3 = {"严重程度": "S3", "文号": "1"}
AQ = {"等级": "重大", "文号": "1"}


def answering(trace: SchoolTrace) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(line.clause, line.person, line.posts, line.kind) for line in trace.duties]


def test_duty_when_secretary_and_principal_answer_then_each_does_in_full(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge(world.LEADER_ROWS, [S3])
    assert answering(trace) == [
        ("S3", "甲", ("书记",), "主"),
        ("S3", "乙", ("校长",), "主"),
        ("S3", "丙", ("副校长",), "分管"),
    ]
    assert {line.area for line in trace.duties} == {"师德"}


def test_duty_when_one_person_holds_two_posts_then_it_counts_once_at_the_highest(
    judge: Any,
) -> None:
    rows = [{"姓名": "甲", "岗位": ("书记", "校长", "副书记"), "分管": ("师德",), "追责次数": 0}]
    assert answering(judge(rows, [S3])) == [("S3", "甲", ("书记", "校长", "副书记"), "主")]


@pytest.mark.parametrize(("one", "other"), [(0, 1), (1, 0), (1, "MISSING"), ("MISSING", 1)])
def test_duty_when_one_person_stands_in_two_rows_then_it_is_one_person(
    judge: Any, world: SimpleNamespace, one: Any, other: Any
) -> None:
    times = [getattr(world, each) if isinstance(each, str) else each for each in (one, other)]
    rows = [
        {"姓名": "甲", "岗位": ("副书记",), "追责次数": times[0]},
        {"姓名": "甲", "岗位": ("书记",), "追责次数": times[1]},
    ]
    trace = judge(rows, [S3])
    assert answering(trace) == [("S3", "甲", ("副书记", "书记"), "主")]
    assert trace.duties[0].repeated


def test_duty_when_an_owner_holds_no_post_of_the_matrix_then_all_posts_are_named(
    judge: Any,
) -> None:
    rows = [{"姓名": "丙", "岗位": ("副校长",), "分管": ("安全",)}]
    assert answering(judge(rows, [S3], [AQ])) == [("AQ", "丙", ("副校长",), "分管")]


def test_duty_when_the_rules_name_no_owner_kind_then_owning_an_area_is_no_duty(
    judge: Any, world: SimpleNamespace
) -> None:
    rows = [{"姓名": "丙", "岗位": ("副校长",), "分管": ("师德",)}]
    assert judge(rows, [S3], duties=world.duties(owner_kind="")).duties == ()


def test_duty_when_the_rules_name_no_table_then_nobody_answers_and_the_veto_stands(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge(world.LEADER_ROWS, [S3], duties=world.Duties())
    assert (trace.duties, trace.cases[0].status) == ((), VetoStatus.IN_FORCE)


def test_duty_when_a_row_is_outside_the_window_or_nameless_then_it_does_not_answer(
    judge: Any,
) -> None:
    rows = [{"姓名": "甲", "岗位": ("书记",), "窗口外": True}, {"岗位": ("校长",)}]
    assert judge(rows, [S3]).duties == ()


def test_duty_when_the_case_is_only_proposed_then_so_is_the_duty(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge(world.LEADER_ROWS[:1], [{"严重程度": "S3"}])
    assert [line.status for line in trace.duties] == [VetoStatus.PROPOSED]


def test_repeated_duty_when_held_to_account_before_then_the_person_is_barred(judge: Any) -> None:
    rows = [
        {"姓名": "甲", "岗位": ("书记",), "追责次数": 1},
        {"姓名": "乙", "岗位": ("校长",), "追责次数": 0},
    ]
    trace = judge(rows, [S3])
    assert [(line.person, line.repeated, line.barred_from) for line in trace.duties] == [
        ("甲", True, ("评先评优",)),
        ("乙", False, ()),
    ]


@pytest.mark.parametrize("times", ["MISSING", "NA"])
def test_repeated_duty_when_the_count_is_blank_then_it_is_not_invented(
    judge: Any, world: SimpleNamespace, times: str
) -> None:
    trace = judge([{"姓名": "甲", "岗位": ("书记",), "追责次数": getattr(world, times)}], [S3])
    assert [line.repeated for line in trace.duties] == [False]


def test_repeated_duty_when_the_rules_name_no_count_then_only_this_year_counts(
    judge: Any, world: SimpleNamespace
) -> None:
    rows = [{"姓名": "甲", "岗位": ("书记",), "追责次数": 3}]
    rules = world.duties(repeat_field="")
    assert not judge(rows, [S3], duties=rules).duties[0].repeated
    assert [line.repeated for line in judge(rows, [S3], [AQ], duties=rules).duties] == [False, True]


def test_repeated_duty_when_a_second_event_follows_this_year_then_the_second_is_repeated(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge(world.LEADER_ROWS, [S3], [AQ])
    assert [(line.clause, line.person, line.repeated) for line in trace.duties] == [
        ("S3", "甲", False),
        ("S3", "乙", False),
        ("S3", "丙", False),
        ("AQ", "甲", True),
        ("AQ", "乙", True),
    ]


def test_repeated_duty_when_two_clauses_stand_for_one_event_then_it_is_not_repeated(
    world: SimpleNamespace,
) -> None:
    trigger = world.equals("严重程度", "S3")
    clauses = [
        world.clause(id_, table="案件", trigger=trigger, separately=True) for id_ in ("A", "B")
    ]
    facts = world.fact_table(案件=[S3], 班子=world.LEADER_ROWS[:1])
    trace = trace_vetoes(world.ruleset(*clauses), facts).by_school[0]
    assert [(line.clause, line.repeated) for line in trace.duties] == [("A", False), ("B", False)]


def test_repeated_duty_when_the_other_case_is_only_proposed_then_the_decided_one_is_first(
    judge: Any, world: SimpleNamespace
) -> None:
    trace = judge(world.LEADER_ROWS[:1], [{"严重程度": "S3"}], [AQ])
    assert [(line.clause, line.status.label, line.repeated) for line in trace.duties] == [
        ("S3", "否决建议", True),
        ("AQ", "生效", False),
    ]


def test_effect_when_posts_are_barred_then_each_holder_is_named_once(
    judge: Any, world: SimpleNamespace
) -> None:
    effect = world.effect("S3", 1, EffectKind.BAR_POSTS, targets=("书记", "校长"))
    trace = judge(
        [{"姓名": "甲", "岗位": ("书记", "校长")}, {"姓名": "丁", "岗位": ("副校长",)}],
        [S3],
        effects=(effect,),
    )
    assert [line.person for line in trace.effects] == ["甲"]


def test_effect_when_nobody_holds_a_barred_post_then_the_effect_still_stands(
    judge: Any, world: SimpleNamespace
) -> None:
    effect = world.effect("S3", 1, EffectKind.BAR_POSTS, targets=("书记",))
    trace = judge([], [S3], effects=(effect,), states={"班子": {0: State.MISSING}})
    assert [(line.effect.id, line.person) for line in trace.effects] == [("S3/1", "")]


def test_effect_when_a_person_is_to_be_barred_but_not_named_then_the_effect_still_stands(
    judge: Any, world: SimpleNamespace
) -> None:
    effect = world.effect("S3", 1, EffectKind.BAR_PERSON, person_field="教师")
    assert [line.person for line in judge((), [S3], effects=(effect,)).effects] == [""]
    named = judge((), [{**S3, "教师": "赵"}], effects=(effect,))
    assert [line.person for line in named.effects] == ["赵"]


@pytest.mark.parametrize(
    ("vetoed", "expected"),
    [
        (True, [("S3/1.1", "生效")]),
        (False, []),
        ("MISSING", [("S3/1", "待核实")]),
        ("NA", []),
    ],
)
def test_second_year_when_it_holds_fails_or_is_unknown_then_effects_follow_accordingly(
    judge: Any, world: SimpleNamespace, vetoed: Any, expected: list[tuple[str, str]]
) -> None:
    further = world.Effect("S3/1.1", EffectKind.SET_GRADE, world.HERE, grade="不合格")
    effect = world.effect(
        "S3",
        1,
        EffectKind.SECOND_YEAR,
        condition=world.equals("上年曾被否决", True),
        then=(further,),
    )
    state = getattr(world, vetoed) if isinstance(vetoed, str) else vetoed
    trace = judge((), [S3], effects=(effect,), school={"上年曾被否决": state})
    assert [(line.effect.id, line.status.label) for line in trace.effects] == expected
    unknown = [line.unknown for line in trace.effects if line.status is VetoStatus.UNDETERMINED]
    assert unknown == ([("上年曾被否决",)] if vetoed == "MISSING" else [])


def test_second_year_when_it_bars_posts_then_their_holders_are_barred(
    judge: Any, world: SimpleNamespace
) -> None:
    further = world.Effect("S3/1.1", EffectKind.BAR_POSTS, world.HERE, targets=("校长",))
    effect = world.effect(
        "S3",
        1,
        EffectKind.SECOND_YEAR,
        condition=world.equals("上年曾被否决", True),
        then=(further,),
    )
    trace = judge(world.LEADER_ROWS, [S3], effects=(effect,), school={"上年曾被否决": True})
    assert [(line.effect.id, line.person) for line in trace.effects] == [("S3/1.1", "乙")]


def test_second_year_when_it_bars_a_person_then_the_person_of_the_record_is_barred(
    judge: Any, world: SimpleNamespace
) -> None:
    further = world.Effect("S3/1.1", EffectKind.BAR_PERSON, world.HERE, person_field="教师")
    effect = world.effect(
        "S3",
        1,
        EffectKind.SECOND_YEAR,
        condition=world.equals("上年曾被否决", True),
        then=(further,),
    )
    trace = judge((), [{**S3, "教师": "赵"}], effects=(effect,), school={"上年曾被否决": True})
    assert [(line.effect.id, line.person) for line in trace.effects] == [("S3/1.1", "赵")]


def test_trace_when_it_is_read_backwards_then_every_conclusion_rests_on_given_facts(
    judge: Any, world: SimpleNamespace
) -> None:
    effect = world.effect("S3", 1, EffectKind.BAR_POSTS, targets=("书记",))
    trace = judge(world.LEADER_ROWS, [S3], [AQ], effects=(effect,))
    concluded = {step.conclusion for step in trace.steps}
    given = {"finding", "review", "decision", "liability", "clause", "leads", "bars", "ruling"}
    given |= {"duty", "holds", "owns", "counted", "again", "earlier", "forbids"}
    for fact in trace.facts:
        assert (fact.number in concluded) != (fact.kind in given), fact
    for step in trace.steps:
        assert max(step.premises) < step.conclusion or step.conclusion in {
            earlier.conclusion for earlier in trace.steps[: step.number - 1]
        }
    assert [step.number for step in trace.steps] == list(range(1, len(trace.steps) + 1))
