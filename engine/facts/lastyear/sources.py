"""Take from last year's results and facts what each field asks for, as a column of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.diagnostics import Diagnostics
from engine.facts.books.finished import SCORES, cell_written
from engine.facts.columns import make_column, read_cells
from engine.facts.gathering import Gathering, RawCells
from engine.facts.lastyear.aligning import conform
from engine.facts.lastyear.results import INDICATORS, VETOES, LastResult, LastResults
from engine.facts.table import Column, FactTable, Origin, State
from engine.points import divide_half_up
from engine.ruleset.below import EXCLUDED
from engine.ruleset.carried import CARRIED, IN_FORCE
from engine.ruleset.model import Field, FieldType, FromLastYear, RuleSet, Subject

Mask = NDArray[np.bool_]
_NOT_APPLICABLE = "不适用"
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """What last year offers for one field.

    Args:
        column: Over this year's schools. is_new: (schools,) those that were not there last year.
    """

    column: Column
    is_new: Mask


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value of last year and where it stands; row and column count from 1."""

    text: str
    file: str
    row: int
    column: int


def offer_columns(
    gathering: Gathering, school_ids: Sequence[str], facts: FactTable | None
) -> dict[str, Offered]:
    """Return field -> what last year offers for it; nothing for what was not handed in.

    Args:
        facts: Last year's facts, under this year's schools.
    """
    ruleset, results = gathering.ruleset, gathering.last_results
    diagnostics = gathering.diagnostics
    ids = [gathering.former_ids.get(item, item) for item in school_ids]
    offered: dict[str, Offered] = {}
    for field in ruleset.fields.values():
        source = field.from_last_year
        if source is None:
            continue
        if source.kind == "facts" and facts is not None:
            column = _of_facts(field, source, ruleset, facts)
            offered[field.id] = Offered(column, _new_in(facts))
        elif source.kind != "facts" and results is not None:
            offered[field.id] = _of_results(
                field, source, ids, results, ruleset.subject, diagnostics
            )
    _tell_new(offered, school_ids, ruleset, diagnostics)
    return offered


def _tell_new(
    offered: Mapping[str, Offered],
    school_ids: Sequence[str],
    ruleset: RuleSet,
    diagnostics: Diagnostics,
) -> None:
    """Note once who was not there last year, and for which fields that matters."""
    by_schools: dict[tuple[int, ...], list[str]] = {}
    for name, offer in offered.items():
        new = tuple(np.flatnonzero(offer.is_new).tolist())
        if new:
            by_schools.setdefault(new, []).append(name)
    for new, names in by_schools.items():
        listed = "、".join(school_ids[at] for at in new[:_LISTED])
        listed += "等" if len(new) > _LISTED else ""
        fields = "、".join(names[:_LISTED]) + ("等" if len(names) > _LISTED else "")
        diagnostics.note(
            "F106",
            f"{len(new)} {ruleset.subject.counted}（{listed}）去年没有，{fields}不适用",
            hint="若只是换了标识码，请在名册里写明原标识码",
        )


def _new_in(facts: FactTable) -> Mask:
    """Tell which schools were in no sheet of last year, where all of them could be read."""
    is_new: Mask = np.array([not name for name in facts.names], np.bool_)
    for column in facts.columns.values():
        is_new &= column.states == State.NOT_APPLICABLE
    return is_new


def _of_facts(field: Field, source: FromLastYear, ruleset: RuleSet, facts: FactTable) -> Column:
    if source.name in ruleset.fields:
        return conform(facts.columns[source.name], field, facts.n_schools)
    derived = ruleset.derived[source.name]
    above, below = facts.columns[derived.numerator], facts.columns[derived.denominator]
    states = np.maximum(above.states, below.states)
    zero = (below.states == State.PRESENT) & (below.values == 0)
    states = np.where(zero, np.uint8(State.NOT_APPLICABLE), states).astype(np.uint8)
    present = states == State.PRESENT
    scale = 10 ** (field.decimals + below.field.decimals)
    divisor = np.where(present, below.values, 1).astype(object) * 10**above.field.decimals
    dividend = np.where(present, above.values, 0).astype(object) * scale
    numbers = divide_half_up(np.where(divisor < 0, -dividend, dividend), abs(divisor))
    return Column(field, numbers.astype(np.int64), states, above.places)


