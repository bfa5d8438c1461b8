"""The results of lower units (下级) as a record table of the upper unit's rules.

The table has built-in columns, named in the language in which `below` is written. It is put
among the record tables before anything is built, so that conditions, derived values and
charges read it like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.diagnostics import Place
from engine.ruleset.folder import RuleTexts
from engine.ruleset.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode

# The column that scores.csv has not: the id of the rules, which the receipt says.
RULESET = "ruleset"
# What can stand under `status`: GradingStatus says the same in its labels (held by a test).
EXCLUDED = "不定等"
STATUSES = ("已定等", "暂缓定等", EXCLUDED)


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One built-in column: its title in scores.csv, its names, and its type."""

    title: str
    english: str
    chinese: str
    type: str


COLUMNS = (
    ResultColumn("school_id", "id", "标识码", "text"),
    ResultColumn("name", "name", "名称", "text"),
    ResultColumn("cohort", "cohort", "同组", "text"),
    ResultColumn("total", "total", "总分", "number"),
    ResultColumn("grade_by_score", "grade_by_score", "按分等次", "grade"),
    ResultColumn("grade", "grade", "等次", "grade"),
    ResultColumn("rank", "rank", "名次", "integer"),
    ResultColumn("status", "status", "状态", "status"),
    ResultColumn(RULESET, "ruleset", "方案", "text"),
)
_MOST_DECIMALS = "6"  # of a total


def columns_below(entry: Entry) -> dict[str, str]:
    """Return title in scores.csv -> name of the column, in the language of the key `below`."""
    is_english = entry.shown.isascii()
    return {each.title: each.english if is_english else each.chinese for each in COLUMNS}


def with_results_below(texts: RuleTexts) -> RuleTexts:
    """Return the texts with the table of `below` among the record tables.

    A table of that name that is written out stays as it is; the checks report it.
    """
    entry = texts.ruleset.entry("below") if texts.ruleset is not None else None
    if entry is None or not isinstance(entry.value, MappingNode):
        return texts
    name = entry.value.entry("table")
    if name is None or not isinstance(name.value, ScalarNode) or name.value.is_blank:
        return texts
    written = texts.fields.get("tables")
    tables = written if isinstance(written, MappingNode) else MappingNode((), entry.key_place)
    if name.value.text in tables:
        return texts
    own = Entry(name.value.text, name.value.place, _table(entry, entry.value))
    kept = tuple(each for each in texts.fields if each.key != "tables")
    merged = Entry("tables", entry.key_place, MappingNode((*tables.entries, own), tables.place))
    return replace(texts, fields=MappingNode((*kept, merged), texts.fields.place))


def _table(entry: Entry, below: MappingNode) -> MappingNode:
    place, names = entry.value.place, columns_below(entry)
    grades = below.get("choices")
    fields = tuple(
        Entry(names[each.title], place, _field(each, names[each.title], grades, place))
        for each in COLUMNS
    )
    return _mapping({"fields": MappingNode(fields, place)}, place)


def _field(column: ResultColumn, name: str, grades: Node | None, place: Place) -> MappingNode:
    """Return one column as the field dictionary would describe it."""
    parts: dict[str, Node] = {"type": _text(column.type, place)}
    if column.type == "number":
        parts["decimals"] = _text(_MOST_DECIMALS, place)
    elif column.type == "grade":
        parts["type"] = _text("choice" if grades is not None else "text", place)
        parts |= {"choices": grades} if grades is not None else {}
    elif column.type == "status":
        parts["type"] = _text("choice", place)
        parts["choices"] = SequenceNode(tuple(_text(each, place) for each in STATUSES), place)
    others = dict.fromkeys((column.chinese, column.english, column.title))
    aliases = tuple(_text(each, place) for each in others if each != name)
    parts["aliases"] = SequenceNode(aliases, place)
    return _mapping(parts, place)


def _mapping(parts: dict[str, Node], place: Place) -> MappingNode:
    return MappingNode(tuple(Entry(key, place, node) for key, node in parts.items()), place)


def _text(text: str, place: Place) -> ScalarNode:
    return ScalarNode(text, False, place)
