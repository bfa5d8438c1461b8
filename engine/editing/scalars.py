"""Write scalars: plain where that reads the same, else quoted as its neighbours are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import yaml

from engine.diagnostics import Diagnostics
from engine.editing.trees import is_telling
from engine.editing.written import Unwritable, Written, read_written
from engine.ruleset.reading import parse_yaml

_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]"
)
_LOADERS: tuple[Any, ...] = tuple({yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def text_source(text: str, *, quote: str = '"') -> str:
    """Return YAML source that reads as this text, in lines and in brackets alike.

    Args:
        text: Any text. What would be read as a number, a yes or a date is quoted.
        quote: Which quotes to use where any are needed.

    >>> text_source("公办"), text_source("0123"), text_source("[试行] 办法"), text_source("a: b")
    ('公办', '"0123"', '"[试行] 办法"', '"a: b"')
    """
    if not is_telling(text) and all(reads_plain(text, each) for each in ("line", "braces")):
        return text
    return quoted(text, quote)


def quoted(text: str, quote: str) -> str:
    """Return a text in quotes; in double ones where single ones cannot hold it."""
    is_seen = "\n" not in text and not _UNSEEN.search(text)
    if is_seen and (quote == "'" or ('"' in text or "\\" in text)):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if not _UNSEEN.match(character):
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


# Where a scalar may stand, and in what text it is tried there.
Position = Literal["line", "braces", "brackets", "key"]
_SETTINGS: Mapping[Position, tuple[str, ...]] = {
    "line": ("键: {}\n", "- {}  # 注\n"),
    "braces": ("{{键: {}, 另: 1}}", "{{键: {}}}"),
    "brackets": ("[{}]", "[1, {}, 2]"),
    "key": ("{}: 值\n", "{{{}: 值}}"),
}


@cache
def reads_plain(text: str, position: Position) -> bool:
    """Tell whether a text may stand without quotes, and nothing is told of it when read."""
    if not text or "\t" in text or "\n" in text or _UNSEEN.search(text):
        return False
    return all(_stands_in(setting, text) for setting in _SETTINGS[position])


@cache
def key_source(key: str) -> str:
    """Return a key as YAML source, in lines and in brackets alike."""
    return key if reads_plain(key, "key") else quoted(key, '"')


def _stands_in(setting: str, text: str) -> bool:
    source, model = setting.format(text), setting.format(_WORD)
    told = Diagnostics()
    parse_yaml(source.encode(), "", told)
    return not len(told) and all(
        _events(source, loader) == _events(model, loader, text) for loader in _LOADERS
    )


# What surely reads plain: a text may stand where this one may.
_WORD = "某字"


def _events(source: str, loader: Any, instead: str = _WORD) -> list[tuple[str, ...]] | None:
    """Return what a parser finds, with a text in place of the word."""
    try:
        found = list(yaml.parse(source, Loader=loader))
    except yaml.YAMLError:
        return None
    return [
        (
            type(each).__name__,
            str(getattr(each, "anchor", None)),
            str(getattr(each, "tag", None)),
            str(getattr(each, "style", None)),
            instead if getattr(each, "value", "") == _WORD else getattr(each, "value", ""),
        )
        for each in found
    ]


def scalar_source(
    new: Written, position: Position, like: str, quote: str, indent: int | None = None
) -> str:
    """Return a scalar as source, written as another one was where it can be.

    Args:
        new: What it says, and how it was given.
        position: Where it stands.
        like: The style of the scalar before it, or of its neighbours.
        quote: Which quotes to use where it needs some and had none.
        indent: How far a text in lines is indented there; None where none can stand.
    """
    text = new.text
    if not new.style and is_telling(text):
        return text
    for style in (like, new.style):
        if style in ("|", ">") and position == "line" and indent is not None:
            source = _block_source(text, style, indent)
            if source:
                return source
    if like in ("'", '"'):
        return quoted(text, like)
    if not is_telling(text) and reads_plain(text, position):
        return text
    return quoted(text, new.style if new.style in ("'", '"') else quote)


def _block_source(text: str, style: str, indent: int) -> str:
    """Return a text as indented lines behind `|` or `>`; nothing where it cannot be one."""
    body = text.rstrip("\n")
    behind = len(text) - len(body)
    if behind > 1:  # the blank lines behind it in the text would count
        return ""
    chomping = "" if behind else "-"
    if style == ">":
        body = re.sub(r"\n+", lambda found: found.group() + "\n", body)
    lines = [" " * indent + line if line else "" for line in body.split("\n")]
    source = "\n".join([style + chomping, *lines])
    return source if _says(f"键: {source}\n", text) else ""


def _says(source: str, text: str) -> bool:
    try:
        return read_written(source).parts[0].value.text == text
    except Unwritable:
        return False


def respell(written: str, old: str, new: str) -> str:
    """Change a text that runs over several lines only where it differs.

    Args:
        written: The lines as they stand, without quotes or the sign before a block.
        old: What they say: the lines with one space between each two.
        new: What they are to say.

    Returns:
        The lines, or nothing where they cannot be changed in place.
    """
    pieces = re.split(r"([ \t]*(?:\r\n|\r|\n)[ \t]*)", written)
    lines, breaks = pieces[::2], pieces[1::2]
    if len(lines) < 2 or not all(lines) or " ".join(lines) != old or not new.strip():
        return ""
    before = _n_shared(old, new)
    behind = _n_shared(old[before:][::-1], new[before:][::-1])
    end = len(old) - behind
    sources: list[str] = []
    for line, gap in zip(lines, [*breaks, ""], strict=True):
        sources += [*line, gap]  # a gap stands for the space between two lines
    return "".join(sources[:before]) + new[before : len(new) - behind] + "".join(sources[end:])


def _n_shared(one: str, other: str) -> int:
    """Return with how many characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
