"""Find which fields and record tables a line of the catalogue is for (对应字段)."""

from __future__ import annotations

import re

from engine.diagnostics import Diagnostics, Place
from engine.facts.evidence import titles
from engine.facts.layout.names import Dictionary
from engine.ruleset.suggesting import closest
from engine.ruleset.walking import names_read, tables_read

_SEPARATORS = re.compile(r"[、,，;；\n/]+")
_LISTED = 4


class ItemNames:
    """What 对应字段 may name: a field, a record table, or several of them."""

    def __init__(self, names: Dictionary) -> None:
        self._names = names
        self._ruleset = names.ruleset
        self._told: dict[str, str] = {}

    def resolve(self, written: str, place: Place, diagnostics: Diagnostics) -> tuple[str, ...]:
        """Return the ids of what is named; say what is not known."""
        if not written:
            return ()
        whole = self._find(written)
        parts = [written] if whole else [part for part in _SEPARATORS.split(written) if part]
        found: dict[str, None] = {}
        for part in parts:
            item = self._find(part)
            if item:
                found[item] = None
            else:
                self._report(part.strip(), place, diagnostics)
        return tuple(found)

    def _find(self, text: str) -> str:
        match = self._names.school.find(text)
        if match is not None:
            return match.key
        table = self._names.table_named(text)
        return table.id if table is not None and table.id != titles.SHEET else ""

    def _report(self, text: str, place: Place, diagnostics: Diagnostics) -> None:
        diagnostics.warning(
            "F081",
            f"佐证目录的对应字段“{text}”不是字段，也不是台账，这一行对不上",
            place,
            text,
            self._hint(text),
        )

    def _hint(self, text: str) -> str:
        if text not in self._told:
            self._told[text] = self._guess(text)
        return self._told[text]

    def _guess(self, text: str) -> str:
        for indicator in self._ruleset.all_indicators():
            if text in (indicator.id, indicator.name) and indicator.method is not None:
                read = dict.fromkeys(
                    (*names_read(indicator.method), *tables_read(indicator.method))
                )
                listed = "、".join(f"“{name}”" for name in list(read)[:_LISTED])
                return f"这是指标，请写它所用的字段或台账：{listed}"
        if text in self._ruleset.derived:
            return "这是派生值，请写它所用的字段或台账"
        near = self._names.school.suggestion(text) or self._names.tables.suggestion(text)
        near = near or closest(text, [*self._ruleset.fields, *self._ruleset.tables])
        return f"是不是想写“{near}”？" if near else "请照字段清单写字段名，或台账名"
