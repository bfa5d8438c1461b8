"""Check veto clauses: triggers, reliefs, decisions and effects."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import Clause, Effect, EffectKind, FieldType, Indicator
from engine.ruleset.scalars import read_boolean
from engine.ruleset.sections import Section


def check_clauses(inspection: Inspection) -> None:
    """Check every clause."""
    clauses = inspection.ruleset.clauses
    reached = {relief.reduce_to for clause in inspection.clauses for relief in clause.reliefs}
    for clause in inspection.clauses:
        inspection.table(clause.table, inspection.at(clause.place, "table"))
        written = (clause.place, "trigger") in inspection.draft.value_places
        if not written and clause.id not in reached:
            inspection.diagnostics.error(
                "R064",
                f"条款“{clause.id}”没有触发条件，也没有别的条款降为它，永远不会用到",
                clause.place,
                clause.id,
                "请写“触发”，或在别的条款的“减轻免除”里写“降为”它",
            )
        table = _table_read(clause, inspection)
        _check_names(clause.decision_fields, clause.place, "decision_fields", table, inspection)
        for relief in clause.reliefs:
            place = inspection.at(relief.place, "reduce_to")
            if inspection.known("R031", "条款", relief.reduce_to, place, clauses):
                _check_weight(clause, relief.reduce_to, place, inspection)
                _check_same_table(clause, relief.reduce_to, place, inspection)
            _check_names(relief.signed_fields, relief.place, "signed_fields", table, inspection)
        for effect in clause.effects:
            _check_effect(effect, clause, inspection)
    _check_circles(inspection)


def _check_weight(
    clause: Clause, lighter: str, place: Place | None, inspection: Inspection
) -> None:
    other = inspection.ruleset.clauses.get(lighter)
    if other is not None and lighter != clause.id and other.weight >= clause.weight:
        inspection.diagnostics.error(
            "R065",
            f"降为的条款“{lighter}”（轻重 {other.weight}）不比“{clause.id}”"
            f"（轻重 {clause.weight}）轻",
            place,
            lighter,
            "请改“降为”的条款，或调整两条的“轻重”",
        )


def _table_read(clause: Clause, inspection: Inspection) -> str:
    """Return the table whose record a clause reads: its own, or that of what led to it."""
    if clause.table or clause.trigger is not None:
        return clause.table
    for origin in inspection.clauses:
        if any(relief.reduce_to == clause.id for relief in origin.reliefs):
            return origin.table
    return ""


def _check_same_table(
    clause: Clause, lighter: str, place: Place | None, inspection: Inspection
) -> None:
    other = inspection.ruleset.clauses.get(lighter)
    if other is None or (not other.table and other.trigger is None):
        return
    if other.table != clause.table:
        tables = [f"台账“{each.table}”" if each.table else "学校的字段" for each in (clause, other)]
        inspection.diagnostics.error(
            "R069",
            f"“{clause.id}”读{tables[0]}，降为的“{lighter}”却读{tables[1]}",
            place,
            lighter,
            "降为的条款须读同一张台账；只由减轻引来的条款不写“台账”和“触发”",
        )


def _check_names(
    names: Iterable[str], part: Place, key: str, table: str, inspection: Inspection
) -> None:
    """Check fields of the clause's record, or of the school where it reads no record."""
    for name, place in inspection.each(part, key, names):
        inspection.term(name, place, (), table, "认定")


def _check_effect(effect: Effect, clause: Clause, inspection: Inspection) -> None:
    ruleset, key = inspection.ruleset, effect.kind.value
    place = inspection.at(effect.place, key)
    match effect.kind:
        case EffectKind.GRADE_CAP | EffectKind.SET_GRADE:
            grades = [grade.name for grade in ruleset.grades]
            inspection.known("R025", "等次", effect.grade, place, grades)
        case EffectKind.ZERO:
            nodes = _scored_nodes(inspection)
            for name, at in inspection.each(effect.place, key, effect.targets):
                inspection.known("R026", "指标、组或维度", name, at, nodes)
        case EffectKind.BAR_POSTS:
            for name, at in inspection.each(effect.place, key, effect.targets):
                if posts := known_posts(inspection):
                    inspection.known("R029", "岗位", name, at, posts)
        case EffectKind.BAR_PERSON:
            _check_person(effect, clause, inspection)
        case EffectKind.SECOND_YEAR:
            for inner in effect.then:
                _check_effect(inner, clause, inspection)
        case EffectKind.BAR_TOP:
            _check_bar_top(effect, inspection)
        case _:
            pass


def _scored_nodes(inspection: Inspection) -> list[str]:
    """Return what can be set to zero: all that gives points."""
    taken = {item.id for item in inspection.ruleset.deductions.items}
    return [
        node.id
        for node in inspection.nodes()
        if node.id not in taken and not (isinstance(node, Indicator) and node.informative)
    ]


def _check_person(effect: Effect, clause: Clause, inspection: Inspection) -> None:
    inner = inspection.at(effect.place, effect.kind.value)
    place = inspection.at(inner, "person_field")
    table = _table_read(clause, inspection)
    if not table:
        inspection.diagnostics.error(
            "R066",
            f"条款“{clause.id}”不读台账，没有当事人可否决",
            place,
            effect.person_field,
            "请给条款写“台账”，或删去“个人否决”",
        )
    else:
        types = (FieldType.TEXT, FieldType.CHOICE)
        inspection.term(effect.person_field, place, types, table, "人员字段")


def _check_bar_top(effect: Effect, inspection: Inspection) -> None:
    for node in _effect_nodes(inspection):
        written = node.get("bar_top")
        if node.place == effect.place and written is not None and read_boolean(written) is False:
            inspection.diagnostics.error(
                "R066",
                "“否优”只能写 是",
                written.place,
                "否",
                "不要这个后果的，请删去这一项",
            )


def _effect_nodes(inspection: Inspection) -> list[Section]:
    """Return every effect as it is written, nested ones too."""
    found: list[Section] = []

    def visit(section: Section) -> None:
        for effect in section.sections("effects"):
            found.append(effect)
            inner = effect.section("second_year")
            if inner is not None:
                visit(inner)

    if inspection.texts.vetoes is not None:
        for clause in Section(inspection.texts.vetoes, inspection.draft).sections("vetoes"):
            visit(clause)
    return found


def known_posts(inspection: Inspection) -> tuple[str, ...]:
    """Return the posts that a leader can hold."""
    duties = inspection.ruleset.duties
    columns = inspection.draft.vocabulary.tables.get(duties.table, {})
    return columns[duties.posts_field].choices if duties.posts_field in columns else ()


def _check_circles(inspection: Inspection) -> None:
    """Report reliefs that lead round to where they began."""
    targets = {
        clause.id: [relief.reduce_to for relief in clause.reliefs if relief.reduce_to]
        for clause in inspection.clauses
    }
    reported: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = (*path[path.index(name) :], name)
            if not reported & set(circle):
                reported.update(circle)
                clause = inspection.ruleset.clauses[name]
                inspection.diagnostics.error(
                    "R061",
                    f"减轻循环：{' → '.join(circle)}",
                    inspection.at(clause.place, "reliefs"),
                    name,
                    "请使每次“降为”的条款都比原来轻",
                )
            return
        for target in targets.get(name, ()):
            visit(target, (*path, name))

    for name in targets:
        visit(name, ())
