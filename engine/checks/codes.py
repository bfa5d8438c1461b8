"""Every code that checking facts before scoring can report, with its meaning: codes are stable."""

from __future__ import annotations

from collections.abc import Mapping

# Those that a hand-worked case may expect of a school: what its own facts say. The schools of a
# case are often one school with changes, so that what is equal between them proves nothing.
OF_A_SCHOOL = ("K010", "K011", "K013", "K021", "K030")

CODES: Mapping[str, str] = {
    # checks of the ruleset
    "K001": "部分多于整体",
    "K002": "核对的条件不成立",
    "K003": "日期不在考核窗口内",
    "K009": "因缺事实，有核对不能判定",
    # what applies to whom
    "K010": "不适用的字段填了值",
    "K011": "适用的字段填了“不适用”",
    "K012": "不适用的格子里填了 0、“否”或“无”",
    "K013": "适用的必填字段没有填",
    # the same twice
    "K020": "应各不相同的值相同",
    "K021": "同一所学校的两行像是同一件事",
    "K022": "两所学校的两行像是同一件事",
    # last year
    "K030": "与去年相比变动过大",
    "K031": "没有去年的事实，较上年变动没有核对",
    # between schools
    "K040": "两所学校的表照抄一样",
}
