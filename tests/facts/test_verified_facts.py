"""A team's word stands over the school's: 核查 over 自评, 复核 over 核查, with who and why."""

from datetime import date

import pytest

from engine.facts.cells.display import cell_text
from engine.facts.stages.revision import Outcome, Stage

HEAD = [
    "学校标识码",
    "学校名称",
    "支部数",
    "覆盖率",
    "有食堂",
    "学段",
    "修订日期",
    "备注栏",
    "球类项目",
]
TITLES = [
    "学校标识码",
    "学校名称",
    "字段",
    "自评值",
    "核查值",
    "核查人",
    "日期",
    "理由",
    "佐证编号",
]
STAMP = ["张三", date(2025, 11, 20), "缺换届批复", "A1-03"]


def school(school_id="0012", name="二中", **facts):
    return [school_id, name, *(facts.get(each) for each in HEAD[2:])]


def verify(*rows, titles=TITLES, name="核查记录"):
    return {name: [titles, *rows]}


def row(field, reported, value, school_id="0012", name="二中", stamp=STAMP):
    return [school_id, name, field, reported, value, *stamp]


@pytest.fixture
def read(folder):
    """Read one school's sheet and a verification sheet in another workbook."""

    def reading(facts, *rows, **more):
        folder.workbook(
            "a.xlsx", {"学校": [HEAD, *(facts if isinstance(facts[0], list) else [facts])]}
        )
        folder.workbook("核查.xlsx", verify(*rows, **more))
        return folder.read()

    return reading


def text(facts, field, at=0):
    return cell_text(facts.columns[field], at)


def test_verifying_when_one_fact_is_changed_then_it_stands_with_its_cell_and_its_trail(read, codes):
    facts = read(school(支部数=3), row("支部数", 3, 2))
    assert text(facts, "支部数") == "2"
    assert str(facts.columns["支部数"].places.place(0)).endswith("核查.xlsx「核查记录」!E2")
    assert cell_text(facts.reported["支部数"], 0) == "3"
    assert codes(facts) == []
    (found,) = facts.revisions
    assert (found.stage, found.outcome) == (Stage.VERIFIED, Outcome.CHANGED)
    assert (found.old, found.new) == ("3", "2")
    assert (found.who, found.when, found.why, found.evidence) == (
        "张三", "2025-11-20", "缺换届批复", "A1-03",
    )  # fmt: skip
    assert str(found.old_place).endswith("a.xlsx「学校」!C2")


def test_verifying_when_a_value_is_equal_or_confirmed_in_words_then_it_counts_as_verified(
    read, codes
):
    facts = read(
        school(支部数=3, 覆盖率="95%", 备注栏="合唱"),
        row("支部数", 3, "3个"), row("覆盖率", 0.95, "维持"), row("备注栏", None, "属实"),
    )  # fmt: skip
    assert [each.outcome for each in facts.revisions] == [Outcome.CONFIRMED] * 3
    assert (text(facts, "支部数"), text(facts, "覆盖率"), text(facts, "备注栏")) == (
        "3",
        "95%",
        "合唱",
    )
    assert not facts.reported
    assert not facts.is_revised
    assert str(facts.columns["支部数"].places.place(0)).endswith("a.xlsx「学校」!C2")
    assert "F034" in codes(facts)  # 3个, whose unit was taken off
    assert not {"F072", "F073", "F074"} & set(codes(facts))


def test_verifying_when_a_cell_is_blank_then_nothing_changes_and_nothing_is_counted(read, codes):
    facts = read(school(支部数=3), row("支部数", 3, None), row("不存在的字段", 1, None))
    assert (text(facts, "支部数"), facts.revisions, codes(facts)) == ("3", (), [])


def test_verifying_when_every_type_changes_then_each_is_read_as_on_the_schools_own_sheet(
    read, codes
):
    facts = read(
        ["0012", "二中", 3, 0.95, "是", "小学", date(2025, 3, 1), "甲", "足球"],
        row("支部数", 3, 0),
        row("覆盖率", "95%", "90%"),
        row("有食堂", "是", "否"),
        row("学段", "小学", "初中"),
        row("修订日期", date(2025, 3, 1), "2025年4月2日"),
        row("备注栏", "甲", "不足"),
        row("球类项目", "足球", "足球、排球"),
    )  # fmt: skip
    assert [text(facts, each) for each in HEAD[2:]] == [
        "0", "90%", "否", "初中", "2025-04-02", "不足", "足球、排球",
    ]  # fmt: skip
    assert set(facts.reported) == set(HEAD[2:])
    assert cell_text(facts.reported["备注栏"], 0) == "甲"
    assert codes(facts) == ["F112"]


