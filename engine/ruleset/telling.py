"""Tell what each key and each fixed word of the rule language means, for editors and pages.

The sentences stand in `schema.json`, each once: `x-about` at the head of an object (or, for keys
that mean the same everywhere, at the head of the file), `x-words-about` for the fixed words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.ruleset.keys import Schema, load_schema


@dataclass(frozen=True, slots=True)
class Told:
    """One key where it may be written.

    Args:
        path: The definition and the keys that lead there, such as `ruleset_file/window`.
        about: The sentence in Chinese; empty where none is written.
    """

    path: str
    key: str
    about: str
    is_required: bool
    schema: Schema


def keys_told() -> Iterator[Told]:
    """Yield every key of every object of the schema, in the order of the schema."""
    for name, schema in load_schema()["$defs"].items():
        for path, part in objects_in(name, schema):
            yield from keys_of(path, part)


def objects_in(path: str, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield a schema and those written inside it that have keys of their own, with their paths."""
    if "properties" in schema:
        yield path, schema
    for key, inner in schema.get("properties", {}).items():
        yield from objects_in(f"{path}/{key}", inner)
    for key, inner in schema.items():
        if key in ("items", "additionalProperties") and isinstance(inner, dict):
            yield from objects_in(path, inner)


def keys_of(path: str, schema: Schema) -> Iterator[Told]:
    """Yield the keys of one object."""
    common, own = load_schema()["x-about"], schema.get("x-about", {})
    required = schema.get("required", ())
    for key, inner in schema["properties"].items():
        yield Told(path, key, own.get(key) or common.get(key, ""), key in required, inner)


def word_about(group: str, word: str) -> str:
    """Return what a fixed word means; an empty text where that is not written."""
    about: dict[str, dict[str, str]] = load_schema()["x-words-about"]
    return about.get(group, {}).get(word, "")
