"""Check that ids are unique, and that sources, matters and areas are among the listed ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import FieldType, Source

# Two files that share so many names are one file written twice.
_SURELY_A_COPY = 3
_COPY = re.compile(r"副本|备份|复制|copy|bak|\([0-9]+\)|（[0-9]+）", re.IGNORECASE)


def check_ids(inspection: Inspection) -> None:
    """Check that every id names one thing: nodes and adjustments, clauses, duty rows."""
    nodes = [(node.id, inspection.at(node.place, "id")) for node in inspection.nodes()]
    inspection.has_repeated_ids = not check_unique("编号", nodes, inspection)
    clauses = [(clause.id, inspection.at(clause.place, "id")) for clause in inspection.clauses]
    check_unique("条款编号", clauses, inspection)
    rows = [
        (row.area, inspection.at(row.place, "area")) for row in inspection.ruleset.duties.matrix
    ]
    check_unique("责任领域", rows, inspection)
    grades = [
        (grade.name, inspection.at(grade.place, "grade")) for grade in inspection.ruleset.grades
    ]
    check_unique("等次", grades, inspection)


def check_unique(
    what: str, names: Iterable[tuple[str, Place | None]], inspection: Inspection
) -> bool:
    """Report names that stand twice; tell whether all stand once."""
    first: dict[str, Place | None] = {}
    repeated: dict[tuple[str, str], list[tuple[str, Place, Place]]] = {}
    for name, place in names:
        if not name:
            continue
        before = first.setdefault(name, place)
        if before is not None and place is not None and before != place:
            pair = (before.file, place.file)
            repeated.setdefault(pair, []).append((name, before, place))
    for (one, other), group in repeated.items():
        if one != other and len(group) >= _SURELY_A_COPY:
            _report_copy(what, group, inspection)
            continue
        for name, before, place in group:
            message = f"{what}“{name}”用了两次，前一次在 {before}"
            inspection.diagnostics.error("R020", message, place, name, "请改其中一个")
    return not repeated


def _report_copy(what: str, group: list[tuple[str, Place, Place]], inspection: Inspection) -> None:
    """Report two files that share many names as what they are: one written twice."""
    name, one, other = group[0]
    if _is_a_copy(one.file) and not _is_a_copy(other.file):
        one, other = other, one
    inspection.diagnostics.error(
        "R020",
        f"这个文件与 {one.file} 有 {len(group)} 个相同的{what}（{name} 等），像是同一份写了两遍",
        other,
        name,
        "副本、备份请移出这个文件夹；确是两份的，请改成不同的编号",
    )


def _is_a_copy(file: str) -> bool:
    return bool(_COPY.search(file.rpartition("/")[2]))


def known_areas(inspection: Inspection) -> tuple[str, ...]:
    """Return the areas of duty: those of the matrix, then those that leaders can own."""
    duties = inspection.ruleset.duties
    columns = inspection.draft.vocabulary.tables.get(duties.table, {})
    owned = columns[duties.areas_field].choices if duties.areas_field in columns else ()
    return tuple(dict.fromkeys((*(row.area for row in duties.matrix), *owned)))


def check_labels(inspection: Inspection) -> None:
    """Check matters, areas and sources of indicators and clauses."""
    ruleset = inspection.ruleset
    areas = known_areas(inspection)
    _check_matters(inspection)
    for indicator in inspection.indicators():
        if areas:
            place = inspection.at(indicator.place, "area")
            inspection.known("R028", "责任领域", indicator.area, place, areas)
        _check_source(indicator.source, indicator.place, inspection)
    for clause in inspection.clauses:
        if areas:
            place = inspection.at(clause.place, "area")
            inspection.known("R028", "责任领域", clause.area, place, areas)
        _check_source(clause.source, clause.place, inspection)
        for relief in clause.reliefs:
            _check_source(relief.source, relief.place, inspection)
    for row in ruleset.duties.matrix:
        _check_source(row.source, row.place, inspection)
    for deed in ruleset.duties.deeds:
        _check_source(deed.source, deed.place, inspection)


def _check_matters(inspection: Inspection) -> None:
    """Check the matters of indicators; where none are listed at all, say so once."""
    listed = inspection.ruleset.matters
    if not inspection.is_sound(inspection.at(inspection.ruleset.place, "matters")):
        return
    for indicator in inspection.indicators():
        for name, place in inspection.each(indicator.place, "matters", indicator.matters):
            if not listed:
                inspection.diagnostics.error(
                    "R027",
                    f"指标写了事项“{name}”，但方案没有列出事项",
                    place,
                    name,
                    "请在 ruleset.yaml 写“事项: [甲, 乙]”",
                )
                return
            inspection.known("R027", "事项", name, place, listed)


def _check_source(source: Source | None, part: Place, inspection: Inspection) -> None:
    known = inspection.ruleset.sources
    if source is not None and known:
        place = inspection.at(inspection.at(part, "source"), "document")
        inspection.known("R032", "依据文件", source.document, place, known)


# What a part of a joined id may be: a whole number or a date is written as it is read.
_IDENTIFYING = (FieldType.TEXT, FieldType.CHOICE, FieldType.INTEGER, FieldType.DATE)


def check_school(inspection: Inspection) -> None:
    """Check the fields that identify a school and that group it."""
    ruleset = inspection.ruleset
    school = inspection.at(ruleset.place, "school")
    for key, names in (("id_field", ruleset.id_parts), ("name_field", ruleset.name_parts)):
        types = _IDENTIFYING if len(names) > 1 else (FieldType.TEXT,)
        places = inspection.each(school, key, names)
        if len(names) == 1:
            places = [(names[0], inspection.at(school, key))]
        for name, place in places:
            _check_part(name, place, types, inspection)
        check_unique("学校的标识或名称里的字段", places, inspection)
    if len(ruleset.id_parts) > 1 and ruleset.id_field in ruleset.fields:
        inspection.diagnostics.error(
            "R021",
            f"标识合起来叫“{ruleset.id_field}”，与字段同名，字段在 "
            f"{ruleset.fields[ruleset.id_field].place}",
            inspection.at(school, "id_field"),
            ruleset.id_field,
            "请改这个字段的名称",
        )
    _check_levels(inspection)
    for name, place in inspection.each(ruleset.cohorts.place, "by", ruleset.cohorts.by):
        inspection.term(name, place, (FieldType.CHOICE, FieldType.BOOLEAN), purpose="分组")


def _check_levels(inspection: Inspection) -> None:
    """Check the field that names the parent unit, and the table of the lower units' results."""
    parent, below = inspection.ruleset.parent, inspection.ruleset.below
    if parent is not None:
        place = inspection.at(parent.place, "id_field")
        types = (FieldType.TEXT, FieldType.CHOICE)
        inspection.term(parent.id_field, place, types, purpose="上级的标识码")
    table = inspection.ruleset.tables.get(below.table) if below is not None else None
    if below is not None and table is not None and table.place != below.place:
        inspection.diagnostics.error(
            "R122",
            f"下级的台账“{below.table}”与台账清单里的同名，那一张在 {table.place}",
            inspection.at(below.place, "table"),
            below.table,
            "请改其中一个的名称；下级的台账不用写进台账清单",
        )


def _check_part(
    name: str, place: Place | None, types: tuple[FieldType, ...], inspection: Inspection
) -> None:
    """Check one field of an id or a name: it must be there, and be the same for every rule."""
    term = inspection.term(name, place, types, purpose="学校的标识和名称")
    if term is not None and term.is_derived:
        inspection.diagnostics.error(
            "R046",
            f"标识和名称要用填报的字段，“{name}”是派生值",
            place,
            name,
            "请换一个字段",
        )
