"""Where counties or inspections are assessed, messages speak of them, not of schools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.diagnostics import FactsUnusable
from engine.ruleset.model import RuleSet, Subject


@pytest.fixture
def counties(folder: Any, ruleset: RuleSet) -> Any:
    folder.ruleset = replace(ruleset, subject=Subject("县区"))
    return folder


def said(facts: Any) -> Iterator[str]:
    return (f"{each.message}{each.hint}" for each in facts.problems)


def test_problems_when_counties_are_assessed_then_none_speaks_of_schools(counties: Any) -> None:
    counties.workbook(
        "甲.xlsx",
        {
            "县": [
                ("学校标识码", "学校名称", "支部数", "覆盖率"),
                ("01", "甲县", 3, "50%"),
                ("01", "甲县", 4, "50%"),
                ("02", "乙县", "不适用", None),
                ("", "丙县", 5, None),
            ],
            "师德案件": [
                ("学校标识码", "教师", "严重程度", "决定日期"),
                ("09", "张三", "S1", "2025-03-01"),
                ("01", "-", "", ""),
                ("02", "李四", "S1", "2031-01-01"),
            ],
        },
    )
    told = list(said(counties.read()))
    codes = {each.code for each in counties.read().problems}
    assert codes >= {"F020", "F022", "F023", "F050", "F054", "F055", "F057", "F060"}
    assert not [each for each in told if "学校" in each or " 所" in each]
    assert any("2 个县区" in each for each in told)
    assert any("县区“01”" in each for each in told)
    assert any("没有县区标识码" in each for each in told)


def test_facts_when_no_county_could_be_read_then_the_message_says_county(counties: Any) -> None:
    counties.text("空.csv", "支部数\n3\n")
    with pytest.raises(FactsUnusable, match="一个县区也没有读到"):
        counties.read()
