"""Write facts as the text of a case: plain where that is safe, else in half-width quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from engine.facts.books.merged import MISSING
from engine.facts.cells.display import value_text
from engine.facts.table import Column, State
from engine.ruleset.dictionary import NO_WORDS, YES_WORDS
from engine.ruleset.model import FieldType

_NOT_APPLICABLE = "不适用"
# A text that YAML, and who reads it, takes for nothing but a text.
_PLAIN = re.compile(r"[㐀-鿿A-Za-z][㐀-鿿A-Za-z0-9_·〔〕、.]*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"})

# What a text stands as in the case: names become other names.
Naming = Callable[[str], str]


def scalar(text: str) -> str:
    """Write a text.

    >>> scalar("晋教〔2025〕30号"), scalar("0012"), scalar("甲: 乙"), scalar("否")
    ('晋教〔2025〕30号', '"0012"', '"甲: 乙"', '"否"')
    """
    word = text.casefold()
    special = word in _WORDS or word in YES_WORDS or word in NO_WORDS or text == _NOT_APPLICABLE
    if _PLAIN.fullmatch(text) and not special:
        return text
    return json.dumps(text, ensure_ascii=False)


def cell(column: Column, row: int, naming: Naming) -> str | None:
    """Write one cell; None where nothing has to be written for it to be missing."""
    field, state = column.field, State(int(column.states[row]))
    if state is State.NOT_APPLICABLE:
        return _NOT_APPLICABLE
    if state is not State.PRESENT:  # a case is not built on what nobody can read
        return MISSING if field.blank_is_not_applicable else None
    value = int(column.values[row])
    if field.type is FieldType.SET:
        held = [level for bit, level in enumerate(column.levels) if value >> bit & 1]
        words = held if field.choices else [naming(level) for level in held]
        return f"[{', '.join(map(scalar, words))}]"
    text = value_text(field, value, column.levels)
    if field.type in (FieldType.TEXT, FieldType.CHOICE):
        return scalar(naming(text)) if field.type is FieldType.TEXT else _choice(text)
    return text


def _choice(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS else scalar(text)


def record(columns: Mapping[str, Column], row: int, namings: Mapping[str, Naming]) -> str:
    """Write one record on one line."""
    cells = [
        (name, text)
        for name, column in columns.items()
        if (text := cell(column, row, namings.get(name, _itself))) is not None
    ]
    return "{" + ", ".join(f"{scalar(name)}: {text}" for name, text in cells) + "}"


def _itself(text: str) -> str:
    return text


def table(name: str, rows: Sequence[str], indent: str) -> list[str]:
    """Write a record table: a line a record, or [] for none."""
    if not rows:
        return [f"{indent}{scalar(name)}: []"]
    return [f"{indent}{scalar(name)}:", *(f"{indent}  - {row}" for row in rows)]
