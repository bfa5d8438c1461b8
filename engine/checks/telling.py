"""Tell a failed check: whose facts, their cells, their values, the limit and the way out."""

from __future__ import annotations

from engine.checks.judging import Verdict
from engine.checks.values import Values
from engine.diagnostics import Diagnostic, Place
from engine.facts.cells.display import cell_text
from engine.facts.table import State
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Check, CheckKind
from engine.sentences.checks import part_text, window_text
from engine.sentences.conditions import condition_text

_CODES = {CheckKind.PART: "K001", CheckKind.CONDITION: "K002", CheckKind.WINDOW: "K003"}


def tell(check: Check, verdict: Verdict, values: Values, row: int) -> Diagnostic:
    """Return the diagnostic of one row in which a check failed."""
    names = tuple(dict.fromkeys(names_in(verdict.holds)))
    place = _first_place(names, values, row)
    found = "，".join(values.said(name, row, here=place) for name in names)
    asked = _ASKED[check.kind](verdict, values, check.table)
    first = values.column(names[0], row)
    unit = values.ruleset.subject.counted
    fate = f"；这些事实不采用，这{unit}暂缓定等" if check.rejects else ""
    return Diagnostic(
        _CODES[check.kind],
        check.severity,
        f"{whose(values, row)}{found}，{asked}（核对 {check.said}）{fate}",
        place,
        cell_text(*first) if first is not None else "",
        _way_out(check, len(names)),
    )


def whose(values: Values, row: int) -> str:
    """Say whose facts a row are: of a school, or of one of its records."""
    school = values.facts.school_ids[values.school_of(row)]
    called = values.ruleset.subject.called(school)
    if values.records is None:
        return f"{called}的"
    return f"{called}的台账“{values.records.table.id}”{_record_name(values, row)}，"


def _record_name(values: Values, row: int) -> str:
    """Name a record by its event, or else by its first filled column."""
    assert values.records is not None
    columns = values.records.columns
    for name in filter(None, (values.records.table.event_field, *columns)):
        column = columns.get(name)
        if column is not None and column.states[row] == State.PRESENT:
            return f"（{name} {cell_text(column, row)}）"
    return "的一行"


def _first_place(names: tuple[str, ...], values: Values, row: int) -> Place | None:
    places = (values.place(name, row) for name in names)
    found = next((place for place in places if place is not None), None)
    if found is None and values.records is not None and values.records.places is not None:
        return values.records.places.place(row)
    return found


def _asked_of_part(verdict: Verdict, _values: Values, _table: str) -> str:
    return part_text(verdict.holds)


def _asked_by_condition(verdict: Verdict, values: Values, table: str) -> str:
    return f"要求：{condition_text(verdict.holds, values.ruleset, table)}"


def _asked_of_date(_verdict: Verdict, values: Values, _table: str) -> str:
    return f"不在考核窗口（{window_text(values.ruleset.window)}）内"


_ASKED = {
    CheckKind.PART: _asked_of_part,
    CheckKind.CONDITION: _asked_by_condition,
    CheckKind.WINDOW: _asked_of_date,
}


def _way_out(check: Check, n_cells: int) -> str:
    which = "这一格" if n_cells == 1 else f"这 {n_cells} 处"
    return f"请核对{which}，改正填错的" + (f"；{check.note}" if check.note else "")