def test_verifying_when_it_is_not_applicable_or_missing_then_that_state_stands(read):
    facts = read(
        school(支部数=3, 覆盖率="95%"), row("支部数", 3, "不适用"), row("覆盖率", "95%", "缺失")
    )
    assert (text(facts, "支部数"), text(facts, "覆盖率")) == ("不适用", "缺失")
    assert [(each.old, each.new) for each in facts.revisions] == [("3", "不适用"), ("95%", "缺失")]


def test_verifying_when_a_fact_was_never_reported_then_the_found_value_stands(read, codes):
    facts = read(school(), row("支部数", "缺失", 2), row("有食堂", None, "是"))
    assert (text(facts, "支部数"), text(facts, "有食堂")) == ("2", "是")
    assert [each.old for each in facts.revisions] == ["缺失", "缺失"]
    assert codes(facts) == []


def test_review_when_it_differs_from_the_verification_then_it_stands(read):
    titles = [
        *TITLES[:3],
        "核查值",
        "核查人",
        "核查日期",
        "核查理由",
        "复核值",
        "复核人",
        "复核日期",
        "复核理由",
    ]
    facts = read(
        school(支部数=3, 覆盖率="95%"),
        ["0012", "二中", "支部数", 2, "张三", "2025-11-20", "缺", 3, "李四", "2025-12-01", "补交"],
        ["0012", "二中", "覆盖率", "90%", "张三", "2025-11-20", "少", "维持", "李四", None, ""],
        titles=titles,
    )  # fmt: skip
    assert (text(facts, "支部数"), text(facts, "覆盖率")) == ("3", "90%")
    stages = [
        (each.stage.label, each.old, each.new, each.outcome.label) for each in facts.revisions
    ]
    assert stages == [
        ("核查", "3", "2", "改动"), ("复核", "2", "3", "改动"),
        ("核查", "95%", "90%", "改动"), ("复核", "90%", "90%", "维持"),
    ]  # fmt: skip
    assert str(facts.columns["支部数"].places.place(0)).endswith("「核查记录」!H2")
    assert str(facts.columns["覆盖率"].places.place(0)).endswith("「核查记录」!D3")


def test_review_when_it_stands_on_its_own_sheet_then_it_stands_over_the_other_sheet(folder, codes):
    folder.workbook("a.xlsx", {"学校": [HEAD, school(支部数=3)]})
    folder.workbook("b.xlsx", verify(row("支部数", 3, 2)))
    folder.workbook(
        "c.xlsx",
        verify(
            row("支部数", 3, 1),
            titles=[*TITLES[:4], "复核值", "复核人", "日期", "理由", "佐证编号"],
            name="复核",
        ),
    )
    facts = folder.read()
    assert (text(facts, "支部数"), codes(facts)) == ("1", [])


def test_verifying_when_two_sheets_differ_then_neither_counts_and_both_places_are_named(
    folder, only
):
    folder.workbook("a.xlsx", {"学校": [HEAD, school(支部数=3)]})
    folder.workbook("b.xlsx", verify(row("支部数", 3, 2)))
    folder.workbook("c.xlsx", verify(row("支部数", 3, 1)))
    facts = folder.read()
    error = only(facts, "F075")
    assert error.severity == "error"
    assert error.place.file.endswith("c.xlsx")
    assert "b.xlsx「核查记录」!E2" in error.message
    assert text(facts, "支部数") == "无法识读"
    assert [each.outcome for each in facts.revisions] == [Outcome.UNSETTLED]


def test_review_when_two_verifications_differ_then_it_settles_them(folder, codes):
    folder.workbook("a.xlsx", {"学校": [HEAD, school(支部数=3)]})
    folder.workbook("b.xlsx", verify(row("支部数", 3, 2)))
    folder.workbook("c.xlsx", verify(row("支部数", 3, 1)))
    folder.workbook(
        "d.xlsx",
        verify(row("支部数", 3, 2), titles=[*TITLES[:4], "复核值", *TITLES[5:]], name="复核"),
    )
    facts = folder.read()
    assert text(facts, "支部数") == "2"
    assert "F075" in codes(facts)


