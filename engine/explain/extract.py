"""Extract the facts that indicators read of a school, each once, with its cell (事实摘录).

A lost point carries its facts on its own ledger line. The extract is for the rest: whoever asks
about an indicator with full points sees what it stood on as well. Whole columns are worded at
once, since every school has every field.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.diagnostics import Place
from engine.explain.citations import cite_table
from engine.explain.dossier import Archive, Dossier, exact_value, letters
from engine.explain.reads import split_names, tables_behind
from engine.explain.wording import STATE_WORDS, exact_text, known_text
from engine.facts.table import Column, FactTable, Origin, State
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Deed, FieldType, Indicator, RuleSet
from engine.ruleset.walking import names_read, tables_read
from engine.scoring import SchoolRows
from engine.sentences.phrases import Measure

# Name of a field or table -> (text, number of its sheet or -1, cell in that sheet) for each fact.
Extract = dict[str, list[tuple[str, int, str]]]


def names_behind(indicator: Indicator, ruleset: RuleSet) -> tuple[list[str], list[str]]:
    """Return the school's fields and the record tables that an indicator rests on."""
    names = [*names_read(indicator.method), *names_in(indicator.applies)]
    if indicator.value:
        names.append(indicator.value)
    fields, derived = split_names(names, ruleset)
    tables = tables_behind(derived, ruleset)
    tables.extend(tables_read(indicator.method))
    return fields, list(dict.fromkeys(tables))


def names_behind_deed(deed: Deed, ruleset: RuleSet) -> tuple[list[str], list[str]]:
    """Return the school's fields and the record tables that show a deed."""
    if deed.table:
        return [], [deed.table]
    fields, derived = split_names([deed.value], ruleset)
    return fields, tables_behind(derived, ruleset)


def sheets_of(facts: FactTable) -> list[str]:
    """List the sheets that facts come from, as the beginnings of their places, in order."""
    held = [column.places for column in facts.columns.values()]
    for records in facts.records.values():
        held.append(records.places)
        held.extend(column.places for column in records.columns.values())
    origins = {origin for places in held if places is not None for origin in places.origins}
    return sorted({_beginning(origin) for origin in origins})


def _beginning(origin: Origin) -> str:
    return f"{Place(origin.file, origin.sheet)}{':' if origin.is_text else '!'}"


@dataclass(frozen=True, slots=True)
class _Worded:
    """One column over all schools: what each cell says, and where it stands."""

    texts: list[str]
    sheets: list[int]
    cells: list[str]


class Extracts:
    """Extracts the same facts of one school after another."""

    def __init__(self, archive: Archive, view: SchoolRows) -> None:
        fields: dict[str, None] = {}
        tables: dict[str, None] = {}
        rules = archive.ruleset
        for own_fields, own_tables in (
            *(names_behind(indicator, rules) for indicator in rules.all_indicators()),
            *(names_behind_deed(deed, rules) for deed in rules.duties.deeds),
        ):
            fields.update(dict.fromkeys(own_fields))
            tables.update(dict.fromkeys(own_tables))
        self._tables = list(tables)
        evidence, refused = archive.facts.evidence, archive.facts.refused
        self._fallen = [
            name
            for name in fields
            if (evidence and name in evidence.fallen) or ("", name) in refused
        ]
        self._sheets = {text: number for number, text in enumerate(sheets_of(archive.facts))}
        self._worded = {
            name: _Worded(_texts(view.column(name)), *self._places(archive.facts, name))
            for name in fields
        }

    def of_school(self, dossier: Dossier) -> Extract:
        """Return what the school's fields and record tables say, and where."""
        school = dossier.school
        extract: Extract = {
            name: [(worded.texts[school], worded.sheets[school], worded.cells[school])]
            for name, worded in self._worded.items()
        }
        for name in self._fallen:
            if dossier.why_not(name):
                _, sheet, cell = extract[name][0]
                extract[name] = [(known_text(dossier, name), sheet, cell)]
        for table in self._tables:
            facts = cite_table(dossier, table, dossier.records(table))
            extract[table] = [(fact.text, *self._split(fact.place)) for fact in facts]
        return extract

    def _split(self, place: Place | None) -> tuple[int, str]:
        if place is None:
            return -1, ""
        if place.cell:
            return self._sheets[f"{Place(place.file, place.sheet)}!"], place.cell
        return self._sheets[f"{place.file}:"], f"{place.line}:{place.column}"

    def _places(self, facts: FactTable, name: str) -> tuple[list[int], list[str]]:
        """Return the sheet and the cell of a column, school by school."""
        places = facts.columns[name].places
        if places is None:
            return [-1] * facts.n_schools, [""] * facts.n_schools
        numbers = [self._sheets[_beginning(origin)] for origin in places.origins]
        is_text = [origin.is_text for origin in places.origins]
        sheets, cells = [], []
        for which, row, column in zip(
            places.origin.tolist(), places.row.tolist(), places.column.tolist(), strict=True
        ):
            sheets.append(numbers[which] if which >= 0 else -1)
            if which < 0:
                cells.append("")
            else:
                cells.append(f"{row}:{column}" if is_text[which] else f"{letters(column)}{row}")
        return sheets, cells


def _texts(column: Column) -> list[str]:
    """Word a column; equal values are worded once."""
    field = column.field
    measure = Measure.PERCENT if field.type is FieldType.PERCENT else Measure.PLAIN
    unit = "" if field.unit == "%" else field.unit
    words = {
        value: exact_text(exact_value(field, value, column.levels), measure, unit)
        for value in set(column.values[column.states == State.PRESENT].tolist())
    }
    states = [STATE_WORDS[state] for state in State]
    return [
        states[state] if state else words[value]
        for value, state in zip(column.values.tolist(), column.states.tolist(), strict=True)
    ]
