"""Check derived values, and put them in an order in which each needs only earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.last_year import ON_LAST_YEAR
from engine.ruleset.checking.peers import check_peers
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Derived, FieldType, RuleSet

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


def check_derived(inspection: Inspection) -> RuleSet:
    """Check derived values, and return the ruleset with them in order of evaluation."""
    ruleset = inspection.ruleset
    for derived in ruleset.derived.values():
        _check_one(derived, inspection)
    ordered, circle = order_names(_names_read(ruleset))
    if circle:
        first = circle[0]
        part = ruleset.derived.get(first) or ruleset.fields.get(first)
        inspection.diagnostics.error(
            "R060",
            f"循环引用：{' → '.join(circle)}",
            part.place if part else None,
            first,
            "请改写其中一个，使它不再用到后面的值",
        )
    return replace(
        ruleset,
        derived={name: ruleset.derived[name] for name in ordered if name in ruleset.derived},
    )


def _names_read(ruleset: RuleSet) -> dict[str, tuple[str, ...]]:
    """Return derived values and fields -> the names that each reads (fields: in 适用)."""
    read: dict[str, tuple[str, ...]] = {}
    for derived in ruleset.derived.values():
        if derived.id in ruleset.fields:
            continue  # one name for two things is reported, and no circle
        columns = ruleset.tables[derived.table].fields if derived.table in ruleset.tables else {}
        in_condition = (name for name in names_in(derived.condition) if name not in columns)
        read[derived.id] = (
            *derived.operands,
            *(name for name in (derived.numerator, derived.denominator) if name),
            *((derived.peers.value, *derived.peers.within) if derived.peers else ()),
            *in_condition,
        )
    for field in ruleset.fields.values():
        read.setdefault(field.id, tuple(names_in(field.applies)))
    return read


def order_names(read: Mapping[str, tuple[str, ...]]) -> tuple[list[str], tuple[str, ...]]:
    """Order names so that each stands after what it reads.

    Args:
        read: Name -> the names it reads; names without an entry are left out.

    Returns:
        The names, in the order given where it can be kept, and one circle where there is any
        (else empty).
    """
    done: dict[str, None] = {}
    circle: tuple[str, ...] = ()
    for root in read:
        path: dict[str, list[str]] = {root: list(read[root])}
        if root in done:
            continue
        while path:
            name = next(reversed(path))
            waiting = path[name]
            if not waiting:
                path.popitem()
                done[name] = None
                continue
            needed = waiting.pop(0)
            if needed in path:
                names = list(path)
                circle = circle or (*names[names.index(needed) :], needed)
            elif needed in read and needed not in done:
                path[needed] = list(read[needed])
    return list(done), circle


def _check_one(derived: Derived, inspection: Inspection) -> None:
    place = derived.place
    inner = inspection.at(place, derived.kind)
    operands = inspection.each(place, derived.kind, derived.operands)
    if derived.kind in ON_LAST_YEAR:
        operands = [(name, inner) for name in derived.operands]
    for name, at in operands:
        inspection.term(name, at, _NUMERIC, purpose="派生值")
    for key in ("numerator", "denominator"):
        name = getattr(derived, key)
        inspection.term(name, inspection.at(inner, key), _NUMERIC, purpose="比率")
    if derived.peers is not None:
        check_peers(derived.peers, inner, inspection)
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
