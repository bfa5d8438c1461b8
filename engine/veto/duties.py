"""Carry lost points to persons: for every school, area and leader, in full and once.

党政同责: 书记 and 校长 each carry all of it, nothing is split. 一岗双责: a leader also answers
for the areas owned. 一肩挑: a person with several posts answers once, at the highest
coefficient, never at their sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from engine.facts.table import Column, FactTable, RecordSet, State
from engine.points import Units, divide_half_up, multiply
from engine.ruleset.model import Duties, FieldType, RuleSet
from engine.veto.leaders import duty_ranks

_NONE = -1


@dataclass(frozen=True, slots=True)
class ResponsibilityLine:
    """What one person answers for in one area.

    Args:
        posts: The posts by which the person answers; for one who only owns the area, the
            posts that the person holds.
        kind: DutyKind.id of the highest duty. coefficient: its share of the loss.
        lost: Points lost in the area by the school. carried: the person's share. Units: points.
    """

    school: int
    area: str
    person: str
    posts: tuple[str, ...]
    kind: str
    coefficient: Fraction
    lost: int
    carried: int


@dataclass(frozen=True, slots=True)
class Holders:
    """The persons of all leaders' tables, each once a school.

    Shapes: school and person (persons,); held (persons, posts); owned (persons, areas).

    Args:
        names: Text of each person code. posts, areas: what the columns stand for.
    """

    school: NDArray[np.int32]
    person: NDArray[np.integer]
    names: tuple[str, ...]
    posts: tuple[str, ...]
    areas: tuple[str, ...]
    held: NDArray[np.bool_]
    owned: NDArray[np.bool_]

    def duty_by_area(self, duties: Duties) -> Mapping[str, NDArray[np.int64]]:
        """Return each area's duty of each person: a rank of `duty_ranks`, -1 for none.

        Shapes: (persons,).
        """
        rank = {kind: place for place, kind in enumerate(duty_ranks(duties))}
        ranks = {area: np.full(len(self.school), _NONE) for area in areas_of(duties, self.areas)}
        for row in duties.matrix:
            for post, kind in row.duties.items():
                if post in self.posts:
                    holds = self.held[:, self.posts.index(post)]
                    found = np.where(holds, rank[kind], _NONE)
                    np.maximum(ranks[row.area], found, out=ranks[row.area])
        for place, area in enumerate(self.areas):
            if duties.owner_kind:
                found = np.where(self.owned[:, place], rank[duties.owner_kind], _NONE)
                np.maximum(ranks[area], found, out=ranks[area])
        return ranks


def areas_of(duties: Duties, owned: tuple[str, ...]) -> tuple[str, ...]:
    """Return the areas of the matrix in its order, then those that can only be owned."""
    return tuple(dict.fromkeys([*(row.area for row in duties.matrix), *owned]))


def post_holders(duties: Duties, facts: FactTable) -> Holders | None:
    """Read who holds which post and owns which area; None where the rules name no table."""
    if not duties.table:
        return None
    records = facts.records[duties.table]
    names = records.columns[duties.person_field]
    rows = np.flatnonzero((names.states == State.PRESENT) & records.in_window)
    keys = np.stack([records.school_index[rows], names.values[rows]], axis=1)
    _, first, group = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")  # as the rows stand, not as the names sort
    group = np.argsort(order)[group.reshape(-1)]
    chosen = rows[np.sort(first)]
    posts, held = _spread(records, duties.posts_field, rows, group, len(chosen))
    areas, owned = _spread(records, duties.areas_field, rows, group, len(chosen))
    return Holders(
        records.school_index[chosen],
        names.values[chosen],
        names.levels,
        posts,
        areas,
        held,
        owned,
    )


def _spread(
    records: RecordSet,
    field: str,
    rows: NDArray[np.intp],
    group: NDArray[np.intp],
    n_groups: int,
) -> tuple[tuple[str, ...], NDArray[np.bool_]]:
    """Spread a choice or a set over columns and join the rows of one person.

    Shapes: rows and group (named rows,) -> (groups, levels).
    """
    if not field:
        return (), np.zeros((n_groups, 0), dtype=bool)
    column: Column = records.columns[field]
    spread = np.zeros((n_groups, len(column.levels)), dtype=bool)
    known = column.states[rows] == State.PRESENT
    values = column.values[rows]
    for place in range(len(column.levels)):
        is_set = column.field.type is FieldType.SET
        has = (values >> place) & 1 == 1 if is_set else values == place
        spread[group[known & has], place] = True
    return column.levels, spread


@dataclass(frozen=True, slots=True)
class Bearer:
    """One person of a leaders' table: the posts held and the areas owned, over all rows."""

    name: str
    posts: tuple[str, ...]
    areas: tuple[str, ...]


