"""Check what the rules say of evidence: 须佐证, and 佐证办法."""

from __future__ import annotations

from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.dictionary import EVIDENCE_NUMBER
from engine.ruleset.methods import Charge
from engine.ruleset.model import Field, FieldType, RecordTable
from engine.ruleset.walking import record_charges

# The sheet that lists the evidence is read with any rules.
_CATALOGUE = "佐证目录"


def check_evidence(inspection: Inspection) -> None:
    """Check the fields and tables that need evidence, and what the policy says."""
    ruleset = inspection.ruleset
    for field in ruleset.fields.values():
        _check_field(field, inspection)
    for table in ruleset.tables.values():
        _check_table(table, inspection)
    _check_policy(inspection)


def _check_field(field: Field, inspection: Inspection) -> None:
    if field.evidence_of_none and not field.evidence_required:
        inspection.diagnostics.error(
            "R161",
            f"“{field.id}”写了“零值须佐证”，却没有写“须佐证”，不起作用",
            inspection.at(field.place, "evidence_of_none"),
            field.id,
            "请加上“须佐证: 是”，或删去这个键",
        )
    if field.evidence_required and field.id in inspection.ruleset.identity:
        inspection.diagnostics.error(
            "R166",
            f"“{field.id}”用来认人，不能写“须佐证”",
            inspection.at(field.place, "evidence_required"),
            field.id,
            "请删去这个键",
        )
    elif field.evidence_required:
        _warn_without_policy(field, "字段", inspection)


def _check_table(table: RecordTable, inspection: Inspection) -> None:
    for column in table.fields.values():
        for key, word in (("evidence_required", "须佐证"), ("evidence_of_none", "零值须佐证")):
            if getattr(column, key):
                inspection.diagnostics.error(
                    "R006",
                    f"台账的列“{column.id}”不能写“{word}”",
                    inspection.at(column.place, key),
                    column.id,
                    "台账按整条记录看佐证：请把“须佐证: 是”写在台账上",
                )
    if table.id == _CATALOGUE or _CATALOGUE in table.aliases:
        inspection.diagnostics.error(
            "R163",
            f"“{_CATALOGUE}”是现成的表，台账不能用这个名称",
            table.place,
            table.id,
            "请给台账换一个名称；要佐证的，写“须佐证: 是”就够了",
        )
    if not table.evidence_required:
        return
    number = table.fields[EVIDENCE_NUMBER]
    if number.type is not FieldType.TEXT:
        inspection.diagnostics.error(
            "R163",
            f"台账“{table.id}”须佐证，它的“{EVIDENCE_NUMBER}”一列要是文本",
            inspection.at(number.place, "type"),
            number.id,
            "请写“类型: 文本”，或删去这一列（程序会自己加上）",
        )
    _warn_without_policy(table, "台账", inspection)
    _warn_if_against_school(table, inspection)


def _warn_without_policy(part: Field | RecordTable, kind: str, inspection: Inspection) -> None:
    if inspection.ruleset.evidence_policy is None:
        inspection.diagnostics.warning(
            "R160",
            f"{kind}“{part.id}”须佐证，而 ruleset.yaml 没有写“佐证办法”，没有佐证也照用",
            inspection.at(part.place, "evidence_required"),
            part.id,
            "请在 ruleset.yaml 写“佐证办法”，如 佐证办法: {期限: 2026-01-15, 逾期: 按缺失}",
        )


def _warn_if_against_school(table: RecordTable, inspection: Inspection) -> None:
    """Warn where a record without evidence would spare its school something."""
    readers = [f"否决条款“{each.id}”" for each in inspection.clauses if each.table == table.id]
    readers += [
        f"扣分“{indicator.id}”"
        for indicator in inspection.indicators()
        for use in record_charges(indicator.method)
        if use.is_deduction and _reads(use.charge, table)
    ]
    if readers:
        inspection.diagnostics.warning(
            "R164",
            f"台账“{table.id}”须佐证，而{readers[0]}读它：没有佐证的记录不计，"
            "学校不交佐证反而少扣分、不否决",
            inspection.at(table.place, "evidence_required"),
            table.id,
            "须佐证只宜用于加分、得分的台账；请删去，或核对确是此意",
        )


def _reads(charge: Charge, table: RecordTable) -> bool:
    return charge.table == table.id


def _check_policy(inspection: Inspection) -> None:
    policy, ruleset = inspection.ruleset.evidence_policy, inspection.ruleset
    if policy is None:
        return
    if policy.due is None and (place := inspection.at(policy.place, "in_time")) != policy.place:
        inspection.diagnostics.error(
            "R162",
            "佐证办法写了“期内”，却没有写“期限”",
            place,
            hint="请写补交的期限，如 期限: 2026-01-15；没有补交期的删去“期内”",
        )
    if policy.due is not None and policy.due < ruleset.window[1]:
        inspection.diagnostics.warning(
            "R165",
            f"佐证的期限 {policy.due} 早于考核窗口的止日 {ruleset.window[1]}",
            inspection.at(policy.place, "due"),
            policy.due.isoformat(),
            "请核对年份；窗口没有过完，佐证还交不齐",
        )
