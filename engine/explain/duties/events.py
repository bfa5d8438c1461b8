"""Tell the events of a school by area (事件): incidents on record, and the vetoes they met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.explain.citations import cite
from engine.explain.dossier import Dossier, Record
from engine.explain.wording import known_text, named_value, reasons_for
from engine.facts.table import State
from engine.ruleset.conditions import names_in
from engine.ruleset.model import FieldType, RuleSet
from engine.sentences.phrases import few
from engine.veto.trace import SchoolTrace, VetoCase, VetoStatus

Told = dict[str, Any]

# What tells an event to a person: who and what it was. The rest stands in the record itself.
_TELLING = (FieldType.TEXT, FieldType.CHOICE)


class EventBook:
    """Tells the events of a batch.

    An event is a record of a table that clauses screen and whose records have an event id, or
    whatever else met a clause.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        areas: dict[str, dict[str, None]] = {}
        decided: dict[str, set[str]] = {}
        for clause in ruleset.clauses.values():
            if clause.table:
                areas.setdefault(clause.table, {})[clause.area] = None
                signed = (name for relief in clause.reliefs for name in relief.signed_fields)
                decided.setdefault(clause.table, set()).update((*clause.decision_fields, *signed))
        self._areas = {
            table: tuple(each) for table, each in areas.items() if ruleset.tables[table].event_field
        }
        self._columns = {
            table: [
                name
                for name, field in ruleset.tables[table].fields.items()
                if field.type in _TELLING and name not in decided[table]
            ]
            for table in areas
        }

    def of_school(self, dossier: Dossier, trace: SchoolTrace | None) -> dict[str, list[Told]]:
        """Return area -> its events: first records, table by table, then the school's own facts."""
        cases: dict[tuple[str, int], list[VetoCase]] = {}
        for case in trace.cases if trace is not None else ():
            table = self._ruleset.clauses[case.via or case.clause].table
            cases.setdefault((table, case.record), []).append(case)
        found: dict[str, list[Told]] = {}
        for table, row in self._rows(dossier, cases):
            met = cases.get((table, row), [])
            areas = dict.fromkeys(self._ruleset.clauses[case.clause].area for case in met)
            event = self._told(dossier, table, row, met)
            for area in areas or self._areas[table]:
                found.setdefault(area, []).append(event)
        return found

    def _rows(
        self, dossier: Dossier, cases: dict[tuple[str, int], list[VetoCase]]
    ) -> Iterator[tuple[str, int]]:
        seen = dict.fromkeys(sorted(cases))
        for table in self._areas:
            rows, in_window, _ = dossier.archive.rows(table, dossier.school)
            seen.update(dict.fromkeys((table, row) for row in rows if in_window[row]))
        yield from sorted(seen, key=lambda key: (key[1] < 0, key))

    def _told(self, dossier: Dossier, table: str, row: int, cases: list[VetoCase]) -> Told:
        vetoes = [self._veto(case) for case in cases]
        if not table:
            text, place = self._facts(dossier, cases)
            return {"table": "", "text": text, "place": place, "vetoes": vetoes}
        if row < 0:
            text = "未交或无法识读，也没有零报告"
            return {"table": table, "text": text, "place": "", "vetoes": vetoes}
        record = Record(dossier, table, row)
        shown = [
            f"{name}{known_text(record, name)}"
            for name in self._columns[table]
            if record.value(name)[0] is State.PRESENT
        ]
        return {
            "table": table,
            "text": "、".join(shown),
            "place": str(record.place() or ""),
            "vetoes": vetoes,
        }

    def _facts(self, dossier: Dossier, cases: list[VetoCase]) -> tuple[str, str]:
        """Tell the school's own facts that met clauses, and the first cell of them."""
        names: dict[str, None] = {}
        texts: list[str] = []
        for case in cases:
            clause = self._ruleset.clauses[case.via or case.clause]
            names.update(dict.fromkeys(names_in(clause.trigger)))
            if clause.trigger is not None and case.status is not VetoStatus.UNDETERMINED:
                texts += reasons_for(clause.trigger, dossier)
        texts = texts or [named_value(dossier, name) for name in names]
        place = next((fact.place for fact in cite(dossier, names) if fact.place), None)
        return few(list(dict.fromkeys(texts))), str(place or "")

    def _veto(self, case: VetoCase) -> Told:
        clause = self._ruleset.clauses[case.clause]
        return {
            "clause": clause.id,
            "name": clause.name,
            "area": clause.area,
            "status": case.status.label,
        }
