"""Say in Chinese what is wrong where an editor refuses a value, and what may stand there.

An editor that knows the keyword `errorMessage` (the YAML extension of VS Code does) shows the
sentence instead of its own English one; others ignore it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.glossary import KEYS, WORDS, chinese_key

_BY_KIND = {
    "number": "这里写数，如 2、0.5、90%、10/3：不带单位，不加引号，不用全角",
    "number_or_blank": "这里写数，如 2、0.5、90%；一头不限的写 ~",
    "integer": "这里写整数，如 3：不带单位，不加引号",
    "boolean": "这里写 是 或 否",
    "date": "这里写日期，如 2025-09-01",
    "text": "这里写文字",
}


def message_for(schema: dict[str, Any]) -> str:
    """Return what to say where a value is not of a definition's shape; nothing if it has none."""
    if "x-words" in schema:
        words = (spellings[0] for spellings in WORDS[schema["x-words"]].values())
        return f"这里从这些词里选一个：{'、'.join(words)}"
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "properties" in schema:
        instead = "写名称，或写" if "string" in kinds else "写"
        return f"这里{instead}“键: 值”，键只能是：{_listed(schema['properties'])}"
    if "x-kind" in schema:
        or_list = "，或文字的列表" if "array" in kinds else ""
        return _BY_KIND[schema["x-kind"]] + or_list
    if kinds == ["array"]:
        return "这里写列表：一项一行，前面写“- ”；短的写在一行：[甲, 乙]"
    if kinds == ["object"]:
        return "这里写“名称: 值”，一行一个"
    return ""


def message_on_keys(keys: Iterable[str]) -> str:
    """Return what to say where a key may not be written beside the others."""
    return f"照这里的写法，只能有这些键：{_listed(keys)}"


def message_on_lack(key: str) -> str:
    """Return what to say where a key is not written that must be."""
    return f"还缺“{chinese_key(key)}”（英文 {key}），必须写"


def message_on_choice(keys: Iterable[str]) -> str:
    """Return what to say where not exactly one of some keys is written."""
    return f"{_listed(keys)}里写一个，也只写一个"


def title_of(key: str) -> str:
    """Return the title of a key: its Chinese spelling, and the English one beside it."""
    return f"{chinese_key(key)}（{key}）" if key in KEYS else key


def _listed(keys: Iterable[str]) -> str:
    return "、".join(chinese_key(key) for key in keys)
