"""Type a written value by what the rule expects, exactly; explain what cannot be typed.

YAML 1.1 would read `1:30` as 90, `012` as 10, `yes` as true and `1_000` as 1000. Here a
value is text until a rule expects a number, a date or a yes, and then only the plain
ways of writing one are accepted; everything else names its way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from engine.ruleset.lookalikes import has_full_width, narrow, slip_hint
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode, describe_node

Typed = Fraction | date | bool | str

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?%?")
_RATIO = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))/([1-9][0-9]{0,8})")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE = re.compile(r"([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?")
_UNIT_BEHIND = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*([^\x00-\x7f].*)")

_TRUE = frozenset({"是", "true", "True", "TRUE"})
_FALSE = frozenset({"否", "false", "False", "FALSE"})
_YAML_BOOLEANS = {
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON", "y", "Y", "有", "对", "√"), "是"),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF", "n", "N", "无", "错", "×"), "否"),
}

# A reader returns the typed value, or (what is wrong, the way out).
Refusal = tuple[str, str]


def read_number(node: Node) -> Fraction | Refusal:
    """Read an exact number: `2`, `0.5`, `90%` or `10/3`.

    >>> from engine.diagnostics import Place
    >>> read_number(ScalarNode("90%", False, Place("a.yaml")))
    Fraction(9, 10)
    """
    if not isinstance(node, ScalarNode) or node.is_blank:
        return _wrong_kind(node, "数", "2、0.5、90% 或 10/3")
    text = node.text.strip()
    if node.quoted:
        return (
            f"“{node.text}”带了引号，是文字，不是数",
            "请去掉引号" if parse_number(text) is not None else "请写数，如 2、0.5、90%、10/3",
        )
    number = parse_number(text)
    return number if number is not None else _explain_number(text)


def read_integer(node: Node) -> int | Refusal:
    """Read a whole number, written without a point, a percent sign or a slash."""
    number = read_number(node)
    if isinstance(number, tuple):
        return number
    assert isinstance(node, ScalarNode)
    if number.denominator != 1 or not node.text.strip().lstrip("-").isdigit():
        return f"“{node.text}”不是整数", f"请写整数，如 {number.numerator // number.denominator}"
    return number.numerator


def read_boolean(node: Node) -> bool | Refusal:
    """Read 是 or 否 (true and false are the same)."""
    if not isinstance(node, ScalarNode) or node.is_blank:
        return _wrong_kind(node, "是否", "是 或 否")
    if not node.quoted and node.text in _TRUE:
        return True
    if not node.quoted and node.text in _FALSE:
        return False
    if node.quoted and node.text in _TRUE | _FALSE:
        return f"“{node.text}”带了引号，是文字", "请去掉引号"
    meant = _YAML_BOOLEANS.get(node.text)
    return f"“{node.text}”不是“是”或“否”", f"请写 {meant}" if meant else "请写 是 或 否"


def read_date(node: Node) -> date | Refusal:
    """Read a date written as `2025-09-01`."""
    if not isinstance(node, ScalarNode) or node.is_blank:
        return _wrong_kind(node, "日期", "2025-09-01")
    text = node.text.strip()
    if found := _DATE.fullmatch(text):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return f"“{text}”不是日历上有的日期", "请核对年、月、日"
    loose = _LOOSE_DATE.fullmatch(narrow(text))
    if loose:
        year, month, day = (int(part) for part in loose.groups())
        return f"日期“{text}”的写法不对", f"请写成 {year:04}-{month:02}-{day:02}"
    return f"“{text}”不是日期", "请写成 2025-09-01 的样子"


def read_text(node: Node) -> str | Refusal:
    """Read a text: anything that is written, as it is written."""
    if not isinstance(node, ScalarNode) or (node.is_blank or not node.text.strip()):
        return _wrong_kind(node, "文字", "")
    return node.text


def read_number_or_blank(node: Node) -> Fraction | Refusal | None:
    """Read an exact number, or None where nothing is written (an open end)."""
    if isinstance(node, ScalarNode) and node.is_blank:
        return None
    return read_number(node)


READERS: dict[str, Callable[[Node], Typed | int | Refusal | None]] = {
    "number": read_number,
    "number_or_blank": read_number_or_blank,
    "integer": read_integer,
    "boolean": read_boolean,
    "date": read_date,
    "text": read_text,
}


def parse_number(text: str) -> Fraction | None:
    """Return the exact number that a plain text writes, or None.

    >>> parse_number("10/3"), parse_number("-0.50"), parse_number("012")
    (Fraction(10, 3), Fraction(-1, 2), None)
    """
    if found := _RATIO.fullmatch(text):
        return Fraction(int(found.group(1)), int(found.group(2)))
    if not _NUMBER.fullmatch(text):
        return None
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def _explain_number(text: str) -> Refusal:
    """Say why a text is not a number, trap by trap."""
    wrong = f"“{text}”不是数"
    plain = narrow(text).replace(" ", "")
    if has_full_width(text) and plain != text.replace(" ", ""):
        exact = parse_number(plain) is not None
        hint = f"请写成 {plain}" if exact else _explain_number(plain)[1]
        return f"“{text}”里有全角字符", hint
    if re.fullmatch(r"-?0[0-9]+(\.[0-9]+)?%?", text):
        bare = text.replace("-", "").lstrip("0") or "0"
        return f"“{text}”以 0 开头", f"请写成 {bare}；若是编号，请写在文字里并加引号"
    if re.fullmatch(r"[0-9]+(:[0-9]{1,2})+", text):
        minutes = [int(part) for part in text.split(":")]
        total = minutes[0] * 60 + minutes[1]
        return (
            f"“{text}”是时刻或比，不是数",
            f"时长请换算成一个数（如 {total}），比请写成 1/3 的样子",
        )
    if re.fullmatch(r"-?[0-9][0-9_, ]*(\.[0-9]+)?%?", plain) and re.search("[_, ]", text):
        return wrong, f"数里不要用分隔符，请写成 {re.sub('[_, ]', '', plain)}"
    if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]{1,3}", text):
        return wrong, f"不用科学记数法，请写成 {_plain_exponent(text)}"
    if re.fullmatch(r"\+[0-9.]+%?", text) or re.fullmatch(r"-?\.[0-9]+%?", text):
        fixed = text.lstrip("+")
        fixed = re.sub(r"^(-?)\.", r"\g<1>0.", fixed)
        return wrong, f"请写成 {fixed}"
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?%?", text):
        return f"“{text}”太长了", "整数部分最多 18 位，小数最多 12 位"
    if re.fullmatch(r"-?[0-9]+/0+", text):
        return wrong, "分母不能是 0"
    if text in _YAML_BOOLEANS or text in _TRUE or text in _FALSE:
        return wrong, "这里要写数，如 2、0.5、90%、10/3"
    if _LOOSE_DATE.fullmatch(plain):
        return f"“{text}”是日期，不是数", "这里要写数，如 2、0.5、90%、10/3"
    if (found := _UNIT_BEHIND.fullmatch(plain)) and parse_number(found.group(1)) is not None:
        return wrong, f"数后面不要写单位，请只写 {found.group(1)}"
    return wrong, slip_hint(text) or "请写数，如 2、0.5、90%、10/3"


def _plain_exponent(text: str) -> str:
    """Write `1e3` as 1000; exponents past a few places are surely something else."""
    if abs(int(re.split("[eE]", text)[1])) > 18:
        return "普通的小数"
    return format(Decimal(text), "f")


def _wrong_kind(node: Node, wanted: str, example: str) -> Refusal:
    hint = f"请写{wanted}，如 {example}" if example else f"请写{wanted}"
    match node:
        case ScalarNode():
            return "没有写值", hint
        case SequenceNode():
            return f"这里要一个{wanted}，写成了{describe_node(node)}", hint
        case MappingNode():
            return f"这里要一个{wanted}，写成了{describe_node(node)}", hint
