"""What would be is what an assessment of changed sheets finds, told line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.assess import Assessment, assess
from engine.diagnostics import UsageProblem
from engine.explain import Ledgers, UnitsText
from engine.facts import read_facts
from engine.reports.frames import scores_frame
from engine.reports.tables import PointsCells
from engine.ruleset import load_ruleset
from engine.whatif import WhatIf, Wishes, ask_what_if
from engine.whatif.wishes import AddRecord, read_wishes

SMALL = Path(__file__).parent.parent / "rulesets" / "small"
RULESET = load_ruleset(SMALL)
Sheet = Callable[..., str]


def ask(folder: Path, school: str, *sets: str, add: str = "", drop: str = "") -> WhatIf:
    wishes = Wishes(sets, (add,) if add else (), (drop,) if drop else ())
    return ask_what_if(RULESET, [folder], school, wishes, engine="forward")


def assessed(folder: Path) -> Assessment:
    return assess(RULESET, read_facts(RULESET, [folder]), engine="forward")


def test_fact_when_assumed_better_then_points_lines_and_rank_move(folder: Path) -> None:
    found = ask(folder, "乙校", "教学单元支部数=9")
    assert (found.before.total, found.after.total) == ("39", "40")
    assert [(each.id, each.before, each.after) for each in found.indicators] == [("A102", "4", "5")]
    (change,) = found.lines
    assert change.before is not None
    assert change.after is None
    assert (found.before.rank, found.after.rank) == (2, 1)


def test_fact_when_assumed_worse_then_its_place_in_the_ledger_is_the_assumption(
    folder: Path,
) -> None:
    found = ask(folder, "001", "教学单元支部数=5个")
    (change,) = found.lines
    assert change.after is not None
    places = {fact.name: str(fact.place) for fact in change.after.facts}
    assert places["教学单元支部数"] == "假设"
    assert places["支部数"].endswith("001.yaml:9:8")
    assert found.facts[0].before == "9" or found.facts[0].before.startswith("9")


def test_school_when_it_loses_its_place_then_the_next_one_is_told(folder: Path) -> None:
    found = ask(folder, "甲校", "教学单元支部数=0", "封闭管理=否")
    assert (found.before.grade, found.after.grade) == ("优秀", "良好")
    moved = [each for each in found.others if each.has_other_grade]
    assert [(each.name, each.grade_before, each.grade_after) for each in moved] == [
        ("乙校", "良好", "优秀")
    ]
    assert moved[0].by_quota


def test_record_when_added_then_the_veto_is_gained_and_when_dropped_again_lost(
    folder: Path, sheet: Sheet
) -> None:
    row = "师德案件:教师=张某,严重程度=S4,决定日期=2025-03-01,学校责任=有责"
    found = ask(folder, "甲校", add=row)
    assert [(each.clause, each.before, each.after) for each in found.vetoes] == [("SD-S4", 0, 1)]
    assert found.after.grade == "不合格"
    text = sheet("001").replace(
        "师德案件: []",
        "师德案件: [{教师: 张某, 严重程度: S4, 决定日期: 2025-03-01, 学校责任: 有责}]",
    )
    (folder / "001.yaml").write_text(text, encoding="utf-8")
    back = ask(folder, "甲校", drop="师德案件[1]")
    assert [(each.clause, each.before, each.after) for each in back.vetoes] == [("SD-S4", 1, 0)]
    assert (back.before.grade, back.after.grade) == ("不合格", "优秀")


def test_cell_of_a_record_when_assumed_then_only_that_record_is_other(folder: Path) -> None:
    found = ask(folder, "甲校", "主题党日[12].日期=2025-11-20")
    assert [(each.id, each.before, each.after) for each in found.indicators] == [
        ("A201", "3", "2.75")
    ]
    assert found.facts[0].name == "主题党日[12].日期"
    assert found.facts[0].before == "2025-12-05"


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("支部数", "--set 要写成 字段=值"),
        ("支部=3", "没有字段“支部”。是不是想写“支部数”"),
        ("支部占比=0.5", "“支部占比”是算出来的，不能直接假设。请改它的来处"),
        ("支部数=几个", "“支部数”“几个”不是数字"),
        ("劳动基地级别=国", "可选：无、校、市"),
        ("学校名称=新校", "“学校名称”是用来认学校的"),
        ("师德案件=无", "“师德案件”是台账：改一格写 师德案件[1].列=值"),
        ("师德案件[1].教师=张某", "没有“师德案件[1]”：这所学校的台账“师德案件”一条记录也没有"),
        ("主题党日[13].日期=2025-01-01", "只有 12 条，写 1 到 12"),
        ("主题党日[0].日期=2025-01-01", "从 1 数起"),
        ("主题党日[1].月份=3", "台账“主题党日”没有列“月份”"),
        ("会议[1].日期=3", "没有台账“会议”"),
    ],
)
def test_wish_when_it_cannot_be_then_it_is_refused_with_a_way_out(
    folder: Path, wish: str, told: str
) -> None:
    with pytest.raises(UsageProblem, match=r".") as caught:
        ask(folder, "001", wish)
    assert told in str(caught.value)


def test_wishes_when_there_is_none_or_one_twice_then_they_are_refused(folder: Path) -> None:
    with pytest.raises(UsageProblem, match="请写明假设什么"):
        ask(folder, "001")
    with pytest.raises(UsageProblem, match="“支部数”假设了两次"):
        ask(folder, "001", "支部数=3", "支部数=4")
    with pytest.raises(UsageProblem, match="“教师”写了两次"):
        ask(folder, "001", add="师德案件:教师=甲,教师=乙")
    with pytest.raises(UsageProblem, match=r"去掉“师德案件\[1\]”假设了两次"):
        ask_what_if(RULESET, [folder], "001", Wishes(drop=("师德案件[1]", "师德案件[1]")))


def test_record_when_added_without_what_it_needs_then_that_is_named() -> None:
    ruleset = load_ruleset(Path(__file__).parents[2] / "rules" / "datong-2025")
    with pytest.raises(UsageProblem, match="必填，请一并写上"):
        read_wishes(Wishes(add=("师德案件:教师=张某,严重程度=S3",)), ruleset)


def test_record_when_a_value_has_commas_then_they_belong_to_it() -> None:
    (wish,) = read_wishes(
        Wishes(add=("领导班子：姓名＝张某，岗位=书记,校长；分管领域=组织",)), RULESET
    )
    assert isinstance(wish, AddRecord)
    assert wish.cells == {"姓名": "张某", "岗位": "书记、校长", "分管领域": "组织"}


def test_school_when_it_is_not_there_or_ambiguous_then_that_is_told(folder: Path) -> None:
    with pytest.raises(UsageProblem, match="事实表中没有学校“戊校”"):
        ask(folder, "戊校", "支部数=3")
    with pytest.raises(UsageProblem, match="不止一所学校"):
        ask(folder, "校", "支部数=3")


VALUES = {
    "教学单元支部数": st.integers(0, 10).map(str),
    "封闭管理": st.sampled_from(["是", "否", "缺失"]),
    "运动会次数": st.sampled_from(["0", "1次", "3", ""]),
    "监测覆盖率": st.sampled_from(["50%", "0.8", "100%", "缺失"]),
    "劳动基地级别": st.sampled_from(["无", "校", "市"]),
    "外部考核得分": st.sampled_from(["0", "77.5", "缺失"]),
    "办学性质": st.sampled_from(["公办", "民办"]),
}


@settings(max_examples=25)
@given(facts=st.fixed_dictionaries({}, optional=VALUES), school=st.sampled_from(["001", "003"]))
def test_what_if_when_compared_with_an_edited_sheet_then_it_is_the_same(
    folder: Path, sheet: Sheet, facts: dict[str, str], school: str
) -> None:
    if not facts:
        return
    path = folder / f"{school}.yaml"
    path.write_text(sheet(school), encoding="utf-8")
    found = ask(folder, school, *(f"{name}={value}" for name, value in facts.items()))
    before = assessed(folder)
    plain = {name: "" if value == "缺失" else value for name, value in facts.items()}
    path.write_text(sheet(school, **plain), encoding="utf-8")
    after = assessed(folder)
    row = after.facts.school_ids.index(school)
    said = UnitsText(RULESET.unit)
    total = after.book.total_of(row)
    assert found.after.total == (None if total is None else said(total))
    assert found.after.grade == after.book.grade[row]
    assert found.after.rank == after.book.rank[row]
    ledgers = Ledgers(RULESET, after.facts, after.scores, after.trace, after.book)
    sentences = [line.sentence for line in ledgers.of_school(row).lines]
    assert {each.after.sentence for each in found.lines if each.after} <= set(sentences)
    frames = [scores_frame(each, PointsCells(said)) for each in (before, after)]
    changed = [
        school_id
        for at, school_id in enumerate(after.facts.school_ids)
        if school_id != school and not frames[0].iloc[at].equals(frames[1].iloc[at])
    ]
    assert [each.school_id for each in found.others] == changed


@pytest.mark.parametrize(
    "wish", ["教学单元支部数=9", "封闭管理=是", "监测覆盖率=100%", "球类项目=足球、篮球"]
)
def test_what_if_when_the_value_is_the_same_then_nothing_changes(folder: Path, wish: str) -> None:
    found = ask(folder, "001", wish)
    assert found.changes_nothing
    assert found.facts[0].note == "与原来一样"


def test_record_when_two_sheets_tell_of_one_event_then_both_rows_go_together(
    folder: Path, sheet: Sheet
) -> None:
    row = "{教师: 张某, 严重程度: S4, 决定日期: 2025-03-01, 学校责任: 有责, 事件编号: E1}"
    text = sheet("001").replace("师德案件: []", f"师德案件: [{row}]")
    (folder / "001.yaml").write_text(text, encoding="utf-8")
    (folder / "师德案件.csv").write_text(
        "学校标识码,教师,严重程度,决定日期,学校责任,事件编号\n001,张某,S4,2025-03-01,有责,E1\n",
        encoding="utf-8",
    )
    found = ask(folder, "001", drop="师德案件[1]")
    assert [(each.clause, each.before, each.after) for each in found.vetoes] == [("SD-S4", 1, 0)]
    with pytest.raises(UsageProblem, match="只有 1 条"):
        ask(folder, "001", drop="师德案件[2]")


def test_fact_when_a_team_verified_it_then_the_assumption_stands_over_that(folder: Path) -> None:
    (folder / "核查.csv").write_text(
        "学校标识码,字段,自评值,核查值,核查人,核查日期,理由\n"
        "001,教学单元支部数,9,5,王某,2025-12-01,有四个没有\n",
        encoding="utf-8",
    )
    found = ask(folder, "001", "教学单元支部数=9")
    assert (found.before.total, found.after.total) == ("36", "40")
