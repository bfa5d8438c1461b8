"""Explain a YAML syntax error in Chinese: at the line to blame, with the way out.

The parser stops where it can go no further, which is often the line after the mistake; the
lines around it are searched for the slips that people really make.
"""

from __future__ import annotations

import re

import yaml
from yaml.reader import Reader, ReaderError

from engine.diagnostics import Diagnostics, Place
from engine.glossary import KEYS
from engine.ruleset.lookalikes import key_with_wide_colon, key_without_space, narrow

_UNPRINTABLE: re.Pattern[str] = Reader.NON_PRINTABLE
_LEADING_TAB = re.compile(r"^ *\t")
_LEADING_WIDE_SPACE = re.compile(r"^ *[\u3000\u00a0]")
_WIDE_BRACKET = re.compile(r"(?:^|[:\-\[{,]\s)\s*([［｛【])|([］｝】])\s*$")
_FLOW_WIDE_COMMA = re.compile(r"[\[{][^\"'#]*，")
_FLOW_NO_VALUE = re.compile(r"[{,]\s*([^\s：:，,#{}\[\]\"']+):[,}\]]")
_FLOW_WIDE_COLON = re.compile(r"[\[{,]\s*([^\s：:，,#{}\[\]\"']+)：")

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
    lines = text.splitlines() or [""]
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    last, column = (mark.line, mark.column) if mark else _reader_position(problem, text)
    context = getattr(problem, "context_mark", None)
    first = min(context.line, last) if context else last
    last = min(last, len(lines) - 1)
    found = False
    for number in sorted({max(0, first - 1), *range(first, last + 1)}):
        if number < len(lines):
            found |= _report_slip(lines[number], number, name, diagnostics)
    for number, line in enumerate(lines):
        if key_with_wide_colon(line) in _KNOWN_KEYS:
            found |= _report_slip(line, number, name, diagnostics)
    if found:
        return
    meaning, hint = _meaning(problem)
    is_alias = "别名" in meaning or "锚点" in meaning
    diagnostics.error(
        "Y009" if is_alias else "Y003",
        f"YAML 语法有误：{meaning}",
        Place(name, line=last + 1, column=column + 1),
        lines[last].strip()[:60],
        hint,
    )


_KNOWN_KEYS = frozenset(KEYS) | {word for words in KEYS.values() for word in words}


def _reader_position(problem: yaml.YAMLError, text: str) -> tuple[int, int]:
    # The C parser counts bytes, the Python one characters: look for the character itself.
    found = _UNPRINTABLE.search(text) if isinstance(problem, ReaderError) else None
    before = text[: found.start() if found else 0]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def _meaning(problem: yaml.YAMLError) -> tuple[str, str]:
    said = " ".join(
        str(getattr(problem, part, "") or "") for part in ("problem", "reason", "context")
    )
    for phrase, meaning, hint in _PROBLEMS:
        if phrase in said:
            return meaning, hint
    return "这里的写法读不懂", "请检查缩进、冒号后的空格、引号和括号是否配对"


def _report_slip(line: str, number: int, name: str, diagnostics: Diagnostics) -> bool:
    """Report the slip of one line, if it has one."""
    code, message, hint, sign = _find_slip(line)
    if not code:
        return False
    column = line.find(sign) + 1 if sign else 1
    place = Place(name, line=number + 1, column=max(column, 1))
    diagnostics.error(code, message, place, line.strip()[:60], hint)
    return True


def _find_slip(line: str) -> tuple[str, str, str, str]:
    """Return code, message, hint and the sign to point at; an empty code without a slip."""
    stripped = line.strip()
    if _LEADING_TAB.match(line):
        return "Y004", "用制表符（Tab）缩进", "请改用空格缩进", "\t"
    if found := _LEADING_WIDE_SPACE.match(line):
        return "Y007", "用全角空格缩进", "请改用半角空格缩进", found.group()[-1]
    if stripped.startswith("#"):
        return "", "", "", ""
    if key := key_with_wide_colon(line) or _in_flow(line, _FLOW_WIDE_COLON):
        hint = f"请写成“{key}: …”（半角冒号加一个空格）"
        return "Y005", f"“{key}”后面的冒号是全角的", hint, "："
    if found := _WIDE_BRACKET.search(line):
        sign = found.group(1) or found.group(2)
        return "Y007", f"括号“{sign}”是全角的", f"请改用半角括号“{narrow(sign)}”", sign
    if _FLOW_WIDE_COMMA.search(line):
        return "Y006", "括号里的逗号是全角的", "请改用半角逗号“,”", "，"
    if key := _in_flow(line, _FLOW_NO_VALUE):
        return "Y005", f"“{key}”的冒号后面没有写值", "请在冒号后面加一个空格，再写值", f"{key}:"
    if (key := key_without_space(line)) and not key.isdigit():
        return "Y005", f"“{key}”的冒号后面没有空格", "请在冒号后面加一个空格", ":"
    return "", "", "", ""


def _in_flow(line: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(line)
    return found.group(1) if found else ""