def test_verifying_when_two_sheets_agree_then_it_counts_once_with_the_fuller_stamp(folder, codes):
    folder.workbook("a.xlsx", {"学校": [HEAD, school(支部数=3)]})
    folder.workbook("b.xlsx", verify(row("支部数", 3, 2, stamp=[None] * 4)))
    folder.workbook("c.xlsx", verify(row("支部数", 3, 2)))
    facts = folder.read()
    assert [each.who for each in facts.revisions] == ["张三"]
    assert codes(facts) == []


def test_verifying_when_the_self_reported_value_is_another_then_neither_counts(read, only):
    facts = read(school(支部数=4), row("支部数", 3, 2))
    error = only(facts, "F073")
    assert "“3”" in error.message
    assert "a.xlsx「学校」!C2" in error.message
    assert str(error.place).endswith("「核查记录」!D2")
    assert text(facts, "支部数") == "无法识读"


@pytest.mark.parametrize("reported", ["95%", 0.95, "0.95", " ９５％"])
def test_verifying_when_the_self_reported_value_is_written_otherwise_then_it_is_the_same(
    read, codes, reported
):
    facts = read(school(覆盖率="95%"), row("覆盖率", reported, "90%"))
    assert "F073" not in codes(facts)
    assert text(facts, "覆盖率") == "90%"


def test_verifying_when_it_cannot_be_read_then_the_fact_is_open(read, only):
    facts = read(school(支部数=3), row("支部数", 3, "大约两个"))
    assert only(facts, "F031").place.cell == "E2"
    assert text(facts, "支部数") == "无法识读"
    assert facts.revisions[0].outcome is Outcome.UNSETTLED


@pytest.mark.parametrize(("field", "own"), [("支部数", 3), ("备注栏", "合唱")])
def test_verifying_when_it_refuses_without_a_value_then_the_fact_is_open(read, only, field, own):
    facts = read(school(**{field: own}), row(field, own, "不认可"))
    assert text(facts, field) == "无法识读"
    assert "没有写核查值" in only(facts, "F072").message


def test_verifying_when_the_conclusion_stands_in_a_column_of_its_own_then_it_is_read(read, only):
    titles = [*TITLES[:4], "核查结论", *TITLES[4:]]
    facts = read(
        school(支部数=3, 有食堂="是", 学段="小学", 覆盖率="95%"),
        ["0012", "二中", "支部数", 3, "属实", None, *STAMP],
        ["0012", "二中", "有食堂", "是", "不属实", "否", *STAMP],
        ["0012", "二中", "学段", "小学", "不属实", None, *STAMP],
        ["0012", "二中", "覆盖率", "95%", "待核", None, *STAMP],
        titles=titles,
    )
    assert [text(facts, each) for each in ("支部数", "有食堂", "学段", "覆盖率")] == [
        "3", "否", "无法识读", "95%",
    ]  # fmt: skip
    assert "不属实" in only(facts, "F072").message
    assert len(facts.revisions) == 3


def test_verifying_when_a_tick_may_mean_yes_then_it_is_asked_about(read, only):
    facts = read(school(有食堂="否"), row("有食堂", "否", "√"))
    assert "只打了勾" in only(facts, "F072").message
    assert text(facts, "有食堂") == "无法识读"
    assert (
        read(school(有食堂="是"), row("有食堂", "是", "√")).revisions[0].outcome
        is Outcome.CONFIRMED
    )


def test_verifying_when_a_field_is_written_by_its_alias_or_with_a_unit_then_it_is_found(
    read, codes
):
    facts = read(school(支部数=3, 覆盖率="95%"), row(" 党支部数（个）：", 3, 2))
    assert (text(facts, "支部数"), codes(facts)) == ("2", [])


