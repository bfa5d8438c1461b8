"""Set the tables of an assessment as CSV rows: indicators, ledgers, vetoes, problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.assess import Assessment
from engine.explain import FactRead, SchoolLedger, UnitsText, place_text, told_effects
from engine.explain.open_points import is_open
from engine.points import to_units
from engine.reports.csv_file import points_cell, text_cell
from engine.scoring import Status
from engine.veto.trace import VetoCase

Row = list[object]

INDICATORS = ("school_id", "indicator", "full", "points", "status", "reason")
LEDGER = (
    "school_id",
    "seq",
    "kind",
    "rule",
    "rule_place",
    "points",
    "facts",
    "fact_places",
    "sentence",
)
VETOES = (
    "school_id",
    "name",
    "clause",
    "clause_name",
    "status",
    "area",
    "table",
    "record_place",
    "event",
    "via",
    "gave_way_to",
    "unknown",
    "undecided",
    "reliefs",
    "effects",
    "total_without",
    "grade_without",
    "source",
    "clause_place",
)
PROBLEMS = ("code", "severity", "place", "value", "message", "hint")

_MANY = "；"
_STATUSES = tuple(Status)
_LABELS = tuple(status.label for status in Status)


class PointsCells:
    """Writes counts of units as number cells."""

    def __init__(self, text: UnitsText) -> None:
        self._text = text
        self._cells: dict[int, str] = {}

    def __call__(self, units: int) -> str:
        cell = self._cells.get(units)
        if cell is None:
            cell = self._cells[units] = points_cell(self._text(units))
        return cell


class IndicatorRows:
    """Sets a school's indicators as rows; where one did not simply score, with the reason."""

    def __init__(self, assessment: Assessment, said: PointsCells) -> None:
        self._points = assessment.book.points.tolist()
        self._zeroed = assessment.book.zeroed
        self._left_out = {at: mask.tolist() for at, mask in assessment.scores.left_out.items()}
        self._indicators = assessment.scores.indicators
        self._said = said
        unit = assessment.ruleset.unit
        self._full = [said(to_units(each.points, unit)) for each in self._indicators]

    def of_school(self, school_id: str, ledger: SchoolLedger) -> Iterator[Row]:
        """Yield a row an indicator, in the order of the rules."""
        school, text = ledger.school, text_cell(school_id)
        vetoed = {
            at: clause
            for clause, positions in self._zeroed.get(school, {}).items()
            for at in positions
        }
        statuses = ledger.workbook.status
        for at, (indicator, points) in enumerate(
            zip(self._indicators, self._points[school], strict=True)
        ):
            status = _STATUSES[statuses[at]]
            working = ledger.workings.get(indicator.id)
            reason = "" if working is None or status is Status.SCORED else working.sentence
            if status is Status.INFORMATIVE:
                reason = ledger.workbook.informative_sentence(at)
            if at in vetoed:
                reason = f"触发{vetoed[at]}，计零" + (f"；{reason}" if reason else "")
            left_out = at in self._left_out and self._left_out[at][school]
            has_none = is_open(indicator, status, points, left_out=left_out)
            cell = "" if has_none else self._said(points)
            label = _LABELS[status]
            yield [text, indicator.id, self._full[at], cell, label, text_cell(reason)]


def ledger_rows(school_id: str, ledger: SchoolLedger, said: PointsCells) -> Iterator[Row]:
    """Yield a row a ledger line."""
    text = text_cell(school_id)
    for line in ledger.lines:
        yield [
            text,
            line.seq,
            line.kind.label,
            line.rule,
            place_text(line.rule_place),
            said(line.points),
            text_cell(_facts_text(line.facts)),
            text_cell(_MANY.join(place_text(fact.place) for fact in line.facts if fact.place)),
            text_cell(line.sentence),
        ]


def _facts_text(facts: Iterable[FactRead]) -> str:
    return _MANY.join(f"{fact.name}={fact.text}" for fact in facts)


def veto_rows(assessment: Assessment, said: PointsCells) -> Iterator[Row]:
    """Yield a row a clause and record that met, whatever became of it."""
    for _, trace in sorted(assessment.trace.by_school.items()):
        for case in trace.cases:
            effects = [text for _, text in told_effects(assessment.ruleset, trace, case)]
            yield _veto_row(assessment, case, effects, said)


def _veto_row(assessment: Assessment, case: VetoCase, effects: list[str], said: PointsCells) -> Row:
    facts, ruleset = assessment.facts, assessment.ruleset
    clause = ruleset.clauses[case.clause]
    table = ruleset.clauses[case.via or case.clause].table
    places = facts.records[table].places if table and case.record >= 0 else None
    place = places.place(case.record) if places is not None else None
    outlook = assessment.book.without.get((case.school, case.clause, case.record))
    reliefs = _MANY.join(f"{name}：{outcome}" for name, outcome in case.reliefs)
    return [
        text_cell(facts.school_ids[case.school]),
        text_cell(facts.names[case.school]),
        case.clause,
        text_cell(clause.name),
        case.status.label,
        text_cell(clause.area),
        text_cell(table),
        text_cell(place_text(place)),
        text_cell(case.event),
        case.via,
        case.gave_way_to,
        text_cell("、".join(case.unknown)),
        text_cell("、".join(case.undecided)),
        text_cell(reliefs),
        text_cell(_MANY.join(effects)),
        said(outlook.total) if outlook is not None and outlook.total is not None else "",
        text_cell(outlook.grade) if outlook is not None else "",
        text_cell(str(clause.source) if clause.source is not None else ""),
        str(clause.place),
    ]


def problem_rows(assessment: Assessment) -> Iterator[Row]:
    """Yield a row a diagnostic, in the order of places."""
    for each in assessment.problems:
        yield [
            each.code,
            each.severity.label,
            text_cell(place_text(each.place)),
            text_cell(each.value),
            text_cell(each.message),
            text_cell(each.hint),
        ]
