"""Gather an example for every key of the rule language from rules that are loaded and tested.

The blocks of docs/rule-language.md come first, for they are written to teach; what they do not
show is taken from the rulesets that are shipped. So no example can be wrong without a test failing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostics
from engine.glossary import WORDS, chinese_key
from engine.ruleset.editor_schema import Example
from engine.ruleset.folder import FILES, FOLDERS, canonicalise_as
from engine.ruleset.keys import Schema, load_schema
from engine.ruleset.nodes import EditionsNode, Entry, MappingNode, Node, ScalarNode, SequenceNode
from engine.ruleset.reading import parse_yaml

TOP = Path(__file__).parents[2]
_RULESETS = (
    "rules/datong-2025",
    *(f"tests/rulesets/{name}" for name in ("small", "limits", "evidence", "lastyear")),
    *(f"examples/county-2025/{name}" for name in ("counties", "schools")),
    "examples/evidence-2025/rules",
)
_BLOCK = re.compile(r"```yaml[ \w]*\n# (\S+)[^\n]*\n(.*?)```", re.DOTALL)
_KINDS = {**FOLDERS, "cases": "case_file"}
# Keys that no ruleset of ours happens to use.
_BY_HAND = {
    "editions.effective": Example(
        [{"止": "2025-08-31", "值": 2}, {"起": "2025-09-01", "值": 3}],
        [{"to": "2025-08-31", "value": 2}, {"from": "2025-09-01", "value": 3}],
    ),
    "limits.items.at_most": Example(3, 3),
    "method.recusal.listed": Example({"孙敏": ["云泉小学"]}, {"孙敏": ["云泉小学"]}),
    "method_change.recusal.listed": Example({"孙敏": ["云泉小学"]}, {"孙敏": ["云泉小学"]}),
}
_LONGEST = 240  # signs of an example as JSON; a longer one explains nothing in a small window
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,9})\.\d{1,6}")


def examples() -> dict[str, Example]:
    """Return path of a key -> an example of its value, with Chinese and with English keys."""
    found: dict[str, Example] = {}
    for path, value, schema in _written():
        short = _abridged(value)
        if path not in found and _size(short) <= _LONGEST:
            found[path] = Example(_plain(short, schema, True), _plain(short, schema, False))
    return found | _borrowed(found) | _BY_HAND


def methods() -> dict[str, Example]:
    """Return every method -> the shortest scoring by it, with Chinese and with English keys."""
    shortest: dict[str, tuple[int, Example]] = {}
    for _, value, schema in _written():
        if schema.get("$ref") != "#/$defs/method" or not isinstance(value, MappingNode):
            continue
        method, size = value.get("method"), _size(value)
        word = method.text if isinstance(method, ScalarNode) else ""
        if word and (word not in shortest or size < shortest[word][0]):
            chinese, english = (_plain(value, schema, is_chinese) for is_chinese in (True, False))
            shortest[word] = size, Example(chinese, english)
    return {word: shortest[word][1] for word in WORDS["method"] if word in shortest}


def _paths() -> dict[str, Schema]:
    """Return the path of every key, as the schema for editors names it, and its schema."""
    found = {}
    for name, schema in load_schema()["$defs"].items():
        for path, inner in _keys_in(schema, name):
            found[path] = inner
    return found


def _keys_in(schema: Schema, name: str) -> Iterator[tuple[str, Schema]]:
    for key, inner in schema.get("properties", {}).items():
        yield f"{name}.{key}", inner
        yield from _keys_in(inner, f"{name}.{key}")
    for key in ("items", "additionalProperties"):
        if isinstance(inner := schema.get(key), dict):
            yield from _keys_in(inner, f"{name}.{key}")


def _borrowed(found: dict[str, Example]) -> dict[str, Example]:
    """Return the examples of keys that are written nowhere, from the same key elsewhere."""
    paths, borrowed = _paths(), {}
    for path, schema in paths.items():
        if path in found:
            continue
        key = path.rpartition(".")[2]
        for other, known in found.items():
            if other.rpartition(".")[2] == key and paths.get(other) == schema:
                borrowed[path] = known
                break
    return borrowed


def _abridged(node: Node) -> Node:
    """Return a value of which long lists and mappings keep no more than begins them."""
    if isinstance(node, EditionsNode) or _size(node) <= _LONGEST:
        return node
    if isinstance(node, SequenceNode):
        return SequenceNode((_abridged(node.items[0]),), node.place)
    if isinstance(node, MappingNode):
        kept: tuple[Entry, ...] = ()
        for entry in node.entries:
            more = (*kept, replace(entry, value=_abridged(entry.value)))
            if kept and _size(MappingNode(more, node.place)) > _LONGEST:
                break
            kept = more
        return MappingNode(kept, node.place)
    return node


def _written() -> Iterator[tuple[str, Node, Schema]]:
    """Yield every key that is written anywhere: its path, value and schema."""
    for name, text in _texts():
        kind = FILES.get(name) or _KINDS.get(name.partition("/")[0])
        node = parse_yaml(text.encode(), name, Diagnostics())
        if node is not None and kind is not None:
            canonical = canonicalise_as(node, kind, Diagnostics())
            yield from _values(canonical, {"$ref": f"#/$defs/{kind}"}, "")


def _texts() -> Iterator[tuple[str, str]]:
    """Yield the name of each file, as in a ruleset's folder, and its text."""
    page = (TOP / "docs" / "rule-language.md").read_text(encoding="utf-8")
    for found in _BLOCK.finditer(page):
        yield found[1], found[2]
    for folder in (TOP / name for name in _RULESETS):
        for path in sorted(folder.rglob("*.yaml")):
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def _resolved(schema: Schema, name: str) -> tuple[Schema, str]:
    """Return what a reference leads to, and under which name the schema for editors has it."""
    target = schema.get("$ref", "").removeprefix("#/$defs/")
    return (load_schema()["$defs"][target], target) if target else (schema, name)


