"""Every code that letters can report, with its meaning: one list, and codes are stable."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "T001": "模板里写了没有的标签",
    "T002": "模板里的标签写坏了：括号不成对、断在两段里、用了全角符号",
    "T003": "模板里的标签成对的部分不齐，或写法认不得",
    "T004": "模板里的标签放错了位置，套出来的不是完整的 Word 文件",
    "T005": "模板里还有没接受的修订",
    "T006": "名称里有像个人信息的内容，公示前要看一看",
}
