"""Read a header as one row of names: its second line, a line of units, a unit in a title.

People write 「单位：万元」 above a table, units in a line below the names, and headers of two
lines. What is overlooked there would be read ten thousand times too small.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.facts.books.sheet import Raw, Sheet, is_blank, plain
from engine.facts.cells.units import is_measure, is_unit, unit_factor
from engine.facts.layout.names import NameIndex
from engine.ruleset.model import Field, FieldType

# 填报单位：某某学校 names no measure; what is no unit is left out anyway.
_UNITS_SAID = re.compile(r"(?:^|[\s(\[:,;。])(?:金额|计量)?单位[:：]?\s*([^\s()\[\]]{1,20})")
_BETWEEN = re.compile(r"[、,;和及\s]+")
_UNIT_WORDS = frozenset({"单位", "计量单位"})


@dataclass(slots=True)
class HeadRows:
    """A header as one row.

    Args:
        cells: The name of each column, as written; blank where none stands.
        rows: The row in which each name stands.
        units: Column -> the unit that a line below the names gives.
        last: The last row of the header.
    """

    cells: list[Raw]
    rows: list[int]
    last: int
    units: dict[int, str] = field(default_factory=dict)

    def count_names(self, index: NameIndex) -> int:
        """Return how many different known names the header has."""
        found = (index.find(cell) for cell in self.cells if isinstance(cell, str))
        return len({match.key for match in found if match})


def read_head_rows(sheet: Sheet, header: int, last: int, index: NameIndex) -> HeadRows:
    """Join the row of the header with known names in the lines next to it.

    Args:
        last: Where the header ends by its merged cells.
    """
    line = sheet.rows[header]
    found = HeadRows(list(line), [header] * len(line), last)
    if header > 0 and _names_in(sheet.rows[header - 1], index):
        _take_names(found, sheet.rows[header - 1], header - 1, index)
    for row in range(header + 1, min(last + 1, len(sheet.rows))):
        # Lines beside names that are merged downwards.
        own = [None if cell == found.cells[at] else cell for at, cell in enumerate(sheet.rows[row])]
        found.units |= _units_in(own, found, index)
        _take_names(found, own, row, index)
    below = sheet.rows[last + 1] if last + 1 < len(sheet.rows) else []
    if _is_second_line(below, found, index):
        _take_names(found, below, last + 1, index)
        found.last = last + 1
        below = sheet.rows[last + 2] if last + 2 < len(sheet.rows) else []
    if not found.units and (units := _units_in(below, found, index)):
        found.units = units
        found.last += 1
    return found


def _names_in(line: list[Raw], index: NameIndex) -> list[int]:
    """Return the columns of a line that hold known names."""
    return [at for at, cell in enumerate(line) if isinstance(cell, str) and cell in index]


def _is_known(cell: Raw, index: NameIndex) -> bool:
    return isinstance(cell, str) and cell in index


def _is_second_line(line: list[Raw], found: HeadRows, index: NameIndex) -> bool:
    """Tell whether a line only goes on with the names above it."""
    new = [at for at in _names_in(line, index) if not _is_known(found.cells[at], index)]
    return bool(new) and all(
        is_blank(cell)
        or at in new
        or cell == found.cells[at]
        or (isinstance(cell, str) and not _is_known(found.cells[at], index))
        for at, cell in enumerate(line)
    )


def _take_names(found: HeadRows, line: list[Raw], row: int, index: NameIndex) -> None:
    """Take the known names of a line for columns that have none yet."""
    known = {
        match.key for cell in found.cells if isinstance(cell, str) and (match := index.find(cell))
    }
    for at, cell in enumerate(line):
        match = index.find(cell) if isinstance(cell, str) else None
        if match and match.key not in known and not _is_known(found.cells[at], index):
            found.cells[at], found.rows[at] = cell, row
            known.add(match.key)


def _units_in(line: list[Raw], found: HeadRows, index: NameIndex) -> dict[int, str]:
    """Return the units of a line that holds nothing but units; else nothing."""
    units: dict[int, str] = {}
    for at, cell in enumerate(line):
        if is_blank(cell):
            continue
        text = plain(cell).strip("()[]【】").casefold() if isinstance(cell, str) else ""
        if text in _UNIT_WORDS and not units:
            continue
        if not is_unit(text) or not _is_known(found.cells[at], index):
            return {}
        units[at] = text
    return units


def units_in_titles(sheet: Sheet, header: int) -> list[str]:
    """Return the measures that the lines above a header name (单位：万元)."""
    texts = [plain(cell) for row in sheet.rows[:header] for cell in row if isinstance(cell, str)]
    said = (found.group(1) for text in texts for found in _UNITS_SAID.finditer(text))
    units = (part.casefold() for text in said for part in _BETWEEN.split(text))
    return list(dict.fromkeys(unit for unit in units if is_measure(unit)))


def unit_of_title(units: list[str], known: Field) -> str:
    """Return the unit of a title that is meant for a field; nothing where none or several are."""
    if not known.unit or not known.type.is_numeric or known.type is FieldType.PERCENT:
        return ""
    fitting = [unit for unit in units if unit_factor(unit, known.unit) is not None]
    return fitting[0] if len(fitting) == 1 else ""
