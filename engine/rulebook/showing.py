"""Show a value of the rules in a cell: numbers as numbers, names as text, the rest as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from engine.diagnostics import UsageProblem
from engine.editing import source_of
from engine.rulebook.layout import BLANK, Kind, Path, RuleFile, Shown
from engine.ruleset.keys import Schema, resolve
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

JOINT = "、"
# Any of these parts what is typed into a cell of several texts.
PARTING = re.compile(r"[、，,；;\n]")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.(\d{1,12}))?(%?)")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOST_DIGITS = 15  # that a spreadsheet keeps
_LONGEST_CELL = 32_000


def kind_of(schema: Schema) -> Kind:
    """Tell by the schema how the cells of a key are shown and read."""
    schema = resolve(schema)
    types = schema.get("type", ())
    if isinstance(types, str):
        types = (types,)
    kind = schema.get("x-kind", "")
    if "object" in types or kind == "number_or_blank":
        return Kind.SOURCE
    if "array" in types:
        items = resolve(schema.get("items", {}))
        is_plain = items.get("x-kind") == "text" or "x-words" in items
        return Kind.TEXTS if is_plain and ("string" not in types or kind == "text") else Kind.SOURCE
    if "x-words" in schema:
        return Kind.WORD
    known = {
        "number": Kind.NUMBER,
        "integer": Kind.NUMBER,
        "boolean": Kind.FLAG,
        "date": Kind.DATE,
        "text": Kind.TEXT,
    }
    return known.get(kind, Kind.SOURCE)


def show(node: Node, kind: Kind, file: RuleFile, path: Path) -> Shown:
    """Return what a cell shows of a value.

    Args:
        path: Where the value stands in the file.
    """
    covers = (path,)
    match kind, node:
        case Kind.NUMBER, ScalarNode(quoted=False) if found := _number(node.text):
            value, number_format = found
            return Shown(value, number_format, covers=covers)
        case Kind.DATE, ScalarNode() if day := _day(node.text):
            return Shown(day, "yyyy-mm-dd", covers=covers)
        case Kind.TEXTS, _ if (joined := _joined(node)) is not None:
            return Shown(joined, covers=covers)
        case (Kind.SOURCE, _) | (_, MappingNode() | SequenceNode()):
            source = source_of(file.text, path) or ""
            return Shown(_fitting(source, file), is_source=True, covers=covers)
        case _, ScalarNode():
            return Shown(_fitting(node.shown, file), covers=covers)
    return BLANK


def show_entries(entries: Sequence[Entry], file: RuleFile, path: Path) -> Shown:
    """Return what a cell shows of several entries of a mapping: one below the other."""
    if not entries:
        return BLANK
    lines = [
        entry_text(entry.shown, source_of(file.text, (*path, entry.shown)) or "", entry.value)
        for entry in entries
    ]
    covers = tuple((*path, entry.shown) for entry in entries)
    return Shown(_fitting("\n".join(lines), file), is_source=True, covers=covers)


def entry_text(key: str, source: str, value: Node) -> str:
    """Write an entry as YAML; a value that takes several lines of its own goes below its key.

    >>> from engine.diagnostics import Place
    >>> entry_text("得", "2", ScalarNode("2", False, Place("a.yaml")))
    '得: 2'
    """
    if isinstance(value, ScalarNode) or source.lstrip().startswith(("{", "[")):
        return f"{key}: {source}"
    return f"{key}:\n" + "\n".join(f"  {line}" if line else "" for line in source.split("\n"))


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def _number(text: str) -> tuple[float, str] | None:
    found = _PLAIN_NUMBER.fullmatch(text)
    if not found or len(text.strip("-%").replace(".", "")) > _MOST_DIGITS:
        return None
    places, percent = len(found[1] or ""), found[2]
    number = Decimal(text.rstrip("%")) / (100 if percent else 1)
    decimals = "." + "0" * places if places else ""
    return float(number), f"0{decimals}{percent}"


def _joined(node: Node) -> str | None:
    """Return several texts as one; None where they cannot be told apart again."""
    if isinstance(node, ScalarNode):
        items: tuple[Node, ...] = (node,)
    elif isinstance(node, SequenceNode):
        items = node.items
    else:
        return None
    texts = [item.shown for item in items if isinstance(item, ScalarNode) and not item.is_blank]
    clear = len(texts) == len(items) and all(
        text and text == text.strip() and not PARTING.search(text) and text[0] not in "[{"
        for text in texts
    )
    return JOINT.join(texts) if clear else None


def _fitting(text: str, file: RuleFile) -> str:
    if len(text) > _LONGEST_CELL:
        raise UsageProblem(
            f"{file.name} 里有一段文字长过 {_LONGEST_CELL} 字，一个单元格装不下，没有导出。"
            "请先把它拆短，或直接改 YAML 文件。"
        )
    return text.rstrip("\n")
