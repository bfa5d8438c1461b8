"""Build the field dictionary: fields, record tables and derived values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine.diagnostics import Place
from engine.ruleset.building.conditions import build_condition
from engine.ruleset.building.evidence import with_evidence_number
from engine.ruleset.building.peers import build_peers
from engine.ruleset.dictionary import MISSING_WORD, NEITHER, FromLastYear
from engine.ruleset.model import Derived, Field, FieldType, RecordTable
from engine.ruleset.nodes import MappingNode, Node, SequenceNode
from engine.ruleset.scalars import read_number_or_blank
from engine.ruleset.sections import Draft, Section

_TYPES = {member.value: member for member in FieldType}
_DECIMALS = {FieldType.PERCENT: 6, FieldType.NUMBER: 4}


def build_fields(root: Section) -> dict[str, Field]:
    """Build the fields of the school."""
    return {name: _field(name, inner) for name, inner in root.named("fields")}


def build_tables(root: Section) -> dict[str, RecordTable]:
    """Build the record tables."""
    return {name: _table(name, section) for name, section in root.named("tables")}


def _table(name: str, section: Section) -> RecordTable:
    columns = {key: _field(key, inner, name) for key, inner in section.named("fields")}
    needs_evidence = section.flag("evidence_required")
    return RecordTable(
        id=name,
        fields=with_evidence_number(columns, section.place) if needs_evidence else columns,
        place=section.place,
        aliases=section.texts("aliases"),
        zero_report=section.flag("zero_report"),
        date_field=section.text("date_field"),
        event_field=section.text("event_field"),
        note=section.text("note"),
        evidence_required=needs_evidence,
        no_repeats=section.texts("no_repeats"),
        no_repeats_between=section.texts("no_repeats_between"),
        **_table_from_last_year(section),
    )


def _table_from_last_year(table: Section) -> dict[str, Any]:
    inner = table.section("from_last_year")
    if inner is None:
        return {}
    return {
        "from_last_year": inner.text("result"),
        "none_without_last": inner.text("without_last") == "none",
    }


def _field(name: str, section: Section, table: str = "") -> Field:
    kind = _TYPES.get(section.text("type"), FieldType.TEXT)
    low, high = _range(section.get("range"))
    decimals = section.integer("decimals")
    return Field(
        id=name,
        type=kind,
        place=section.place,
        aliases=section.texts("aliases"),
        sheet=section.text("sheet"),
        unit=section.text("unit"),
        decimals=decimals if decimals is not None else _DECIMALS.get(kind, 0),
        low=low,
        high=high,
        choices=section.texts("choices"),
        pending=section.texts("pending"),
        required=section.flag("required"),
        filled_by=section.text("filled_by"),
        evidence=section.text("evidence"),
        note=section.text("note"),
        applies=build_condition(section.get("applies"), section.draft, table),
        blank_as=section.text("blank_as") or MISSING_WORD,
        marks=_marks(section.section("marks")),
        evidence_required=section.flag("evidence_required"),
        evidence_of_none=section.flag("evidence_of_none"),
        unique=section.flag("unique"),
        change_within=section.number("change_within"),
        from_last_year=_from_last_year(section.section("from_last_year")),
        held_last_year=section.texts("held_last_year"),
    )


def _from_last_year(section: Section | None) -> FromLastYear | None:
    kind = next((key for key in ("result", "points", "facts") if section and key in section), "")
    if section is None or not kind:
        return None
    return FromLastYear(
        kind,
        section.text(kind),
        section.place,
        section.text("if_differing") or NEITHER,
        section.text("ungraded_as"),
    )


def _marks(section: Section | None) -> dict[str, str]:
    """Return special texts -> what each stands for; what is no known word is left out."""
    return {entry.key: section.text(entry.key) for entry in section.node} if section else {}


def _range(node: Node | None) -> tuple[Fraction | None, Fraction | None]:
    if not isinstance(node, SequenceNode) or len(node.items) != 2:
        return None, None
    low, high = (read_number_or_blank(item) for item in node.items)
    return (
        None if isinstance(low, tuple) else low,
        None if isinstance(high, tuple) else high,
    )


def build_derived(root: Section) -> dict[str, Derived]:
    """Build the derived values, in the order of the text."""
    derived = {}
    for name, section in root.named("derived"):
        kind = next((key for key in _KINDS if key in section), "")
        if kind:
            derived[name] = _derived(name, kind, section, root.draft)
    return derived


_RECORD_KINDS = (
    "count",
    "total",
    "largest",
    "smallest",
    "periods",
    "distinct",
    "on_time",
    "late",
)
_APPLICABLE_KINDS = ("mean", "sum_of_applicable", "n_applicable")
_PEER_KINDS = ("rank", "percentile", "best", "peer_mean", "z_score")
_LAST_YEAR_KINDS = ("change_on_last_year", "growth_on_last_year")
_KINDS = (
    *("ratio", "sum", "difference", "product"),
    *_LAST_YEAR_KINDS,
    *_APPLICABLE_KINDS,
    *_PEER_KINDS,
    *_RECORD_KINDS,
)


def _derived(name: str, kind: str, section: Section, draft: Draft) -> Derived:
    node = section.get(kind)
    inner = section.section(kind) or Section(_empty(section.place), draft)
    table = inner.text("table")
    operands = section.texts(kind) if isinstance(node, SequenceNode) else ()
    return Derived(
        id=name,
        kind=kind,
        place=section.place,
        operands=(section.text(kind),) if kind in _LAST_YEAR_KINDS else operands,
        numerator=inner.text("numerator"),
        denominator=inner.text("denominator"),
        table=table,
        column=inner.text("column"),
        due_column=inner.text("due_column"),
        period=inner.text("period"),
        condition=build_condition(inner.get("condition"), draft, table),
        unit=section.text("unit"),
        note=section.text("note"),
        peers=build_peers(inner, inner.text("value")) if kind in _PEER_KINDS else None,
    )


def _empty(place: Place) -> MappingNode:
    return MappingNode((), place)
