"""Every code that checking facts before scoring can report, with its meaning: codes are stable."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    # checks of the ruleset
    "K001": "部分多于整体",
    "K002": "核对的条件不成立",
    "K003": "日期不在考核窗口内",
    "K009": "因缺事实，有核对不能判定",
}
