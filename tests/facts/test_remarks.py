"""Rows that are no data are told by their whole first cell, and are said."""

import pytest

from engine.facts.layout.remarks import is_example, is_remark, is_total

HEAD = ["学校标识码", "学校名称", "支部数", "经费"]
SCHOOL = ["0012", "二中", 3, 10]


@pytest.mark.parametrize(
    "text", ["合计", "合　计", "全县合计", "总计：", "小计", "共计12次", "平均值", "Total", "汇总"]
)
def test_totals_are_told(text):
    assert is_total(text)


@pytest.mark.parametrize(
    "text",
    [
        "注：以上为年末数",
        "※ 以上隐患均已上报",
        "填表说明：截至12月31日",
        "填表人：张三 联系电话：138",
        "附：另有纸质材料",
        "单位（盖章）",
        "2025年12月31日",
        "以上情况属实。",
        "校长签字：",
    ],
)
def test_remarks_are_told(text):
    assert is_remark(text)


@pytest.mark.parametrize(
    "text", ["示例", "（示例）", "填写示例：", "样例1", "例", "（示例）某某比赛", "例：合唱"]
)
def test_examples_of_a_template_are_told(text):
    assert is_example(text)


@pytest.mark.parametrize(
    "text",
    [
        "说明文写作大赛",
        "合计划桨",
        "会计学校",
        "示例幼儿园",
        "例会制度",
        "示例课评比（市级）",
        "校长杯足球赛",
        "注音识字比赛",
        "0012",
        "附属小学",
        "日期",
    ],
)
def test_data_is_not_taken_for_a_remark(text):
    assert not any(told(text) for told in (is_total, is_remark, is_example))


@pytest.mark.parametrize(
    "row",
    [
        ["本表合计", None, 33, 120],
        [None, "合计", 33, 120],
        ["（示例）", "某某学校", 1, 1],
        ["以上各校的数字由县教育局人事股汇总后统一报送", None, None, None],
        ["请各校如实填写。", None, None, None],
    ],
)
def test_reading_a_row_when_it_is_no_school_then_a_note_says_so_and_no_school_is_made(
    folder, codes, row
):
    facts = folder.read_rows(HEAD, SCHOOL, row)
    assert facts.school_ids == ("0012",)
    assert codes(facts) == ["F017"]


def test_reading_a_remark_when_it_is_merged_across_then_it_is_said_once(folder, codes):
    folder.workbook(
        "a.xlsx",
        {"学校": [HEAD, SCHOOL]},
        merge={"学校": [(2, 0, 3, 3, "说明：本表一式两份")]},
    )
    assert set(codes(folder.read())) == {"F017"}


def test_reading_a_column_when_only_a_total_stands_in_it_then_its_header_is_not_missed(
    folder, codes
):
    facts = folder.read_rows([*HEAD, None], [*SCHOOL, None], ["合计", None, 3, 10, "共1所"])
    assert codes(facts) == ["F017"]
