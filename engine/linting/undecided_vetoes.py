"""Find vetoes that slip: that are never met though something happened, or never decided."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.linting.finding import Remark
from engine.linting.survey import Survey
from engine.ruleset.checking.reasoning import can_hold
from engine.ruleset.conditions import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Compare,
    Comparison,
    Condition,
    Not,
    names_in,
)
from engine.ruleset.model import Clause, Field, FieldType
from engine.ruleset.walking import record_charges

# Choices that say: not settled yet.
_OPEN = re.compile(
    r"^(尚?[未待](定|查|认定|核实?|核查|查清|处理|结案|定性|定责|确认|结)|.{0,4}(调查|审理|处理|核查|认定|鉴定)中"
    r"|不详|不明|不清楚|未知|pending|unknown)$",
    re.IGNORECASE,
)


def open_choices(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each choice that says 待定 without being a 待定值, where it frees."""
    for (table, name), by in dict(_columns_punishing(survey)).items():
        field = _field(table, name, survey)
        if field is None or field.type is not FieldType.CHOICE:
            continue
        for choice in field.choices:
            if _OPEN.match(choice) and choice not in field.pending:
                where = f"台账“{table}”的列" if table else ""
                yield Remark(
                    f"{where}“{name}”的选项“{choice}”没有写成待定值：填了它，"
                    f"“{by}”就当作不成立，不触发也不待核实",
                    survey.at(field.place, "choices"),
                    (name,),
                    f"请在这个字段上写“待定值: [{choice}]”",
                    (table,) if table else (),
                )


def triggers_on_open(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each trigger that is met by a value that is not settled yet."""
    for clause in survey.ruleset.clauses.values():
        for compare in _compared(clause.trigger):
            field = _field(clause.table, compare.value, survey)
            is_naming = compare.comparison in (Comparison.EQUALS, Comparison.ONE_OF)
            named = [each for each in compare.operands if field and each in field.pending]
            if named and is_naming:
                yield Remark(
                    f"否决条款“{clause.id}”的触发条件写了待定值“{named[0]}”：还没有定论就触发",
                    compare.place,
                    (clause.id,),
                    "请只写已有定论的选项；待定的本来就是待核实，暂缓定等",
                )


def empty_means_none(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each veto on a table that may simply be left empty."""
    told: set[str] = set()
    for clause in survey.ruleset.clauses.values():
        table = survey.ruleset.tables.get(clause.table)
        below = survey.ruleset.below
        if (
            table is None
            or table.id in told
            or table.zero_report
            or table.from_last_year
            or (below is not None and below.table == table.id)
        ):
            continue
        told.add(table.id)
        yield Remark(
            f"台账“{table.id}”没有写零报告，否决条款“{clause.id}”读它："
            "学校交一张空表，就当没有发生过",
            table.place,
            (table.id,),
            "请写“零报告: 是”，没有的须填一行“无”，才算报过",
        )


def blank_escapes(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each trigger on a value that need only be left blank."""
    for clause in survey.ruleset.clauses.values():
        for name in dict.fromkeys(names_in(clause.trigger)):
            field = _field(clause.table, name, survey)
            if field is not None and field.blank_is_not_applicable:
                yield Remark(
                    f"否决条款“{clause.id}”读“{name}”，而它空白视为不适用：留空就不触发，也不待核实",
                    clause.trigger.place if clause.trigger else clause.place,
                    (clause.id, name),
                    "请删去这个字段的“空白视为”，空白即是缺失，待核实",
                )


def never_in_force(survey: Survey) -> Iterator[Remark]:
    """Yield a remark for each veto whose decision cannot be filled in, or always seems to be."""
    for clause in survey.ruleset.clauses.values():
        yield from _decisions(clause, survey)
        signed = (name for relief in clause.reliefs for name in relief.signed_fields)
        table = survey.table_read(clause)
        for name in dict.fromkeys((*clause.decision_fields, *signed)):
            field = _field(table, name, survey)
            if field is not None and field.type is FieldType.BOOLEAN:
                yield Remark(
                    f"否决条款“{clause.id}”凭“{name}”有没有填来认定，而它是“是否”字段："
                    "填“否”也算填了",
                    survey.at(clause.place, "decision_fields", "reliefs"),
                    (clause.id, name),
                    "请换成认定机关、文号、日期一类的字段",
                )


def _decisions(clause: Clause, survey: Survey) -> Iterator[Remark]:
    if clause.trigger is None or clause.table:
        return
    for name in clause.decision_fields:
        field = survey.ruleset.fields.get(name)
        if field is None or field.applies is None:
            continue
        if not can_hold([clause.trigger, field.applies], survey.find):
            yield Remark(
                f"否决条款“{clause.id}”永远不会生效：它触发时，认定字段“{name}”不适用，填不了",
                survey.at(clause.place, "decision_fields"),
                (clause.id, name),
                f"请核对这个字段的“适用”（{field.applies.place}）",
            )


def _columns_punishing(survey: Survey) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the columns by which vetoes and deductions decide, and which rule it is."""
    for clause in survey.ruleset.clauses.values():
        for name in names_in(clause.trigger):
            yield (_table_of(clause.table, name, survey), name), clause.id
    for indicator in survey.punishing:
        for use in record_charges(indicator.method):
            names = names_in(use.charge.condition)
            yield from (((use.charge.table, name), indicator.id) for name in names)


def _table_of(table: str, name: str, survey: Survey) -> str:
    return table if table and name in survey.ruleset.tables[table].fields else ""


def _field(table: str, name: str, survey: Survey) -> Field | None:
    tables = survey.ruleset.tables
    found = tables[table].fields.get(name) if table in tables else None
    return found if found is not None else survey.ruleset.fields.get(name)


def _compared(condition: Condition | None) -> Iterator[Compare]:
    """Yield the comparisons that must hold (those under 非 must fail)."""
    match condition:
        case Compare():
            yield condition
        case AllOf() | AnyOf() | AtLeastOf():
            for part in condition.parts:
                yield from _compared(part)
        case Not() | None:
            return
