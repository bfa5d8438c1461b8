"""Check veto clauses: triggers, reliefs, decisions and effects."""

from __future__ import annotations

from collections.abc import Iterable

from engine.diagnostics import Place
from engine.glossary import chinese_key
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.model import Clause, Effect, EffectKind, FieldType, Indicator
from engine.ruleset.scalars import read_boolean
from engine.ruleset.sections import Section


def check_clauses(inspection: Inspection) -> None:
    """Check every clause."""
    for clause in inspection.clauses:
        inspection.table(clause.table, inspection.at(clause.place, "table"))
        table = inspection.table_read(clause)
        _check_names(clause.decision_fields, clause.place, "decision_fields", table, inspection)
        for relief in clause.reliefs:
            _check_names(relief.signed_fields, relief.place, "signed_fields", table, inspection)
        for effect in clause.effects:
            _check_effect(effect, clause, inspection)


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
            if grades and effect.grade == grades[0]:
                inspection.diagnostics.warning(
                    "R066",
                    f"“{chinese_key(key)}”写了最高的等次“{effect.grade}”，不成其为否决",
                    place,
                    effect.grade,
                    "请写低一些的等次；只列示、不影响等次的，请写“取消资格”等别的后果",
                )
        case EffectKind.ZERO:
            nodes = _scored_nodes(inspection)
            others = {node.id for node in inspection.nodes()} - set(nodes)
            for name, at in inspection.each(effect.place, key, effect.targets):
                if name in others:
                    inspection.diagnostics.error(
                        "R026",
                        f"“{name}”不给分（仅供参考或扣分项），没有分可以计零",
                        at,
                        name,
                        "请写计分的指标、组、维度或加分项",
                    )
                else:
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
    table = inspection.table_read(clause)
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
