"""Each key and each fixed word of the language says what it means, in one place."""

from __future__ import annotations

from engine.glossary import WORDS
from engine.ruleset.keys import load_schema
from engine.ruleset.telling import keys_told, objects_in, word_about

HOW = (
    'write one sentence in engine/ruleset/schema.json, in the "x-about" at the head of the object '
    '(default as “不写即 …。”); for a fixed word in "x-words-about"'
)


def test_key_when_it_may_be_written_then_a_sentence_says_what_it_means() -> None:
    silent = [f"{told.path}: {told.key}" for told in keys_told() if not told.about]
    assert not silent, HOW


def test_word_when_it_may_be_written_then_a_sentence_says_what_it_means() -> None:
    silent = [
        f"{group}: {word}"
        for group, words in WORDS.items()
        for word in words
        if not word_about(group, word)
    ]
    assert not silent, HOW


def test_sentence_when_written_then_its_key_or_word_is_there() -> None:
    idle = [
        f"{path}: {key}"
        for name, schema in load_schema()["$defs"].items()
        for path, part in objects_in(name, schema)
        for key in part.get("x-about", {})
        if key not in part["properties"]
    ]
    told = load_schema()["x-words-about"]
    idle += [
        f"{group}: {word}" for group in told for word in told[group] if word not in WORDS[group]
    ]
    assert not idle


def test_sentence_when_written_then_it_ends_and_stands_once() -> None:
    common = load_schema()["x-about"]
    for told in keys_told():
        assert told.about.endswith("。"), f"{told.path}: {told.key}"
    for name, schema in load_schema()["$defs"].items():
        for path, part in objects_in(name, schema):
            for key, text in part.get("x-about", {}).items():
                assert common.get(key) != text, f"{path}: {key} is said at the head already"
