"""Read the parts of a ruleset as trees of said values, whatever they are made of.

Every value of the model is read, by its type: one that is added to the model later is told
without a word here, under its key. `saying` says what has words of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Any

from engine.diagnostics import Place, Severity
from engine.differences.labels import (
    ENUMS_OF_KEYS,
    KEYS_AS_VALUES,
    NOT_TOLD,
    ORDERED,
    PERCENTS,
    POINTS,
    WORDS_OF,
    WORDS_OF_ENUMS,
    WORDS_OF_RESULTS,
    key_behind,
    label_of,
)
from engine.differences.tree import Branch, Item, Leaf, Listing, Node
from engine.glossary import WORDS, chinese_key
from engine.ruleset.clauses import Source
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Condition,
    Not,
    condition_key,
)
from engine.ruleset.editions import period_text
from engine.ruleset.model import ResultKind, RuleSet, Subject
from engine.sentences.conditions import condition_text
from engine.sentences.phrases import Measure, constant_text, points_said

_CONDITIONS = (Compare, AllOf, AnyOf, Not, AtLeastOf)
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Reader:
    """Reads the parts of one ruleset."""

    ruleset: RuleSet

    @cached_property
    def _paths(self) -> Mapping[Place, Path]:
        """Place of a value -> its canonical path."""
        found: dict[Place, Path] = {self.ruleset.place: ()}
        for path, (_, place) in self.ruleset.places.items():
            found.setdefault(place, path)
        return found

    def place_of(self, part: Place | None, *keys: str | int) -> Place | None:
        """Return where a value of a part stands; where the part stands if it is not written."""
        path = self._paths.get(part) if part is not None else None
        found = self.ruleset.places.get((*path, *keys)) if path is not None else None
        return found[1] if found is not None else part

    @cached_property
    def _periods(self) -> Mapping[Path, str]:
        """Canonical path of a value by editions -> the period of the one in force."""
        chosen = ((self._paths.get(each.place), each) for each in self.ruleset.editions)
        return {path: period_text(each.first, each.last) for path, each in chosen if path}

    def period_of(self, place: Place | None) -> str:
        """Say from when to when what stands at a place is in force; empty where it always is."""
        path = self._paths.get(place, ()) if place is not None else ()
        starts = (path[:length] for length in range(len(path), 0, -1))
        return next((self._periods[each] for each in starts if each in self._periods), "")

    def is_written(self, part: Place, key: str) -> bool:
        """Tell whether a part writes a value itself; where nothing is known of texts, it does."""
        path = self._paths.get(part)
        return path is None or (*path, key) in self.ruleset.places

    def branch(
        self, part: Any, table: str = "", *, but: frozenset[str] = frozenset(), kind: str = ""
    ) -> Branch:
        """Read a part of the model, value by value.

        Args:
            part: The part.
            table: The record table whose columns its conditions read first.
            but: Values that are told otherwise.
            kind: What kind of part it is.
        """
        owner = type(part).__name__
        table = getattr(part, "table", "") or table
        entries: dict[str, Node] = {}
        for each in fields(part):
            name = f"{owner}.{each.name}"
            if each.name in NOT_TOLD or name in NOT_TOLD or each.name in but:
                continue
            value = getattr(part, each.name)
            entries[label_of(owner, each.name)] = self.value(part, each.name, value, table)
        return Branch(entries, getattr(part, "place", None), kind)

    def value(self, part: Any, attribute: str, value: Any, table: str = "") -> Node:
        """Read one value of a part."""
        owner = type(part).__name__
        name = f"{owner}.{attribute}"
        place = self.place_of(getattr(part, "place", None), key_behind(owner, attribute))
        return self._read(name, value, place, table)

    def _read(self, name: str, value: Any, place: Place | None, table: str) -> Node:
        match value:
            case None | "" | () if not isinstance(value, tuple):
                return Leaf(None, "", place)
            case Source():
                return Leaf((value.document, value.clause), str(value), place)
            case Subject():
                return Leaf(value.name, value.name, place)
            case _ if isinstance(value, _CONDITIONS):
                return self.condition(value, table, place)
            case tuple() | list():
                return self._listing(name, tuple(value), place, table)
            case Mapping():
                return self._mapping(name, value, place, table)
            case _ if is_dataclass(value):
                return self.branch(value, table)
        return Leaf(value, scalar_text(name, value), place)

    def condition(self, condition: Condition, table: str, place: Place | None) -> Leaf:
        """Read a condition: what it means, however its parts are put in order."""
        text = condition_text(condition, self.ruleset, table)
        return Leaf(condition_key(condition), text, place or condition.place)

    def _listing(
        self, name: str, values: tuple[Any, ...], place: Place | None, table: str
    ) -> Listing:
        items = []
        seen: dict[Hashable, int] = {}
        for value in values:
            node = self._read(name, value, getattr(value, "place", place), table)
            if isinstance(node, Leaf) and isinstance(value, str):
                nth = seen[value] = seen.get(value, 0) + 1
                items.append(Item((value, nth), value, node))
            else:
                called = getattr(value, "name", "") or ""
                items.append(Item(called or None, called, node))
        return Listing(tuple(items), name in ORDERED, place)

    def _mapping(
        self, name: str, values: Mapping[str, Any], place: Place | None, table: str
    ) -> Listing:
        items = []
        for key, value in values.items():
            node = self._read(name, value, self.place_of(place, key), table)
            items.append(Item(key, key, node))
        return Listing(tuple(items), False, place)


def scalar_text(name: str, value: Any) -> str:
    """Say one value: 2分, 30%, 是, 2025-12-31, or the word of the rule language."""
    match value:
        case bool():
            return "是" if value else "否"
        case Severity():
            return value.label
        case ResultKind():
            return WORDS_OF_RESULTS[value]
        case Enum() if isinstance(value, ENUMS_OF_KEYS):
            return chinese_key(str(value.value))
        case Enum():
            return word_text(WORDS_OF_ENUMS.get(type(value), ""), str(value.value))
        case Fraction():
            if name in POINTS:
                return points_said(value)
            return constant_text(value, Measure.PERCENT if name in PERCENTS else Measure.PLAIN)
        case date():
            return value.isoformat()
        case str() if name in WORDS_OF:
            return word_text(WORDS_OF[name], value)
        case str() if name in KEYS_AS_VALUES:
            return chinese_key(value)
    return str(value)


def word_text(group: str, word: str) -> str:
    """Return the Chinese spelling of a fixed word.

    >>> word_text("rounding", "up")
    '进一'
    """
    spellings = WORDS.get(group, {}).get(word)
    return spellings[0] if spellings else word
