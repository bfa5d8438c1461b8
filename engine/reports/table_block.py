"""A table as it stands in a document: columns, rows, and cells that are one with others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# Lines in one cell, or one paragraph.
Lines = tuple[str, ...]
# What stands in a cell that has nothing.
NOTHING: Lines = ("—",)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        width: Its share of the width, in parts of the sum of all.
        is_centred: Short entries such as points stand in the middle.
        is_merged: Equal entries below each other are one cell.
    """

    title: str
    width: int
    is_centred: bool = False
    is_merged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: each row has a cell (its lines) for every column.

    Args:
        caption: Said above it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Lines, ...], ...]
    caption: str = ""

    def tidied(self) -> Table:
        """Leave out the columns in which no row has anything; dash the cells without."""
        kept = [at for at in range(len(self.columns)) if any(row[at] for row in self.rows)]
        return Table(
            tuple(self.columns[at] for at in kept),
            tuple(tuple(row[at] or NOTHING for at in kept) for row in self.rows),
            self.caption,
        )

    def spans(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield (first row, row past the last) of each cell of a column.

        Cells are merged within the cells of the merged columns to the left.
        """
        first = 0
        for row in range(1, len(self.rows) + 1):
            if row == len(self.rows) or not self._is_joined(at, row):
                yield first, row
                first = row

    def _is_joined(self, at: int, row: int) -> bool:
        if not self.columns[at].is_merged:
            return False
        left = [each for each in range(at + 1) if self.columns[each].is_merged]
        above, own = self.rows[row - 1], self.rows[row]
        return all(above[each] == own[each] for each in left)