@pytest.mark.parametrize(
    ("field", "word", "hint"),
    [
        ("支部数量", "不是字段", "支部数"),
        ("获奖", "是台账", "核查结论"),
        ("学校名称", "不能在核查表里改", "基本信息"),
        ("完全没有的东西", "不是字段", "字段名称要与填报表的一致"),
    ],
)
def test_verifying_when_a_field_is_not_known_then_an_error_says_the_way_out(
    read, only, field, word, hint
):
    facts = read(school(支部数=3), row(field, None, 2))
    error = only(facts, "F071")
    assert word in error.message
    assert hint in error.hint
    assert str(error.place).endswith("!C2")
    assert facts.revisions == ()


def test_verifying_when_a_school_is_named_and_not_numbered_then_it_is_resolved_with_a_note(
    read, only
):
    facts = read(school(支部数=3), row("支部数", 3, 2, school_id=None))
    assert text(facts, "支部数") == "2"
    assert only(facts, "F092").severity == "note"


@pytest.mark.parametrize(
    ("school_id", "name", "told"),
    [
        ("0O12", "二中", "没有交事实表"),
        ("9999", "无此校", "没有交事实表"),
        (None, "二种", "没有学校标识码，别处也没有写明"),
        (None, None, "没有写明是哪"),
        ("0012", "三中", "名称却是"),
    ],
)
def test_verifying_when_the_school_is_not_clear_then_nothing_is_taken(read, school_id, name, told):
    facts = read(
        [school(支部数=3), school("0013", "三中", 支部数=5)],
        row("支部数", 3, 2, school_id=school_id, name=name),
    )
    (error,) = [each for each in facts.problems if each.severity == "error"]
    assert error.code == ("F020" if name == "二种" else "F070")
    assert told in error.message
    assert facts.school_ids == ("0012", "0013")
    assert (text(facts, "支部数"), facts.revisions) == ("3", ())


@pytest.mark.parametrize(
    ("value", "stamp", "lacking"),
    [
        (2, [None, "2025-11-20", "缺批复", None], "核查人"),
        (2, ["张三", None, None, None], "核查日期、核查理由"),
        ("维持", [None, None, None, None], "核查人、核查日期"),
    ],
)
def test_verifying_when_who_when_or_why_is_lacking_then_a_warning_says_so(
    read, only, value, stamp, lacking
):
    facts = read(school(支部数=3), row("支部数", 3, value, stamp=stamp))
    warning = only(facts, "F074")
    assert warning.severity == "warning"
    assert f"没有写{lacking}，" in warning.message


def test_verifying_when_many_rows_lack_a_reason_then_it_is_said_once(read, only):
    schools = [school(f"00{n}", f"校{n}", 支部数=3) for n in range(10, 20)]
    rows = [
        row("支部数", 3, 2, f"00{n}", f"校{n}", [*STAMP[:2], None, None]) for n in range(10, 20)
    ]
    assert "有 10 项" in only(read(schools, *rows), "F074").message


def test_verifying_when_the_sheet_is_signed_above_then_that_is_who_and_when(folder, codes):
    folder.workbook("a.xlsx", {"学校": [HEAD, school(支部数=3)]})
    head = [
        ["核查组：第一组", None],
        ["核查人：张三", "核查日期：2025年11月20日"],
        ["学校名称", "字段", "核查值", "理由"],
    ]
    folder.workbook("b.xlsx", {"核查表": [*head, ["二中", "支部数", 2, "缺批复"]]})
    facts = folder.read()
    assert (facts.revisions[0].who, facts.revisions[0].when) == (
        "第一组，张三", "2025-11-20",
    )  # fmt: skip
    assert "F074" not in codes(facts)


def test_two_values_when_a_team_verified_the_fact_then_there_is_nothing_left_to_mend(folder, only):
    head = ["学校标识码", "学校名称", "支部数"]
    folder.workbook("a.xlsx", {"学校": [head, ["0012", "二中", 3]]})
    folder.workbook("b.xlsx", {"学校": [head, ["0012", "二中", 4]]})
    assert only(folder.read(), "F023").message.endswith("，两处都不采用")
    folder.workbook("c.xlsx", {"核查": [head, ["0012", "二中", 5]]})
    facts = folder.read()
    assert not [each for each in facts.problems if each.code == "F023"]
    found = only(facts, "F098")
    assert found.severity.value == "note"
    assert found.message.endswith("“3”；核查为“5”，用核查的")
    assert facts.conflicts[0].is_settled
