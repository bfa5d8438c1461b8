"""Name the cells of one school briefly: most of its facts stand in one row of each sheet.

A lost point names its cells in full. For the rest (a hundred indicators with full marks and
more) a legend says once where each sheet is and in which row the school stands; beside a fact
stands the sheet and the column, or the whole cell where it is in another row.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

Story = dict[str, Any]

# A cell of a workbook (X14), or of a text file (line:column).
_CELL = re.compile(r"(?P<column>[A-Z]+)(?P<row>[0-9]+)|(?P<line>[0-9]+):(?P<place>[0-9]+)")
_SHEET = re.compile(r"「(.+)」$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Where a school stands in one sheet.

    Args:
        place: The sheet as the run names it. row: Empty where no single row is the school's.
    """

    label: str
    place: str
    row: str


class Cells:
    """The legend of one school, and its cells by it."""

    def __init__(self, catalogue: Story, story: Story) -> None:
        rows: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for facts in story["facts"].values():
            for _, sheet, cell in facts:
                if sheet >= 0:
                    rows[sheet][_row_and_column(cell)[0]] += 1
        places = {sheet: catalogue["sheets"][sheet].rstrip("!:") for sheet in sorted(rows)}
        labels = Counter(map(_label, places.values()))
        self._rows: dict[int, SheetRow] = {}
        for sheet, place in places.items():
            # Two workbooks may have sheets of one name: then neither is brief.
            label = _label(place) if labels[_label(place)] == 1 else place
            del rows[sheet][""]
            row = rows[sheet].most_common(1)[0][0] if rows[sheet] else ""
            self._rows[sheet] = SheetRow(label, place, row)

    @property
    def legend(self) -> list[SheetRow]:
        """Return where the school stands in each sheet that its facts come from."""
        return list(self._rows.values())

    def brief(self, sheet: int, cell: str) -> str:
        """Name a cell by its sheet, and by its column where the legend tells the row."""
        if sheet < 0:
            return ""
        own, (row, column) = self._rows[sheet], _row_and_column(cell)
        return f"{own.label} {column if row and row == own.row else cell}"


def _row_and_column(cell: str) -> tuple[str, str]:
    """Take a cell apart; a range of cells, such as that of a record table, has no one row.

    >>> _row_and_column("X14"), _row_and_column("3:15"), _row_and_column("C203:C214")
    (('14', 'X'), ('3', '15'), ('', ''))
    """
    found = _CELL.fullmatch(cell)
    if found is None:
        return "", ""
    if found["column"]:
        return found["row"], found["column"]
    return found["line"], found["place"]


def _label(place: str) -> str:
    """Return the short name of a sheet or file.

    >>> _label("examples/市直学校.xlsx「组织建设」"), _label("facts/schools.csv")
    ('组织建设', 'schools.csv')
    """
    found = _SHEET.search(place)
    return found[1] if found else place.rpartition("/")[2]