def _of_results(
    field: Field,
    source: FromLastYear,
    ids: Sequence[str],
    results: LastResults,
    subject: Subject,
    diagnostics: Diagnostics,
) -> Offered:
    take = _TAKERS[source.name if source.kind == "result" else source.kind]
    cells, files = RawCells(), dict[str, int]()
    is_new = np.zeros(len(ids), np.bool_)
    is_new[:] = [results.is_new(item) for item in ids]
    lacking = []
    for school, school_id in enumerate(ids):
        result = results.of(school_id)
        if result is None:
            continue
        cell = take(field, source, school_id, result)
        if cell is None:
            lacking.append(school_id)
            continue
        origin = files.setdefault(f"{result.shown}/{cell.file}", len(files))
        cells.add(school, cell.text, origin, cell.row, cell.column)
    _tell_lacking(field, source, lacking, subject, diagnostics)
    origins = tuple(Origin(name) for name in files)
    reads_blank = replace(field, blank_as="missing", marks={}, required=False)
    read = read_cells(reads_blank, cells, origins, diagnostics)
    chosen = np.full(len(ids), -1, np.int64)
    chosen[cells.owner] = np.arange(len(cells))
    column = make_column(field, read, cells, chosen, origins)
    column.states[is_new] = State.NOT_APPLICABLE
    return Offered(replace(column, all_present=False), is_new)


def _tell_lacking(
    field: Field,
    source: FromLastYear,
    schools: Sequence[str],
    subject: Subject,
    diagnostics: Diagnostics,
) -> None:
    if schools:
        listed = "、".join(schools[:_LISTED]) + ("等" if len(schools) > _LISTED else "")
        diagnostics.warning(
            "F108",
            f"去年的结果里没有“{source.name}”，"
            f"{len(schools)} {subject.counted}（{listed}）的{field.id}按缺失",
            source.place,
            source.name,
            "请核对去年方案里这一项的编号",
        )


def _score(title: str) -> Callable[[Field, FromLastYear, str, LastResult], _Cell | None]:
    """Return the taker of one column of scores.csv."""

    def take(
        _field: Field, source: FromLastYear, school_id: str, result: LastResult
    ) -> _Cell | None:
        column = result.titles.get(title)
        if column is None:
            return None
        text = result.text(school_id, title)
        if not text and source.ungraded_as:
            text = source.ungraded_as
        elif not text and result.text(school_id, "status") == EXCLUDED:
            text = _NOT_APPLICABLE
        return _Cell(text, SCORES, result.rows[school_id] + 1, column + 1)

    return take


def _points(
    _field: Field, source: FromLastYear, school_id: str, result: LastResult
) -> _Cell | None:
    row = result.point_rows.get((school_id, source.name))
    if row is None or result.points is None:
        return None
    titles = {str(cell): at for at, cell in enumerate(result.points.rows[0])}
    line = result.points.rows[row]
    text = cell_written(line[titles["points"]])
    if cell_written(line[titles["status"]]) == _NOT_APPLICABLE:
        text = _NOT_APPLICABLE
    return _Cell(text, INDICATORS, row + 1, titles["points"] + 1)


def _vetoed(_field: Field, _source: FromLastYear, school_id: str, result: LastResult) -> _Cell:
    verdict = result.verdicts.get(school_id)
    if verdict is None or verdict.row < 0:
        return _Cell("否", SCORES, result.rows[school_id] + 1, 1)
    text = "是" if verdict.is_vetoed else "" if verdict.is_open else "否"
    return _Cell(text, VETOES, verdict.row + 1, result.status_column)


def _carried(field: Field, _source: FromLastYear, school_id: str, result: LastResult) -> _Cell:
    verdict = result.verdicts.get(school_id)
    carried = verdict.carried if verdict is not None else ()
    standing = [each for each in carried if each.status == IN_FORCE]
    is_open = len(standing) < len(carried) or (verdict is not None and verdict.may_carry)
    at = next((each.row for each in standing if each.row >= 0), -1)
    clauses = "、".join(dict.fromkeys(each.clause for each in standing))
    text = clauses or ("不适用" if field.type is FieldType.TEXT else "无")
    if field.type is FieldType.BOOLEAN:
        text = "是" if standing else "否"
    if is_open and not (standing and field.type is FieldType.BOOLEAN):
        text = ""
    if at < 0:
        return _Cell(text, SCORES, result.rows[school_id] + 1, 1)
    return _Cell(text, VETOES, at + 1, result.status_column)


_TAKERS: Mapping[str, Callable[[Field, FromLastYear, str, LastResult], _Cell | None]] = {
    "grade": _score("grade"),
    "grade_by_score": _score("grade_by_score"),
    "total": _score("total"),
    "rank": _score("rank"),
    "status": _score("status"),
    "vetoed": _vetoed,
    CARRIED: _carried,
    "points": _points,
}
