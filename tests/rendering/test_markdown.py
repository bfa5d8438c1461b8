"""Hold how Markdown is written: tables as GitHub reads them, signs escaped."""

from __future__ import annotations

from datetime import date

import pytest

from engine.rendering.document import Document, Paragraphs, Section, chinese_number
from engine.rendering.markdown import escaped, markdown
from engine.reports.table_block import Column, Table


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲|乙", "甲\\|乙"),
        ("一行\n两行", "一行 两行"),
        ("*重*、_点_、<标签>", "\\*重\\*、\\_点\\_、\\<标签\\>"),
        ("[试行]办法", "\\[试行\\]办法"),
        ("- 一项", "\\- 一项"),
        ("1. 第一", "1\\. 第一"),
        ("-0.5个百分点", "-0.5个百分点"),
        ("C:\\规则", "C:\\\\规则"),
    ],
)
def test_text_when_it_holds_signs_of_markdown_then_they_are_escaped(text: str, wanted: str) -> None:
    assert escaped(text) == wanted


def test_table_when_cells_are_merged_then_the_later_ones_are_ditto_marks() -> None:
    columns = (
        Column("一级指标", 10, is_merged=True),
        Column("二级指标", 10, is_merged=True),
        Column("分值", 5, is_centred=True),
    )
    rows = (
        (("A 组织", "（20分）"), ("甲",), ("1",)),
        (("A 组织", "（20分）"), ("甲",), ("1",)),
        (("B 安全",), ("甲",), ("1",)),
    )
    section = Section(
        "评分指标", (Paragraphs(("说明",), is_numbered=True), Table(columns, rows, "表"))
    )
    text = markdown(Document("方案", ("前言",), (section,), "0", date(2025, 12, 31)))
    assert text == (
        "# 方案\n\n前言\n\n## 一、评分指标\n\n1. 说明\n\n**表**\n\n"
        "| 一级指标 | 二级指标 | 分值 |\n| --- | --- | :-: |\n"
        "| A 组织<br>（20分） | 甲 | 1 |\n| 〃 | 〃 | 1 |\n| B 安全 | 甲 | 1 |\n"
    )


def test_number_of_a_section_when_past_ten_then_is_written_as_in_chinese() -> None:
    assert [chinese_number(each) for each in (1, 9, 10, 11, 20, 21)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
    ]
