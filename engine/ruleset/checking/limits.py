"""Check 结果值 and 等次限定: what they name, and that no limit undoes another."""

from __future__ import annotations

from engine.diagnostics import Place
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.ranges import Find
from engine.ruleset.checking.reasoning import holds_whenever
from engine.ruleset.model import GradeLimit, Group, Indicator, Result, ResultKind
from engine.ruleset.vocabulary import Term


def result_finder(inspection: Inspection) -> Find:
    """Return what finds the names that conditions of grade limits may read."""
    vocabulary = inspection.draft.vocabulary

    def find(name: str) -> Term | None:
        return vocabulary.results.get(name) or vocabulary.school.get(name)

    return find


def check_limits(inspection: Inspection) -> None:
    """Check every result and every limit of grades."""
    for result in inspection.ruleset.results.values():
        _check_result(result, inspection)
    first: dict[str, GradeLimit] = {}
    for limit in inspection.ruleset.grade_limits:
        _check_grade(limit, inspection)
        before = first.setdefault(limit.name, limit)
        if before is not limit and limit.name:
            inspection.diagnostics.error(
                "R020",
                f"等次限定“{limit.name}”用了两次，前一次在 {before.place}",
                inspection.at(limit.place, "name"),
                limit.name,
                "请改其中一个的名称",
            )
    inspection.refresh()
    _check_conflicts(inspection)


def _check_result(result: Result, inspection: Inspection) -> None:
    ruleset = inspection.ruleset
    for parts, what in ((ruleset.fields, "字段"), (ruleset.derived, "派生值")):
        part = parts.get(result.id)
        if part is not None:
            inspection.diagnostics.error(
                "R021",
                f"结果值“{result.id}”与{what}同名，{what}在 {part.place}",
                result.place,
                result.id,
                "请改其中一个的名称",
            )
    known = _base_nodes(inspection)
    scored = [each.id for each in known if not getattr(each, "informative", False)]
    for name, place in _nodes_named(result, inspection):
        inspection.known("R026", "计分的维度、组或指标", name, place, scored)


def _nodes_named(result: Result, inspection: Inspection) -> list[tuple[str, Place | None]]:
    """Return the nodes that a result is worked out of, each with its place."""
    place = inspection.at(result.place, result.kind.value)
    match result.kind:
        case ResultKind.N_BELOW:
            return inspection.each(place, "parts", result.nodes)
        case ResultKind.LOWEST_SHARE:
            return inspection.each(result.place, "lowest_share", result.nodes)
        case _:
            return [(name, place) for name in result.nodes]


def _base_nodes(inspection: Inspection) -> list[Group | Indicator]:
    ruleset = inspection.ruleset
    beside = {item.id for item in (*ruleset.bonuses.items, *ruleset.deductions.items)}
    return [node for node in inspection.nodes() if node.id not in beside]


def _check_grade(limit: GradeLimit, inspection: Inspection) -> None:
    grades = [grade.name for grade in inspection.ruleset.grades]
    key, grade = ("at_most", limit.at_most) if limit.at_most else ("at_least", limit.at_least)
    place = inspection.at(limit.place, key)
    idle = grades and grade == (grades[0] if limit.at_most else grades[-1])
    if inspection.known("R025", "等次", grade, place, grades) and idle and grade:
        end = "最高" if limit.at_most else "最低"
        inspection.diagnostics.warning(
            "R130",
            f"等次限定“{limit.name}”写了{end}的等次“{grade}”，什么也限定不了",
            place,
            grade,
            "请改写等次，或删去这一条",
        )


def _check_conflicts(inspection: Inspection) -> None:
    """Report a floor that a cap undoes whenever it holds: the floor could never act."""
    at = {grade.name: number for number, grade in enumerate(inspection.ruleset.grades)}
    limits = [
        limit
        for limit in inspection.ruleset.grade_limits
        if inspection.is_sound(limit.place) and (limit.at_most or limit.at_least) in at
    ]
    find = result_finder(inspection)
    for floor in (limit for limit in limits if limit.at_least):
        for cap in (limit for limit in limits if limit.at_most):
            above = at[floor.at_least] < at[cap.at_most]
            if above and holds_whenever(floor.condition, cap.condition, find):
                inspection.diagnostics.error(
                    "R131",
                    f"“{floor.name}”保底到“{floor.at_least}”，可它成立时“{cap.name}”"
                    f"（在 {cap.place}）也成立，封顶在“{cap.at_most}”",
                    inspection.at(floor.place, "at_least"),
                    floor.at_least,
                    "请改其中一条的条件或等次",
                )
