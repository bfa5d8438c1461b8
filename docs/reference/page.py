"""Put the reference page together: keys, fixed words, methods, policies, each with an example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from engine.glossary import KEYS, WORDS
from engine.ruleset.keys import load_schema
from reference.keys import key_pages, word_rows
from reference.worked import Worked, work

EXAMPLES = Path(__file__).parent / "examples"
_HEAD = """\
<!-- 这一页由 make reference 生成，请不要直接改：键的含义写在 engine/ruleset/schema.json，
方法的说明写在 engine/scoring/methods/ 各文件的开头，例子写在 docs/reference/examples/。 -->

# 规则参考

每个键、每个固定的词、每种计分方法，各有一条。怎样从头写一套规则，见[规则语言](rule-language.md)。
例子都由程序算出：事实、得分和那句“怎么算的”就是 `pingheng explain` 会说的话。

任何一个值都可以分期写（`{分期: [{起, 止, 值}]}`），下面各表不再重复。
"""
# Words that only name something: no arithmetic or grade depends on how they are understood.
_PLAIN = ("type", "method", "purpose", "period", "standing_for", "severity", "conflicts", "years")
# Worked out on the page of the rule language, by a case beside a profile.
_IN_PROFILES = ("fill_up",)
# Words about last year: what they do needs results of last year, which an example has not.
_OF_LAST_YEAR = ("last_result", "last_table", "if_differing", "without_last")
_TITLES = {
    "missing": "缺失时", "not_applicable": "不适用时", "proposals": "否决建议", "rounding": "取整",
    "conflicts": "来源冲突",
    "ties": "同分", "unrated": "无分时", "combine": "合成", "type": "字段类型", "period": "周期",
    "purpose": "用途", "standing_for": "特殊的格子", "rank_ties": "名次的同分",
    "ranked_by": "排名赋分的按",
    "measure": "结果值里的总分", "evidence_action": "佐证办法",
    "last_result": "取自上年的结果", "last_table": "取自上年的台账",
    "if_differing": "不一致时", "without_last": "没有上年时",
}  # fmt: skip


def page() -> str:
    """Return the whole page."""
    chapters = (
        ("1. 键", key_pages()),
        ("2. 固定的词", _plain_words()),
        ("3. 计分方法", _methods()),
        ("4. 各种处理", _policies()),
    )
    lines = [_HEAD]
    for title, chapter in chapters:
        lines += [f"## {title}", "", *chapter]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def lacking() -> list[str]:
    """Say what has no description or no example yet, and where it is to be written."""
    said = []
    for word in WORDS["method"]:
        if not method_about(word):
            said.append(
                f"{word}: write 说明：… in the docstring of engine/scoring/methods/{word}.py"
            )
    for name in (*WORDS["method"], *policies()):
        if not (EXAMPLES / f"{name}.yaml").is_file():
            said.append(f"{name}: write an example docs/reference/examples/{name}.yaml")
    return said


def policies() -> list[str]:
    """Return the groups of words that decide how something is dealt with."""
    return [group for group in WORDS if group not in (*_PLAIN, *_OF_LAST_YEAR, *_IN_PROFILES)]


def _plain_words() -> Iterator[str]:
    for group in (*_PLAIN, *_OF_LAST_YEAR, *_IN_PROFILES):
        if group != "method":
            yield f"**{_title(group)}**"
            yield ""
            yield from word_rows(group)


def _title(group: str) -> str:
    return _TITLES.get(group) or (KEYS[group][0] if group in KEYS else group)


def method_about(word: str) -> str:
    """Return the Chinese paragraph (说明：) of the docstring of a method's module."""
    try:
        doc = import_module(f"engine.scoring.methods.{word}").__doc__ or ""
    except ModuleNotFoundError:
        return ""
    for paragraph in doc.split("\n\n"):
        if paragraph.lstrip().startswith("说明："):
            return "".join(line.strip() for line in paragraph.splitlines()).removeprefix("说明：")
    return ""


def _methods() -> Iterator[str]:
    for word, spellings in WORDS["method"].items():
        yield f"### {spellings[0]} `{word}`"
        yield ""
        yield method_about(word)
        yield ""
        yield from _keys_of_method(word)
        yield from _example(word)


def _keys_of_method(word: str) -> Iterator[str]:
    rule = _rule_of(word)
    required: Sequence[str] = rule.get("required", ())
    allowed = rule.get("propertyNames", {}).get("enum", ())
    optional = [key for key in allowed if key not in (*required, "method", "note")]
    named = {"必须写": required, "还可以写": optional}
    yield (
        "；".join(
            f"{label}：{'、'.join(f'{KEYS[key][0]} `{key}`' for key in keys)}"
            for label, keys in named.items()
            if keys
        )
        + "。"
    )
    yield ""


def _rule_of(word: str) -> Mapping[str, Any]:
    for rule in load_schema()["$defs"]["method"]["allOf"]:
        if word in rule["if"].get("properties", {}).get("method", {}).get("enum", ()):
            found: Mapping[str, Any] = rule["then"]
            return found
    return {}


def _policies() -> Iterator[str]:
    for group in policies():
        yield f"### {_title(group)}"
        yield ""
        yield from word_rows(group)
        yield from _example(group, [spellings[0] for spellings in WORDS[group].values()])


def _example(name: str, words: Sequence[str] = ()) -> Iterator[str]:
    path = EXAMPLES / f"{name}.yaml"
    if not path.is_file():
        return
    is_by_word = "〔写法〕" in path.read_text(encoding="utf-8")
    yield from _worked(work(path, words if is_by_word else ()))


def _worked(worked: Worked) -> Iterator[str]:
    yield "例："
    yield ""
    yield f"```yaml\n{worked.text}\n```"
    yield ""
    yield f"| {' | '.join(worked.head)} |"
    yield "|" + "---|" * len(worked.head)
    for row in worked.rows:
        yield f"| {' | '.join(cell.replace('|', '／') for cell in row)} |"
    yield ""
