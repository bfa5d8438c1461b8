"""Who leads a school: each person once, with all posts held and all areas owned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.facts.table import Column, FactTable, RecordSet, State
from engine.ruleset.model import Duties
from engine.veto.reading import texts_in


@dataclass(frozen=True, slots=True)
class Leader:
    """One person of a school's leaders' table.

    Args:
        posts, areas: Over all rows of the person, in the order of the choices.
        earlier: Times held to account before; None where it is blank.
    """

    name: str
    posts: tuple[str, ...]
    areas: tuple[str, ...]
    earlier: int | None


class Roster:
    """The leaders of every school, read when they are asked for."""

    def __init__(self, duties: Duties, facts: FactTable) -> None:
        self._duties = duties
        self._records = facts.records.get(duties.table) if duties.table else None

    def of(self, school: int) -> tuple[Leader, ...]:
        """Return the school's leaders in the order of their rows, each person once.

        Two rows with one name are one person (一肩挑): the posts and the areas are joined.
        """
        records = self._records
        if records is None:
            return ()
        first, last = np.searchsorted(records.school_index, [school, school + 1])
        leaders: dict[str, Leader] = {}
        for row in range(int(first), int(last)):
            for name in self._cells(records, self._duties.person_field, row):
                if records.in_window[row]:
                    leader = self._leader(records, name, row)
                    leaders[name] = _joined(leaders[name], leader) if name in leaders else leader
        return tuple(leaders.values())

    def _leader(self, records: RecordSet, name: str, row: int) -> Leader:
        return Leader(
            name,
            self._cells(records, self._duties.posts_field, row),
            self._cells(records, self._duties.areas_field, row),
            self._earlier(records, row),
        )

    def _cells(self, records: RecordSet, field: str, row: int) -> tuple[str, ...]:
        return texts_in(records.columns[field], row) if field else ()

    def _earlier(self, records: RecordSet, row: int) -> int | None:
        if not self._duties.repeat_field:
            return 0
        column: Column = records.columns[self._duties.repeat_field]
        if column.states[row] == State.NOT_APPLICABLE:
            return 0
        return int(column.values[row]) if column.states[row] == State.PRESENT else None


def _joined(one: Leader, other: Leader) -> Leader:
    known = [leader.earlier for leader in (one, other) if leader.earlier is not None]
    return Leader(
        one.name,
        tuple(dict.fromkeys((*one.posts, *other.posts))),
        tuple(dict.fromkeys((*one.areas, *other.areas))),
        max(known) if known else None,
    )


def duty_ranks(duties: Duties) -> tuple[str, ...]:
    """Return the kinds of duty from the lowest to the highest coefficient.

    Among equals the one that the ruleset writes first is the higher.
    """
    later_first = reversed(tuple(duties.kinds.values()))
    return tuple(kind.id for kind in sorted(later_first, key=lambda kind: kind.coefficient))


def highest_duty(duties: Duties, kinds: Sequence[str]) -> str:
    """Return the one of several duties that counts for a person."""
    return max(kinds, key=duty_ranks(duties).index)
