"""Find the slip of the keyboard or of the layout that explains why a text is not YAML.

The parser stops where it can go no further and names what it wanted there; a person wants
to know which line to mend, and how. One function looks for each sort of slip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.ruleset.lookalikes import key_with_wide_colon, key_without_space, narrow

_LEADING_TAB = re.compile(r"^ *\t")
_LEADING_WIDE_SPACE = re.compile(r"^ *[\u3000\u00a0]")
_WIDE_BRACKET = re.compile(r"(?:^|[:\-\[{,]\s)\s*([［｛【])|([］｝】])\s*$")
_FLOW_NO_VALUE = re.compile(r"[{,]\s*([^\s：:，,#{}\[\]\"']+):[,}\]]")
_FLOW_WIDE_COLON = re.compile(r"[\[{,]\s*([^\s：:，,#{}\[\]\"']+)：")
_OPENED_VALUE = re.compile(r"^\s*(?:-\s+)*[^\s:：#{}\[\],\"']+:\s+([\"'\[{])")
_KEY_FIRST = re.compile(r"^\s*(?:-\s+)?[^\s:：]+:(?:\s|$)")
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Slip:
    """What one line did wrong; `column` counts from 1."""

    code: str
    message: str
    hint: str
    column: int


def find_slip(line: str) -> Slip | None:
    """Return the slip of the keyboard that a line has by itself, if any.

    >>> find_slip("  分值：2").column
    5
    """
    if found := _LEADING_TAB.match(line):
        return Slip("Y004", "用制表符（Tab）缩进", "请改用空格缩进", found.end())
    if found := _LEADING_WIDE_SPACE.match(line):
        message = "用全角空格或不间断空格缩进"
        return Slip("Y007", message, "请改用半角空格缩进", found.end())
    if line.lstrip().startswith("#"):
        return None
    if key := key_with_wide_colon(line) or _in_flow(line, _FLOW_WIDE_COLON):
        hint = f"请写成“{key}: …”（半角冒号加一个空格）"
        return Slip("Y005", f"“{key}”后面的冒号是全角的", hint, line.find("：") + 1)
    if found := _WIDE_BRACKET.search(line):
        sign = found.group(1) or found.group(2)
        hint = f"请改用半角括号“{narrow(sign)}”"
        return Slip("Y007", f"括号“{sign}”是全角的", hint, line.find(sign) + 1)
    if column := _wide_comma_in_brackets(line):
        return Slip("Y006", "括号里的逗号是全角的", "请改用半角逗号“,”", column)
    if key := _in_flow(line, _FLOW_NO_VALUE):
        hint = "请在冒号后面加一个空格，再写值"
        column = line.find(f"{key}:") + 1
        return Slip("Y005", f"“{key}”的冒号后面没有写值", hint, column)
    if (key := key_without_space(line)) and not key.isdigit():
        column = line.find(":") + 1
        hint = "请在冒号后面加一个空格"
        if line[column] in "\u3000\u00a0":
            hint = "冒号后面的空格是全角空格或不间断空格，请改用半角空格"
        return Slip("Y005", f"“{key}”的冒号后面没有空格", hint, column)
    return None


def _in_flow(line: str, pattern: re.Pattern[str]) -> str:
    found = pattern.search(line)
    return found.group(1) if found else ""


def _wide_comma_in_brackets(line: str) -> int:
    """Return the column of the first full-width comma inside brackets, or 0."""
    depth = 0
    for column, sign in enumerate(line, start=1):
        if sign in "\"'#":
            return 0
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "，" and depth > 0:
            return column
    return 0


def find_text_after_close(line: str) -> Slip | None:
    """Return the slip of a value that begins with a quote or bracket and goes on behind it.

    >>> find_text_after_close('依据: [公办]学校').column
    9
    """
    opened = _OPENED_VALUE.match(line)
    if not opened:
        return None
    start = opened.start(1)
    end = _closing(line, start)
    rest = line[end:].lstrip() if end else ""
    if not rest or rest.startswith(("#", ",")):
        return None
    shown = line[start:end]
    whole = line[start:].strip()
    quote = '"' if "'" in whole else "'"
    return Slip(
        "Y003",
        f"{shown} 后面还有文字",
        f"值以引号或括号开头的，请给整段文字加半角引号：{quote}{whole}{quote}",
        len(line) - len(rest) + 1,
    )


def find_open_quote(line: str) -> Slip | None:
    """Return the slip of a value whose quote is not closed on its line."""
    opened = _OPENED_VALUE.match(line)
    if not opened or opened.group(1) not in "\"'" or _closing(line, opened.start(1)):
        return None
    message = "YAML 语法有误：这里的引号没有配对"
    hint = "请补上另一半引号，或删去这个引号"
    return Slip("Y003", message, hint, opened.start(1) + 1)


def find_open_bracket(lines: Sequence[str], first: int, last: int) -> Slip | None:
    """Return the slip of a bracket on line `first` that is still open where a new item begins."""
    outer, inner = lines[first], lines[last]
    begins_anew = inner.lstrip().startswith("- ") or _KEY_FIRST.match(inner)
    if last == first or not begins_anew or _indent(inner) > _indent(outer):
        return None
    found = _OPENED_VALUE.match(outer) or re.match(r"^\s*(?:-\s+)*([\[{])", outer)
    if not found or found.group(1) not in _CLOSING or _closing(outer, found.start(1)):
        return None
    sign = found.group(1)
    message = f"YAML 语法有误：这里的“{sign}”没有用“{_CLOSING[sign]}”结束"
    return Slip("Y003", message, f"请在末尾补上“{_CLOSING[sign]}”", found.start(1) + 1)


def _closing(line: str, start: int) -> int:
    """Return the position after what closes the quote or bracket at `start`, or 0."""
    sign = line[start]
    if sign in "\"'":
        end = line.find(sign, start + 1)
        while sign == "'" and line[end + 1 : end + 2] == "'":
            end = line.find(sign, end + 2)
        return end + 1
    depth = 0
    for position in range(start, len(line)):
        if line[position] == sign:
            depth += 1
        elif line[position] == _CLOSING[sign]:
            depth -= 1
            if depth == 0:
                return position + 1
    return 0


def find_layout_slip(lines: Sequence[str], number: int, said: str) -> Slip | None:
    """Return the slip of a line that does not stand where its neighbours do.

    Args:
        lines: All lines.
        number: The line where the parser stopped, from 0.
        said: What the parser said.
    """
    line = lines[number]
    indent = _indent(line)
    before = next((each for each in reversed(lines[:number]) if _has_content(each)), "")
    if "mapping values are not allowed" in said:
        more = indent - (len(before) - len(before.lstrip(" -")))
        if more <= 0 or not _KEY_FIRST.match(line) or before.rstrip().endswith(":"):
            return None
        message = f"缩进没有对齐：比上一行多缩进了 {more} 格，而上一行已经写完了值"
        return Slip("Y003", message, "同一层的行要从同一列开始", indent + 1)
    if "did not find expected '-' indicator" in said or "expected <block end>" in said:
        message = f"缩进没有对齐：这一行从第 {indent + 1} 列开始，接不上前面的任何一层"
        hint = "同一层的行要从同一列开始；列表的每一项以“- ”开头"
        return Slip("Y003", message, hint, indent + 1)
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
