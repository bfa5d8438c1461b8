"""Tell what a cell of an edited rulebook wants: nothing, a blank, or another value as YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from engine.diagnostics import Diagnostics, Place
from engine.editing import text_source
from engine.facts.books.sheet import (
    Raw,
    Unreadable,
    float_fraction,
    is_blank,
    number_text,
    plain,
)
from engine.facts.books.sheet import shown as raw_shown
from engine.points import decimal_text
from engine.rulebook.layout import Column, Kind, Shown
from engine.rulebook.showing import PARTING
from engine.rulebook.sources import list_source, mend, parse_source, same_tree
from engine.ruleset.nodes import MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.scalars import read_boolean, read_number

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?%?|-?(?:0|[1-9]\d*)/[1-9]\d*")
_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:\s+0?0:00(?::00)?)?"
)
_BREAKS = re.compile(r"_x000[dD]_|\r\n?|\u2028|\u2029|\x0b")
_UNSEEN = re.compile("[\u0000-\u0008\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]")
_YES = frozenset({"是", "true", "√", "✓", "y", "yes"})
_NO = frozenset({"否", "false", "×", "✗", "n", "no"})
_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a cell wants of the text behind it.

    Args:
        source: YAML of the value; None: nothing is to stand there.
    """

    source: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an edited workbook, and what it showed when it was exported.

    Args:
        old: What stands behind it in the text; None where nothing does.
    """

    raw: Raw
    shown: Shown
    column: Column
    old: Node | None
    place: Place
    is_percent: bool = False


def wanted(cell: Cell, diagnostics: Diagnostics, *, is_english: bool) -> Wanted | None:
    """Return what a cell wants; None where it is as it was exported, or cannot be understood."""
    raw = clean(cell.raw)
    if isinstance(raw, Unreadable):
        diagnostics.error(
            "W009", f"公式没有结果，或结果是错误值（{raw.shown}）", cell.place, raw.shown,
            "请改成值，或在 Excel、WPS 里打开重算后存盘",
        )  # fmt: skip
        return None
    if is_blank(raw):
        return None if cell.shown.is_blank else Wanted(None)
    if is_unchanged(raw, cell.shown, is_percent=cell.is_percent):
        return None
    is_source = cell.shown.is_source or cell.column.kind in (Kind.SOURCE, Kind.ENTRIES)
    if isinstance(raw, str) and (is_source or _is_by_editions(raw, cell.column)):
        return _source(raw, cell, diagnostics)
    if cell.column.kind is Kind.ENTRIES:  # a number, a date, a tick: never entries
        return _source(raw_shown(raw), cell, diagnostics)
    source = _READERS.get(cell.column.kind, _text)(raw, cell, diagnostics, is_english)
    if source is None or (cell.old is not None and _says(source, cell.old)):
        return None
    return Wanted(source)


def clean(raw: Raw) -> Raw:
    """Return a cell without what programs leave in texts: \\r, _x000D_, blanks at the ends."""
    if not isinstance(raw, str):
        return raw
    text = _UNSEEN.sub("", _BREAKS.sub("\n", raw)).replace("\u00a0", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").strip()


def is_unchanged(raw: Raw, shown: Shown, *, is_percent: bool = False) -> bool:
    """Tell whether a cell holds what was exported, whatever type a program gave it."""
    value = shown.value
    match value, raw:
        case float(), bool():
            return False
        case float(), int() | float():
            return float_fraction(float(raw)) == float_fraction(value)
        case float(), str():
            number = _fraction(plain(raw))
            return number is not None and number == float_fraction(value)
        case date(), date():
            return (raw.date() if isinstance(raw, datetime) else raw) == value
        case str(), str():
            return clean(value) == raw
        case str(), bool():
            return False
        case str(), int() | float():
            percent = decimal_text(float_fraction(float(raw)) * 100) + "%" if is_percent else ""
            return value in (number_text(raw), percent)
        case str() | date(), _:
            return str(value) == _day_text(raw)
    return False


def _fraction(text: str) -> Fraction | None:
    if not _NUMBER.fullmatch(text):
        return None
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def _day_text(raw: Raw) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    found = _DAY.fullmatch(plain(raw)) if isinstance(raw, str) else None
    if not found:
        return ""
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04}-{month:02}-{day:02}"


def _is_by_editions(raw: str, column: Column) -> bool:
    """Tell whether YAML was typed into a cell for a single value: a value by editions."""
    if column.kind in (Kind.NAME, Kind.CONTEXT, Kind.ORDER):
        return False
    node = parse_source(mend(raw)) if re.match(r"\{?\s*(分期|effective)\s*[:：]", raw) else None
    if isinstance(node, MappingNode):
        return True
    is_list = column.kind is Kind.TEXTS and raw.startswith("[") and raw.endswith("]")
    return is_list and isinstance(parse_source(mend(raw)), SequenceNode)


def _says(source: str, old: Node) -> bool:
    node = parse_source(source)
    return node is not None and same_tree(node, old)


def _source(raw: str, cell: Cell, diagnostics: Diagnostics) -> Wanted | None:
    """Return YAML that was typed, once it can be read."""
    source, told = mend(raw), Diagnostics()
    node = parse_source(source, told)
    if told.has_errors or node is None:
        first = next((each for each in told if each.severity == "error"), None)
        where = f"第 {first.place.line} 行" if first and first.place and "\n" in source else ""
        said = first.message if first else "读不出内容"
        diagnostics.error(
            "W014", f"内容不合规则的写法：{where}{said}", cell.place, raw,
            (first.hint if first else "") or "请照同一列别的行的写法填",
        )  # fmt: skip
        return None
    if cell.column.kind is Kind.ENTRIES and not isinstance(node, MappingNode):
        diagnostics.error(
            "W014", "这一格要一行一项，写成“键: 值”", cell.place, raw,
            "冒号用半角，后面空一格，如 取值: 支部占比",
        )  # fmt: skip
        return None
    if cell.old is not None and cell.column.kind is not Kind.ENTRIES and same_tree(node, cell.old):
        return None
    return Wanted(source)


_Reader = Callable[[Raw, Cell, Diagnostics, bool], "str | None"]


def _text(raw: Raw, _cell: Cell, _diagnostics: Diagnostics, _is_english: bool) -> str | None:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, date):
        return _day_text(raw)
    return text_source(raw if isinstance(raw, str) else raw_shown(raw))


def _number(raw: Raw, cell: Cell, diagnostics: Diagnostics, _is_english: bool) -> str | None:
    match raw:
        case bool():
            _refuse_type(cell, "“是”“否”", diagnostics)
        case datetime() | date() | time() | timedelta():
            _refuse_type(cell, f"日期 {raw_shown(raw)}", diagnostics, _fraction_meant(raw))
        case int() | float():
            return _number_source(float(raw), cell, diagnostics)
        case str():
            text = plain(raw).replace(" ", "")
            node = ScalarNode(text, False, cell.place)
            return _checked(text, read_number(node), cell, diagnostics)
    return None


def _refuse_type(cell: Cell, said: str, diagnostics: Diagnostics, meant: str = "10/3") -> None:
    diagnostics.error(
        "W010", f"这一格要填数，Excel 把填的认成了{said}", cell.place, raw_shown(cell.raw),
        f"写分数的（如 {meant}），先把这一格的格式设为“文本”，再写一遍",
    )  # fmt: skip


def _fraction_meant(raw: Raw) -> str:
    return f"{raw.month}/{raw.day}" if isinstance(raw, date) else "10/3"


def _number_source(number: float, cell: Cell, diagnostics: Diagnostics) -> str | None:
    value = float_fraction(number)
    was_percent = cell.shown.number_format.endswith("%") or str(cell.shown.value).endswith("%")
    if was_percent and not cell.is_percent and abs(value) > 1:
        diagnostics.error(
            "W011", f"原来是百分数，现在填的是 {number_text(number)}，看不出是不是百分数",
            cell.place, number_text(number), f"请写成 {number_text(number)}%",
        )  # fmt: skip
        return None
    as_percent = cell.is_percent or was_percent
    text = decimal_text(value * 100) + "%" if as_percent else decimal_text(value)
    if len(text.partition(".")[2].rstrip("%")) > _MOST_PLACES:
        near = value.limit_denominator(1000)
        hint = f"若是 {near.numerator}/{near.denominator}，" if abs(near - value) < 1e-12 else ""
        diagnostics.error(
            "W012", f"{text} 的小数太长，像是除不尽", cell.place, text,
            f"{hint}请把这一格的格式设为“文本”，写成分数，如 10/3",
        )  # fmt: skip
        return None
    return text


def _date(raw: Raw, cell: Cell, diagnostics: Diagnostics, _is_english: bool) -> str | None:
    text = _day_text(raw)
    if not text:
        diagnostics.error(
            "W013", f"“{raw_shown(raw)}”不是日期", cell.place, raw_shown(raw),
            "请写年月日，如 2025-09-01",
        )  # fmt: skip
    return text or None


def _flag(raw: Raw, cell: Cell, diagnostics: Diagnostics, is_english: bool) -> str | None:
    text = ("true" if raw else "false") if isinstance(raw, bool) else raw_shown(raw)
    yes, no = ("true", "false") if is_english else ("是", "否")
    lowered = plain(text).lower()
    text = yes if lowered in _YES else no if lowered in _NO else text
    node = ScalarNode(text, False, cell.place)
    return _checked(text, read_boolean(node), cell, diagnostics)


def _checked(text: str, read: object, cell: Cell, diagnostics: Diagnostics) -> str | None:
    """Return a value as it is, once the rules can read it."""
    if isinstance(read, tuple):
        said, hint = read
        diagnostics.error("W014", said, cell.place, text, hint)
        return None
    return text


def _word(raw: Raw, _cell: Cell, _diagnostics: Diagnostics, _is_english: bool) -> str | None:
    return text_source(raw if isinstance(raw, str) else raw_shown(raw))


def _texts(raw: Raw, cell: Cell, _diagnostics: Diagnostics, _is_english: bool) -> str | None:
    """Return a list; what was in it before keeps its quotes."""
    text = raw if isinstance(raw, str) else raw_shown(raw)
    items = [item.strip() for item in PARTING.split(text) if item.strip()]
    if isinstance(cell.old, ScalarNode) and len(items) == 1:
        return text_source(items[0])
    quoted = (
        {item.text for item in cell.old.items if isinstance(item, ScalarNode) and item.quoted}
        if isinstance(cell.old, SequenceNode)
        else set()
    )
    return list_source(
        f'"{item}"' if item in quoted and '"' not in item else text_source(item) for item in items
    )


_READERS: Mapping[Kind, _Reader] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.WORD: _word,
    Kind.TEXTS: _texts,
}
