"""Translate keys and fixed words to their canonical (English) spelling, guided by the schema.

The schema tells where keys belong to the language and where they are free (names of
fields, levels, posts). After this nothing knows two languages; what was written is kept
beside it for messages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from engine.diagnostics import Diagnostics
from engine.glossary import KEYS, WORDS
from engine.ruleset.nodes import EditionsNode, Entry, MappingNode, Node, ScalarNode, SequenceNode

Schema = Mapping[str, Any]


@cache
def load_schema() -> dict[str, Any]:
    """Return the packaged JSON Schema of the rule language."""
    text = files("engine.ruleset").joinpath("schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def canonical_keys() -> dict[str, str]:
    """Return every spelling of every key -> its canonical key."""
    spellings = {word: key for key, words in KEYS.items() for word in words}
    return spellings | {key: key for key in KEYS}


def canonical_word(group: str, text: str) -> str:
    """Return the canonical word for one written word of a group, or the text unchanged.

    >>> canonical_word("method", "分档")
    'bands'
    """
    for word, spellings in WORDS[group].items():
        if text == word or text in spellings:
            return word
    return text


def resolve(schema: Schema) -> Schema:
    """Follow a reference into the definitions."""
    while "$ref" in schema:
        schema = load_schema()["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def canonicalise(node: Node, schema: Schema, diagnostics: Diagnostics) -> Node:
    """Return the same node with canonical keys and words.

    A value by editions follows the schema of what it stands for, each of its values.

    Args:
        node: A node as it was read.
        schema: The part of the schema that it should follow.
        diagnostics: Gets an error where both spellings of one key stand in one mapping.
    """
    schema = resolve(schema)
    match node:
        case ScalarNode():
            return _translate_word(node, schema)
        case SequenceNode():
            items = schema.get("items", {})
            return SequenceNode(
                tuple(canonicalise(item, items, diagnostics) for item in node.items), node.place
            )
        case MappingNode() if _is_by_editions(node, schema):
            return _translate_editions(node, schema, diagnostics)
        case MappingNode():
            return _translate_keys(node, schema, diagnostics)


def _is_by_editions(node: MappingNode, schema: Schema) -> bool:
    """Tell whether a mapping is a value by editions, and no name that happens to be 分期."""
    if not schema or schema.get("additionalProperties") is True:
        return False  # facts are no rules
    keys = {canonical_keys().get(entry.key) for entry in node}
    if "effective" in schema.get("properties", {}) or "effective" not in keys:
        return False
    if "properties" in schema or "additionalProperties" not in schema:
        return True
    written = node.entries[0].value
    return len(node.entries) == 1 and isinstance(written, SequenceNode)


def _translate_editions(
    node: MappingNode, schema: Schema, diagnostics: Diagnostics
) -> EditionsNode:
    """Translate the wrapper by its own schema, and each value in it by that of its place."""
    for entry in node:
        if canonical_keys().get(entry.key) != "effective":
            diagnostics.error(
                "R014",
                f"“分期”旁边不能再写“{entry.key}”",
                entry.key_place,
                entry.key,
                "请写进各期的“值”里；各期都一样的，每期照写一遍",
            )
    own = next(entry for entry in node if canonical_keys().get(entry.key) == "effective")
    wrapper = MappingNode((own,), node.place, node.refused)
    plain = _translate_keys(wrapper, resolve({"$ref": "#/$defs/editions"}), diagnostics)
    periods = plain.get("effective")
    if isinstance(periods, SequenceNode):
        items = tuple(_translate_period(each, schema, diagnostics) for each in periods.items)
        entry = plain.entries[0]
        listed = SequenceNode(items, periods.place)
        plain = MappingNode(
            (Entry(entry.key, entry.key_place, listed, entry.written),), plain.place, plain.refused
        )
    takes_blank = schema.get("x-kind") == "number_or_blank"
    return EditionsNode(plain.entries, plain.place, plain.refused, takes_blank)


def _translate_period(period: Node, schema: Schema, diagnostics: Diagnostics) -> Node:
    if not isinstance(period, MappingNode):
        return period
    entries = tuple(
        Entry(
            entry.key,
            entry.key_place,
            canonicalise(entry.value, schema, diagnostics) if entry.key == "value" else entry.value,
            entry.written,
        )
        for entry in period
    )
    return MappingNode(entries, period.place, period.refused)


def _translate_word(node: ScalarNode, schema: Schema) -> ScalarNode:
    group = schema.get("x-words") or schema.get("else", {}).get("x-words")
    if not group:
        return node
    word = canonical_word(group, node.text)
    return ScalarNode(word, node.quoted, node.place, node.text) if word != node.text else node


def _translate_keys(node: MappingNode, schema: Schema, diagnostics: Diagnostics) -> MappingNode:
    properties: Schema = schema.get("properties", {})
    rest = schema.get("additionalProperties")
    is_open = "properties" not in schema
    entries: dict[str, Entry] = {}
    refused = node.refused
    for entry in node:
        key = entry.key if is_open else canonical_keys().get(entry.key, entry.key)
        inner = properties.get(key, rest if isinstance(rest, dict) else {})
        if key in entries:
            first = entries[key]
            diagnostics.error(
                "R005",
                f"键“{entry.key}”与第 {first.key_place.line} 行的“{first.shown}”是同一个键",
                entry.key_place,
                entry.key,
                "两种写法只留一种",
            )
            refused = entry.key_place
            continue
        value = canonicalise(entry.value, inner, diagnostics)
        entries[key] = Entry(key, entry.key_place, value, entry.key)
    return MappingNode(tuple(entries.values()), node.place, refused)
