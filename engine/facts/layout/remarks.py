"""Tell rows that are no data: totals, remarks, signatures, and the example of a template.

They must be told by their whole first cell: a contest named 「说明文写作」 is no remark.
"""

from __future__ import annotations

import re

from engine.facts.books.sheet import Raw, is_blank, plain

_TOTAL = re.compile(
    r".{0,6}(?:[合总小共]计|平均|汇总|均值)[数值]?:?(?:\(.*\)|\d+\D{0,3})?|total|sum"
)
_PEOPLE = r"填[表报写]|审[核批定]|制表|经办|负责|校对|复核|联系|分管领导|校长|书记"
_REMARK = re.compile(
    r"(?:[※*]|\(?注|\(?[备附]注)\d*[:.、,].*|※.*"
    r"|(?:说明|填[表报写]说明|填[表报写]要求|填表须知|附件?\d*):.*"
    rf"|(?:{_PEOPLE})(?:人|单位|电话|方式)?(?:\(?签[字名章]\)?)?:.*"
    r"|.{0,8}\(?(?:盖章|公章|签[字章])\)?:?|(?:填[表报]|报送|制表)?(?:日期|时间):.*"
    r"|\(?以下(?:为)?(?:空白|无正文)\)?"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?|以[上下].{0,30}(?:属实|准确|无误).{0,10}"
)
_MOST_ROWS = 10_000  # that somebody numbers
_EXAMPLE = re.compile(
    r"\(?(?:填[写报表])?(?:示例|样例|范例|举例|例如|例)(?:行|数据)?\d*(?:\)?:?|(?:\):?|:).+)"
)


def is_total(text: str) -> bool:
    """Tell whether a cell heads a row of totals.

    >>> is_total("全县合计"), is_total("合计划桨")
    (True, False)
    """
    return _TOTAL.fullmatch(_close(text)) is not None


def is_remark(text: str) -> bool:
    """Tell whether a cell is a remark, a date, or the line where people sign.

    >>> is_remark("填表人：张三"), is_remark("说明文写作大赛")
    (True, False)
    """
    return _REMARK.fullmatch(_close(text)) is not None


def is_example(text: str) -> bool:
    """Tell whether a cell marks the example row of a template.

    >>> is_example("（示例）"), is_example("示例：合唱比赛"), is_example("示例幼儿园")
    (True, True, False)
    """
    return _EXAMPLE.fullmatch(_close(text)) is not None


def no_data(line: list[Raw]) -> tuple[int, str]:
    """Tell of a row that is no data its first cell's column and what it is; else -1 and nothing."""
    is_first = True
    for column, cell in enumerate(line):
        if is_blank(cell):
            continue
        if is_first and _is_numbering(cell):  # 序号 may go on beside 合计
            is_first = False
            continue
        if not isinstance(cell, str) or _is_plainly_data(cell):
            return -1, ""
        if is_total(cell):
            return column, "合计"
        if is_remark(cell):
            return column, "附注"
        return (column, "填写示例") if is_example(cell) else (-1, "")
    return -1, ""


def _is_numbering(cell: Raw) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and 0 < cell < _MOST_ROWS


def _is_plainly_data(text: str) -> bool:
    """Tell by a cheap look that a cell is an id: digits alone."""
    return text.isascii() and text.strip().isdigit()


def _close(text: str) -> str:
    return plain(text).replace(" ", "").casefold()
