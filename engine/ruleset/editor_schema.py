"""Turn the schema of the loader into one that editors understand: plain JSON Schema 2020-12.

The loader's schema knows canonical keys only, since keys are translated and editions resolved
before it is asked. An editor sees the text as it is written: here every key gets its Chinese
spellings and its sentence, and every value may be written by editions, by one wrapper for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from engine.glossary import KEYS, WORDS
from engine.ruleset.editor_messages import (
    message_for,
    message_on_choice,
    message_on_keys,
    message_on_lack,
    title_of,
)
from engine.ruleset.keys import canonical_word, load_schema
from engine.ruleset.telling import word_about

Plain = dict[str, Any]


class Example(NamedTuple):
    """An example of a key's value, with its own keys and words in Chinese and in English."""

    chinese: Any
    english: Any


_DEFS = "#/$defs/"
# What a file begins with -> what it is; any other file is the ruleset's own.
_KINDS = {
    "dimension_file": ("dimension", "indicators"),
    "vetoes_file": ("vetoes",),
    "duties_file": ("duties",),
    "adjustments_file": ("bonuses", "deductions"),
    "city_file": ("city_figures",),
    "coverage_file": ("coverage",),
    "fields_file": ("fields", "tables", "derived"),
    "checks_file": ("checks",),
    "profile_file": ("approved_by",),
    "case_file": ("facts", "expected", "schools", "records"),
}


def editor_schema(
    examples: Mapping[str, Example] | None = None, methods: Mapping[str, Example] | None = None
) -> Plain:
    """Return the schema for editors; one for all files, told apart by their keys.

    Args:
        examples: Path of a key, such as `indicator.points` -> an example of its value.
        methods: Method -> an indicator's scoring by it, which an editor fills in.
    """
    writer = _Writer(examples or {})
    root: Plain = {"$ref": f"{_DEFS}ruleset_file"}
    for kind, heads in reversed(_KINDS.items()):
        test = {"anyOf": [each for head in heads for each in _written(head)]}
        root = {"if": test, "then": {"$ref": _DEFS + kind}, "else": root}
    for name, schema in load_schema()["$defs"].items():
        writer.defs[name] = writer.convert(schema, name)
    if methods:
        writer.defs["method"]["defaultSnippets"] = list(_snippets(methods))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "评衡规则语言（供编辑器提示和检查，由 make reference 生成）",
        **root,
        "$defs": dict(sorted(writer.defs.items())),
    }


def _snippets(methods: Mapping[str, Example]) -> Iterator[Plain]:
    """Yield what an editor offers to fill in as a whole, once in each language."""
    for method, (chinese, english) in methods.items():
        meaning = word_about("method", method)
        for word, body in ((WORDS["method"][method][0], chinese), (method, english)):
            yield {"label": word, "description": meaning, "body": body}


def _spellings(key: str) -> tuple[str, ...]:
    return (*KEYS.get(key, ()), key)


def _written(key: str, message: str = "") -> list[Plain]:
    """Return the conditions, one a spelling, that a key is written."""
    told = {"errorMessage": message} if message else {}
    return [{"required": [spelling], **told} for spelling in _spellings(key)]


def _is_written(key: str, message: str = "") -> Plain:
    return {"anyOf": _written(key, message)}


def _words(words: Iterable[Any]) -> list[Any]:
    """Return fixed words with all their spellings."""
    found = dict.fromkeys(words)
    for group in WORDS.values():
        for word, spellings in group.items():
            if word in found:
                found.update(dict.fromkeys(spellings))
    return list(found)


def _meaning(group: str, word: str) -> str:
    """Return what a fixed word means; of a word in one language, what it is in the other."""
    canonical = canonical_word(group, word)
    other = WORDS[group][canonical][0] if word == canonical else canonical
    return f"{word_about(group, canonical)}（{other}）"


# In an editor a text is a text: a number in quotes is refused, as the loader refuses it.
_PATTERNS = {
    "number": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?%$|^-?(0|[1-9][0-9]*)/[1-9][0-9]*$",
}


class _Writer:
    """Converts definitions; what may be written by editions becomes a definition of its own."""

    def __init__(self, examples: Mapping[str, Example]) -> None:
        self.defs: dict[str, Plain] = {}
        self._examples = examples

    def convert(self, schema: Plain, name: str) -> Plain:
        """Convert one definition, or one written inside it (under a name of its own)."""
        made: Plain = {}
        rules: list[Plain] = []
        if message := message_for(schema):
            made["errorMessage"] = message
        for key, value in schema.items():
            match key:
                case "properties":
                    made["properties"] = self._properties(schema, name)
                case "pattern":
                    made[key] = _PATTERNS.get(schema.get("x-kind", ""), value)
                case "enum" if "x-words" in schema:
                    meanings = [_meaning(schema["x-words"], word) for word in value]
                    words = {key: value, "enumDescriptions": meanings}
                    if "object" in schema["type"]:  # a word, or keys in its place
                        words["errorMessage"] = message
                        rules.append({"if": {"type": "string"}, "then": words})
                    else:
                        made |= words
                case "items" | "additionalProperties" if isinstance(value, dict) and value:
                    made[key] = self._by_editions(value, f"{name}.{key}")
                case "required":
                    rules += [_is_written(each, message_on_lack(each)) for each in value]
                case "x-exactly-one":
                    told = message_on_choice(value)
                    one = {"oneOf": [_is_written(each, told) for each in value]}
                    rules.append({"if": {"type": "object"}, "then": {**one, "errorMessage": told}})
                case "propertyNames":
                    allowed = [spelling for each in value["enum"] for spelling in _spellings(each)]
                    made[key] = {"enum": allowed, "errorMessage": message_on_keys(value["enum"])}
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
            told = {"title": title_of(key), "description": own.get(key) or common.get(key, "")}
            for spelling in _spellings(key):
                found[spelling] = {**inner, **told, **self._example(f"{name}.{key}", spelling, key)}
        return found

    def _example(self, path: str, spelling: str, key: str) -> Plain:
        """Return the example of a key, in the language in which it is spelt."""
        example = self._examples.get(path)
        if example is None:
            return {}
        return {"examples": [example.english if spelling == key else example.chinese]}

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
