"""The veto tree: from record to clause, relief, decision, duty and effect, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.assess import Assessment
from engine.diagnostics import Place
from engine.explain import Ledgers, TreeNode, effect_sentence, veto_tree
from engine.ruleset.model import Effect, EffectKind, RuleSet
from engine.veto.trace import EffectLine, VetoStatus

AssessSchools = Callable[..., Assessment]
LedgersOf = Callable[[Assessment], Ledgers]

CASE = {
    "教师": "卫某",
    "严重程度": "S3",
    "自查发现": "否",
    "及时报告": "否",
    "隐瞒": "否",
    "学校责任": "有责",
    "决定日期": "2025-03-01",
    "事件编号": "E1",
    "认定机关": "县教育局",
    "认定文号": "1号",
}
LEADERS = [
    {"姓名": "甲", "岗位": ["书记"], "分管领域": [], "上年追责次数": 1},
    {"姓名": "乙", "岗位": ["校长"], "分管领域": [], "上年追责次数": 0},
]


@pytest.fixture
def tree_of(assess_schools: AssessSchools, ledgers_of: LedgersOf) -> Callable[..., list[TreeNode]]:
    """Return the trees of one school with these cases of ethics."""

    def run(*cases: Any, facts: Any = None, records: Any = None) -> list[TreeNode]:
        tables = {"师德案件": list(cases), "领导班子": LEADERS, **(records or {})}
        assessment = assess_schools((facts or {}, tables))
        dossier = ledgers_of(assessment).workbook.archive.dossier(0)
        trace = assessment.trace.by_school[0]
        return list(veto_tree(assessment.ruleset, dossier, trace, assessment.book))

    return run


def nodes(roots: list[TreeNode]) -> Iterator[tuple[str, str]]:
    for root in roots:
        yield root.label, root.text
        yield from nodes(list(root.children))


def texts(roots: list[TreeNode], label: str) -> list[str]:
    return [text for found, text in nodes(roots) if found == label]


def test_tree_when_a_veto_is_in_force_then_leads_from_record_to_outlook(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    roots = tree_of(CASE)
    assert [root.label for root in roots] == ["记录"]
    assert "“师德案件”台账（事件E1）：严重程度“S3”" in roots[0].text
    assert roots[0].place is not None
    clause = roots[0].children[0]
    assert clause.text == "SD-S3 师德严重问题〔生效〕"
    labels = [child.label for child in clause.children]
    assert labels == [
        *("触发", "减轻免除", "减轻免除", "认定", "尽职免责", "责任", "责任"),
        *("后果",) * 5,
        "如无此项",
    ]
    assert texts(roots, "认定") == ["认定机关“县教育局”、认定文号“1号”"]
    assert "甲（书记）：师德师风，第一责任人" in texts(roots, "责任")
    assert texts(roots, "失责追责") == ["再次被追责，取消本人评先评优"]
    assert "A203“师德师风评价”计零" in texts(roots, "后果")
    assert texts(roots, "如无此项") == ["总分37分，等次为优秀"]


def test_tree_when_no_organ_has_decided_then_everything_is_a_proposal(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    roots = tree_of({**CASE, "认定文号": ""})
    assert texts(roots, "否决") == ["SD-S3 师德严重问题〔否决建议〕"]
    assert texts(roots, "认定") == ["尚缺认定文号，目前只是否决建议，须有权机关认定后才生效"]
    assert "等次不得高于良好〔建议，认定后生效〕" in texts(roots, "后果")


def test_tree_when_a_relief_was_signed_then_both_clauses_tell_of_it(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    relief = {"自查发现": "是", "及时报告": "是", "减轻文号": "2号"}
    roots = tree_of({**CASE, **relief})
    assert texts(roots, "否决") == [
        "SD-S3 师德严重问题〔已减轻〕",
        "SD-S3J 师德严重问题（减轻后）〔生效〕",
    ]
    assert texts(roots, "减轻为") == ["SD-S3J（师德严重问题（减轻后））"]
    assert texts(roots, "由来") == ["由SD-S3（师德严重问题）减轻而来"]
    assert texts(roots, "后果") == ["不得评为优秀"]


def test_tree_when_a_relief_is_not_signed_then_says_what_is_lacking(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    roots = tree_of({**CASE, "自查发现": "是", "及时报告": "是"})
    assert "自查自报并及时处置：未签批（须填写“减轻文号”（签批）后才能适用）" in texts(
        roots, "减轻免除"
    )


def test_tree_when_a_relief_does_not_hold_then_says_why(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    assert (
        "自查自报并及时处置：不成立（自查发现“否”，要求为“是”；及时报告“否”，要求为“是”）"
        in texts(tree_of(CASE), "减轻免除")
    )


def test_tree_when_one_event_meets_two_clauses_then_the_lighter_gives_way(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    roots = tree_of(CASE, {**CASE, "严重程度": "S4"})
    assert texts(roots, "并入") == ["同一事件按较重的SD-S4（师德特别严重问题）处理，不重复否决"]
    [outlook] = texts(roots, "如无此项")
    assert outlook.endswith("（并入此项的SD-S3也不计）")


def test_tree_when_a_fact_is_missing_then_says_what_would_settle_it(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    roots = tree_of({**CASE, "严重程度": ""})
    assert texts(roots, "待核实")[0] == "缺严重程度，补报后才能判定；补报前暂缓定等"


def test_tree_when_the_table_is_missing_then_says_that_it_must_come(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    roots = tree_of(records={"师德案件": None})
    assert roots[0].label == "台账"
    assert texts(roots, "待核实")[0].startswith("缺“师德案件”台账，补报后才能判定")


def test_tree_when_the_schools_own_facts_trigger_then_they_are_the_root(
    tree_of: Callable[..., list[TreeNode]],
) -> None:
    accident = {"发生日期": "2025-03-01", "等级": "一般", "责任认定": "无责", "死亡人数": 1}
    roots = tree_of(records={"安全事故": [accident]})
    assert (roots[0].label, roots[0].text) == ("学校事实", "死亡总人数 1")
    assert roots[0].place is not None


HERE = Place("vetoes.yaml", line=1, column=1)


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (Effect("a", EffectKind.BAR_TOP, HERE), "不得评为优秀"),
        (Effect("a", EffectKind.GRADE_CAP, HERE, grade="合格"), "等次不得高于合格"),
        (Effect("a", EffectKind.SET_GRADE, HERE, grade="不合格"), "直接定为不合格"),
        (Effect("a", EffectKind.ZERO, HERE, targets=("A1",)), "A1“校长负责制”计零"),
        (Effect("a", EffectKind.LOSE_ELIGIBILITY, HERE, targets=("评优",)), "取消评优资格"),
        (Effect("a", EffectKind.REVOKE_TITLE, HERE, targets=("清廉学校",)), "摘牌：清廉学校"),
        (Effect("a", EffectKind.CARRY_OVER, HERE, years=2), "后果延续2年"),
        (Effect("a", EffectKind.BAR_POSTS, HERE, targets=("书记",)), "书记当年不得评优"),
        (
            Effect("a", EffectKind.BAR_PERSON, HERE, targets=("职称评聘",)),
            "个人否决：当事人（职称评聘）",
        ),
        (
            Effect(
                "a",
                EffectKind.SECOND_YEAR,
                HERE,
                then=(Effect("b", EffectKind.SET_GRADE, HERE, grade="不合格"),),
            ),
            "连续两年的，直接定为不合格",
        ),
    ],
)
def test_effect_when_told_then_says_what_it_does(
    small_rules: RuleSet, effect: Effect, said: str
) -> None:
    line = EffectLine(0, "SD-S3", 0, effect, VetoStatus.IN_FORCE)
    assert effect_sentence(small_rules, line) == said


def test_effect_when_it_cannot_be_decided_then_names_the_missing_fact(
    small_rules: RuleSet,
) -> None:
    effect = Effect("a", EffectKind.BAR_TOP, HERE)
    line = EffectLine(0, "SD-S3", 0, effect, VetoStatus.UNDETERMINED, unknown=("上年曾被否决",))
    assert effect_sentence(small_rules, line) == "不得评为优秀〔待核实：缺上年曾被否决〕"


def test_effect_when_it_bars_posts_then_names_who_holds_them(small_rules: RuleSet) -> None:
    effect = Effect("a", EffectKind.BAR_POSTS, HERE, targets=("书记", "校长"))
    line = EffectLine(0, "SD-S3", 0, effect, VetoStatus.IN_FORCE, person="甲")
    assert effect_sentence(small_rules, replace(line)) == "书记、校长当年不得评优（甲）"
