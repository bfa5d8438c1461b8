"""Every code that editing can report, with its meaning: one list, and codes are stable."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "W030": "要改的地方不在文件里，或同一处改了两次",
    "W031": "新的内容读不成一个值",
    "W032": "键已经有了，不能再加",
    "W033": "文件的写法改不了（读不通、锚点、标签、“?”开头的键）",
    "W034": "删去后文件里什么也不剩",
}
