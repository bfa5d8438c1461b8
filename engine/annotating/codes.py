"""Every code that annotating can report, with its meaning: one list, and codes are stable."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "B001": "工作簿的内部结构不常见，批注副本只有值",
    "B002": "不是 .xlsx，批注副本另存为 .xlsx，只有值",
    "B003": "读过以后文件又变了或打不开，没有批注副本",
    "B004": "副本里有受批注影响的内容（数字签名、会话式批注）",
}
