"""What the schema says of the rows and keys that a rulebook shows."""

from __future__ import annotations

from collections.abc import Iterator

from engine.glossary import WORDS, chinese_key
from engine.rulebook.layout import Column, Kind
from engine.rulebook.plans import READS, Ask
from engine.rulebook.showing import kind_of
from engine.ruleset.keys import Schema, load_schema, resolve

_SPECIAL = {
    "@order": Kind.ORDER,
    "@name": Kind.NAME,
    "@value": Kind.SOURCE,
    "@file": Kind.CONTEXT,
    "@sum": Kind.CONTEXT,
    "@head": Kind.CONTEXT,
    "@reads": Kind.CONTEXT,
}


def schema_at(path: str) -> Schema:
    """Return the schema of what is listed at a definition and the keys behind it."""
    name, *keys = path.split("/")
    schema = resolve({"$ref": f"#/$defs/{name}"})
    for key in keys:
        schema = resolve(schema["properties"][key])
    if schema.get("type") == "array":
        return resolve(schema["items"])
    if "properties" not in schema and isinstance(schema.get("additionalProperties"), dict):
        return resolve(schema["additionalProperties"])
    return schema


def allowed_keys(schema: Schema, kind: str) -> tuple[str, ...]:
    """Return the keys that a row may have, in the order of the schema."""
    keys = tuple(schema.get("properties", ()))
    own = schema.get("then", {}).get("propertyNames", {}).get("enum", ())
    if kind == "group":
        return tuple(key for key in keys if key in own)
    if kind == "indicator":
        only_groups = {"combine", "least_scored", "decimals", "limits", "indicators"}
        return tuple(key for key in keys if key not in only_groups)
    return keys


def about_key(schema: Schema, key: str) -> str:
    """Return the sentence of the schema about a key."""
    common: dict[str, str] = load_schema()["x-about"]
    own: dict[str, str] = schema.get("x-about", {})
    return own.get(key) or common.get(key, "")


def column_of(ask: Ask, schema: Schema) -> Column:
    """Return the column that was asked for, as the schema types it."""
    if ask.keys in _SPECIAL:
        about = (
            "规则照这样算（导出时）；不用填，改了规则再导出就会跟着变。"
            if ask.title == READS
            else ""
        )
        return Column(ask.title, _SPECIAL[ask.keys], (), ask.width, of=ask.of, about=about)
    keys = tuple(ask.keys.split("."))
    if keys[-1] == "*":
        about = "没有单独一列的设置，一行一项，写成“键: 值”。" if keys == ("*",) else ""
        inner = schema
        for key in keys[:-1]:
            about = about_key(inner, key)
            inner = resolve(inner["properties"][key])
        return Column(ask.title, Kind.ENTRIES, keys[:-1], ask.width, of=ask.of, about=about)
    return keys_column(ask.title, keys, schema, ask)


def keys_column(title: str, keys: tuple[str, ...], schema: Schema, ask: Ask) -> Column:
    """Return the column of one key, perhaps of a mapping inside the row."""
    inner, about, required = schema, "", False
    for key in keys:
        about = about_key(inner, key)
        required = key in inner.get("required", ())
        inner = resolve(inner["properties"][key])
    kind = kind_of(inner)
    words = inner if kind is Kind.WORD else resolve(inner.get("items", {}))
    group = words.get("x-words", "")
    return Column(title, kind, keys, ask.width, group, ask.offered, ask.of, about, required)


def settings_in(
    schema: Schema, left_out: frozenset[str] = frozenset(), keys: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Yield every key of an object whose values are single ones, with those of objects inside.

    Yields:
        The keys that lead there, and the schema of the object that has the last of them.
    """
    for key, inner in schema["properties"].items():
        if key in left_out:
            continue
        inner = resolve(inner)
        if inner.get("type") == "object" and "properties" in inner:
            yield from settings_in(inner, keys=(*keys, key))
        else:
            yield (*keys, key), schema


def words_of(group: str, *, is_english: bool) -> tuple[str, ...]:
    """Return the fixed words of a group, in the language of the rules."""
    return tuple(word if is_english else spellings[0] for word, spellings in WORDS[group].items())


def titled(keys: tuple[str, ...]) -> str:
    """Write the keys that lead to a setting as a person reads them.

    >>> titled(("window", "from"))
    '考核窗口 / 起'
    """
    return " / ".join(chinese_key(key) for key in keys)