class Carriers:
    """Who answers for what in every school, worked out on columns and told school by school.

    Args:
        lost_by_area: Area -> (schools,) points lost there; an area without is 0.
            Units: points.
    """

    def __init__(
        self, ruleset: RuleSet, facts: FactTable, lost_by_area: Mapping[str, Units]
    ) -> None:
        duties = ruleset.duties
        self._lost = {area: lost.tolist() for area, lost in lost_by_area.items()}
        carried = _carried(duties, lost_by_area)
        self._carried = {key: each.tolist() for key, each in carried.items()}
        self._by_post = {(row.area, post) for row in duties.matrix for post in row.duties}
        self._kinds = [duties.kinds[kind] for kind in duty_ranks(duties)]
        self.areas: tuple[str, ...] = ()
        self._bearers: list[Bearer] = []
        self._named: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {}
        self._lines: list[tuple[int, int, int]] = []  # person, area, rank
        self._first_line = self._first_bearer = [0] * (facts.n_schools + 1)
        holders = post_holders(duties, facts)
        if holders is not None:
            self._read(holders, duties, np.arange(facts.n_schools + 1))

    def _read(self, holders: Holders, duties: Duties, schools: NDArray[np.int64]) -> None:
        ranks = holders.duty_by_area(duties)
        self.areas = tuple(ranks)
        borne = np.full((len(holders.school), len(ranks)), _NONE)
        for place, area in enumerate(ranks):
            borne[:, place] = ranks[area]
        persons, places = np.nonzero(borne > _NONE)
        order = np.lexsort((persons, places, holders.school[persons]))
        persons, places = persons[order], places[order]
        columns = (persons.tolist(), places.tolist(), borne[persons, places].tolist())
        self._lines = list(zip(*columns, strict=True))
        self._first_line = np.searchsorted(holders.school[persons], schools).tolist()
        self._first_bearer = np.searchsorted(holders.school, schools).tolist()
        people = zip(
            holders.person.tolist(), holders.held.tolist(), holders.owned.tolist(), strict=True
        )
        self._bearers = [
            Bearer(
                holders.names[person],
                tuple(compress(holders.posts, held)),
                tuple(compress(holders.areas, owned)),
            )
            for person, held, owned in people
        ]

    def bearers(self, school: int) -> list[Bearer]:
        """Return the leaders of one school, each once, in the order of their rows."""
        return self._bearers[self._first_bearer[school] : self._first_bearer[school + 1]]

    def of_school(self, school: int) -> Iterator[ResponsibilityLine]:
        """Yield who answers for what in one school, in the order of areas and leaders."""
        for person, place, rank in self._lines[
            self._first_line[school] : self._first_line[school + 1]
        ]:
            area, kind, bearer = self.areas[place], self._kinds[rank], self._bearers[person]
            named = self._named.get((place, bearer.posts))
            if named is None:
                by_post = tuple(post for post in bearer.posts if (area, post) in self._by_post)
                named = self._named[place, bearer.posts] = by_post or bearer.posts
            known = area in self._lost
            yield ResponsibilityLine(
                school,
                area,
                bearer.name,
                named,
                kind.id,
                kind.coefficient,
                self._lost[area][school] if known else 0,
                self._carried[area, kind.id][school] if known else 0,
            )


def responsibility_lines(
    ruleset: RuleSet, facts: FactTable, lost_by_area: Mapping[str, Units]
) -> Iterator[ResponsibilityLine]:
    """Yield who answers for what, in the order of schools, areas and leaders; see `Carriers`."""
    carriers = Carriers(ruleset, facts, lost_by_area)
    for school in range(facts.n_schools):
        yield from carriers.of_school(school)


def _carried(duties: Duties, lost_by_area: Mapping[str, Units]) -> Mapping[tuple[str, str], Units]:
    """Work out every area's loss times every coefficient, rounded half up once."""
    return {
        (area, kind.id): divide_half_up(
            multiply(lost, kind.coefficient.numerator), kind.coefficient.denominator
        )
        for area, lost in lost_by_area.items()
        for kind in duties.kinds.values()
    }
