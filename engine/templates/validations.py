"""Validations (数据验证): what a cell takes, and what Excel says where it takes it not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from engine.ruleset.model import Field, FieldType
from engine.templates.lists import Lists
from engine.templates.wording import NOT_APPLICABLE, cut, help_text, limits_text

# What Excel allows for the head and the text of a message.
_LONGEST_HEAD, _LONGEST_MESSAGE = 32, 255
_LONGEST_TEXT = 2000
_LARGEST = 10**12
_DAYS = (date(1950, 1, 1), date(2100, 12, 31))
_LONGEST_FORMULA = 255


def validation_of(
    field: Field, cell: str, lists: Lists, *, condition: str = "", words: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what Excel is told about the cells of a field.

    Args:
        cell: The first cell, as formulas name it.
        condition: When the field is to be filled in, where that is open.
        words: Texts that are taken besides values of the field, such as 无.
    """
    said = {
        "input_title": cut(field.id, _LONGEST_HEAD),
        "input_message": cut(help_text(field, condition) or "填文字", _LONGEST_MESSAGE),
        "error_title": cut(f"“{field.id}”填得不对", _LONGEST_HEAD),
        "error_message": cut(_error_text(field, words), _LONGEST_MESSAGE),
    }
    taken = [*words, *field.marks]
    if condition or field.tells_not_applicable:
        taken.append(NOT_APPLICABLE)
    return {**said, **_rule(field, cell, lists, tuple(dict.fromkeys(taken)))}


def _error_text(field: Field, words: Sequence[str]) -> str:
    limits = limits_text(field)
    if field.type is FieldType.TEXT:
        limits = f"文字最多 {_LONGEST_TEXT} 个字"
    others = "".join(f"，或填“{word}”" for word in words)
    return f"这一格要填：{limits or '文字'}{others}。没有填的请空着，不要填斜杠或横线。"


def _rule(field: Field, cell: str, lists: Lists, words: tuple[str, ...]) -> dict[str, Any]:
    match field.type:
        case FieldType.BOOLEAN:
            return {"validate": "list", "source": lists.source(("是", "否", *_new(words, field)))}
        case FieldType.CHOICE if field.choices:
            return {
                "validate": "list",
                "source": lists.source((*field.choices, *_new(words, field))),
            }
        case FieldType.SET if field.choices:
            # Several may be written, which no list can check: it only offers them.
            offered = lists.source((*field.choices, *_new(words, field)))
            return {"validate": "list", "source": offered, "show_error": False}
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.PERCENT:
            return _number_rule(field, cell, words)
        case FieldType.DATE:
            return _date_rule(cell, words)
        case FieldType.TEXT:
            return {
                "validate": "length", "criteria": "<=", "value": _LONGEST_TEXT
            }  # fmt: skip
    return {"validate": "any"}


def _new(words: Sequence[str], field: Field) -> tuple[str, ...]:
    return tuple(word for word in words if word not in (*field.choices, "是", "否"))


def _number_rule(field: Field, cell: str, words: Sequence[str]) -> dict[str, Any]:
    low = field.low if field.low is not None else Fraction(-_LARGEST)
    high = field.high if field.high is not None else Fraction(_LARGEST)
    if words:
        whole = f"{cell}=INT({cell})," if field.type is FieldType.INTEGER else ""
        test = f"AND({whole}{cell}>={_plain(low)},{cell}<={_plain(high)})"
        return _either(cell, test, words)
    kind = "integer" if field.type is FieldType.INTEGER else "decimal"
    return {
        "validate": kind, "criteria": "between", "minimum": _number(low), "maximum": _number(high)
    }  # fmt: skip


def _date_rule(cell: str, words: Sequence[str]) -> dict[str, Any]:
    first, last = _DAYS
    if words:
        days = [f"DATE({day.year},{day.month},{day.day})" for day in _DAYS]
        return _either(cell, f"AND({cell}>={days[0]},{cell}<={days[1]})", words)
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}


def _either(cell: str, test: str, words: Sequence[str]) -> dict[str, Any]:
    """Take a number that passes a test, or one of some texts."""
    listed = ",".join(f'{cell}="{word}"' for word in words if '"' not in word)
    formula = f"=IF(ISNUMBER({cell}),{test},OR({listed}))"
    if len(formula) > _LONGEST_FORMULA:
        return {"validate": "any"}
    return {"validate": "custom", "value": formula}


def _number(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)


def _plain(number: Fraction) -> str:
    return str(_number(number))
