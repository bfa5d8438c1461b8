"""What a clerk is told beside a cell: note, limits, evidence, and when to leave it blank."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from engine.diagnostics import Place
from engine.ruleset.dictionary import FromLastYear
from engine.ruleset.model import Field, FieldType
from engine.templates.wording import help_text

HERE = Place("fields.yaml")


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        (FieldType.BOOLEAN, {}, "选“是”或“否”"),
        (FieldType.INTEGER, {"low": Fraction(0), "high": Fraction(12)}, "0 至 12 的整数"),
        (FieldType.INTEGER, {"low": Fraction(1)}, "不小于 1 的整数"),
        (FieldType.INTEGER, {}, "整数"),
        (FieldType.NUMBER, {"decimals": 2, "high": Fraction(9)}, "不大于 9 的数，最多 2 位小数"),
        (
            FieldType.PERCENT,
            {"decimals": 4, "low": Fraction(0), "high": Fraction(1)},
            "百分数，如 95.5%；0% 至 100%",
        ),
        (FieldType.DATE, {"note": "决定的日期。"}, "决定的日期；日期，如 2025-09-01"),
        (
            FieldType.SET,
            {"choices": ("足球", "篮球")},
            "可填几个，中间用顿号“、”隔开：足球、篮球；一个也没有的填“无”",
        ),
        (FieldType.INTEGER, {"marks": {"*": "not_applicable"}}, "整数；“*”表示不适用"),
        (
            FieldType.CHOICE,
            {"choices": ("优秀",), "from_last_year": FromLastYear("result", "grade", HERE)},
            "从下拉框里选：优秀；读得到上年的，由程序填，可以空着",
        ),
        (FieldType.CHOICE, {"choices": tuple(f"第{n}种选项" for n in range(9))}, "从下拉框里选"),
    ],
)
def test_help_when_asked_then_it_says_what_the_cell_takes(
    kind: FieldType, more: dict[str, Any], said: str
) -> None:
    assert help_text(Field("甲", kind, HERE, **more)) == said


def test_help_when_a_field_may_not_apply_then_that_comes_first() -> None:
    field = Field("甲", FieldType.BOOLEAN, HERE, note="说明")
    told = help_text(field, "“有食堂”为“是”")
    assert told == "“有食堂”为“是”的才填，其余空着；说明；选“是”或“否”"
