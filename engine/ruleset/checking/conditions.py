"""Check that conditions can hold, that indicators can be reached, that reliefs leave something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.limits import result_finder
from engine.ruleset.checking.ranges import Find
from engine.ruleset.checking.reasoning import Needs, can_hold, contradiction, holds_whenever
from engine.ruleset.checks import CheckKind
from engine.ruleset.conditions import Compare, Condition, names_in
from engine.ruleset.methods import AllOrNothing, Checklist, Deduct, Earn, Method, Ratings
from engine.ruleset.model import Clause, EffectKind, GradeLimit, Indicator, Relief
from engine.ruleset.vocabulary import Term
from engine.ruleset.walking import methods_in, needed_together

# What a condition is for (ends the message), the condition, and the table it reads.
Written = tuple[str, Condition | None, str]
# The same inside an indicator, and the condition around it besides the indicator's own.
Inner = tuple[str, Condition | None, str, Condition | None]

# Derived values that are known only where all they are made of is.
_ALL_NEEDED = ("ratio", "sum", "difference", "product")
_WAY_OUT = "几个比较不可能同时满足，请核对；只要其中一个成立的，请写成 任一: [{…}, {…}]"


def check_conditions(inspection: Inspection) -> None:
    """Check every condition of the rules, and that every indicator can apply to somebody."""
    for what, condition, table in _of_facts(inspection):
        _check_possible(f"{what}永远不会成立", condition, table, inspection)
    for indicator in inspection.indicators():
        _check_indicator(indicator, inspection)
    for limit in inspection.ruleset.grade_limits:
        _check_limit(limit, inspection)
    for clause in inspection.clauses:
        _check_clause(clause, inspection)


def _check_limit(limit: GradeLimit, inspection: Inspection) -> None:
    what = f"等次限定“{limit.name}”的条件永远不会成立"
    _check_possible(what, limit.condition, "", inspection, find=result_finder(inspection))


def _of_facts(inspection: Inspection) -> Iterator[Written]:
    ruleset = inspection.ruleset
    for field in ruleset.fields.values():
        yield f"字段“{field.id}”的适用条件", field.applies, ""
    for derived in ruleset.derived.values():
        yield f"派生值“{derived.id}”的条件", derived.condition, derived.table
    for check in ruleset.checks:
        yield f"核对“{check.id}”的“当”", check.when, check.table
        if check.kind is CheckKind.CONDITION:
            for condition in check.holds:
                yield f"核对“{check.id}”的条件", condition, check.table
    for figure in ruleset.city:
        yield f"全市数据“{figure.id}”的适用条件", figure.applies, ""
        yield f"全市数据“{figure.id}”的条件", figure.condition, figure.table
    for exclusion in ruleset.exclusions:
        yield "不定等的条件", exclusion.condition, ""
    for grade in ruleset.grades:
        for case in grade.cases:
            yield f"“{grade.name}”另定分数线的条件", case.condition, ""
    for quota in ruleset.quotas:
        yield f"“{quota.grade}”名额的适用条件", quota.applies, ""


def _check_indicator(indicator: Indicator, inspection: Inspection) -> None:
    name, applies = indicator.id, indicator.applies
    if not _check_possible(f"“{name}”的适用条件永远不会成立", applies, "", inspection):
        return
    if not _is_reachable(indicator, inspection):
        return
    for method in methods_in(indicator.method):
        for what, condition, table, around in _of_method(method):
            said = f"“{name}”的{what}永远不会成立"
            if not _check_possible(said, condition, table, inspection):
                continue
            given = [
                each
                for each in (applies, around)
                if each is not None
                and inspection.is_sound(each.place)
                and _is_of_school(each, table, inspection)
            ]
            said = f"“{name}”适用时，{what}永远不会成立"
            _check_possible(said, condition, table, inspection, given)


def _is_of_school(condition: Condition, table: str, inspection: Inspection) -> bool:
    """Tell whether a condition on the school says the same among the columns of a table."""
    columns = inspection.draft.vocabulary.tables.get(table, {})
    return not columns.keys() & set(names_in(condition))


def _is_reachable(indicator: Indicator, inspection: Inspection) -> bool:
    """Report an indicator that no school can have: what it reads never applies where it does."""
    needs, ways = _needs_of(inspection), list(needed_together(indicator.method))
    for names in ways:
        needed = [each for name in names for each in needs(name)]
        given = [*needed, *([indicator.applies] if indicator.applies else [])]
        if not given or not all(inspection.is_sound(each.place) for each in given):
            return True
        if can_hold(given, _finder("", inspection), needs):
            return True
    if not ways:
        return True
    read = list(dict.fromkeys(name for names in ways for name in names))
    places = [str(each.place) for name in read for each in needs(name)]
    said = "、".join(f"“{name}”" for name in read)
    inspection.diagnostics.error(
        "R085",
        f"“{indicator.id}”永远轮不到：它适用时，要读的{said}都不适用（{'、'.join(places)}）",
        indicator.applies.place if indicator.applies else indicator.place,
        indicator.id,
        "请核对这个指标和这些字段的“适用”",
    )
    return False


def _needs_of(inspection: Inspection) -> Needs:
    """Return what says under which conditions a name is applicable at all."""
    ruleset = inspection.ruleset

    def needs(name: str, above: tuple[str, ...] = ()) -> list[Condition]:
        field, derived = ruleset.fields.get(name), ruleset.derived.get(name)
        if field is not None:
            return [field.applies] if field.applies is not None else []
        if derived is None or derived.kind not in _ALL_NEEDED or name in above:
            return []
        operands = (*derived.operands, derived.numerator, derived.denominator)
        return [each for operand in operands for each in needs(operand, (*above, name))]

    return needs


def _of_method(method: Method) -> Iterator[Inner]:
    match method:
        case AllOrNothing():
            yield "条件", method.condition, "", None
        case Checklist():
            for part in method.parts:
                yield f"清单“{part.name}”的适用条件", part.applies, "", None
                yield f"清单“{part.name}”的条件", part.condition, "", part.applies
        case Ratings():
            yield "评议的条件", method.condition, method.table, None
        case Deduct() | Earn():
            for charge in method.charges:
                yield f"计次“{charge.name}”的条件", charge.condition, charge.table, None
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
    find: Find | None = None,
) -> bool:
    """Report a condition that cannot hold (where others do); tell whether it can."""
    if condition is None or not inspection.is_sound(condition.place):
        return True
    conditions, find = [*given, condition], find or _finder(table, inspection)
    columns, school = inspection.draft.vocabulary.tables.get(table, {}), _needs_of(inspection)

    def needs(name: str) -> Sequence[Condition]:
        return () if name in columns else school(name)

    if can_hold(conditions, find, needs):
        return True
    why = _why(contradiction(conditions, find, needs), find)
    inspection.diagnostics.error("R072", what + why, condition.place, hint=_WAY_OUT)
    return False


def _why(compared: Sequence[Compare], find: Find) -> str:
    """Name the places of what contradicts."""
    if len(compared) == 1:
        term = find(compared[0].value)
        where = f"：{compared[0].place} 的比较没有值能满足"
        return f"{where}（“{term.name}”在 {term.place}）" if term is not None else where
    places = list(dict.fromkeys(str(each.place) for each in compared))
    return f"：{' 与 '.join(places)} 互相矛盾" if places else ""


def _check_clause(clause: Clause, inspection: Inspection) -> None:
    table, trigger = inspection.table_read(clause), clause.trigger
    _check_possible(f"条款“{clause.id}”的触发条件永远不会成立", trigger, clause.table, inspection)
    what = f"条款“{clause.id}”的尽职免责永远不会成立"
    if _check_possible(what, clause.no_fault, table, inspection) and trigger is not None:
        what = f"条款“{clause.id}”触发时，尽职免责不可能成立"
        given = [trigger] if inspection.is_sound(trigger.place) else []
        _check_possible(what, clause.no_fault, table, inspection, given)
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
