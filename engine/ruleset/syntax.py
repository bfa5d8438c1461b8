"""Explain a YAML syntax error in Chinese: at the line to blame, with the way out.

The parser stops where it can go no further, which is often the line after the mistake; the
lines around it are searched for the slips that people really make.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import yaml
from yaml.reader import Reader, ReaderError

from engine.diagnostics import Diagnostics, Place
from engine.glossary import KEYS
from engine.ruleset.lookalikes import key_with_wide_colon
from engine.ruleset.slips import (
    Slip,
    find_layout_slip,
    find_open_bracket,
    find_open_quote,
    find_slip,
    find_text_after_close,
)

_UNPRINTABLE: re.Pattern[str] = Reader.NON_PRINTABLE

_LINE_BREAK = re.compile(r"\r\n|\r|\n")

# What the two parsers say (in part) -> what it means to a person.
_PROBLEMS = (
    (
        "could not find expected ':'",
        "这一行不是“键: 值”的样子",
        "每行写成“键: 值”，冒号后有一个空格",
    ),
    (
        "mapping values are not allowed",
        "这里不该再有冒号",
        "值里有“: ”时请给整段文字加半角引号；也请检查缩进",
    ),
    (
        "found unexpected end of stream",
        "引号或括号没有配对，直到文件结尾",
        "请补上另一半引号或括号",
    ),
    ("expected ',' or '}'", "花括号里少了逗号，或没有用 } 结束", "各项之间用半角逗号“,”分开"),
    ("expected ',' or ']'", "方括号里少了逗号，或没有用 ] 结束", "各项之间用半角逗号“,”分开"),
    ("expected <block end>", "缩进没有对齐", "同一层的行要从同一列开始，只用空格缩进"),
    ("did not find expected key", "缩进没有对齐，或这里应当是一个键", "同一层的行要从同一列开始"),
    ("did not find expected '-' indicator", "列表的这一项没有用“- ”开头", "列表每项以“- ”开头"),
    ("block sequence entries are not allowed", "这里不能开始一个列表", "请把“- ”另起一行并缩进"),
    ("block mapping", "缩进没有对齐", "同一层的行要从同一列开始，只用空格缩进"),
    ("special characters", "有不可见的控制字符", "请删去这个字符后重新输入"),
    ("control characters", "有不可见的控制字符", "请删去这个字符后重新输入"),
    ("cannot start any token", "值不能以这个字符开头", "请给整段文字加半角引号"),
    ("undefined alias", "用了没有定义的别名（*）", "若本来是文字，请加半角引号"),
    ("alias", "用了别名（*）", "若本来是文字，请加半角引号"),
    ("anchor", "用了锚点（&）", "若本来是文字，请加半角引号"),
    ("escape", "双引号里的反斜杠“\\”写法不对", "请改用单引号，或把“\\”写成“\\\\”"),
)


def report_syntax_error(
    problem: yaml.YAMLError, text: str, name: str, diagnostics: Diagnostics
) -> None:
    """Report one syntax error, at the slip that explains it where there is one.

    Args:
        problem: What the parser raised.
        text: The whole text.
        name: The name of the file in places.
        diagnostics: Where the error goes; every known key with a full-width colon goes too.
    """
    lines = _LINE_BREAK.split(text)
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    last, column = (mark.line, mark.column) if mark else _reader_position(problem, text)
    context = getattr(problem, "context_mark", None)
    last = min(last, len(lines) - 1)  # the parser may stop behind the last line
    first = min(context.line, last) if context else last
    slips = _slips_of_lines(lines, range(max(0, first - 1), last + 1))
    if not slips:
        slips = _slip_of_layout(lines, first, last, _said(problem))
    if slips:
        told = {item.place for item in diagnostics}
        for number, slip in slips.items():
            place = Place(name, line=number + 1, column=slip.column)
            value = lines[number].strip()[:60]
            if place not in told:  # else reading told it before the parser stopped
                diagnostics.error(slip.code, slip.message, place, value, slip.hint)
        return
    meaning, hint = _meaning(problem)
    if context and "结尾" in meaning:
        last, column = context.line, context.column
    is_alias = "别名" in meaning or "锚点" in meaning
    if is_alias and lines[last][column - 1 : column] in ("*", "&"):
        column -= 1
    diagnostics.error(
        "Y009" if is_alias else "Y003",
        f"YAML 语法有误：{meaning}",
        Place(name, line=last + 1, column=column + 1),
        lines[last].strip()[:60],
        hint,
    )


def _slips_of_lines(lines: Sequence[str], near: Iterable[int]) -> dict[int, Slip]:
    """Return line number -> the slip of that line: near the error, and known keys anywhere."""
    keys = {number for number, line in enumerate(lines) if key_with_wide_colon(line) in _KNOWN_KEYS}
    found = {number: find_slip(lines[number]) for number in sorted(keys.union(near))}
    return {number: slip for number, slip in found.items() if slip is not None}


def _slip_of_layout(lines: Sequence[str], first: int, last: int, said: str) -> dict[int, Slip]:
    """Return the one line whose quotes, brackets or indentation explain the error."""
    near = range(max(0, first - 1), last + 1)
    for find in (find_text_after_close, find_open_quote):
        for number in reversed(near):
            if slip := find(lines[number]):
                return {number: slip}
    if slip := find_open_bracket(lines, first, last):
        return {first: slip}
    slip = find_layout_slip(lines, last, said)
    return {last: slip} if slip else {}


_KNOWN_KEYS = frozenset(KEYS) | {word for words in KEYS.values() for word in words}


def _reader_position(problem: yaml.YAMLError, text: str) -> tuple[int, int]:
    # The C parser counts bytes, the Python one characters: look for the character itself.
    found = _UNPRINTABLE.search(text) if isinstance(problem, ReaderError) else None
    before = _LINE_BREAK.split(text[: found.start() if found else 0])
    return len(before) - 1, len(before[-1])


def _said(problem: yaml.YAMLError) -> str:
    return " ".join(
        str(getattr(problem, part, "") or "") for part in ("problem", "reason", "context")
    )


def _meaning(problem: yaml.YAMLError) -> tuple[str, str]:
    said = _said(problem)
    for phrase, meaning, hint in _PROBLEMS:
        if phrase in said:
            return meaning, hint
    return "这里的写法读不懂", "请检查缩进、冒号后的空格、引号和括号是否配对"
