"""Recognise the names that people write: headers, sheet names, labels of a form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.facts.books.sheet import visible
from engine.facts.cells.units import is_unit, unit_in
from engine.facts.evidence.titles import CATALOGUE
from engine.ruleset.model import Field, RecordTable, RuleSet
from engine.ruleset.suggesting import closest

EXPLAINING = ("说明", "目录", "封面", "选项", "字典", "填表须知")
_SPACES_AND_MARKS = re.compile(r"[\s*※﻿​]+")
_TRAILING_BRACKET = re.compile(r"^(.+?)[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")
_MOST_BRACKETS = 3
_LONGEST_UNIT = 5
_BEFORE_UNIT = "/:_-—·,"
_LEADING_NUMBER = re.compile(
    r"^(?:附?表)?[\d一二三四五六七八九十]+[.、:)_\-]+|^附?表\d+|^附件[\d一二三四五六七八九十]+[.、:)_\-]*"
)
_TRAILING_KIND = re.compile(r"(?:台账|明细|登记|记录|清单|情况|表|填报)+$")


@lru_cache(maxsize=100_000)
def normal_name(text: str) -> str:
    """Return a name without width, spaces, line breaks, required marks and final colon.

    >>> normal_name("* 支部数 （个）：")
    '支部数(个)'
    """
    narrow = visible(unicodedata.normalize("NFKC", text))
    return _SPACES_AND_MARKS.sub("", narrow).rstrip(":").casefold()


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name that was recognised: what it stands for, and the unit in its brackets."""

    key: str
    bracket: str = ""


