"""Check the field dictionary: fields, record tables, names that nobody uses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.points import decimal_text
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.marks import check_marks
from engine.ruleset.model import Field, FieldType, RecordTable
from engine.ruleset.walking import tables_read

# A change of ten times and more is surely a percentage without its sign.
_SURELY_PERCENT = 10


def check_fields(inspection: Inspection) -> None:
    """Check fields and record tables."""
    ruleset = inspection.ruleset
    for field in ruleset.fields.values():
        _check_field(field, inspection)
    _check_aliases(ruleset.fields, inspection)
    _check_aliases(ruleset.tables, inspection)
    for table in ruleset.tables.values():
        _check_aliases(table.fields, inspection)
        for field in table.fields.values():
            _check_field(field, inspection, table.id)
            _check_column(field, inspection)
        inspection.term(
            table.date_field,
            inspection.at(table.place, "date_field"),
            (FieldType.DATE,),
            table.id,
            "归属日期",
        )
        inspection.term(
            table.event_field,
            inspection.at(table.place, "event_field"),
            (FieldType.TEXT, FieldType.CHOICE),
            table.id,
            "事件编号",
        )
        _check_no_repeats(table, inspection)
    for name, derived in ruleset.derived.items():
        if name in ruleset.fields:
            inspection.diagnostics.error(
                "R021",
                f"派生值“{name}”与字段同名，字段在 {ruleset.fields[name].place}",
                derived.place,
                name,
                "请改其中一个的名称",
            )


def _check_field(field: Field, inspection: Inspection, table: str = "") -> None:
    if field.low is not None and field.high is not None and field.low > field.high:
        inspection.diagnostics.error(
            "R048",
            f"“{field.id}”的范围下限大于上限",
            inspection.at(field.place, "range"),
            hint="请把小的数写在前面",
        )
    for name, place in inspection.each(field.place, "pending", field.pending):
        inspection.known("R033", "选项", name, place, field.choices)
    check_marks(field, inspection, table)
    if field.change_within is not None and field.change_within >= _SURELY_PERCENT:
        number = decimal_text(field.change_within)
        inspection.diagnostics.error(
            "R042",
            f"“{field.id}”的较上年变动 {number} 就是 {decimal_text(field.change_within * 100)}%",
            inspection.at(field.place, "change_within"),
            number,
            f"若是百分之{number}，请写成 {number}%",
        )


def _check_no_repeats(table: RecordTable, inspection: Inspection) -> None:
    for key, names in (
        ("no_repeats", table.no_repeats),
        ("no_repeats_between", table.no_repeats_between),
    ):
        for name, place in inspection.each(table.place, key, names):
            inspection.term(name, place, (), table.id, chinese_key(key))


def _check_column(column: Field, inspection: Inspection) -> None:
    if column.applies is not None:
        inspection.diagnostics.error(
            "R006",
            f"台账的列“{column.id}”不能写“适用”",
            inspection.at(column.place, "applies"),
            column.id,
            "记录里不适用的，请在表里填“不适用”；只对部分记录计的，请写在计分或触发的条件里",
        )
    if column.change_within is not None:
        inspection.diagnostics.error(
            "R006",
            f"台账的列“{column.id}”不能写“较上年变动”",
            inspection.at(column.place, "change_within"),
            column.id,
            "各行与去年的没有对应；要比的，请比学校的字段",
        )


def _check_aliases(fields: Mapping[str, Field | RecordTable], inspection: Inspection) -> None:
    """Check that no alias is the name or an alias of another field (or table) beside it."""
    owners: dict[str, tuple[str, Place | None]] = {
        name: (name, field.place) for name, field in fields.items()
    }
    for field in fields.values():
        for alias, place in inspection.each(field.place, "aliases", field.aliases):
            other, at = owners.setdefault(alias, (field.id, place))
            if other != field.id:
                inspection.diagnostics.error(
                    "R021",
                    f"“{field.id}”的别名“{alias}”已属于“{other}”（{at}）",
                    place,
                    alias,
                    "请删去或改写这个别名",
                )


def check_unused(inspection: Inspection) -> None:
    """Warn of fields, derived values and record tables that no rule uses."""
    ruleset, used = inspection.ruleset, inspection.draft.vocabulary.mentioned
    special = ruleset.identity | ({ruleset.parent.id_field} if ruleset.parent else set())
    for names, kind in ((ruleset.fields, "字段"), (ruleset.derived, "派生值")):
        for name, part in names.items():
            if name not in used and name not in special:
                inspection.diagnostics.warning(
                    "R070",
                    f"{kind}“{name}”没有规则用到",
                    part.place,
                    name,
                    "确实要收集的，可写一个“仅供参考”的指标；不需要的请删去",
                )
    for name, result in ruleset.results.items():
        if name not in used:
            inspection.diagnostics.warning(
                "R070",
                f"结果值“{name}”没有等次限定用到",
                result.place,
                name,
                "不需要的请删去",
            )
    tables = {derived.table for derived in ruleset.derived.values()}
    tables |= {clause.table for clause in inspection.clauses} | {ruleset.duties.table}
    tables |= {deed.table for deed in ruleset.duties.deeds}
    tables |= {check.table for check in ruleset.checks}
    tables |= {figure.table for figure in ruleset.city}
    for indicator in inspection.indicators():
        tables.update(tables_read(indicator.method))
    for name, table in ruleset.tables.items():
        if name not in tables:
            inspection.diagnostics.warning(
                "R070", f"台账“{name}”没有规则用到", table.place, name, "不需要的请删去"
            )
