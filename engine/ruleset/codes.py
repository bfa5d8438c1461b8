"""Every code that reading rules can report, with its meaning: one list, and codes are stable.

Y: the text itself (rules, fact sheets in YAML or JSON, and cases). R: what the rules say.
"""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    # the text itself
    "Y001": "文件打不开",
    "Y002": "文件编码不是 UTF-8",
    "Y003": "YAML 语法有误",
    "Y004": "用制表符（Tab）缩进",
    "Y005": "键后面用了全角冒号，或冒号后面没有空格",
    "Y006": "列表或花括号里用了全角逗号",
    "Y007": "用了全角括号、引号或空格",
    "Y008": "同一个键写了两次",
    "Y009": "用了锚点、别名或合并键",
    "Y010": "用了类型标签",
    "Y011": "一个文件里有几份文档",
    "Y012": "文件是空的",
    "Y013": "键不是一段文字",
    "Y014": "层次太深",
}
