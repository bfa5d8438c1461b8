"""Whatever schools hand in: both ways of computing agree, and every ledger closes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assess import Assessment, assess
from engine.diagnostics import Place
from engine.explain import Ledgers, SchoolLedger, Workbook
from engine.facts import facts_from_nodes
from engine.ruleset import load_ruleset
from engine.ruleset.model import RuleSet
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

RULES = load_ruleset(Path(__file__).parent.parent / "rulesets" / "small")
HERE = Place("made.yaml", line=1, column=1)

YES = st.sampled_from(["是", "否", "", "不适用"])
DATE = st.sampled_from(["2025-01-10", "2025-01-31", "2025-06-30", "2025-12-31", "2024-12-31", ""])
EVENT = st.sampled_from(["E1", "E2", ""])


def whole(top: int) -> st.SearchStrategy[str]:
    return st.one_of(st.integers(0, top).map(str), st.sampled_from(["", "不适用"]))


FACTS = st.fixed_dictionaries(
    {
        "学段": st.sampled_from(["小学", "初中"]),
        "办学性质": st.sampled_from(["公办", "民办"]),
        "办学月数": whole(12),
        "有食堂": YES,
        "已实行校长负责制": YES,
        "支部数": whole(12),
        "教学单元支部数": whole(12),
        "封闭管理": YES,
        "硬质隔离": YES,
        "食堂管理制度": YES,
        "运动会次数": whole(3),
        "监测覆盖率": st.one_of(st.integers(0, 10000).map(lambda n: f"{n / 100:.2f}%"), YES),
        "劳动基地级别": st.sampled_from(["无", "校", "市", ""]),
        "外部考核得分": st.one_of(st.integers(0, 10000).map(lambda n: f"{n / 100:.2f}"), YES),
        "球类项目": st.sampled_from(["足球、篮球", "排球", "无", ""]),
        "上年曾被否决": YES,
    }
)
RECORDS = {
    "师德案件": st.fixed_dictionaries(
        {
            "教师": st.sampled_from(["甲", "乙", ""]),
            "严重程度": st.sampled_from(["S1", "S2", "S3", "S4", ""]),
            "自查发现": YES,
            "及时报告": YES,
            "隐瞒": YES,
            "学校责任": st.sampled_from(["有责", "无责", "待定", ""]),
            "决定日期": DATE,
            "事件编号": EVENT,
            "认定机关": st.sampled_from(["局", ""]),
            "认定文号": st.sampled_from(["1号", ""]),
            "减轻文号": st.sampled_from(["2号", ""]),
        }
    ),
    "安全事故": st.fixed_dictionaries(
        {
            "发生日期": DATE,
            "等级": st.sampled_from(["一般", "较大", ""]),
            "责任认定": st.sampled_from(["全责", "主责", "无责", "待定", ""]),
            "死亡人数": whole(2),
            "事件编号": EVENT,
        }
    ),
    "获奖": st.fixed_dictionaries(
        {
            "项目": st.sampled_from(["甲", "乙", ""]),
            "级别": st.sampled_from(["市", "省", "国家", ""]),
        }
    ),
    "意识形态报告": st.fixed_dictionaries(
        {"种类": st.sampled_from(["月报告", "季研判", ""]), "应交日期": DATE, "报送日期": DATE}
    ),
    "主题党日": st.fixed_dictionaries({"日期": DATE, "参加人数": whole(20)}),
    "领导班子": st.fixed_dictionaries(
        {
            "姓名": st.sampled_from(["甲", "乙"]),
            "岗位": st.sampled_from(["书记", "书记、校长", "副书记"]),
            "上年追责次数": whole(1),
        }
    ),
}
TABLES = st.fixed_dictionaries(
    {}, optional={name: st.lists(row, max_size=3) for name, row in RECORDS.items()}
)
SCHOOLS = st.lists(st.tuples(FACTS, TABLES), min_size=1, max_size=4)


def node(value: Any) -> Node:
    """Turn plain values into placed nodes, as reading a file does."""
    if isinstance(value, dict):
        return MappingNode(tuple(Entry(key, HERE, node(each)) for key, each in value.items()), HERE)
    if isinstance(value, list):
        return SequenceNode(tuple(node(each) for each in value), HERE)
    return ScalarNode(value, False, HERE)


def assessed(
    schools: list[tuple[dict[str, Any], dict[str, Any]]], rules: RuleSet = RULES
) -> Assessment:
    documents = [
        {"学校标识码": f"{number:03d}", "学校名称": "校", **facts, "台账记录": tables}
        for number, (facts, tables) in enumerate(schools)
    ]
    return assess(rules, facts_from_nodes(rules, [node(each) for each in documents]))


def ledgers_of(assessment: Assessment) -> Ledgers:
    return Ledgers(
        assessment.ruleset,
        assessment.facts,
        assessment.scores,
        assessment.trace,
        assessment.book,
    )


def shown(ledger: SchoolLedger) -> list[tuple[object, ...]]:
    return [(line.kind, line.rule, line.points, line.sentence) for line in ledger.lines]


@settings(max_examples=60)
@given(SCHOOLS)
def test_every_indicator_when_worked_out_by_hand_then_agrees_with_the_columns(
    schools: list[Any],
) -> None:
    assessment = assessed(schools)
    book = Workbook(assessment.ruleset, assessment.facts, assessment.scores)
    for number in range(assessment.facts.n_schools):
        school = book.school(number)
        for at, _ in enumerate(book.indicators):
            working = school.work_out(at)  # raises where the two differ
            assert working.sentence


@settings(max_examples=60)
@given(SCHOOLS)
def test_every_ledger_when_summed_then_is_the_total(schools: list[Any]) -> None:
    assessment = assessed(schools)
    ledgers = ledgers_of(assessment)
    for number, total in enumerate(assessment.book.roll_up.total.tolist()):
        ledger = ledgers.of_school(number)
        assert sum(line.points for line in ledger.lines) == total


@settings(max_examples=30)
@given(SCHOOLS)
def test_a_ledger_when_other_schools_came_before_then_reads_the_same(schools: list[Any]) -> None:
    assessment = assessed(schools)
    after_others = ledgers_of(assessment)
    told = [after_others.of_school(each) for each in range(assessment.facts.n_schools)]
    for ledger in told:
        alone = ledgers_of(assessment).of_school(ledger.school)
        assert shown(alone) == shown(ledger)
        facts = [[str(fact) for fact in line.facts] for line in ledger.lines]
        assert [[str(fact) for fact in line.facts] for line in alone.lines] == facts