class NameIndex:
    """Names and aliases -> what they stand for, tolerant of how headers are written."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._keys: dict[str, str] = {}
        self._written: dict[str, str] = {}
        for name, key in names:
            self._keys.setdefault(normal_name(name), key)
            self._written.setdefault(normal_name(name), name)
        self._found: dict[str, NameMatch | None] = {}
        self._suggested: dict[str, str] = {}

    def find(self, text: str) -> NameMatch | None:
        """Return what a header stands for, or None."""
        if text not in self._found:
            self._found[text] = self._search(normal_name(text)) if len(text) <= 120 else None
        return self._found[text]

    def keys_in(self, line: Iterable[object]) -> set[str]:
        """Return what the names in a row of cells stand for."""
        find = self.find
        return {
            match.key for cell in line if cell and isinstance(cell, str) and (match := find(cell))
        }

    def _search(self, name: str) -> NameMatch | None:
        for candidate in (name, _LEADING_NUMBER.sub("", name)):
            if candidate in self._keys:
                return NameMatch(self._keys[candidate])
            if match := self._bracketed(candidate) or self._with_unit(candidate):
                return match
        return None

    def _bracketed(self, name: str) -> NameMatch | None:
        """Find a name with brackets behind it, several perhaps: 经费(万元)(必填)."""
        inside: list[str] = []
        while len(inside) < _MOST_BRACKETS and (found := _TRAILING_BRACKET.match(name)):
            name = found.group(1)
            inside.append(found.group(2))
            if name in self._keys:
                units = [text for text in inside if unit_in(text)]
                return NameMatch(self._keys[name], (units or inside)[0])
        return None

    def _with_unit(self, name: str) -> NameMatch | None:
        """Find a name with its unit behind it, without brackets: 经费/万元, 经费万元."""
        if name[-1:].isdigit():  # ids, of which there are many
            return None
        for at in range(max(1, len(name) - _LONGEST_UNIT), len(name)):
            key = self._keys.get(name[:at].rstrip(_BEFORE_UNIT))
            if key and is_unit(unit := name[at:].lstrip(_BEFORE_UNIT)):
                if len(unit) == 1 and unit != "%":  # 得分 ends in a unit, and is a word
                    continue
                return NameMatch(key, unit)
        return None

    def guess(self, text: str) -> str:
        """Return what a misspelt name probably stands for, or an empty text."""
        match = self.find(self.suggestion(text))
        return match.key if match else ""

    def suggestion(self, text: str) -> str:
        """Return the name that was probably meant, or an empty text."""
        if text not in self._suggested:
            self._suggested[text] = self._suggest(text)
        return self._suggested[text]

    def _suggest(self, text: str) -> str:
        name = _LEADING_NUMBER.sub("", normal_name(text))
        bracketed = _TRAILING_BRACKET.match(name)
        name = bracketed.group(1) if bracketed else name
        near = closest(name, self._written)
        return self._written.get(near, "")

    def __contains__(self, text: str) -> bool:
        return self.find(text) is not None


def tables_to_read(ruleset: RuleSet) -> dict[str, RecordTable]:
    """Return the record tables of the rules, and the evidence catalogue that any may have."""
    return {CATALOGUE.id: CATALOGUE, **ruleset.tables}


class Dictionary:
    """The field dictionary of a ruleset as names that can be looked up.

    `all_tables` are its record tables and the evidence catalogue.

    Args:
        explaining: Words in the names of sheets that explain a workbook, and hold no facts.
    """

    def __init__(self, ruleset: RuleSet, explaining: Sequence[str] = EXPLAINING) -> None:
        self.ruleset, self.explaining = ruleset, explaining
        self.all_tables = tables_to_read(ruleset)
        self.school = NameIndex(_field_names(ruleset.fields.values(), _identity(ruleset)))
        self.tables = NameIndex(
            (name, table.id)
            for table in (*ruleset.tables.values(), self.all_tables[CATALOGUE.id])
            for name in _table_names(table)
        )
        self._parts = NameIndex(
            (field.sheet, field.sheet) for field in ruleset.fields.values() if field.sheet
        )
        self.records = {
            table.id: NameIndex(_field_names(table.fields.values(), _identity(ruleset)))
            for table in self.all_tables.values()
        }
        self._in_tables: dict[str, tuple[tuple[str, str], ...]] = {}
        self._in_titles: dict[str, list[RecordTable]] = {}
        self._named = [
            (table, [normal_name(name) for name in _table_names(table)])
            for table in self.all_tables.values()
        ]

    def columns_named(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return every (record table, field) that a header may stand for."""
        found = self._in_tables.get(text)
        if found is None:
            matches = ((table_id, index.find(text)) for table_id, index in self.records.items())
            found = tuple((table_id, match.key) for table_id, match in matches if match)
            self._in_tables[text] = found
        return found

    def field(self, key: str, table: RecordTable | None) -> Field | None:
        """Return the field that a recognised key names, in the table or of the school."""
        return (table.fields if table else self.ruleset.fields).get(key)

    def table_named(self, sheet_name: str) -> RecordTable | None:
        """Return the record table that a sheet's name names.

        The name may carry a number in front and 台账, 明细表, 情况 behind; that of an evidence
        catalogue anything, say, the school's name.
        """
        name = normal_name(sheet_name)
        bare = _LEADING_NUMBER.sub("", name)
        for candidate in (name, bare, _TRAILING_KIND.sub("", name), _TRAILING_KIND.sub("", bare)):
            match = self.tables.find(candidate) if candidate else None
            if match:
                return self.all_tables[match.key]
        for part in re.split(r"[-_—·]+", name):
            if part and part != name and (table := self.table_named(part)):
                return table
        # 目录 alone is a sheet that explains; a catalogue of a school or an office is none.
        about = name.replace(CATALOGUE.id, "", 1)
        if about != name and not any(word in about for word in self.explaining):
            return self.all_tables[CATALOGUE.id]
        return None

    def part_named(self, sheet_name: str) -> str:
        """Return the sheet of the dictionary (工作表) that a sheet's name names, or nothing."""
        name = normal_name(sheet_name)
        bare = _LEADING_NUMBER.sub("", name)
        for candidate in (name, bare, _TRAILING_KIND.sub("", bare)):
            match = self._parts.find(candidate) if candidate else None
            if match:
                return match.key
        return ""

    def fields_of_part(self, part: str) -> list[str]:
        """Return the fields that stand on one sheet of the field dictionary."""
        return [field.id for field in self.ruleset.fields.values() if field.sheet == part]

    def tables_in_title(self, title: str) -> list[RecordTable]:
        """Return the record tables whose names stand in a sheet's title."""
        found = self._in_titles.get(title)
        if found is None:
            name = normal_name(title)
            found = [table for table, known in self._named if any(each in name for each in known)]
            self._in_titles[title] = found
        return found


def _table_names(table: RecordTable) -> tuple[str, ...]:
    return (table.id, *table.aliases)


def _identity(ruleset: RuleSet) -> list[tuple[str, str]]:
    """Name the school's id and name and their parts, which every sheet may carry."""
    names = []
    for key in dict.fromkeys((ruleset.id_field, *ruleset.id_fields, *ruleset.name_fields)):
        known = ruleset.fields.get(key)
        names += [(name, key) for name in (key, *(known.aliases if known else ()))]
    return names


def _field_names(fields: Iterable[Field], identity: list[tuple[str, str]]) -> list[tuple[str, str]]:
    names = [(item.id, item.id) for item in fields]
    # A field's own id wins over any alias, so ids come first.
    return names + identity + [(alias, item.id) for item in fields for alias in item.aliases]
