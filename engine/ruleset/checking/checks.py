"""Check 核对: what they read, that they can fail, and that they can be passed."""

from __future__ import annotations

from engine.diagnostics import Severity
from engine.ruleset.checking.inspection import Inspection
from engine.ruleset.checking.naming import check_unique
from engine.ruleset.checking.reasoning import can_hold
from engine.ruleset.checks import Check, CheckKind
from engine.ruleset.conditions import Not, names_in
from engine.ruleset.model import FieldType
from engine.ruleset.vocabulary import Term

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT)


def check_checks(inspection: Inspection) -> None:
    """Check every check of the ruleset."""
    checks = inspection.ruleset.checks
    check_unique("核对编号", [(c.id, inspection.at(c.place, "id")) for c in checks], inspection)
    for check in checks:
        inspection.table(check.table, inspection.at(check.place, "table"))
        match check.kind:
            case CheckKind.PART:
                _check_part(check, inspection)
            case CheckKind.WINDOW:
                _check_types(check, (FieldType.DATE,), "in_window", "窗口内", inspection)
            case CheckKind.CONDITION:
                _check_can_fail(check, inspection)
        _check_table(check, inspection)
        _check_severity(check, inspection)


def _check_part(check: Check, inspection: Inspection) -> None:
    _check_types(check, _NUMERIC, "part", "部分", inspection)
    if len(check.values) == 1:
        inspection.diagnostics.error(
            "R140",
            f"核对“{check.id}”的部分和整体都是“{check.values[0]}”，永远查不出什么",
            inspection.at(check.place, "at_most"),
            check.values[0],
            "请改其中一个",
        )
    units = [_term(name, check, inspection) for name in check.values]
    written = {term.unit for term in units if term is not None and term.unit}
    if len(check.values) == 2 and len(written) == 2:
        one, other = check.values
        inspection.diagnostics.warning(
            "R143",
            f"核对“{check.id}”拿不同单位的“{one}”和“{other}”相比",
            inspection.at(check.place, "at_most"),
            other,
            "请核对是不是写错了字段；确可相比的，请把两个字段的单位写成一样",
        )


def _check_types(
    check: Check, types: tuple[FieldType, ...], key: str, purpose: str, inspection: Inspection
) -> None:
    """Check the type of each value; of part and whole, the second stands under 不超过."""
    for number, name in enumerate(check.values):
        if key == "in_window":
            place = inspection.at(check.place, f"{key}/{number}")
        else:
            place = inspection.at(check.place, "at_most" if number else key)
        table = check.table if name in _columns(check, inspection) else ""
        inspection.term(name, place, types, table, purpose)


def _columns(check: Check, inspection: Inspection) -> dict[str, Term]:
    return inspection.draft.vocabulary.tables.get(check.table, {})


def _term(name: str, check: Check, inspection: Inspection) -> Term | None:
    return _columns(check, inspection).get(name) or inspection.draft.vocabulary.school.get(name)


def _check_can_fail(check: Check, inspection: Inspection) -> None:
    """Warn of a condition that holds whatever is filled in: it finds nothing."""
    given = [check.when] if check.when is not None else []
    conditions = [*given, *check.holds]
    if not check.holds or not all(inspection.is_sound(each.place) for each in conditions):
        return

    def find(name: str) -> Term | None:
        return _term(name, check, inspection)

    failing = [*given, Not(check.holds[0], check.holds[0].place)]
    if all(can_hold([each], find) for each in given) and not can_hold(failing, find):
        inspection.diagnostics.warning(
            "R141",
            f"核对“{check.id}”的条件永远成立，查不出什么",
            check.holds[0].place,
            check.id,
            "请核对条件；字段的“范围”“选项”已经管住的，不必再核对",
        )


def _check_table(check: Check, inspection: Inspection) -> None:
    columns = _columns(check, inspection)
    if not columns or not check.values:
        return
    if not columns.keys() & {*check.values, *names_in(check.when)}:
        inspection.diagnostics.warning(
            "R142",
            f"核对“{check.id}”写了台账“{check.table}”，却没有读它的任何一列",
            inspection.at(check.place, "table"),
            check.table,
            "逐校核对的，请删去“台账”；逐行核对的，请写台账的列",
        )


def _check_severity(check: Check, inspection: Inspection) -> None:
    if check.rejects and check.severity is not Severity.ERROR:
        inspection.diagnostics.error(
            "R144",
            f"核对“{check.id}”不采用填报的事实，程度却只是“{check.severity.label}”",
            inspection.at(check.place, "severity"),
            check.severity.label,
            "请删去“程度”（不采用的即错误），或删去“不采用”",
        )
