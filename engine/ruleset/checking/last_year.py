"""Check what is taken from last year (取自上年, 上年已有, 较上年增减)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.ruleset.building.operands import TYPE_NAMES
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.conditions import names_in
from engine.ruleset.model import Derived, Field, FieldType, FromLastYear, RuleSet

_GRADES = ("grade", "grade_by_score", "status")
_WORDS = (FieldType.CHOICE, FieldType.TEXT)
# What can hold each result of last year.
_TYPES: Mapping[str, tuple[FieldType, ...]] = {
    **dict.fromkeys(_GRADES, _WORDS),
    "total": (FieldType.NUMBER,),
    "points": (FieldType.NUMBER,),
    "rank": (FieldType.INTEGER, FieldType.NUMBER),
    "vetoed": (FieldType.BOOLEAN,),
    "carried": (FieldType.BOOLEAN, FieldType.TEXT, FieldType.SET),
}
ON_LAST_YEAR = ("change_on_last_year", "growth_on_last_year")


def check_last_year(inspection: Inspection) -> None:
    """Check every field, column and derived value that reads last year."""
    ruleset = inspection.ruleset
    for field in ruleset.fields.values():
        if field.held_last_year:
            _report(
                "R182",
                field,
                "held_last_year",
                "“上年已有”只能写在台账的列上",
                "请写在台账的一个“是否”列上，或改用“取自上年”",
                inspection,
            )
        if field.from_last_year is not None:
            _check_source(field, field.from_last_year, inspection)
    for table in ruleset.tables.values():
        for column in table.fields.values():
            _check_column(column, table.id, inspection)
    for derived in ruleset.derived.values():
        if derived.kind in ON_LAST_YEAR:
            _check_change(derived, inspection)


def _check_source(field: Field, source: FromLastYear, inspection: Inspection) -> None:
    if field.id in inspection.ruleset.identity:
        _report(
            "R182",
            field,
            "from_last_year",
            f"“{field.id}”用来认人，不能取自上年",
            "请删去“取自上年”",
            inspection,
        )
        return
    if source.kind == "facts":
        _check_facts(field, source, inspection)
        return
    asked = source.name if source.kind == "result" else "points"
    wanted = _TYPES.get(asked, ())
    if wanted and field.type not in wanted:
        listed = "、".join(TYPE_NAMES[kind] for kind in wanted)
        _report(
            "R180",
            field,
            "from_last_year",
            f"“{field.id}”的类型是“{TYPE_NAMES[field.type]}”，装不下上年的这一样（要{listed}）",
            "请修改“类型”",
            inspection,
        )
    if not source.ungraded_as:
        return
    place = inspection.at(source.place, "ungraded_as")
    if asked not in _GRADES[:2]:
        inspection.diagnostics.error(
            "R180",
            "“无等次作”只用于上年的等次",
            place,
            source.ungraded_as,
            "请删去“无等次作”",
        )
    elif field.choices:
        inspection.known("R033", "选项", source.ungraded_as, place, field.choices)


def _check_facts(field: Field, source: FromLastYear, inspection: Inspection) -> None:
    ruleset, place = inspection.ruleset, inspection.at(source.place, "facts")
    if inspection.term(source.name, place) is None:
        return
    there, derived = ruleset.fields.get(source.name), ruleset.derived.get(source.name)
    if there is not None and there.type is field.type:
        return
    is_share = derived is not None and is_ratio_of_fields(derived, ruleset)
    if is_share and field.type in (FieldType.NUMBER, FieldType.PERCENT):
        return
    said = "是派生值，又不是两个字段相除" if derived is not None and not is_share else "类型不同"
    inspection.diagnostics.error(
        "R181",
        f"“{field.id}”不能取上年的“{source.name}”：{said}",
        place,
        source.name,
        "请取同一类型的字段，或两个字段相除的派生值（字段写成数值或百分比）；"
        "别的派生值请用“较上年增减”",
    )


def is_ratio_of_fields(derived: Derived, ruleset: RuleSet) -> bool:
    """Tell whether a derived value is one field divided by another."""
    names = (derived.numerator, derived.denominator)
    return derived.kind == "ratio" and all(name in ruleset.fields for name in names)


def _check_column(column: Field, table: str, inspection: Inspection) -> None:
    if column.from_last_year is not None:
        _report(
            "R182",
            column,
            "from_last_year",
            f"台账的列“{column.id}”不能写“取自上年”",
            "台账里看去年有没有这一条，请写“上年已有”",
            inspection,
        )
    if not column.held_last_year:
        return
    if column.type is not FieldType.BOOLEAN:
        _report(
            "R180",
            column,
            "held_last_year",
            f"“上年已有”要用是否列，“{column.id}”的类型是“{TYPE_NAMES[column.type]}”",
            "请把“类型”改为“是否”",
            inspection,
        )
    for name, place in inspection.each(column.place, "held_last_year", column.held_last_year):
        if name == column.id:
            inspection.diagnostics.error(
                "R183", f"“{name}”不能与自己比", place, name, "请写认得出同一条记录的列"
            )
        else:
            inspection.term(name, place, (), table)


def _check_change(derived: Derived, inspection: Inspection) -> None:
    ruleset, place = inspection.ruleset, inspection.at(derived.place, derived.kind)
    for name in _behind(derived, ruleset):
        other = ruleset.derived[name]
        if other.peers is not None or (other.kind in ON_LAST_YEAR):
            inspection.diagnostics.error(
                "R184",
                f"“{derived.id}”不能与上年比：它用到的“{name}”"
                + ("要与别的学校比较" if other.peers is not None else "已经是与上年比的"),
                place,
                name,
                "请改为字段，或只由本校事实算出的派生值",
            )
            return


def _behind(derived: Derived, ruleset: RuleSet) -> Iterator[str]:
    """Yield the derived values behind one."""
    pending, seen = list(derived.operands), set[str]()
    for name in pending:  # grows while it is read
        part = ruleset.derived.get(name)
        if part is None or name in seen:
            continue
        seen.add(name)
        yield name
        pending.extend((*part.operands, part.numerator, part.denominator))
        pending.extend(names_in(part.condition))


def _report(
    code: str, field: Field, key: str, message: str, hint: str, inspection: Inspection
) -> None:
    place = inspection.at(field.place, key)
    inspection.diagnostics.error(code, message, place, field.id, hint)
