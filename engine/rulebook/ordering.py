"""Put the rows of a list in the order that their sheet says: what moves, and where new ones go."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.diagnostics import Diagnostics, Place
from engine.editing import Change, MoveItem, PutItem
from engine.facts.books.sheet import is_blank, plain
from engine.rulebook.layout import Path
from engine.rulebook.opening import FoundRow

ORDER = "序"
LAST = float("inf")


@dataclass(frozen=True, slots=True)
class Placed:
    """One row of a list as it is to stand.

    Args:
        rank: By which it is put in order. position: In the old list; None for a new one.
        source: YAML of a new one. place: The cell that says so.
    """

    rank: float
    position: int | None
    source: str
    place: Place


def rank_of(found: FoundRow, default: float, diagnostics: Diagnostics) -> float:
    """Return the place among its siblings that a row names; else the default."""
    raw = found.cells.get(ORDER)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    if is_blank(raw):
        return default
    try:
        return float(plain(raw)) if isinstance(raw, str) else float("nan")
    except ValueError:
        pass
    diagnostics.error(
        "W021", f"“序”里写的“{raw}”不是数", found.place_of(ORDER), str(raw),
        "请写数；要排到第 2、第 3 之间的写 2.5",
    )  # fmt: skip
    return default


def changes_of_order(path: Path, length: int, rows: Sequence[Placed]) -> Iterator[Change]:
    """Yield what moves within a list, and what is put into it.

    Args:
        path: The list. length: Of the old list. rows: In the order of the sheet, those that
            are gone left out.
    """
    ordered = sorted(rows, key=lambda row: row.rank)
    old = [row.position for row in ordered if row.position is not None]
    steady = set(_longest_rising(old))
    behind = length
    moves: list[Change] = []
    for row in reversed(ordered):
        if row.position is None:
            moves.append(PutItem(path, behind, row.source, row.place))
        elif row.position in steady:
            behind = row.position
        else:
            moves.append(MoveItem(path, row.position, behind, row.place))
    yield from reversed(moves)


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return a longest part of a sequence that rises: what need not move."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        place = bisect_left(tops, number)
        before.append(tails[place - 1] if place else -1)
        tails[place : place + 1] = [at]
        tops[place : place + 1] = [number]
    found: list[int] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        found.append(numbers[at])
        at = before[at]
    return found
