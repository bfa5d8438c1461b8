"""The vetoes that last year's results carry into this year (延续的否决) as a record table.

Its columns are built in, named in the language in which the table writes 取自上年; triggers,
derived values and charges read it like any other table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.ruleset.folder import RuleTexts
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

CARRIED = "carried"
IN_FORCE, PROPOSED = "生效", "否决建议"


@dataclass(frozen=True, slots=True)
class CarriedColumn:
    """One built-in column: its key in the results, its names, and its type."""

    key: str
    english: str
    chinese: str
    type: str


COLUMNS = (
    CarriedColumn("clause", "clause", "条款", "text"),
    CarriedColumn("name", "clause_name", "条款名称", "text"),
    CarriedColumn("status", "status", "状态", "status"),
    CarriedColumn("year", "year", "起始年度", "integer"),
    CarriedColumn("years_left", "years_left", "剩余年数", "integer"),
    CarriedColumn("source", "source", "依据", "text"),
    CarriedColumn("record", "record", "出处", "text"),
    CarriedColumn("event", "event", "事件编号", "text"),
)


def columns_carried(table: MappingNode) -> dict[str, str]:
    """Return key in the results -> name of the column, in the language of the table."""
    entry = table.entry("from_last_year")
    is_english = entry is not None and entry.shown.isascii()
    return {each.key: each.english if is_english else each.chinese for each in COLUMNS}


def with_carried_tables(texts: RuleTexts) -> RuleTexts:
    """Return the texts with the built-in columns in each table that is taken from last year.

    Columns that are written out stay as they are; the schema has reported them.
    """
    tables = texts.fields.get("tables")
    if not isinstance(tables, MappingNode):
        return texts
    entries = tuple(_with_columns(entry) for entry in tables)
    if all(new is old for new, old in zip(entries, tables.entries, strict=True)):
        return texts
    kept = tuple(each for each in texts.fields if each.key != "tables")
    old = texts.fields.entry("tables")
    if old is None:
        return texts
    merged = Entry("tables", old.key_place, MappingNode(entries, tables.place))
    return replace(texts, fields=MappingNode((*kept, merged), texts.fields.place))


def _with_columns(entry: Entry) -> Entry:
    table = entry.value
    if not isinstance(table, MappingNode) or "fields" in table:
        return entry
    if not isinstance(table.get("from_last_year"), MappingNode):
        return entry
    place, names = entry.value.place, columns_carried(table)
    fields = tuple(
        Entry(names[each.key], place, _field(each, names[each.key], place)) for each in COLUMNS
    )
    added = Entry("fields", place, MappingNode(fields, place))
    return replace(entry, value=MappingNode((*table.entries, added), table.place))


def _field(column: CarriedColumn, name: str, place: Place) -> MappingNode:
    """Return one column as the field dictionary would describe it."""
    parts: dict[str, Node] = {"type": _text(column.type, place)}
    if column.type == "status":
        parts["type"] = _text("choice", place)
        parts["choices"] = _texts((IN_FORCE, PROPOSED), place)
        parts["pending"] = _texts((PROPOSED,), place)
    others = dict.fromkeys((column.chinese, column.english))
    parts["aliases"] = _texts(tuple(each for each in others if each != name), place)
    return MappingNode(tuple(Entry(key, place, node) for key, node in parts.items()), place)


def _texts(texts: tuple[str, ...], place: Place) -> SequenceNode:
    return SequenceNode(tuple(_text(each, place) for each in texts), place)


def _text(text: str, place: Place) -> ScalarNode:
    return ScalarNode(text, False, place)
