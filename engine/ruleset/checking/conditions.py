"""Warn of conditions that can never hold, and of reliefs that leave nothing of their clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.limits import result_finder
from engine.ruleset.checking.reasoning import Find, can_hold, holds_whenever
from engine.ruleset.conditions import Condition
from engine.ruleset.methods import AllOrNothing, Checklist, Deduct, Earn, Method, Ratings
from engine.ruleset.model import Clause, EffectKind, GradeLimit, Relief
from engine.ruleset.vocabulary import Term
from engine.ruleset.walking import methods_in

# What a condition is for (ends the message), the condition, and the table it reads.
Written = tuple[str, Condition | None, str]

_WAY_OUT = "几个比较不可能同时满足，请核对；只要其中一个成立的，请写成 任一: [{…}, {…}]"


def check_conditions(inspection: Inspection) -> None:
    """Check every condition of the rules."""
    for what, condition, table in (*_of_facts(inspection), *_of_points(inspection)):
        _check_possible(f"{what}永远不会成立", condition, table, inspection)
    for limit in inspection.ruleset.grade_limits:
        _check_limit(limit, inspection)
    for clause in inspection.clauses:
        _check_clause(clause, inspection)


def _check_limit(limit: GradeLimit, inspection: Inspection) -> None:
    what = f"等次限定“{limit.name}”的条件永远不会成立"
    if inspection.is_sound(limit.condition.place) and not can_hold(
        [limit.condition], result_finder(inspection)
    ):
        inspection.diagnostics.warning("R072", what, limit.condition.place, hint=_WAY_OUT)


def _of_facts(inspection: Inspection) -> Iterator[Written]:
    ruleset = inspection.ruleset
    for field in ruleset.fields.values():
        yield f"字段“{field.id}”的适用条件", field.applies, ""
    for derived in ruleset.derived.values():
        yield f"派生值“{derived.id}”的条件", derived.condition, derived.table
    for exclusion in ruleset.exclusions:
        yield "不定等的条件", exclusion.condition, ""


def _of_points(inspection: Inspection) -> Iterator[Written]:
    for indicator in inspection.indicators():
        yield f"“{indicator.id}”的适用条件", indicator.applies, ""
        for method in methods_in(indicator.method):
            yield from _of_method(method, indicator.id)


def _of_method(method: Method, owner: str) -> Iterator[Written]:
    match method:
        case AllOrNothing():
            yield f"“{owner}”的条件", method.condition, ""
        case Checklist():
            for part in method.parts:
                yield f"“{owner}”清单“{part.name}”的条件", part.condition, ""
                yield f"“{owner}”清单“{part.name}”的适用条件", part.applies, ""
        case Ratings():
            yield f"“{owner}”评议的条件", method.condition, method.table
        case Deduct() | Earn():
            for charge in method.charges:
                yield f"“{owner}”计次“{charge.name}”的条件", charge.condition, charge.table
        case _:
            pass


def _finder(table: str, inspection: Inspection) -> Find:
    vocabulary = inspection.draft.vocabulary
    columns = vocabulary.tables.get(table, {})

    def find(name: str) -> Term | None:
        return columns.get(name) or vocabulary.school.get(name)

    return find


def _check_possible(
    what: str,
    condition: Condition | None,
    table: str,
    inspection: Inspection,
    given: Sequence[Condition] = (),
) -> bool:
    """Report a condition that cannot hold (where others do); tell whether it can."""
    if condition is None or not inspection.is_sound(condition.place):
        return True
    if can_hold([*given, condition], _finder(table, inspection)):
        return True
    inspection.diagnostics.warning("R072", what, condition.place, hint=_WAY_OUT)
    return False


def _check_clause(clause: Clause, inspection: Inspection) -> None:
    table, trigger = inspection.table_read(clause), clause.trigger
    _check_possible(f"条款“{clause.id}”的触发条件永远不会成立", trigger, clause.table, inspection)
    _check_possible(f"条款“{clause.id}”的尽职免责永远不会成立", clause.no_fault, table, inspection)
    for effect in clause.effects:
        if effect.kind is EffectKind.SECOND_YEAR:
            what = f"条款“{clause.id}”连续两年的条件永远不会成立"
            _check_possible(what, effect.condition, "", inspection)
    if trigger is None and clause.reliefs and inspection.is_sound(clause.place):
        inspection.diagnostics.warning(
            "R064",
            f"条款“{clause.id}”只由减轻引来，它自己的“减轻免除”不会用到",
            inspection.at(clause.place, "reliefs"),
            clause.id,
            "最多减轻一次，请删去这里的“减轻免除”",
        )
        return
    for relief in clause.reliefs:
        _check_relief(relief, clause, table, inspection)


def _check_relief(relief: Relief, clause: Clause, table: str, inspection: Inspection) -> None:
    trigger = clause.trigger
    if trigger is None or not inspection.is_sound(clause.place):
        return
    what = f"条款“{clause.id}”触发时，减轻“{relief.name}”的条件不可能成立"
    if not _check_possible(what, relief.condition, table, inspection, [trigger]):
        return
    find = _finder(table, inspection)
    excepted = relief.unless is not None and can_hold([trigger, relief.unless], find)
    if relief.signed_fields or excepted or not holds_whenever(trigger, relief.condition, find):
        return
    inspection.diagnostics.warning(
        "R073",
        f"条款“{clause.id}”每次触发都符合减轻“{relief.name}”，条款本身永远不会生效",
        relief.condition.place,
        relief.name,
        "请核对减轻的条件；一律减轻的，请直接改这一条的“后果”",
    )
