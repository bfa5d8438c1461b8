"""The glossary, the schema and the rule language say the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.glossary import KEYS, WORDS, chinese_key
from engine.ruleset.codes import CODES
from engine.ruleset.keys import canonical_keys, canonical_word, load_schema

TOP = Path(__file__).parent.parent.parent


def parts_of(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts_of(value)


PARTS = list(parts_of(load_schema()["$defs"]))


def test_spelling_when_chinese_then_it_belongs_to_one_key() -> None:
    owners: dict[str, str] = {}
    for key, spellings in KEYS.items():
        for spelling in spellings:
            assert owners.setdefault(spelling, key) == key, f"{spelling}: {owners[spelling]}, {key}"


def test_spelling_when_chinese_then_it_is_no_canonical_key() -> None:
    assert not {word for spellings in KEYS.values() for word in spellings} & set(KEYS)


def test_word_when_chinese_then_it_belongs_to_one_word_of_its_group() -> None:
    for group, words in WORDS.items():
        spellings = [spelling for each in words.values() for spelling in each]
        assert len(spellings) == len(set(spellings)), group


def test_schema_when_it_names_a_key_then_the_glossary_has_it() -> None:
    named = {key for part in PARTS for key in part.get("properties", {})}
    assert named <= set(KEYS)


def test_glossary_when_it_has_a_key_then_the_schema_names_it() -> None:
    named = {key for part in PARTS for key in part.get("properties", {})}
    assert set(KEYS) <= named


def test_schema_when_it_allows_words_then_they_are_the_glossarys() -> None:
    for part in PARTS:
        if "x-words" in part:
            group = WORDS[part["x-words"]]
            known = {word for key, spellings in group.items() for word in (key, *spellings)}
            assert set(part["enum"]) == known


def test_schema_when_it_restricts_keys_then_they_are_its_own() -> None:
    for part in PARTS:
        for rule in part.get("allOf", []):
            allowed = rule.get("then", {}).get("propertyNames", {}).get("enum", [])
            assert set(allowed) <= set(part["properties"])


def test_schema_when_checked_then_it_is_valid_2020_12() -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(load_schema())


@pytest.mark.parametrize(
    ("written", "key"), [("分值", "points"), ("得", "points"), ("为", "equals")]
)
def test_key_when_spelt_in_any_way_then_it_is_canonical(written: str, key: str) -> None:
    assert canonical_keys()[written] == key


def test_key_when_printed_then_the_first_spelling_is_used() -> None:
    assert chinese_key("equals") == "等于"
    assert chinese_key("一个字段") == "一个字段"


def test_word_when_unknown_then_it_stays_as_it_is() -> None:
    assert canonical_word("method", "猜一猜") == "猜一猜"


def test_codes_when_reported_then_they_are_listed_and_none_is_idle() -> None:
    sources = [
        *(TOP / "engine" / "ruleset").rglob("*.py"),
        *(TOP / "engine" / "cases").glob("*.py"),
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "codes.py")
    assert set(re.findall(r'"([RY]\d{3})"', text)) == set(CODES)
