"""Name the sheets of a workbook so that Excel takes them and the reader knows them again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from engine.facts.books.edition import GUIDE, LISTS
from engine.facts.evidence.titles import SHEET as CATALOGUE
from engine.facts.layout.names import Dictionary

_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31
LEFT_OUT = "不填事项"
_EXPLAINING = ("说明", "目录", "封面", "选项", "字典", "填表须知")


class SheetNames:
    """Gives each sheet of a workbook a name of its own."""

    def __init__(self, names: Dictionary) -> None:
        self._names = names
        self._taken = {each.casefold() for each in (GUIDE, LISTS, CATALOGUE, LEFT_OUT)}

    def for_part(self, part: str) -> str:
        """Name a sheet of the school's fields, which no record table may claim."""

        def fits(name: str) -> bool:
            is_free = self._names.table_named(name) is None
            return is_free and not any(word in name for word in _EXPLAINING)

        return self._first((part, f"学校的{part}"), "字段", fits)

    def for_table(self, table_id: str, aliases: Iterable[str]) -> str:
        """Name the sheet of a record table, by which the reader knows it."""

        def fits(name: str) -> bool:
            found = self._names.table_named(name)
            return found is not None and found.id == table_id

        # A sheet that has to be called otherwise is known by the title above its header.
        return self._first((table_id, *aliases), "台账", fits)

    def _first(self, wanted: Iterable[str], otherwise: str, fits: Callable[[str], bool]) -> str:
        for each in wanted:
            name = _REFUSED.sub("", each)[:_LONGEST].strip("' ")
            if name and fits(name) and self._take(name):
                return name
        number = 1
        while not self._take(f"{otherwise}{number}"):
            number += 1
        return f"{otherwise}{number}"

    def _take(self, name: str) -> bool:
        if name.casefold() in self._taken or name.casefold() == "history":
            return False
        self._taken.add(name.casefold())
        return True
