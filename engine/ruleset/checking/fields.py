"""Check the field dictionary: record tables, derived values, names nobody uses."""

from __future__ import annotations

from dataclasses import replace

from engine.ruleset.building.fields import names_needed, order_derived
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Derived, Field, FieldType, RuleSet

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


def check_fields(inspection: Inspection) -> None:
    """Check fields and record tables."""
    ruleset = inspection.ruleset
    for field in ruleset.fields.values():
        _check_field(field, inspection)
    for table in ruleset.tables.values():
        for field in table.fields.values():
            _check_field(field, inspection)
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
    for name, derived in ruleset.derived.items():
        if name in ruleset.fields:
            inspection.diagnostics.error(
                "R021",
                f"派生值“{name}”与字段同名，字段在 {ruleset.fields[name].place}",
                derived.place,
                name,
                "请改其中一个的名称",
            )


def _check_field(field: Field, inspection: Inspection) -> None:
    if field.low is not None and field.high is not None and field.low > field.high:
        inspection.diagnostics.error(
            "R048",
            f"“{field.id}”的范围下限大于上限",
            inspection.at(field.place, "range"),
            hint="请把小的数写在前面",
        )
    for key, names in (("choices", field.choices), ("aliases", field.aliases)):
        for index, (name, place) in enumerate(inspection.each(field.place, key, names)):
            if name in names[:index]:
                inspection.diagnostics.error(
                    "R020", f"“{field.id}”里“{name}”写了两次", place, name, "请删去一个"
                )
    for name, place in inspection.each(field.place, "pending", field.pending):
        inspection.known("R033", "选项", name, place, field.choices)


def check_derived(inspection: Inspection) -> RuleSet:
    """Check derived values, and return the ruleset with them in order of evaluation."""
    ruleset = inspection.ruleset
    for derived in ruleset.derived.values():
        _check_one(derived, inspection)
    ordered, circle = order_derived(ruleset.derived, _needs(ruleset))
    if circle:
        first = ruleset.derived[circle[0]]
        inspection.diagnostics.error(
            "R060",
            f"派生值循环引用：{' → '.join(circle)}",
            first.place,
            circle[0],
            "请改写其中一个，使它不再用到后面的值",
        )
    return replace(ruleset, derived=ordered)


def _needs(ruleset: RuleSet) -> dict[str, tuple[str, ...]]:
    """Return derived value -> the derived values it needs, also through 适用 of fields."""
    read: dict[str, tuple[str, ...]] = {
        field.id: tuple(names_in(field.applies)) for field in ruleset.fields.values()
    }
    for derived in ruleset.derived.values():
        columns = ruleset.tables[derived.table].fields if derived.table in ruleset.tables else {}
        in_condition = (name for name in names_in(derived.condition) if name not in columns)
        read[derived.id] = (*names_needed(derived), *in_condition)
    needs = {}
    for name in ruleset.derived:
        seen: dict[str, None] = {}
        waiting = list(read[name])
        while waiting:
            needed = waiting.pop(0)
            if needed in seen:
                continue
            seen[needed] = None
            if needed not in ruleset.derived:
                waiting.extend(read.get(needed, ()))
        needs[name] = tuple(needed for needed in seen if needed in ruleset.derived)
    return needs


def _check_one(derived: Derived, inspection: Inspection) -> None:
    place = derived.place
    inner = inspection.at(place, derived.kind)
    for name, at in inspection.each(place, derived.kind, derived.operands):
        inspection.term(name, at, _NUMERIC, purpose="派生值")
    for key in ("numerator", "denominator"):
        name = getattr(derived, key)
        inspection.term(name, inspection.at(inner, key), _NUMERIC, purpose="比率")
    if not derived.is_record_based:
        return
    if not inspection.table(derived.table, inspection.at(inner, "table")):
        return
    column_types = {
        "total": _NUMERIC,
        "largest": _NUMERIC,
        "smallest": _NUMERIC,
        "periods": (FieldType.DATE,),
        "on_time": (FieldType.DATE,),
        "late": (FieldType.DATE,),
    }.get(derived.kind, ())
    inspection.term(
        derived.column, inspection.at(inner, "column"), column_types, derived.table, "这里"
    )
    inspection.term(
        derived.due_column,
        inspection.at(inner, "due_column"),
        (FieldType.DATE,),
        derived.table,
        "应交日期",
    )


def check_unused(inspection: Inspection) -> None:
    """Warn of fields, derived values and record tables that no rule uses."""
    ruleset, used = inspection.ruleset, inspection.draft.vocabulary.mentioned
    special = {ruleset.id_field, ruleset.name_field}
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
    tables = {derived.table for derived in ruleset.derived.values()}
    tables |= {clause.table for clause in inspection.clauses} | {ruleset.duties.table}
    for indicator in inspection.indicators():
        for charge in getattr(indicator.method, "charges", ()):
            tables.add(charge.table)
    for name, table in ruleset.tables.items():
        if name not in tables:
            inspection.diagnostics.warning(
                "R070", f"台账“{name}”没有规则用到", table.place, name, "不需要的请删去"
            )
