"""Turn the schema of the loader into one that editors understand: plain JSON Schema 2020-12.

The loader's schema knows canonical keys only, since keys are translated and editions resolved
before it is asked. An editor sees the text as it is written: here every key gets its Chinese
spellings and its sentence, and every value may be written by editions, by one wrapper for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.glossary import KEYS, WORDS, chinese_key
from engine.ruleset.keys import load_schema

Plain = dict[str, Any]

_DEFS = "#/$defs/"
# What a file begins with -> what it is; any other file is the ruleset's own.
_KINDS = {
    "dimension_file": ("dimension", "indicators"),
    "vetoes_file": ("vetoes",),
    "duties_file": ("duties",),
    "adjustments_file": ("bonuses", "deductions"),
    "coverage_file": ("coverage",),
    "fields_file": ("fields", "tables", "derived"),
    "checks_file": ("checks",),
    "case_file": ("facts", "expected", "schools", "records"),
}


def editor_schema() -> Plain:
    """Return the schema for editors; one for all files, told apart by their keys."""
    writer = _Writer()
    root: Plain = {"$ref": f"{_DEFS}ruleset_file"}
    for kind, heads in reversed(_KINDS.items()):
        test = {"anyOf": [each for head in heads for each in _written(head)]}
        root = {"if": test, "then": {"$ref": _DEFS + kind}, "else": root}
    for name, schema in load_schema()["$defs"].items():
        writer.defs[name] = writer.convert(schema, name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "评衡规则语言（供编辑器提示和检查，由 make reference 生成）",
        **root,
        "$defs": dict(sorted(writer.defs.items())),
    }


def _spellings(key: str) -> tuple[str, ...]:
    return (*KEYS.get(key, ()), key)


def _written(key: str) -> list[Plain]:
    """Return the conditions, one a spelling, that a key is written."""
    return [{"required": [spelling]} for spelling in _spellings(key)]


def _is_written(key: str) -> Plain:
    return {"anyOf": _written(key)}


def _words(words: Iterable[Any]) -> list[Any]:
    """Return fixed words with all their spellings."""
    found = dict.fromkeys(words)
    for group in WORDS.values():
        for word, spellings in group.items():
            if word in found:
                found.update(dict.fromkeys(spellings))
    return list(found)


class _Writer:
    """Converts definitions; what may be written by editions becomes a definition of its own."""

    def __init__(self) -> None:
        self.defs: dict[str, Plain] = {}

    def convert(self, schema: Plain, name: str) -> Plain:
        """Convert one definition, or one written inside it (under a name of its own)."""
        made: Plain = {}
        rules: list[Plain] = []
        for key, value in schema.items():
            match key:
                case "properties":
                    made["properties"] = self._properties(schema, name)
                case "items" | "additionalProperties" if isinstance(value, dict) and value:
                    made[key] = self._by_editions(value, f"{name}.{key}")
                case "required":
                    rules += [_is_written(each) for each in value]
                case "x-exactly-one":
                    one = {"oneOf": [_is_written(each) for each in value]}
                    rules.append({"if": {"type": "object"}, "then": one})
                case "propertyNames":
                    allowed = [spelling for each in value["enum"] for spelling in _spellings(each)]
                    made[key] = {"enum": allowed}
                case "if" | "then" | "else" | "not":
                    made[key] = self._restriction(value)
                case "allOf" | "anyOf":
                    rules += [self._restriction(each) for each in value]
                case _ if not key.startswith("x-"):
                    made[key] = value
        return {**made, "allOf": rules} if rules else made

    def _properties(self, schema: Plain, name: str) -> Plain:
        common, own = load_schema()["x-about"], schema.get("x-about", {})
        found: Plain = {}
        for key, value in schema["properties"].items():
            inner = self._by_editions(value, f"{name}.{key}")
            told = {"title": chinese_key(key), "description": own.get(key) or common.get(key, "")}
            for spelling in _spellings(key):
                found[spelling] = {**inner, **told}
        return found

    def _by_editions(self, schema: Plain, name: str) -> Plain:
        """Return a reference to what takes a value, or the same value by editions."""
        target = schema.get("$ref", "").removeprefix(_DEFS) or name
        if schema.get("additionalProperties") is True or name.startswith("editions"):
            return self.convert(schema, name)  # facts are no rules, and a wrapper is not wrapped
        wrapper = f"{target}.by_editions"
        if wrapper not in self.defs:
            self.defs[wrapper] = {}
            if "$ref" not in schema:
                self.defs[target] = self.convert(schema, target)
            self.defs[wrapper] = _wrapper(target, wrapper)
        return {"$ref": _DEFS + wrapper}

    def _restriction(self, schema: Plain) -> Plain:
        """Convert what says when something is allowed: keys and words in every spelling."""
        made: Plain = {}
        rules: list[Plain] = []
        for key, value in schema.items():
            match key:
                case "properties":
                    made[key] = {
                        spelling: {"enum": _words(inner["enum"])} if "enum" in inner else {}
                        for each, inner in value.items()
                        for spelling in _spellings(each)
                    }
                case "anyOf":
                    made[key] = [self._restriction(each) for each in value]
                case _:
                    converted = self.convert({key: value}, "")
                    rules += converted.pop("allOf", [])
                    made.update(converted)
        return {**made, "allOf": rules} if rules else made


def _wrapper(target: str, wrapper: str) -> Plain:
    value = {"anyOf": [{"type": "null"}, {"$ref": _DEFS + wrapper}]}
    day = {"$ref": f"{_DEFS}date"}
    period = {"from": day, "to": day, "value": value}
    listed = {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {
                spelling: inner for key, inner in period.items() for spelling in _spellings(key)
            },
            "additionalProperties": False,
        },
    }
    return {
        "if": {"type": "object", **_is_written("effective")},
        "then": {
            "properties": dict.fromkeys(_spellings("effective"), listed),
            "additionalProperties": False,
        },
        "else": {"$ref": _DEFS + target},
    }
