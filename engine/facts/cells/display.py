"""Write a stored cell as people write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction

from engine.facts.cells.dates import EPOCH
from engine.facts.cells.numerals import amount_text
from engine.facts.table import Column, State
from engine.ruleset.model import Field, FieldType

_STATE_WORDS = {
    State.NOT_APPLICABLE: "不适用",
    State.MISSING: "缺失",
    State.UNREADABLE: "无法识读",
}


def cell_text(column: Column, index: int) -> str:
    """Write one cell's value in the words of the field: 95%, 是, 2025-09-01, 足球、篮球.

    A cell without a value is written as its state: 缺失, 不适用, 无法识读.
    """
    state = State(int(column.states[index]))
    if state is not State.PRESENT:
        return _STATE_WORDS[state]
    return value_text(column.field, int(column.values[index]), column.levels)


def texts_of(column: Column) -> list[str]:
    """Write every cell of a column; empty where it has no value."""
    present = (column.states == State.PRESENT).tolist()
    if column.field.type in (FieldType.TEXT, FieldType.CHOICE):
        codes = zip(present, column.values.tolist(), strict=True)
        return [column.levels[code] if there else "" for there, code in codes]
    return [cell_text(column, at) if there else "" for at, there in enumerate(present)]


def value_text(field: Field, value: int, levels: tuple[str, ...]) -> str:
    """Write one stored value as people do: 95%, 是, 2025-09-01, 足球、篮球."""
    return _WRITERS[field.type](field, value, levels)


def _write_number(field: Field, value: int, _levels: tuple[str, ...]) -> str:
    return amount_text(field, Fraction(value, 10**field.decimals))


def _write_level(_field: Field, value: int, levels: tuple[str, ...]) -> str:
    return levels[value]


def _write_set(_field: Field, value: int, levels: tuple[str, ...]) -> str:
    return "、".join(level for bit, level in enumerate(levels) if value >> bit & 1) or "无"


_WRITERS: Mapping[FieldType, Callable[[Field, int, tuple[str, ...]], str]] = {
    FieldType.BOOLEAN: lambda _field, value, _levels: "是" if value else "否",
    FieldType.INTEGER: _write_number,
    FieldType.NUMBER: _write_number,
    FieldType.PERCENT: _write_number,
    FieldType.DATE: lambda _field, value, _levels: (EPOCH + timedelta(days=value)).isoformat(),
    FieldType.CHOICE: _write_level,
    FieldType.TEXT: _write_level,
    FieldType.SET: _write_set,
}
