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
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

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
        case MappingNode():
            return _translate_keys(node, schema, diagnostics)


def _translate_word(node: ScalarNode, schema: Schema) -> ScalarNode:
    group = schema.get("x-words")
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