def _values(node: Node, schema: Schema, name: str) -> Iterator[tuple[str, Node, Schema]]:
    """Yield the path of every key of the language that is written, its value, and its schema."""
    schema, name = _resolved(schema, name)
    if isinstance(node, EditionsNode):
        return
    if isinstance(node, MappingNode):
        rest = schema.get("additionalProperties")
        for entry in node:
            inner = schema.get("properties", {}).get(entry.key)
            if inner is not None:
                path = f"{name}.{entry.key}"
                yield path, entry.value, inner
                yield from _values(entry.value, inner, path)
            elif isinstance(rest, dict):
                yield from _values(entry.value, rest, f"{name}.additionalProperties")
    elif isinstance(node, SequenceNode) and "items" in schema:
        for item in node.items:
            yield from _values(item, schema["items"], f"{name}.items")


def _size(node: Node) -> int:
    return len(json.dumps(_plain(node, {}, True), ensure_ascii=False))


def _plain(node: Node, schema: Schema, is_chinese: bool) -> Any:
    """Return a value as an editor reads it, keys and fixed words in one language."""
    schema, _ = _resolved(schema, "")
    if isinstance(node, MappingNode):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        made = {}
        for entry in node:
            inner = known.get(entry.key, rest if isinstance(rest, dict) else {})
            key = chinese_key(entry.key) if is_chinese and entry.key in known else entry.key
            made[key] = _plain(entry.value, inner, is_chinese)
        return made
    if isinstance(node, SequenceNode):
        return [_plain(item, schema.get("items", {}), is_chinese) for item in node.items]
    return _scalar(node, schema, is_chinese)


def _scalar(node: ScalarNode, schema: Schema, is_chinese: bool) -> Any:
    text = node.shown if is_chinese else node.text
    if node.quoted:
        return text
    if node.is_blank:
        return None
    if schema.get("x-kind") == "boolean" and not is_chinese:
        return text in ("是", "true")
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
