"""Lay out what the indicators are computed from: fields, record tables, derived values, checks."""

from __future__ import annotations

from collections.abc import Iterable

from engine.rendering.document import Block
from engine.reports.table_block import Column, Lines, Table
from engine.ruleset.model import Field, RecordTable, RuleSet
from engine.sentences.checks import check_sentence
from engine.sentences.derived import derived_sentence
from engine.sentences.dictionary import field_text, table_text

_FIELD_COLUMNS = (
    Column("工作表", 10, is_merged=True),
    Column("字段", 18),
    Column("填什么", 44),
    Column("填报", 8),
    Column("佐证", 14),
    Column("说明", 20),
)


def dictionary_blocks(ruleset: RuleSet) -> tuple[Block, ...]:
    """Lay out the field dictionary."""
    blocks: list[Block] = [_fields(ruleset)]
    blocks.extend(_records(table, ruleset) for table in ruleset.tables.values())
    if ruleset.derived:
        blocks.append(_derived(ruleset))
    if ruleset.checks:
        blocks.append(_checks(ruleset))
    return tuple(blocks)


def _fields(ruleset: RuleSet) -> Table:
    rows = tuple(_field_row(each, ruleset) for each in ruleset.fields.values())
    return Table(_FIELD_COLUMNS, rows, "字段").tidied()


def _field_row(field: Field, ruleset: RuleSet, table: str = "") -> tuple[Lines, ...]:
    return (
        _line(field.sheet),
        (field.id, *_aliases(field.aliases)),
        (field_text(field, ruleset, table),),
        _line(field.filled_by),
        _line(field.evidence),
        _line(field.note),
    )


def _aliases(aliases: Iterable[str]) -> Lines:
    said = "、".join(aliases)
    return (f"（又名{said}）",) if said else ()


def _line(text: str) -> Lines:
    return (text,) if text else ()


def _records(table: RecordTable, ruleset: RuleSet) -> Table:
    rows = tuple(_field_row(each, ruleset, table.id) for each in table.fields.values())
    names = "".join(_aliases(table.aliases))
    details = "；".join(filter(None, (table_text(table), table.note)))
    caption = f"台账“{table.id}”{names}" + (f"：{details}" if details else "")
    return Table(_FIELD_COLUMNS, rows, caption).tidied()


def _derived(ruleset: RuleSet) -> Table:
    columns = (
        Column("派生值", 18),
        Column("怎样算", 58),
        Column("单位", 6, is_centred=True),
        Column("说明", 18),
    )
    rows = tuple(
        ((each.id,), (derived_sentence(each, ruleset),), _line(each.unit), _line(each.note))
        for each in ruleset.derived.values()
    )
    return Table(columns, rows, "派生值（由上面的事实算出）").tidied()


def _checks(ruleset: RuleSet) -> Table:
    columns = (Column("核对", 22), Column("应有的关系", 50), Column("依据", 12), Column("说明", 16))
    rows = tuple(
        (
            (each.said,),
            (check_sentence(each, ruleset),),
            _line(str(each.source) if each.source is not None else ""),
            _line(each.note),
        )
        for each in ruleset.checks
    )
    return Table(columns, rows, "核对（计分之前，不符的先列出来）").tidied()
