"""Say which schools make up a figure of the city, and in which cells their facts stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.city.joining import CityValue
from engine.city.tallying import Tally
from engine.facts.table import CellPlaces, FactTable, State
from engine.points import decimal_text
from engine.ruleset.conditions import names_in
from engine.ruleset.model import CityFigure, FigureKind, RuleSet
from engine.scoring.values import Mask, Quantity

_WORDS: Mapping[int, str] = {
    State.PRESENT: "有数",
    State.MISSING: "缺失",
    State.UNREADABLE: "无法识读",
}
_MOST_CELLS = 40

Places = Callable[[int], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one school gives to one figure.

    Args:
        amount: Number, or the different values. below: of a ratio: what it is divided by.
        state: 有数, 缺失 or 无法识读. cells: where the facts stand.
    """

    figure: str
    school: int
    amount: str
    below: str
    state: str
    cells: tuple[str, ...]


def contributions(
    values: Sequence[CityValue], ruleset: RuleSet, facts: FactTable
) -> Iterator[Contribution]:
    """Yield, figure by figure, every school that gives something or may give something."""
    cells = _Cells(ruleset, facts)
    for value in values:
        if value.tally is not None:
            yield from _of_figure(value.tally, cells)


def _of_figure(tally: Tally, cells: _Cells) -> Iterator[Contribution]:
    figure, states = tally.figure, tally.states
    gives = (states == State.PRESENT) & _gives(tally)
    told = np.flatnonzero(gives | (states > State.NOT_APPLICABLE))
    places = cells.of_records(tally) if figure.table else cells.of_schools(figure)
    amounts = _amounts(tally, told)
    below = [""] * len(told) if tally.below is None else _numbers(tally.below, told)
    each = zip(told.tolist(), states[told].tolist(), amounts, below, strict=True)
    for school, state, amount, under in each:
        where = places(school)
        if len(where) > _MOST_CELLS:
            where = (*where[:_MOST_CELLS], f"等 {len(where)} 处")
        known = state == State.PRESENT
        yield Contribution(
            figure.id,
            school,
            amount if known else "",
            under if known else "",
            _WORDS[state],
            where,
        )


def _gives(tally: Tally) -> Mask:
    """Tell which schools give more than nothing. Shapes: (schools,)."""
    gives = tally.above.numerators != 0
    if tally.below is not None:
        gives = gives | (tally.below.numerators != 0)
    return np.asarray(gives)


def _amounts(tally: Tally, schools: NDArray[np.integer]) -> list[str]:
    if tally.texts is not None:
        return ["、".join(tally.texts.get(each, ())) for each in schools.tolist()]
    return _numbers(tally.above, schools)


def _numbers(quantity: Quantity, schools: NDArray[np.integer]) -> list[str]:
    """Write exact numbers of some schools."""
    if quantity.scale == 1 and quantity.denominators is None:
        return [str(int(each)) for each in quantity.numerators[schools].tolist()]
    return [decimal_text(quantity.fraction(each)) for each in schools.tolist()]


class _Cells:
    """Finds the cells behind figures; the cells of a field are written once."""

    def __init__(self, ruleset: RuleSet, facts: FactTable) -> None:
        self._ruleset = ruleset
        self._facts = facts
        self._of_field: dict[str, list[str]] = {}

    def of_schools(self, figure: CityFigure) -> Places:
        """Return school -> the cells of the school's facts that a figure reads."""
        named = [figure.value, figure.numerator, figure.denominator]
        if figure.kind is FigureKind.COUNT:
            named += names_in(figure.condition)
        fields, tables = self._behind(named)
        columns = [self._field(name) for name in fields]
        records = [self._table(name) for name in tables]

        def places(school: int) -> tuple[str, ...]:
            own = [column[school] for column in columns if column[school]]
            return (*own, *(place for each in records for place in each.get(school, ())))

        return places

    def of_records(self, tally: Tally) -> Places:
        """Return school -> the cells of its records that count."""
        figure = tally.figure
        records = self._facts.records[figure.table]
        at = records.columns[figure.column].places if figure.column else records.places
        rows = np.flatnonzero(tally.rows) if tally.rows is not None else np.zeros(0, np.int64)
        found = _by_school(at, records.school_index, rows)
        return lambda school: tuple(found.get(school, ()))

    def _behind(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Follow names down to the school's fields and to record tables."""
        fields, tables = dict[str, None](), dict[str, None]()
        pending = list(names)
        for name in pending:  # grows while it is read
            derived = self._ruleset.derived.get(name)
            if derived is None:
                fields.update({name: None} if name else {})
                continue
            tables.update({derived.table: None} if derived.table else {})
            pending += [*derived.operands, derived.numerator, derived.denominator]
        return list(fields), list(tables)

    def _field(self, name: str) -> list[str]:
        if name not in self._of_field:
            places = self._facts.columns[name].places
            none = [""] * self._facts.n_schools
            self._of_field[name] = none if places is None else places.texts()
        return self._of_field[name]

    def _table(self, name: str) -> Mapping[int, list[str]]:
        records = self._facts.records[name]
        return _by_school(records.places, records.school_index, np.flatnonzero(records.in_window))


def _by_school(
    places: CellPlaces | None, owners: NDArray[np.integer], rows: NDArray[np.integer]
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if places is None:
        return found
    texts = places.texts()
    for row, owner in zip(rows.tolist(), owners[rows].tolist(), strict=True):
        if texts[row]:
            found.setdefault(owner, []).append(texts[row])
    return found
